"""A certificate that the hub makes for itself.

Nobody vouches for it: whoever opens the dashboard compares its fingerprint once.
"""

import ipaddress
import os
import socket
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from edge.hub.errors import HubError
from edge.machine.durable import replace_durably

LASTS: Final = timedelta(days=397)
"""Longer ones are not trusted by all browsers."""


def make_certificate(
    certificate: Path, key: Path, names: Sequence[str], now: datetime, *, replaces: bool = False
) -> str:
    """Return the fingerprint (SHA-256) of a new certificate, written with its private key.

    Args:
        certificate: file of the certificate.
        key: file of its key, for its owner alone.
        names: host names and addresses under which browsers open the dashboard, beside those of
            this machine.
        now: when it begins.
        replaces: write over files that are there.

    Raises:
        HubError: there are such files already, and nothing was to be replaced.
    """
    there = [str(path) for path in (certificate, key) if path.exists()]
    if there and not replaces:
        raise HubError(
            f"there is {' and '.join(there)} already",
            remedy="it was left as it is; --renew replaces it",
            cause="certificate_there",
        )
    private = ec.generate_private_key(ec.SECP256R1())
    own = socket.gethostname()
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, (list(names) or [own])[0][:64])])
    known = dict.fromkeys((*names, own, f"{own}.local", "localhost", "127.0.0.1", "::1"))
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + LASTS)
        .add_extension(x509.SubjectAlternativeName([_general(one) for one in known]), False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False)
    )
    made = builder.sign(private, SHA256())
    _write_private(key, private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    replace_durably(certificate, made.public_bytes(Encoding.PEM))
    return made.fingerprint(SHA256()).hex(":").upper()


def _general(name: str) -> x509.GeneralName:
    """Return a name as a certificate holds it.

    Raises:
        HubError: it is neither a host name nor an address.
    """
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        pass
    if not name.isascii() or not name or set(name) & set("/: "):
        raise HubError(f"{name!r} is no host name", remedy="such as hub.clinic.example")
    return x509.DNSName(name)


def _write_private(path: Path, text: bytes) -> None:
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())

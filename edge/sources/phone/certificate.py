"""The certificate with which a phone's page is served: browsers give motion to nothing less.

An authority is made once on this machine; what is served is a certificate of it for the addresses
of now. Whoever has a certificate of their own puts it beside.
"""

import plistlib
import socket
import ssl
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from edge.sources.errors import SourceError
from edge.sources.phone.authority import (
    PRIVATE_NAME,
    authority_in,
    leaf_in,
    may_vouch_for,
    names_of,
)

FOLDER: Final = ".phone"
"""Below the folder of all patients; no patient is called so."""
OWN: Final = ("own.crt", "own.key")
"""A certificate chain of the user's own and its key (PEM)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What the phone's page is served with.

    Attributes:
        chain: file of the certificate (PEM).
        key: file of its private key.
        authority: who vouches for it; None where phones are to trust it without help.
    """

    chain: Path
    key: Path
    authority: x509.Certificate | None


def identity(root: Path, host: str, others: Sequence[str], now: datetime) -> Identity:
    """Return a certificate that is good for `host`: the user's own, or one that is made here.

    Args:
        root: folder of all patients.
        host: address or name under which the phone opens the page.
        others: further addresses of this machine.
        now: when it is to be good.

    Raises:
        SourceError: the user's own is not good for it, none can be made for this host, or it
            cannot be kept.
    """
    folder = root / FOLDER
    chain, key = (folder / name for name in OWN)
    if chain.exists() or key.exists():
        _check_own(chain, key, host, now)
        return Identity(chain=chain, key=key, authority=None)
    if not may_vouch_for(host):
        raise SourceError(
            f"a certificate of this machine's own is good for private addresses, not for {host}",
            remedy=f"put one for it into {folder}, as {' and '.join(OWN)}",
        )
    names = dict.fromkeys((host, *others, f"{socket.gethostname()}.{PRIVATE_NAME}"))
    leaf = folder / "leaf.pem"
    try:
        authority = authority_in(folder / "authority.pem", now)
        leaf_in(leaf, authority, [name for name in names if may_vouch_for(name)], now)
    except OSError as error:
        raise SourceError(
            f"no certificate can be kept in {folder} ({error.strerror})",
            remedy="make room, or set PHYSIO_HOME to another folder",
        ) from error
    return Identity(chain=leaf, key=leaf, authority=authority.certificate)


def fingerprint(certificate: x509.Certificate) -> str:
    """Return the SHA-256 of a certificate, as phones show it."""
    return certificate.fingerprint(SHA256()).hex(" ").upper()


def for_android(certificate: x509.Certificate) -> bytes:
    """Return an authority as Android's settings install it (DER)."""
    return certificate.public_bytes(Encoding.DER)


def for_iphone(certificate: x509.Certificate) -> bytes:
    """Return an authority as a profile that an iPhone installs."""
    name = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value
    payload = {
        **_payload("com.apple.security.root", name, certificate),
        "PayloadCertificateFileName": "physio-edge.cer",
        "PayloadContent": for_android(certificate),
    }
    profile = _payload("Configuration", name, certificate)
    return plistlib.dumps(profile | {"PayloadContent": [payload]})


def _payload(kind: str, name: str | bytes, certificate: x509.Certificate) -> dict[str, object]:
    mark = str(uuid.uuid5(uuid.NAMESPACE_OID, f"{fingerprint(certificate)} {kind}"))
    return {
        "PayloadType": kind,
        "PayloadVersion": 1,
        "PayloadIdentifier": f"physio-edge.{mark}",
        "PayloadUUID": mark,
        "PayloadDisplayName": name,
    }


def _check_own(chain: Path, key: Path, host: str, now: datetime) -> None:
    """Return if a user's own certificate can be served for `host`.

    Raises:
        SourceError: it cannot.
    """
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(chain, key)
        own = x509.load_pem_x509_certificate(chain.read_bytes())
        names = names_of(own)
    except (OSError, ValueError, x509.ExtensionNotFound) as error:
        raise SourceError(
            f"{chain} and {key.name} are no certificate with its key", remedy="give both as PEM"
        ) from error
    if not own.not_valid_before_utc <= now <= own.not_valid_after_utc:
        raise SourceError(f"the certificate {chain} is not valid today", remedy="renew it")
    if not names & {host, f"*.{host.partition('.')[2]}"}:
        raise SourceError(
            f"the certificate {chain} is for {', '.join(sorted(names))}, not for {host}",
            remedy="name such an address: phone:ADDRESS",
        )

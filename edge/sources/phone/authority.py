"""An authority that this machine makes for itself, and the certificates for which it vouches.

It vouches for private addresses and for names in `.local` only, by a constraint that browsers keep:
so a phone that trusts it trusts this machine in its own network and nobody on the internet.
"""

import ipaddress
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from edge.machine.durable import replace_durably

LASTS: Final = timedelta(days=3650)
LEAF_LASTS: Final = timedelta(days=397)
"""Apple's phones refuse leaves of more than 825 days, and some browsers of more than 398."""
RENEWED: Final = timedelta(days=30)
"""So long before its end a leaf is made again."""
SLACK: Final = timedelta(days=1)
"""A phone's clock may be behind by so much."""
PRIVATE_NETS: Final = (
    *("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "127.0.0.0/8"),
    *("fc00::/7", "fe80::/10", "::1/128"),
)
PRIVATE_NAME: Final = "local"


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """Who vouches, and the key that it signs with."""

    certificate: x509.Certificate
    private: ec.EllipticCurvePrivateKey


def may_vouch_for(name: str) -> bool:
    """Tell whether an address or a host name is one for which such an authority may vouch."""
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return name.isascii() and name.endswith(f".{PRIVATE_NAME}")
    return any(address in ipaddress.ip_network(net) for net in PRIVATE_NETS)


def authority_in(file: Path, now: datetime) -> Authority:
    """Return the authority that a file keeps, or a new one where none of it can be used.

    Raises:
        OSError: it cannot be kept.
    """
    kept = _kept(file)
    if kept is not None and now < kept.certificate.not_valid_after_utc - LEAF_LASTS:
        return kept
    private = ec.generate_private_key(ec.SECP256R1())
    name = _named(f"Physio Edge, {socket.gethostname()}")
    only = x509.NameConstraints(
        permitted_subtrees=[
            *(x509.IPAddress(ipaddress.ip_network(net)) for net in PRIVATE_NETS),
            x509.DNSName(PRIVATE_NAME),
        ],
        excluded_subtrees=None,
    )
    made = (
        _begun(name, name, private.public_key(), now, LASTS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), True)
        .add_extension(_usage(signs_certificates=True), True)
        .add_extension(only, True)
        .sign(private, SHA256())
    )
    replace_durably(file, _text(private, made))
    return Authority(certificate=made, private=private)


def leaf_in(file: Path, authority: Authority, names: Sequence[str], now: datetime) -> None:
    """Have a file hold a key and a certificate for all these names, of which the authority is sure.

    What it holds stays where that is good and lasts.

    Raises:
        OSError: it cannot be kept.
    """
    kept = _kept(file)
    if kept is not None and _is_good(kept.certificate, authority, names, now):
        return
    private = ec.generate_private_key(ec.SECP256R1())
    by = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.private.public_key())
    issuer, alternatives = authority.certificate.subject, [_general(name) for name in names]
    made = (
        _begun(_named(names[0]), issuer, private.public_key(), now, LEAF_LASTS)
        .add_extension(x509.SubjectAlternativeName(alternatives), False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), True)
        .add_extension(_usage(signs_certificates=False), True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False)
        .add_extension(by, False)
        .sign(authority.private, SHA256())
    )
    replace_durably(file, _text(private, made, authority.certificate))


def names_of(certificate: x509.Certificate) -> set[str]:
    """Return the addresses and names that a certificate is for.

    Raises:
        x509.ExtensionNotFound: it names none in the way that browsers read.
    """
    found = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    addresses = found.get_values_for_type(x509.IPAddress)
    return {*map(str, addresses), *found.get_values_for_type(x509.DNSName)}


def _kept(file: Path) -> Authority | None:
    """Return the first certificate of a file with its key, None where there is no such pair."""
    try:
        text = file.read_bytes()
        certificate = x509.load_pem_x509_certificate(text)
        private = load_pem_private_key(text, None)
    except (OSError, ValueError, TypeError):
        return None
    if not isinstance(private, ec.EllipticCurvePrivateKey):
        return None
    if private.public_key() != certificate.public_key():
        return None
    return Authority(certificate=certificate, private=private)


def _is_good(
    leaf: x509.Certificate, authority: Authority, names: Sequence[str], now: datetime
) -> bool:
    """Tell whether a leaf is of this authority, for all names, and lasts."""
    try:
        leaf.verify_directly_issued_by(authority.certificate)
    except (ValueError, TypeError, InvalidSignature):
        return False
    lasts = leaf.not_valid_before_utc < now < leaf.not_valid_after_utc - RENEWED
    return lasts and names_of(leaf) >= {*names}


def _begun(
    subject: x509.Name,
    issuer: x509.Name,
    public: ec.EllipticCurvePublicKey,
    now: datetime,
    lasts: timedelta,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - SLACK)
        .not_valid_after(now - SLACK + lasts)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), False)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _general(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:64])])


def _text(private: ec.EllipticCurvePrivateKey, *certificates: x509.Certificate) -> bytes:
    """Return a key and its certificates as one file: so none is ever without the other."""
    key = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return key + b"".join(one.public_bytes(Encoding.PEM) for one in certificates)

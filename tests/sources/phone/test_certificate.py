"""The certificates: made once, good for browsers and phones, private, and only for this network."""

import ipaddress
import plistlib
import ssl
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID

from edge.sources.errors import SourceError
from edge.sources.phone.authority import names_of
from edge.sources.phone.certificate import (
    FOLDER,
    OWN,
    Identity,
    fingerprint,
    for_android,
    for_iphone,
    identity,
)

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
HOST = "192.168.1.5"


def leaf_of(made: Identity) -> x509.Certificate:
    return x509.load_pem_x509_certificate(made.chain.read_bytes())


def authority_of(made: Identity) -> x509.Certificate:
    assert made.authority is not None
    return made.authority


def test_the_leaf_is_what_phones_ask_for(tmp_path: Path) -> None:
    made = identity(tmp_path, HOST, ["10.0.0.7", "8.8.8.8"], NOW)
    leaf = leaf_of(made)
    leaf.verify_directly_issued_by(authority_of(made))
    assert {HOST, "10.0.0.7"} <= names_of(leaf)
    assert "8.8.8.8" not in names_of(leaf)
    assert leaf.not_valid_after_utc - leaf.not_valid_before_utc < timedelta(days=398)
    usage = leaf.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert list(usage) == [ExtendedKeyUsageOID.SERVER_AUTH]
    assert leaf.not_valid_before_utc < NOW  # also by a clock that is behind


def test_tls_accepts_it_for_its_address_alone(tmp_path: Path) -> None:
    made = identity(tmp_path, HOST, [], datetime.now(UTC))
    pem = authority_of(made).public_bytes(Encoding.PEM).decode()
    client = ssl.create_default_context(cadata=pem)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(made.chain, made.key)
    assert shaken(client, server, HOST)
    assert not shaken(client, server, "192.168.1.6")
    assert not shaken(ssl.create_default_context(), server, HOST)


def shaken(client: ssl.SSLContext, server: ssl.SSLContext, host: str) -> bool:
    """Tell whether a client trusts a server that it calls by that name; no socket is needed."""
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    one = client.wrap_bio(to_client, to_server, server_hostname=host)
    other = server.wrap_bio(to_server, to_client, server_side=True)
    done = [False, False]
    for _ in range(6):
        for i, end in enumerate((one, other)):
            try:
                end.do_handshake()
                done[i] = True
            except ssl.SSLWantReadError:
                continue
            except ssl.SSLError:
                return False
    return all(done)


def test_the_authority_vouches_for_private_addresses_only(tmp_path: Path) -> None:
    authority = authority_of(identity(tmp_path, HOST, [], NOW))
    found = authority.extensions.get_extension_for_class(x509.NameConstraints)
    assert found.critical
    permitted = found.value.permitted_subtrees or []
    nets = [one.value for one in permitted if isinstance(one, x509.IPAddress)]
    assert all(net.is_private for net in nets)
    assert [one.value for one in permitted if isinstance(one, x509.DNSName)] == ["local"]
    assert ipaddress.ip_network("192.168.0.0/16") in nets


def test_it_is_made_once_and_again_when_the_address_changes_or_it_ends(tmp_path: Path) -> None:
    first = identity(tmp_path, HOST, [], NOW)
    leaf, authority = leaf_of(first), authority_of(first)
    assert leaf_of(identity(tmp_path, HOST, [], NOW)) == leaf
    moved = identity(tmp_path, "192.168.1.77", [], NOW)
    second = leaf_of(moved)
    assert second != leaf
    assert moved.authority == authority  # which a phone may have installed
    late = NOW + timedelta(days=380)
    renewed = identity(tmp_path, "192.168.1.77", [], late)
    assert leaf_of(renewed) not in (leaf, second)
    assert renewed.authority == authority
    last = identity(tmp_path, HOST, [], NOW + timedelta(days=3500))
    assert last.authority != authority


@pytest.mark.parametrize("name", ["authority.pem", "leaf.pem"])
@pytest.mark.parametrize("damage", [b"", b"no certificate", None])
def test_damaged_files_are_made_again(tmp_path: Path, name: str, damage: bytes | None) -> None:
    identity(tmp_path, HOST, [], NOW)
    file = tmp_path / FOLDER / name
    other = identity(tmp_path / "other", HOST, [], NOW).chain.parent / name
    file.write_bytes(other.read_bytes() if damage is None else damage)
    made = identity(tmp_path, HOST, [], NOW)
    leaf_of(made).verify_directly_issued_by(authority_of(made))


def test_keys_are_for_their_owner_alone(tmp_path: Path) -> None:
    made = identity(tmp_path, HOST, [], NOW)
    folder = made.chain.parent
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}


def test_what_a_phone_installs_is_the_authority_and_no_key(tmp_path: Path) -> None:
    made = identity(tmp_path, HOST, [], NOW)
    authority = authority_of(made)
    assert x509.load_der_x509_certificate(for_android(authority)) == authority
    profile = plistlib.loads(for_iphone(authority))
    (payload,) = profile["PayloadContent"]
    assert payload["PayloadType"] == "com.apple.security.root"
    assert x509.load_der_x509_certificate(payload["PayloadContent"]) == authority
    assert for_iphone(authority) == for_iphone(authority)  # installing it twice replaces it
    assert b"PRIVATE" not in for_iphone(authority)
    assert len(fingerprint(authority).split()) == 32


def own(folder: Path, made: Identity) -> None:
    """Put a leaf where a user's own certificate stands."""
    folder.mkdir(parents=True)
    text = made.chain.read_bytes()
    cut = text.index(b"-----BEGIN CERTIFICATE")
    (folder / OWN[0]).write_bytes(text[cut:])
    (folder / OWN[1]).write_bytes(text[:cut])


def test_a_certificate_of_the_users_own_is_taken(tmp_path: Path) -> None:
    made = identity(tmp_path / "maker", "laptop.local", [], NOW)
    own(tmp_path / FOLDER, made)
    taken = identity(tmp_path, "laptop.local", [], NOW)
    assert taken.authority is None
    assert taken.chain.name == OWN[0]
    assert sorted(file.name for file in taken.chain.parent.iterdir()) == sorted(OWN)


def test_a_users_own_that_is_not_good_is_refused_with_the_reason(tmp_path: Path) -> None:
    own(tmp_path / FOLDER, identity(tmp_path / "maker", "laptop.local", [], NOW))
    with pytest.raises(SourceError, match=r"is for .*laptop\.local.*, not for 192\.168\.1\.5"):
        identity(tmp_path, HOST, [], NOW)
    with pytest.raises(SourceError, match="is not valid today; renew it"):
        identity(tmp_path, "laptop.local", [], NOW + timedelta(days=500))
    (tmp_path / FOLDER / OWN[1]).write_bytes(b"no key")
    with pytest.raises(SourceError, match="are no certificate with its key; give both as PEM"):
        identity(tmp_path, "laptop.local", [], NOW)
    (tmp_path / FOLDER / OWN[1]).unlink()
    with pytest.raises(SourceError, match="give both as PEM"):
        identity(tmp_path, "laptop.local", [], NOW)


@pytest.mark.parametrize("host", ["8.8.8.8", "laptop.example.org", "100.64.0.1"])
def test_for_a_public_address_none_is_made(tmp_path: Path, host: str) -> None:
    with pytest.raises(SourceError, match=r"is good for private addresses, not for .*own\.crt"):
        identity(tmp_path, host, [], NOW)


def test_where_nothing_can_be_kept_that_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SourceError, match="no certificate can be kept"):
        identity(tmp_path / "file", HOST, [], NOW)

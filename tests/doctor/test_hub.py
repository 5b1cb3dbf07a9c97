"""`physio doctor` on the way to a hub and on a hub itself: each fault with a way out."""

import resource
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from edge.doctor import hub, uplink
from edge.records.hub_link import FILE_NAME as LINK_FILE
from edge.records.outbox import Outbox
from edge.records.uplink_state import CLOCK_OFF_MS
from tests.uplink.fake_hub import allowed
from tests.uplink.noted import settled


@pytest.fixture
def patient_dir(physio_home: Path) -> Path:
    physio_home.mkdir(exist_ok=True)
    folder = physio_home / "p001"
    allowed(folder)
    return folder


def test_a_machine_without_a_hub_has_nothing_to_say(physio_home: Path, tmp_path: Path) -> None:
    found = [uplink.hub_keys(), uplink.outbox(), uplink.hub_clock()]
    found += [check(tmp_path) for check in (hub.keys, hub.certificate, hub.database)]
    assert {one.verdict for one in [*found, hub.descriptors(tmp_path)]} == {"ok"}


def test_what_waits_is_told_with_the_day_and_a_wrong_clock_with_its_hours(
    patient_dir: Path,
) -> None:
    assert uplink.outbox().verdict == "ok"
    with Outbox.of(patient_dir) as outbox:
        settled(outbox, 1)
        outbox.remember(CLOCK_OFF_MS, str(-7_200_000))
    assert uplink.outbox().verdict == "limited"
    assert "p001: 1 sessions wait since 2025-" in uplink.outbox().detail
    assert "2.0 hours ahead" in uplink.hub_clock().detail


def test_keys_that_others_may_read_and_a_damaged_link_are_named(patient_dir: Path) -> None:
    assert uplink.hub_keys().verdict == "ok"
    link = patient_dir / LINK_FILE
    link.chmod(0o644)
    assert f"chmod 600 {link}" in uplink.hub_keys().detail
    link.chmod(0o600)
    link.write_text("{")
    assert "p001: " in uplink.hub_keys().detail
    assert "pair anew" in uplink.hub_keys().detail


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "hub.toml").write_text("")
    for name in ("secret", "curve.key"):
        (tmp_path / name).write_text("x")
        (tmp_path / name).chmod(0o600)
    return tmp_path


def test_a_hubs_keys_are_its_owners_alone_and_there(place: Path) -> None:
    assert hub.keys(place).verdict == "ok"
    (place / "secret").chmod(0o640)
    assert f"chmod 600 {place / 'secret'}" in hub.keys(place).detail
    (place / "secret").chmod(0o600)
    (place / "curve.key").unlink()
    assert "put the copy of it there" in hub.keys(place).detail


@pytest.mark.parametrize(
    ("days", "words"), [(400, "holds until"), (10, "ends on"), (-2, "has ended on")]
)
def test_a_certificate_that_ends_is_told(place: Path, days: int, words: str) -> None:
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "hub.example")])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), 1)
        .not_valid_before(now - timedelta(days=900))
        .not_valid_after(now + timedelta(days=days))
        .sign(key, hashes.SHA256())
    )
    (place / "certificate.pem").write_bytes(made.public_bytes(Encoding.PEM))
    assert words in hub.certificate(place).detail
    (place / "certificate.pem").write_bytes(b"none")
    assert "cannot be read" in hub.certificate(place).detail


def test_an_sqlite_that_can_damage_the_database_is_told(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("edge.doctor.hub.importlib.util.find_spec", lambda _: None)
    assert "run make hub" in hub.database(place).detail
    monkeypatch.setattr("edge.doctor.hub.importlib.util.find_spec", lambda _: object())
    for version, verdict in (("3.40.1", "missing"), ("3.51.3", "ok"), ("3.53.4", "ok")):
        module = SimpleNamespace(dbapi2=SimpleNamespace(sqlite_version=version))
        monkeypatch.setattr(hub, "_driver", lambda module=module: module)
        assert (hub.database(place).verdict, version in hub.database(place).detail) == (
            verdict,
            True,
        )
    (place / "hub.toml").write_text('database = "postgresql:///hub"')
    assert hub.database(place).detail == "PostgreSQL"


def test_few_descriptors_are_told(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resource, "getrlimit", lambda _: (1_024, 4_096))
    assert "raise LimitNOFILE" in hub.descriptors(place).detail
    monkeypatch.setattr(resource, "getrlimit", lambda _: (1_024, 65_536))
    assert hub.descriptors(place).verdict == "ok"

"""Where the dashboard may be served, and with which certificate."""

import ssl
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509

from edge.hub.certificate import make_certificate
from edge.hub.dashboard.settings import CERTIFICATE, CERTIFICATE_KEY, DashboardSettings
from edge.hub.errors import HubError
from edge.hub.place import HubSettings, Place
from tests.conftest import Physio


def place(folder: Path, **told: Any) -> Place:
    return Place(folder=folder, settings=HubSettings(**told), secret=folder / "secret")


@pytest.mark.parametrize(
    ("told", "cause"),
    [
        ({"dashboard": "0.0.0.0:5580"}, "no_certificate"),
        ({"dashboard": "192.168.1.5:5580"}, "no_certificate"),
        ({"dashboard": "[::]:5580"}, "no_certificate"),
        ({"dashboard": "clinic.example:5580"}, "no_certificate"),
        ({"dashboard_proxy": "10.0.0.7"}, "no_name"),
        ({"dashboard_proxy": "hub.example", "dashboard_name": "a"}, "bad_proxy"),
        (
            {"dashboard": "0.0.0.0:1", "dashboard_proxy": "10.0.0.7", "dashboard_name": "a"},
            "no_certificate",
        ),
        ({"certificate": "a.pem"}, "half_certificate"),
        ({"dashboard": "127.0.0.1"}, "bad_hub"),
        ({"dashboard": "127.0.0.1:99999"}, "bad_hub"),
    ],
)
def test_nothing_beyond_this_machine_is_served_without_a_certificate(
    tmp_path: Path, told: dict[str, str], cause: str
) -> None:
    with pytest.raises(HubError) as refused:
        DashboardSettings.of(place(tmp_path, **told))
    assert refused.value.cause == cause


def test_a_certificate_in_the_hubs_folder_is_used(tmp_path: Path) -> None:
    files = (tmp_path / CERTIFICATE, tmp_path / CERTIFICATE_KEY)
    told = make_certificate(*files, ["hub.clinic.example", "192.168.1.5"], datetime.now(UTC))
    settings = DashboardSettings.of(place(tmp_path, dashboard="0.0.0.0:5580"))
    assert (settings.certificate, settings.key) == files
    assert settings.url(5580) == "https://0.0.0.0:5580/"
    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(*files)
    made = x509.load_pem_x509_certificate(files[0].read_bytes())
    names = made.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert "hub.clinic.example" in names.get_values_for_type(x509.DNSName)
    assert "192.168.1.5" in map(str, names.get_values_for_type(x509.IPAddress))
    assert len(told.split(":")) == 32
    assert files[1].stat().st_mode & 0o077 == 0
    before = files[0].read_bytes()
    with pytest.raises(HubError, match="already"):
        make_certificate(*files, [], datetime.now(UTC))
    with pytest.raises(HubError, match="no host name"):
        make_certificate(*files, ["http://x"], datetime.now(UTC), replaces=True)
    assert files[0].read_bytes() == before
    make_certificate(*files, [], datetime.now(UTC), replaces=True)
    assert files[0].read_bytes() != before


def test_accounts_are_made_and_changed_by_commands(
    hub: Path, physio: Physio, monkeypatch: pytest.MonkeyPatch
) -> None:
    def typed(*words: str, password: str = "correct horse battery") -> Any:
        monkeypatch.setattr("sys.stdin.readline", lambda: f"{password}\n", raising=False)
        return physio("hub", "staff", *words, "--json", "-")

    monkeypatch.setattr("sys.stdin", type("Input", (), {"isatty": lambda self: False})())
    assert physio("hub", "patient", "add", "p001").code == 0
    assert typed("add", "anna", "--role", "therapist").json["role"] == "therapist"
    made = typed("add", "berta", "--role", "admin")
    assert made.json["one_time"].startswith("otpauth://totp/")
    assert typed("share", "anna", "p001").code == 0
    assert typed("role", "anna", "assistant").code == 0
    assert typed("password", "anna", password="another password").code == 0
    assert typed("one-time", "anna").json["one_time"] != made.json["one_time"]
    assert typed("disable", "anna").code == 0
    told = typed("list").json
    assert [(one["account"], one["is_active"], one["has_one_time"]) for one in told] == [
        ("anna", False, True),
        ("berta", True, True),
    ]
    for words in (
        ("add", "anna", "--role", "therapist"),
        ("add", "carl", "--role", "root"),
        ("share", "anna", "p001"),
        ("one-time", "berta", "--off"),
        ("disable", "nobody"),
    ):
        ended = typed(*words)
        assert (ended.code, ended.err.count("\n")) == (2, 1), ended.err
    assert typed("password", "anna", password="short").code == 2
    made = physio("hub", "certificate", "hub.clinic.example", "--json", "-")
    assert made.json["fingerprint"] in made.err
    assert physio("hub", "certificate").code == 2

"""The table of all devices and formats holds all that there are."""

from pathlib import Path

from edge.importers.registry import FORMATS
from edge.sources.schemes import SCHEMES
from edge.sources.wifi.scheme import APPS
from firmware_bridge.virtual.catalogue import FAMILIES

DOCUMENT = Path(__file__).parents[2] / "docs" / "devices.md"
PART = DOCUMENT.read_text(encoding="utf-8").partition("## All at a glance")[2].partition("\n## ")[0]
ROWS = [line.strip("| ").split(" | ") for line in PART.splitlines() if " | " in line]


def test_every_device_and_format_stands_in_the_table() -> None:
    _, *rows = ROWS
    recordings = [row[0] for row in rows if row[1] == "recording"]
    assert recordings == [one.title for one in FORMATS]
    named = " ".join(row[2] for row in rows)
    for family in FAMILIES:
        assert f"`virtual:{family}`" in named
    for app in APPS:
        assert f"`wifi:{app.partition('-')[0]}@`" in named
    for scheme in SCHEMES:
        assert f"`{scheme}:" in named
    assert {row[-1] for row in rows} == {"no"}

"""`physio doctor`: what on this machine will not work, and what to do about it."""

from collections.abc import Callable
from typing import Final

import typer
from rich.table import Table

from edge.doctor import devices, hub, radio, software, storage, uplink
from edge.doctor.finding import Finding
from edge.terminal.output import JsonOption, console, write_json

CHECKS: Final[tuple[Callable[[], Finding], ...]] = (
    software.python_version,
    software.packages,
    software.own_packages,
    software.compiled_code,
    software.encryption,
    storage.home,
    storage.memory,
    storage.shared_memory,
    storage.clock,
    devices.local_port,
    radio.radio_switch,
    radio.bluetooth,
    devices.webcams,
    devices.browser,
    devices.phone,
    devices.voices,
    uplink.hub_keys,
    uplink.outbox,
    uplink.hub_clock,
    hub.keys,
    hub.certificate,
    hub.database,
    hub.descriptors,
)


def doctor(json_file: JsonOption = None) -> None:
    """Say what on this machine will not work, and what to do about it."""
    found = [check() for check in CHECKS]
    table = Table("", "", "what was found", box=None)
    for finding in found:
        table.add_row(finding.subject, finding.verdict, finding.detail)
    console().print(table)
    write_json({"findings": found}, json_file)
    if any(finding.verdict == "missing" for finding in found):
        raise typer.Exit(1)

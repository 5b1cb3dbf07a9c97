"""`physio watch`: what is on the air, what a watch is, and what it sends."""

import asyncio
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich.table import Table

from edge.commands.count import RecordingArgument
from edge.commands.watch_input import announced
from edge.importers.registry import read_watch_recording
from edge.importers.remark import CHANGES, rows_of
from edge.importers.watch_csv import write_watch_csv
from edge.importers.watch_recording import described
from edge.simulation.body import simulate_session
from edge.sources.capture import capture, write_capture
from edge.sources.errors import SourceError
from edge.sources.hid_devices import Pad, pads_there
from edge.sources.inspection import Collector, inspect, virtual_air
from edge.sources.scheme import Source
from edge.sources.schemes import HELP, SCHEMES
from edge.sources.virtual import VirtualSource, check_virtual
from edge.sources.watch import open_source, stream
from edge.terminal.output import JsonOption, console, say, write_json
from firmware_bridge.adapters import kind_of
from firmware_bridge.discovery import Backends, Found, scan
from firmware_bridge.errors import LinkError
from firmware_bridge.playback import Motion

app = typer.Typer()

PATIENCE_S: Final = 30.0
"""A watch that sends nothing for this long is not there."""

LONG_PATIENCE_S: Final = 300.0
"""The same of one whose owner has to do something first."""

VirtualOption = Annotated[
    bool, typer.Option("--virtual", help="Use a simulated watch; no radio is needed.")
]
INFO_S: Final = 3.0
"""A source that has no name on the air is listened to for this long, to tell what it is."""
NameArgument = Annotated[
    str,
    typer.Argument(
        help="Advertised name or address, none is the first that can be read; or another source, "
        "as phone: or hid:NAME."
    ),
]
SeedOption = Annotated[int, typer.Option(min=0, help="Which simulated patient.")]


def _simulated_motion(seconds: float, seed: int) -> Motion:
    session = simulate_session(
        exercise="shoulder_abduction", duration_s=max(seconds, 12.0), seed=seed
    )
    return Motion(t_s=session.t_s, accel_m_s2=session.accel_m_s2, gyro_rad_s=session.gyro_rad_s)


@app.command("scan")
def scan_command(
    seconds: Annotated[float, typer.Option(min=0.1, max=60.0, help="How long to listen.")] = 5.0,
    virtual: VirtualOption = False,
    json: JsonOption = None,
) -> None:
    """List every device in reach: over Bluetooth the strongest first, then game controllers."""
    say(f"Listening for {seconds:g} s …")
    pads = [] if virtual else pads_there()
    try:
        found = asyncio.run(_scan(seconds, virtual))
    except LinkError as error:
        if not pads:
            raise
        say(f"{error}")
        found = []
    rows = [_row(device, virtual) for device in found] + [_pad_row(pad) for pad in pads]
    table = Table("Name", "Address", "Signal", "Kind")
    for row in rows:
        rssi_dbm = row["rssi_dbm"]
        signal = "–" if rssi_dbm is None else f"{rssi_dbm} dBm"
        table.add_row(row["name"], row["address"], signal, row["kind"] or "unknown")
    console().print(table if rows else "Nothing is in reach.")
    write_json({"devices": rows}, json)


async def _scan(seconds: float, virtual: bool) -> list[Found]:
    if not virtual:
        return await scan(seconds, Backends())
    async with virtual_air(_simulated_motion(0.0, 0)) as backends:
        return await scan(seconds, backends)


def _row(found: Found, virtual: bool) -> dict[str, Any]:
    kind = kind_of(found.name, found.service_uuids)
    return {
        "name": found.name,
        "address": found.device.address,
        "rssi_dbm": found.rssi_dbm,
        "service_uuids": list(found.service_uuids),
        "kind": None if kind is None else kind.title,
        "simulated": virtual,
    }


def _pad_row(pad: Pad) -> dict[str, Any]:
    return {
        "name": pad.name,
        "address": pad.address or str(pad.path),
        "rssi_dbm": None,
        "service_uuids": [],
        "kind": "game controller (hid:)",
        "simulated": False,
    }


@app.command("info")
def info_command(
    name: NameArgument = "", virtual: VirtualOption = False, json: JsonOption = None
) -> None:
    """Connect to a watch and tell what it is and how long an answer takes."""
    if _is_off_the_air(name):
        source = announced(open_source(name, lambda: VirtualSource(motion=_simulated_motion(0, 0))))
        collector = Collector(show=say, seconds=INFO_S)
        asyncio.run(_read(source, collector))
        details = collector.summary()
    else:
        say(f"Looking for {name or 'a watch'} …")
        details = asyncio.run(_info(name.removeprefix("ble:"), virtual)) | {"simulated": virtual}
    table = Table(show_header=False)
    for key, value in details.items():
        table.add_row(key, str(value))
    console().print(table)
    write_json(details, json)


def _is_off_the_air(name: str) -> bool:
    """Tell whether a source is named that is not heard over Bluetooth."""
    kind, colon, _ = name.partition(":")
    return bool(colon) and kind in SCHEMES and kind != "ble"


async def _info(name: str, virtual: bool) -> dict[str, Any]:
    if not virtual:
        return await inspect(name, Backends())
    async with virtual_air(_simulated_motion(0.0, 0)) as backends:
        return await inspect(name, backends)


@app.command("stream")
def stream_command(
    *,
    source: Annotated[str, typer.Argument(help=HELP)] = "ble:",
    seconds: Annotated[float, typer.Option(min=1.0, help="How long to read.")] = 10.0,
    virtual: VirtualOption = False,
    seed: SeedOption = 0,
    csv: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the samples as watch CSV.")
    ] = None,
    json: JsonOption = None,
) -> None:
    """Read a watch for a while and tell rate, loss, gaps and delay."""
    opened = open_source(
        "virtual" if virtual else source,
        lambda: VirtualSource(motion=_simulated_motion(seconds + 10.0, seed)),
    )
    collector = Collector(show=say, seconds=seconds)
    asyncio.run(_read(announced(opened), collector))
    summary = collector.summary()
    rate_hz = summary["rate_hz"] or 0.0
    say(
        f"{summary['samples']} samples at {rate_hz:.1f} Hz, "
        f"{summary['lost']} lost, {summary['gaps']} gaps"
    )
    if csv is not None:
        write_watch_csv(csv, *collector.signals())
    write_json(summary, json)


@app.command("capture")
def capture_command(
    *,
    source: Annotated[
        str, typer.Argument(help="ble:NAME, virtual or virtual:NAME; 'ble:' is any watch.")
    ] = "ble:",
    seconds: Annotated[float, typer.Option(min=0.1, max=600.0, help="How long to listen.")] = 5.0,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="Where to write them.")],
    json: JsonOption = None,
) -> None:
    """Write the raw packets of a watch to a file that a decoder's test can read.

    Set what each vector is expected to mean, and `physio evaluate decoders` judges it.
    """
    kind, _, name = source.partition(":")
    if kind == "virtual":
        check_virtual(source)
    elif kind != "ble":
        raise SourceError(f"{source!r} sends no packets", remedy="use ble:NAME or virtual:NAME")
    vectors = asyncio.run(_capture(name, seconds, virtual=kind == "virtual"))
    write_capture(out, vectors)
    packets = sum(len(vector["notifications"]) for vector in vectors)
    say(f"{packets} packets of the family {vectors[0]['family']} written to {out}")
    facts = {"packets": packets, "family": vectors[0]["family"], "out": out}
    write_json({**facts, "simulated": kind == "virtual"}, json)


async def _capture(name: str, seconds: float, *, virtual: bool) -> list[Any]:
    if not virtual:
        return await capture(name, Backends(), seconds, PATIENCE_S)
    async with virtual_air(_simulated_motion(seconds + 5.0, 0), name) as backends:
        return await capture("", backends, seconds, PATIENCE_S)


@app.command("import")
def import_command(
    *,
    files: RecordingArgument,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write a watch CSV.")
    ] = None,
    json: JsonOption = None,
) -> None:
    """Read what another app recorded, say what it is, and write it as a watch CSV.

    Without a gyroscope its columns stay empty: repetitions can be counted, angles cannot be told.
    """
    recording = read_watch_recording(*files)
    recording.refuse_without_gravity(str(files[0]))
    looks_odd = [one.sentence() for one in recording.remarks if one.kind not in CHANGES]
    for sentence in [recording.sentence(), *looks_odd]:
        say(f"{files[0].name}: {sentence}")
    if out is not None:
        write_watch_csv(out, recording.t_s, recording.accel_m_s2, recording.gyro_rad_s)
        say(f"Written to {out}")
    write_json(
        {
            **described(recording),
            "samples": len(recording.t_s),
            "seconds": float(recording.t_s[-1] - recording.t_s[0]),
            "gyroscope": recording.gyro_rad_s is not None,
            "remarks": rows_of(recording.remarks),
            "out": out,
        },
        json,
    )


async def _read(source: Source, collector: Collector) -> None:
    # Whose owner has been asked to do something first is not there at once.
    patience_s = LONG_PATIENCE_S if source.notice else PATIENCE_S
    patience = asyncio.get_running_loop().call_later(patience_s, collector.give_up)
    try:
        await stream(source, collector.take, collector.stop)
    finally:
        patience.cancel()

"""Where a calibration's data come from: a watch that is listened to, or a recording of it."""

import asyncio
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Final

import numpy as np
import typer
from rich.table import Table

from edge.commands.guided import Listener, guided
from edge.commands.watch_input import announced
from edge.core.arrays import Floats
from edge.importers.registry import read_watch_recording
from edge.records.session_plan import SessionPlan
from edge.records.tolerance_store import TOLERANCES
from edge.signals.imu_calibration import ImuCalibration
from edge.signals.rotations import to_rotation_vector
from edge.sources.errors import SourceError
from edge.sources.file import FileSource
from edge.sources.scheme import Source
from edge.sources.virtual import VirtualSource
from edge.sources.watch import open_source, stream, watch_name
from edge.terminal.output import plain, say, show
from firmware_bridge.playback import Motion, WatchSettings

WearingOption = Annotated[
    int, typer.Option(min=0, help="Which wearing of the simulated watch; 0 is the reference's.")
]
WEARING: Final = 0
"""Of the simulated watch, unless told otherwise: in `calibrate placement` as in `run`, so that a
session is done with the watch as it was calibrated."""

Simulate = Callable[[], tuple[Floats, Floats, Floats]]
"""Returns times (n,) in s, acceleration (n, 3) in m/s² and angular rate (n, 3) in rad/s."""


def open_watch(text: str, simulate: Simulate, settings: WatchSettings | None = None) -> Source:
    """Return the watch that `text` names; only a simulated one calls `simulate`.

    Raises:
        SourceError: it names none.
    """

    def virtual() -> VirtualSource:
        t_s, accel_m_s2, gyro_rad_s = simulate()
        motion = Motion(t_s=t_s, accel_m_s2=accel_m_s2, gyro_rad_s=gyro_rad_s)
        return VirtualSource(motion=motion, watch=settings or WatchSettings())

    source = open_source(text, virtual)
    if isinstance(source, FileSource):
        raise SourceError(
            f"{text} is a recording",
            remedy="give the file by itself, and say with --watch ble:NAME which watch it is of",
        )
    return announced(source)


def listen(watch: str, simulate: Simulate, listener: Listener) -> tuple[str, bool]:
    """Feed the listener from a watch until it is done, saying what it wants done.

    Returns:
        The name under which the watch is kept, and whether the listener got what it wanted.

    Raises:
        SourceError: `watch` names no watch, or it sends nothing.
        LinkError: the radio cannot be used, or the device is no watch.
    """
    result = asyncio.run(guided(partial(stream, open_watch(watch, simulate)), listener))
    return watch_name(watch) or watch_name(f"ble:{result.device}"), result.done


def recorded(path: Path, watch: str) -> tuple[str, Floats, Floats]:
    """Return the watch's name, times (n,) in s and the six axes (n, 6) of a recording.

    Raises:
        SourceError: the watch is not named.
        ImporterError: the file cannot be used.
    """
    name = watch_name(watch)
    if not name:
        raise SourceError(f"of which watch is {path}? Say so with --watch ble:NAME")
    recording = read_watch_recording(path)
    signal = recording.refuse_misleading(str(path))
    for sentence in recording.spoken():
        say(f"{path.name}: {sentence}")
    return name, recording.t_s, signal


def say_tolerances(session_plan: SessionPlan, root: Path) -> None:
    """Say by which learnt tolerances a session goes, and which are of a former reference.

    Nothing is said of exercises for which none were ever learnt.

    Args:
        session_plan: of the session.
        root: folder with one folder per patient.
    """
    plan = session_plan.plan
    kept = TOLERANCES.names(root, plan.patient)
    for planned, learnt in zip(plan.exercises, session_plan.learnt, strict=True):
        if learnt is not None:
            say(
                f"{planned.anchor_name}: tolerances learnt from {learnt.repetitions} good "
                "repetitions."
            )
        elif planned.anchor_name in kept:
            say(
                f"{planned.anchor_name}: the learnt tolerances are of a former reference, and the "
                "usual ones are used; 'physio calibrate thresholds' learns them anew."
            )


def say_calibration(calibration: ImuCalibration | None) -> None:
    """Say that the watch is calibrated, and how it is turned; nothing where it is not."""
    if calibration is None:
        return
    turned_deg = np.degrees(np.linalg.norm(to_rotation_vector(calibration.wearing)))
    say(
        f"Calibrated watch: {calibration.poses} still poses, and turned on the wrist by "
        f"{turned_deg:.0f}° against the reference."
    )


def show_figures(figures: Mapping[str, Any]) -> None:
    """Show what a calibration found, one figure a line."""
    table = Table(show_header=False)
    for key, value in plain(dict(figures)).items():
        table.add_row(key, _shown(value))
    show(table)


def _shown(value: Any) -> str:
    match value:
        case float():
            return f"{value:.4g}"
        case list():
            return ", ".join(map(_shown, value))
        case dict() if set(value) == {"value", "low", "high"}:
            return f"{value['value']:.4g} ({value['low']:.4g} to {value['high']:.4g})"
        case dict():
            return ", ".join(f"{key} {_shown(item)}" for key, item in value.items())
        case _:
            return str(value)

"""`physio anchor`: the therapist's reference repetitions, recorded, imported, listed and shown."""

import asyncio
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from rich.table import Table

from calibration.anchor import About, anchor_from_recording
from calibration.anchor_recorder import AnchorRecorder
from edge.commands.calibrate_input import say_calibration
from edge.commands.guided import guided
from edge.commands.watch_input import announced
from edge.core.anchor import Anchor
from edge.core.arrays import Floats
from edge.core.exercises import Side, exercise_named, side_named
from edge.core.messages.imu import Imu
from edge.importers.registry import read_watch_recording
from edge.importers.remark import Remark, rows_of
from edge.records.anchor_store import ANCHORS, patients
from edge.records.errors import AnchorError
from edge.records.imu_calibration_store import calibration_if_known
from edge.records.patient_store import patients_dir
from edge.records.planned_exercise import default_anchor_name
from edge.records.recording import is_recording, parts_of, read_recording
from edge.records.session_metadata import SessionMetadata
from edge.signals.imu_calibration import ImuCalibration
from edge.simulation.body import simulate_anchor
from edge.sources.schemes import HELP
from edge.sources.virtual import VirtualSource
from edge.sources.watch import open_source, stream, watch_name
from edge.terminal.output import JsonOption, console, say, write_json
from firmware_bridge.playback import Motion

app = typer.Typer()

PatientOption = Annotated[str, typer.Option("--patient", help="The patient's code.")]
ExerciseOption = Annotated[str, typer.Option("--exercise", help="Name of the exercise.")]
SideOption = Annotated[str, typer.Option("--side", help="The side that moves: left or right.")]
NameOption = Annotated[
    str, typer.Option("--name", help="Name of the reference; by default exercise and side.")
]


@app.command("record")
def record_command(
    *,
    patient: PatientOption,
    exercise: ExerciseOption,
    side: SideOption = "right",
    name: NameOption = "",
    watch: Annotated[str, typer.Option("--watch", help=HELP)] = "ble:",
    repetitions: Annotated[int, typer.Option(min=3, max=5, help="How many to record.")] = 4,
    seed: Annotated[int, typer.Option(min=0, help="Which simulated patient, with virtual.")] = 0,
    json: JsonOption = None,
) -> None:
    """Record a reference live: still for 3 s, then the repetitions; the most typical is kept.

    What is known of the watch ('physio calibrate') is corrected, as in a session.
    """
    exercise_named(exercise)
    chosen = side_named(side)
    source = announced(open_source(watch, lambda: _virtual(exercise, chosen, repetitions, seed)))
    calibration = calibration_if_known(patients_dir(), patient, watch_name(watch))
    say_calibration(calibration)
    recorder = AnchorRecorder(repetitions, calibration)
    result = asyncio.run(guided(partial(stream, source), recorder))
    if not result.done:
        raise AnchorError("the reference was not completed", remedy="record it once more")
    about = About(
        exercise=exercise,
        side=chosen,
        recorded=f"{result.device}{' (simulated)' if result.simulated else ''}, recorded live",
        simulated=result.simulated,
    )
    _keep(recorder.anchor(about), patient, name, (), json)


@app.command("import")
def import_command(
    *,
    recordings: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...|SESSION",
            help="A recorded session, a watch CSV, or another app's files (docs/devices.md): "
            "several are the parts of one recording.",
        ),
    ],
    patient: PatientOption,
    exercise: ExerciseOption,
    side: SideOption = "right",
    name: NameOption = "",
    from_s: Annotated[float, typer.Option("--from", help="Use what comes after (s).")] = 0.0,
    to_s: Annotated[float, typer.Option("--to", help="Use what comes before (s).")] = np.inf,
    watch: Annotated[
        str, typer.Option("--watch", help="ble:NAME whose calibration corrects the watch CSV.")
    ] = "",
    json: JsonOption = None,
) -> None:
    """Make a reference from a recording: still for 3 s, then at least three repetitions.

    A session is corrected as it was when it was recorded.
    """
    t_s, signal, simulated, calibration, remarks = _recorded(recordings)
    recording = recordings[0]
    if watch:
        calibration = calibration_if_known(patients_dir(), patient, watch_name(watch))
    say_calibration(calibration)
    if calibration is not None:
        signal = np.hstack(calibration.apply(signal[:, :3], signal[:, 3:]))
    t_s = t_s - t_s[0]
    part = (t_s >= from_s) & (t_s <= to_s)
    if part.sum() < 2:
        raise AnchorError(f"{recording} has nothing between {from_s:g} s and {to_s:g} s")
    about = About(
        exercise=exercise,
        side=side_named(side),
        recorded=f"imported from {recording.name}{' (simulated)' if simulated else ''}",
        simulated=simulated,
    )
    anchor = anchor_from_recording(t_s[part], signal[part, :3], signal[part, 3:], about)
    _keep(anchor, patient, name, remarks, json)


@app.command("list")
def list_command(
    patient: Annotated[str, typer.Option("--patient", help="Only this patient's.")] = "",
    json: JsonOption = None,
) -> None:
    """List the references that are stored."""
    rows: list[dict[str, Any]] = []
    for owner in [patient] if patient else patients(patients_dir()):
        for name in ANCHORS.names(patients_dir(), owner):
            try:
                figures = _figures(ANCHORS.load(patients_dir(), owner, name))
            except AnchorError as error:
                say(str(error))  # one that is damaged hides no other
                continue
            rows.append({"patient": owner, "name": name, **figures})
    table = Table("Patient", "Name", "Range", "Duration", "Recorded from")
    for row in rows:
        shown = (f"{row['rom_deg']:.0f}°", f"{row['tempo_s']:.1f} s", row["recorded"])
        table.add_row(row["patient"], row["name"], *shown)
    console().print(table if rows else f"No references in {patients_dir()}.")
    write_json({"anchors": rows}, json)


@app.command("show")
def show_command(
    *,
    patient: PatientOption,
    name: Annotated[str, typer.Argument(help="Name of the reference, as 'list' shows it.")],
    plot: Annotated[
        Path | None, typer.Option("--plot", metavar="FILE", help="Draw it (.png, .svg, .pdf).")
    ] = None,
    json: JsonOption = None,
) -> None:
    """Show a reference: its figures, and its angle over time."""
    # matplotlib takes a second to import; only who wants to see pays for it
    from edge.commands.anchor_plot import plot_anchor, sparkline  # noqa: PLC0415

    anchor = ANCHORS.load(patients_dir(), patient, name)
    figures = _figures(anchor)
    table = Table(show_header=False)
    for key, value in figures.items():
        table.add_row(key, f"{value:.3g}" if isinstance(value, float) else str(value))
    terminal = console()
    terminal.print(table)
    terminal.print(sparkline(anchor))
    if plot is not None:
        try:
            plot_anchor(anchor, plot)
        except ValueError as error:
            raise AnchorError(f"{plot} cannot be drawn: {error}") from error
        say(f"Drawn to {plot}")
    write_json(figures, json)


def _recorded(
    paths: list[Path],
) -> tuple[Floats, Floats, bool, ImuCalibration | None, tuple[Remark, ...]]:
    """Return times, six axes as read, whether it is simulated, how the session corrected it.

    Last stands what was found in a file that is no session.
    """
    path = paths[0]
    if len(paths) > 1 or not _is_session(path):
        recording = read_watch_recording(*paths)
        signal = recording.refuse_misleading(str(path))
        for sentence in recording.spoken():
            say(f"{path.name}: {sentence}")
        return recording.t_s, signal, False, None, recording.remarks
    session = read_recording(path)
    for warning in session.warnings:
        say(warning)
    chunks = [message for message in session.messages if isinstance(message, Imu)]
    if not chunks:
        raise AnchorError(f"{path} holds nothing from a watch")
    t_ns = np.concatenate([chunk.t_ns for chunk in chunks])
    signal = np.concatenate([chunk.six_axes for chunk in chunks])
    metadata = SessionMetadata.read(session.metadata)
    plan = metadata.session_plan
    calibration = None if plan is None else plan.calibration
    return (t_ns - t_ns[0]) * 1e-9, signal, metadata.simulated, calibration, ()


def _is_session(path: Path) -> bool:
    """Tell whether it is a recorded session; a folder of other files is another app's recording."""
    if path.is_dir():
        return bool(parts_of(path)) or not any(path.iterdir())
    return is_recording(path)


def _keep(
    anchor: Anchor, patient: str, name: str, remarks: Sequence[Remark], json: Path | None
) -> None:
    name = name or default_anchor_name(anchor.exercise, anchor.side)
    path = ANCHORS.save(patients_dir(), patient, name, anchor)
    say(
        f"Kept as {name}: {anchor.rom_deg:.0f}° in {anchor.tempo_s:.1f} s "
        f"(range varies by ±{anchor.rom_spread_deg:.1f}°), {path}"
    )
    kept = {"patient": patient, "name": name, "file": path, **_figures(anchor)}
    write_json(kept | {"remarks": rows_of(remarks)}, json)


def _figures(anchor: Anchor) -> dict[str, Any]:
    """Return what is said of an anchor: everything but its signals."""
    names = (
        *("exercise", "side", "rom_deg", "rom_spread_deg", "tempo_s", "stability", "spread"),
        *("arm_length_m", "recorded", "simulated"),
    )
    return {name: getattr(anchor, name) for name in names}


def _virtual(exercise: str, side: Side, repetitions: int, seed: int) -> VirtualSource:
    session = simulate_anchor(exercise=exercise, side=side, repetitions=repetitions, seed=seed)
    motion = Motion(t_s=session.t_s, accel_m_s2=session.accel_m_s2, gyro_rad_s=session.gyro_rad_s)
    return VirtualSource(motion=motion)

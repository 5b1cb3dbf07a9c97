"""`physio calibrate thresholds`: tolerances from a patient's own good repetitions."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.table import Table

from calibration.anchor_recorder import Guidance
from calibration.errors import ThresholdError
from calibration.thresholds import FAULT_DEG, learn_tolerances
from edge.commands.calibrate_input import open_watch, say_calibration
from edge.commands.guided import guided
from edge.core.anchor import Anchor
from edge.core.arrays import Floats
from edge.core.messages.exercise import Repetition
from edge.core.messages.imu import Imu
from edge.core.tolerances import LearntLimit, LearntTolerances, Measure
from edge.importers.registry import read_watch_recording
from edge.processes.graph import CONSUMED
from edge.records.anchor_store import ANCHORS
from edge.records.imu_calibration_store import calibration_if_known
from edge.records.patient_store import patients_dir
from edge.records.recording import read_recording
from edge.records.session_metadata import SessionMetadata
from edge.records.tolerance_store import TOLERANCES
from edge.signals.imu_calibration import ImuCalibration
from edge.signals.imu_chunks import imu_chunks
from edge.simulation.body import simulate_anchor
from edge.sources.watch import stream, watch_name
from edge.stages.good_repetitions import GoodRepetitions
from edge.stages.motion import Motion
from edge.terminal.output import JsonOption, plain, say, show, write_json

NAMES: Final[dict[Measure, str]] = {
    "range": "range too low by",
    "lean": "trunk leaning by",
    "fast": "faster by a factor of",
    "slow": "slower by a factor of",
    "jerk": "jerkier by a factor of",
    "tremor": "trembling more by a factor of",
    "departure": "a place departing by a factor of",
    "turn": "limb turned at the start by",
}
_DEGREES: Final[frozenset[Measure]] = frozenset({"range", "lean", "turn"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Listened:
    """The repetitions of one session, and whether they are simulated."""

    good: GoodRepetitions
    simulated: bool


class _Guide:
    """Tells the person at the terminal what to do until all repetitions are done."""

    def __init__(self, good: GoodRepetitions, wanted: int) -> None:
        self._good, self._wanted = good, wanted

    def take(self, chunk: Imu) -> Guidance:
        """Take in a chunk of the stream and return what to do now."""
        self._good.take(chunk)
        found = len(self._good.assessments)
        if found >= self._wanted:
            return Guidance(step="done", words="Done", repetitions=found)
        words = (
            f"Good repetition {found + 1} of {self._wanted}: from rest out, back, and rest a moment"
        )
        if lost := self._good.not_compared:
            words += f" ({lost} could not be compared: is the watch on as for the reference?)"
        return Guidance(step="move", words=words, repetitions=found)


def thresholds_command(
    *,
    patient: Annotated[str, typer.Option("--patient", help="The patient's code.")],
    anchor: Annotated[
        str, typer.Option("--anchor", help="The reference, as 'physio anchor list' names it.")
    ],
    session: Annotated[
        list[Path], typer.Option(help="A recorded session of good repetitions; as often as needed.")
    ] = [],  # noqa: B006
    recording: Annotated[
        list[Path], typer.Option(help="A recording of the watch, likewise; one file is one day.")
    ] = [],  # noqa: B006
    watch: Annotated[
        str,
        typer.Option(
            help="Without either: as in 'physio run'. With recordings: whose calibration corrects."
        ),
    ] = "ble:",
    repetitions: Annotated[int, typer.Option(min=5, max=15, help="How many are done live.")] = 10,
    seed: Annotated[int, typer.Option(min=0, help="Which simulated patient, with virtual.")] = 0,
    json: JsonOption = None,
) -> None:
    """Learn how far this patient's good repetitions vary, with the therapist: 8 to 15 of them.

    On another day few good ones are then called faults, and faults of 10° are told where that can
    be. Sessions on several days tell more than one.
    """
    reference = ANCHORS.load(patients_dir(), patient, anchor)
    calibration = calibration_if_known(patients_dir(), patient, watch_name(watch))
    days = [_of_session(path, reference) for path in session]
    days += [_of_recording(path, reference, calibration) for path in recording]
    if not days:
        days = [_live(watch, reference, calibration, repetitions, seed)]
    learnt = learn_tolerances(
        [day.good.assessments for day in days],
        reference,
        not_compared=sum(day.good.not_compared for day in days),
        simulated=reference.simulated or any(day.simulated for day in days),
    )
    path = TOLERANCES.save(patients_dir(), patient, anchor, learnt)
    _tell(learnt, path)
    write_json({"patient": patient, "anchor": anchor, "file": path, **plain(learnt)}, json)


def _of_session(path: Path, anchor: Anchor) -> Listened:
    """Return the repetitions of the reference's exercise that a session held.

    Raises:
        RecordingError: it cannot be read.
        ThresholdError: it held none of that exercise.
    """
    recording = read_recording(path)
    for warning in recording.warnings:
        say(warning)
    metadata = SessionMetadata.read(recording.metadata)
    session_plan = metadata.required_plan()
    alike = {
        index
        for index, planned in enumerate(session_plan.plan.exercises)
        if (planned.name, planned.side) == (anchor.exercise, anchor.side)
    }
    if not alike:
        raise ThresholdError(
            f"{path} holds no {anchor.exercise} {anchor.side}",
            remedy="give a session of the reference's exercise and side",
        )
    good, motion = GoodRepetitions(anchor), Motion.of(session_plan)
    for consumed in recording.messages:
        if not isinstance(consumed, CONSUMED):
            continue
        for outcome in motion.process(consumed):
            if isinstance(outcome, Repetition) and outcome.exercise in alike:
                good.see(outcome)
    return Listened(good=good, simulated=metadata.simulated)


def _of_recording(path: Path, anchor: Anchor, calibration: ImuCalibration | None) -> Listened:
    """Return the repetitions of a recording of the watch.

    Raises:
        ImporterError: it cannot be read, or misleads.
    """
    recording = read_watch_recording(path)
    signal = recording.refuse_misleading(str(path))
    for sentence in recording.spoken():
        say(f"{path.name}: {sentence}")
    good = GoodRepetitions(anchor, calibration)
    for chunk in imu_chunks(recording.t_s, signal[:, :3], signal[:, 3:]):
        good.take(chunk)
    return Listened(good=good, simulated=False)


def _live(
    watch: str, anchor: Anchor, calibration: ImuCalibration | None, repetitions: int, seed: int
) -> Listened:
    """Return repetitions that are done now, the person at the terminal being told what to do.

    Raises:
        SourceError: `watch` names no watch, or it sends nothing.
        ThresholdError: they were not completed.
    """
    say_calibration(calibration)
    good = GoodRepetitions(anchor, calibration)
    source = open_watch(watch, lambda: _simulated(anchor, repetitions, seed))
    result = asyncio.run(guided(partial(stream, source), _Guide(good, repetitions)))
    if not result.done:
        raise ThresholdError(
            f"{len(good.assessments)} of {repetitions} repetitions were done",
            remedy="do them once more, or ask for fewer with --repetitions",
        )
    return Listened(good=good, simulated=result.simulated)


def _simulated(anchor: Anchor, repetitions: int, seed: int) -> tuple[Floats, Floats, Floats]:
    session = simulate_anchor(
        exercise=anchor.exercise, side=anchor.side, repetitions=repetitions, seed=seed
    )
    return session.t_s, session.accel_m_s2, session.gyro_rad_s


def _tell(learnt: LearntTolerances, path: Path) -> None:
    table = Table("Spoken of from", "Limit", "This patient needs (95 %)", "False", "10° missed")
    for one in learnt.limits:
        table.add_row(
            NAMES[one.measure],
            _amount(one.measure, one.limit),
            f"{_amount(one.measure, one.natural_low)} to {_amount(one.measure, one.natural_high)}",
            f"{one.false_percent:.1f} %",
            "–" if one.missed_percent is None else f"{one.missed_percent:.1f} %",
        )
    show(table)
    for one in learnt.limits:
        if one.tells_fault is False:
            say(_untold(one))
    left_out = f"; {learnt.left_out} were left out" if learnt.left_out else ""
    say(
        f"Learnt from {learnt.repetitions} good repetitions in {learnt.sessions} session(s)"
        f"{left_out}{' (simulated)' if learnt.simulated else ''}. On another day about "
        f"{_false_percent(learnt.limits):.0f} % of good ones will be corrected. Kept in {path}"
    )


def _untold(limit: LearntLimit) -> str:
    what = "a lean" if limit.measure == "lean" else "a shortfall"
    remedy = (
        "record more, better on several days"
        if limit.more_helps
        else "more of them would hardly change that, the therapist's eyes or a camera would"
    )
    return (
        f"These repetitions vary so much that {what} of {FAULT_DEG:.0f}° cannot be told "
        f"({limit.missed_percent:.0f} % would be missed): {remedy}."
    )


def _amount(measure: Measure, value: float) -> str:
    return f"{value:.1f}°" if measure in _DEGREES else f"{value:.2f}"


def _false_percent(limits: Sequence[LearntLimit]) -> float:
    """Return the share of good repetitions with a cue, were the limits independent of another."""
    kept = 1.0
    for one in limits:
        if one.measure == "departure":
            continue  # shown, not spoken of
        kept *= 1.0 - one.false_percent / 100.0
    return 100.0 * (1.0 - kept)

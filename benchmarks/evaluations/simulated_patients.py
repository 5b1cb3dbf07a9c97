"""Does the coach see what a simulated patient does? Repetitions, range and cue against the truth.

Simulated data: this measures the algorithms against known angles, not against people.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import chain, product
from typing import Annotated, Self

import typer
from rich.console import Group
from rich.table import Table

from benchmarks.cohort import map_people
from benchmarks.distributions import MedianToMax
from benchmarks.question import Progress
from benchmarks.tables import table_of
from edge.core.exercises import EXERCISES, Side
from edge.core.messages.exercise import Command, Feedback
from edge.signals.imu_chunks import imu_chunks
from edge.simulation.body import PROFILES, TrueRepetition
from edge.simulation.patient import Pair, SimulatedPatient, pair_up
from edge.stages.offline import run_stages

LEFT_EVERY = 3
"""Every third simulated person exercises on the left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExaminedSession:
    """One session: who, what was found, and how many repetitions there were."""

    patient: SimulatedPatient
    pairs: list[Pair]
    true: int


def patients(
    seeds: Sequence[int],
    exercises: Sequence[str],
    profiles: Sequence[str],
    seconds: float,
    hold_s: float = 0.0,
) -> Iterator[SimulatedPatient]:
    """Yield every combination as a simulated patient."""
    for seed, exercise, profile in product(seeds, exercises, profiles):
        side: Side = "left" if seed % LEFT_EVERY == 2 else "right"
        yield SimulatedPatient(
            exercise=exercise,
            side=side,
            profile=profile,
            seconds=seconds,
            seed=seed,
            hold_s=hold_s,
        )


def examine(patient: SimulatedPatient) -> ExaminedSession:
    """Return what the stages make of one simulated session."""
    session = patient.session()
    session_plan = patient.session_plan(100)
    start = Command(seq=0, sensor_ns=0, host_ns=0, action="start", exercise=0)
    chunks = imu_chunks(session.t_s, session.accel_m_s2, session.gyro_rad_s)
    given = run_stages(session_plan, chain([start], chunks))
    feedbacks = [message for message in given if isinstance(message, Feedback)]
    pairs = pair_up(feedbacks, session.truth, 0)
    return ExaminedSession(patient=patient, pairs=pairs, true=len(session.truth))


@dataclass(frozen=True, slots=True, kw_only=True)
class CueCount:
    """How often a cue was said to what was really done."""

    truth: str
    said: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionsSummary:
    """The figures of some sessions together; None where there is nothing to divide by."""

    sessions: int
    repetitions: int
    missed: int
    invented: int
    rom_abs_error_deg: MedianToMax | None
    cue_right_fraction: float | None
    cue_right_when_impaired_fraction: float | None
    cues: tuple[CueCount, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldFigures:
    """How well holds are measured, and short ones found.

    Repetitions with another impairment count as held: what is said of them may be something else,
    but not that the hold is too short.
    """

    held_abs_error_s: MedianToMax
    too_short: int
    too_short_and_called_so: int
    held: int
    held_but_called_too_short: int

    @classmethod
    def of(cls, held: Sequence[tuple[Feedback, TrueRepetition]]) -> Self:
        """Return the figures of repetitions that were to be held."""
        short = [found for found, real in held if real.impairment == "short_hold"]
        others = [found for found, real in held if real.impairment != "short_hold"]
        errors = [abs((found.held_s or 0.0) - real.hold_s) for found, real in held]
        return cls(
            held_abs_error_s=MedianToMax.of(errors),
            too_short=len(short),
            too_short_and_called_so=sum(found.cue_kind == "short_hold" for found in short),
            held=len(others),
            held_but_called_too_short=sum(found.cue_kind == "short_hold" for found in others),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldSummary(SessionsSummary):
    """The figures of sessions whose plan asks for holds."""

    holds: HoldFigures


@dataclass(frozen=True, slots=True, kw_only=True)
class MisjudgedRepetition:
    """A repetition that was not there (`truth` None), or of which something wrong was said."""

    at_s: float
    said: str
    truth: str | None
    rom_error_deg: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MissedRepetitions:
    """How many repetitions of a session nothing was said about."""

    missed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultySession:
    """A session in which something was wrong, and what."""

    exercise: str
    profile: str
    seed: int
    missed: int
    faults: tuple[MisjudgedRepetition | MissedRepetitions, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedResult:
    """The figures of all sessions, by exercise and by profile, and the sessions with faults."""

    simulated: bool = True
    all: SessionsSummary
    exercises: dict[str, SessionsSummary]
    profiles: dict[str, SessionsSummary]
    worst: tuple[FaultySession, ...]

    def table(self) -> Group:
        """Return a row per exercise and profile, and which cue was said to what."""
        rows = {"all": self.all, **self.exercises, **self.profiles}
        figures = {name: {**_figures(row)} for name, row in rows.items()}
        cues = Table("done", "said", "times", title="Cues")
        for cue in self.all.cues:
            cues.add_row(cue.truth, cue.said, str(cue.count))
        return Group(table_of(figures, title="Simulated patients against their truth"), cues)


def _figures(row: SessionsSummary) -> dict[str, object]:
    return {field.name: getattr(row, field.name) for field in fields(row) if field.name != "cues"}


def summary(sessions: Sequence[ExaminedSession]) -> SessionsSummary:
    """Return the figures of some sessions together."""
    pairs = [pair for session in sessions for pair in session.pairs]
    matched = [(pair.feedback, pair.truth) for pair in pairs if pair.truth is not None]
    true = sum(session.true for session in sessions)
    errors = [
        abs(found.judgement.rom_deg - real.rom_deg)
        for found, real in matched
        if found.judgement is not None
    ]
    confusion = Counter((real.impairment or "praise", found.cue_kind) for found, real in matched)
    right = sum(count for (real, said), count in confusion.items() if real == said)
    impaired = {k: v for k, v in confusion.items() if k[0] != "praise"}
    right_impaired = sum(count for (real, said), count in impaired.items() if real == said)
    found = SessionsSummary(
        sessions=len(sessions),
        repetitions=true,
        missed=true - len(matched),
        invented=len(pairs) - len(matched),
        rom_abs_error_deg=MedianToMax.of_any(errors),
        cue_right_fraction=right / len(matched) if matched else None,
        cue_right_when_impaired_fraction=(
            right_impaired / sum(impaired.values()) if impaired else None
        ),
        cues=tuple(
            CueCount(truth=real, said=said, count=count)
            for (real, said), count in sorted(confusion.items())
        ),
    )
    held = [(feedback, real) for feedback, real in matched if feedback.held_s is not None]
    if not held:
        return found
    figures = {field.name: getattr(found, field.name) for field in fields(found)}
    return HeldSummary(**figures, holds=HoldFigures.of(held))


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedPatients:
    """Whether the coach sees what simulated patients do; its settings.

    No exercise and no profile stand for all of them.
    """

    seeds: Annotated[int, typer.Option(min=1, help="How many simulated persons.")] = 5
    first_seed: Annotated[int, typer.Option(min=0, help="The first of consecutive seeds.")] = 0
    seconds: Annotated[float, typer.Option(min=12.0, help="Length of each session.")] = 60.0
    exercise: Annotated[tuple[str, ...], typer.Option(help="Only these exercises.")] = ()
    profile: Annotated[tuple[str, ...], typer.Option(help="Only these profiles.")] = ()
    hold_s: Annotated[
        float,
        typer.Option(
            "--hold", min=0.0, max=60.0, help="Hold at the end that the plan asks for, in s."
        ),
    ] = 0.0
    workers: int = 2

    def run(self, progress: Progress) -> SimulatedResult:
        """Return the figures over all combinations, in all and per exercise and profile.

        With `hold_s` the plan asks for a hold at each repetition's end, and the patients hold.
        """
        seeds = range(self.first_seed, self.first_seed + self.seeds)
        exercises, profiles = self.exercise or tuple(EXERCISES), self.profile or tuple(PROFILES)
        everyone = list(patients(seeds, exercises, profiles, self.seconds, self.hold_s))
        found = map_people(examine, everyone, workers=self.workers, progress=progress)
        faulty = (_faulty(session) for session in found)
        return SimulatedResult(
            all=summary(found),
            exercises={
                name: summary([one for one in found if one.patient.exercise == name])
                for name in exercises
            },
            profiles={
                name: summary([one for one in found if one.patient.profile == name])
                for name in profiles
            },
            worst=tuple(session for session in faulty if session.faults),
        )


def _rom_error_deg(pair: Pair) -> float | None:
    """Return the measured range minus the true one; None where one of them is not known."""
    if pair.truth is None or pair.feedback.judgement is None:
        return None
    return pair.feedback.judgement.rom_deg - pair.truth.rom_deg


def _faulty(session: ExaminedSession) -> FaultySession:
    faults = [
        MisjudgedRepetition(
            at_s=pair.feedback.start_ns / 1e9,
            said=pair.feedback.cue_kind,
            truth=None if pair.truth is None else pair.truth.impairment or "praise",
            rom_error_deg=_rom_error_deg(pair),
        )
        for pair in session.pairs
        if pair.truth is None
        or pair.feedback.cue_kind != (pair.truth.impairment or "praise")
        or abs(_rom_error_deg(pair) or 0.0) > 5.0
    ]
    missed = session.true - sum(pair.truth is not None for pair in session.pairs)
    return FaultySession(
        exercise=session.patient.exercise,
        profile=session.patient.profile,
        seed=session.patient.seed,
        missed=missed,
        faults=(*faults, *[MissedRepetitions(missed=missed)] * bool(missed)),
    )

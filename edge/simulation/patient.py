"""The simulated patient in place of a person: who it is, its anchor, and its truth.

Everything made from here is simulated and says so wherever it shows.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from calibration.anchor import About, anchor_from_recording
from edge.core.anchor import Anchor
from edge.core.exercises import Side
from edge.core.messages.exercise import Feedback
from edge.records.plan import Plan
from edge.records.planned_exercise import PlannedExercise
from edge.records.session_plan import SessionPlan
from edge.simulation.body import SimulatedSession, TrueRepetition, simulate_anchor, simulate_session
from firmware_bridge.playback import Motion

SIMULATED_CODE = "simulated"
"""The patient code of every simulated person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedPatient:
    """One session of one simulated person; equal values give equal data, in any process.

    Attributes:
        exercise: name of the exercise.
        side: the side that moves.
        profile: how well it is done.
        seconds: length of the session.
        seed: the person and the course of the session.
        wearing: which time the watch was put on; the anchor's is 0.
        hold_s: the hold at the far end that the plan asks for.
    """

    exercise: str
    side: Side
    profile: str
    seconds: float
    seed: int
    wearing: int = 0
    hold_s: float = 0.0

    def session(self) -> SimulatedSession:
        """Return the session with its truth."""
        return simulate_session(
            exercise=self.exercise,
            side=self.side,
            profile=self.profile,
            duration_s=self.seconds,
            seed=self.seed,
            wearing=self.wearing,
            hold_s=self.hold_s,
        )

    def anchor(self) -> Anchor:
        """Return the anchor from the session in which a therapist supervised this person."""
        session = simulate_anchor(exercise=self.exercise, side=self.side, seed=self.seed)
        about = About(
            exercise=self.exercise,
            side=self.side,
            recorded=f"simulated patient, seed {self.seed}",
            simulated=True,
        )
        return anchor_from_recording(session.t_s, session.accel_m_s2, session.gyro_rad_s, about)

    def session_plan(self, repetitions: int) -> SessionPlan:
        """Return a plan of the one exercise that this person does, with its anchor."""
        anchor = self.anchor()
        planned = PlannedExercise(
            name=self.exercise,
            side=self.side,
            repetitions=max(1, min(repetitions, 100)),
            target_rom_deg=round(anchor.rom_deg),
            hold_s=self.hold_s,
        )
        return SessionPlan(
            plan=Plan(patient=SIMULATED_CODE, exercises=(planned,)), anchors=(anchor,)
        )

    def motion(self) -> Motion:
        """Return what the watch measures."""
        session = self.session()
        return Motion(t_s=session.t_s, accel_m_s2=session.accel_m_s2, gyro_rad_s=session.gyro_rad_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A repetition found, with the true one that it is, if it is one."""

    feedback: Feedback
    truth: TrueRepetition | None


def pair_up(
    feedbacks: Sequence[Feedback], truth: Sequence[TrueRepetition], begin_ns: int
) -> list[Pair]:
    """Return each repetition found with the true one that it overlaps by at least half.

    Overlap is intersection over union; a true one is given away once, to the first that fits. Where
    none was judged, as with a watch without a gyroscope, they are only counted: what tilts a watch
    is seen late and smoothed, so it is enough that a repetition's middle lies in the true one.

    Args:
        feedbacks: what was found, in order.
        truth: what was done, in order.
        begin_ns: host time at which the truth's clock reads zero.
    """
    free = list(truth)
    fits = _is_within if all(one.judgement is None for one in feedbacks) else _overlaps
    pairs = []
    for feedback in feedbacks:
        start_s = (feedback.start_ns - begin_ns) / 1e9
        end_s = (feedback.end_ns - begin_ns) / 1e9
        match = next((one for one in free if fits(start_s, end_s, one)), None)
        if match is not None:
            free.remove(match)
        pairs.append(Pair(feedback=feedback, truth=match))
    return pairs


def _overlaps(start_s: float, end_s: float, true: TrueRepetition) -> bool:
    return overlap(start_s, end_s, true.start_s, true.end_s) >= 0.5


def _is_within(start_s: float, end_s: float, true: TrueRepetition) -> bool:
    return true.start_s <= (start_s + end_s) / 2 <= true.end_s


def overlap(start: float, end: float, other_start: float, other_end: float) -> float:
    """Return the intersection over union of two intervals."""
    union = max(end, other_end) - min(start, other_start)
    return max(0.0, min(end, other_end) - max(start, other_start)) / union if union > 0 else 0.0

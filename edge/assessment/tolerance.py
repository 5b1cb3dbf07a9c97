"""How far a repetition may be from the anchor before it is spoken of."""

from dataclasses import dataclass, replace
from typing import Final, Self

from edge.core.anchor import Anchor
from edge.core.tolerances import LearntTolerances, Measure
from edge.records.session_plan import SessionPlan


@dataclass(frozen=True, slots=True, kw_only=True)
class ToleranceSettings:
    """What is natural between repetitions of one person; the same for every exercise.

    Attributes:
        rom_deg: least tolerance of the range: what a patient can feel and a watch can tell.
        rom_share: tolerance as a share of the anchor's range. Repeated movements of one person
            vary by 3–6 %; two and a half times that is out of the ordinary.
        rom_spreads: tolerance in standard deviations of this patient's anchor repetitions.
        fast_factor: tempo above the anchor's that is natural; it varies by about 10 %.
        slow_factor: the same for slowness, wider because care is no fault.
        jerk_factor: natural variation of the dimensionless jerk, which is a squared quantity: 20
            is a root mean square jerk of four and a half times the anchor's. Small and slow
            movements vary most, because sway weighs more in them.
        tremor_factor: natural variation of the trembling; its amplitude doubles and halves from
            one repetition to the next.
        lean_deg: trunk lean that is part of a natural movement.
        critical_spreads: a micro-segment is critical when its cost per step exceeds so many
            spreads; good repetitions stay below on average by definition of the spread.
        turn_deg: natural turn of the limb at the start: people vary by 10–15°, a watch slips as
            far.
    """

    rom_deg: float = 5.0
    rom_share: float = 0.15
    rom_spreads: float = 2.5
    fast_factor: float = 1.33
    slow_factor: float = 1.5
    jerk_factor: float = 20.0
    tremor_factor: float = 4.0
    lean_deg: float = 8.0
    critical_spreads: float = 2.5
    turn_deg: float = 30.0


TOLERANCE_SETTINGS: Final = ToleranceSettings()


_LEARNT: Final[dict[Measure, str]] = {
    "range": "rom_deg",
    "lean": "lean_deg",
    "fast": "fast_factor",
    "slow": "slow_factor",
    "jerk": "jerk_factor",
    "tremor": "tremor_factor",
    "departure": "critical_spreads",
    "turn": "turn_deg",
}
"""The setting that a learnt limit takes the place of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tolerance:
    """What is natural for one patient in one exercise.

    Attributes:
        rom_deg: shortfall of the range from the reference.
        usual_deg: shortfall of a usual good repetition of this patient; what is said of the range
            is measured from there.
        settings: everything else.
        sure_of_lean: a lean must be surely one as well; where the limit was learnt, what the watch
            errs by is in it.
    """

    rom_deg: float
    settings: ToleranceSettings
    usual_deg: float = 0.0
    sure_of_lean: bool = True

    @classmethod
    def of(
        cls,
        anchor: Anchor,
        settings: ToleranceSettings = TOLERANCE_SETTINGS,
        learnt: LearntTolerances | None = None,
        *,
        planned_deg: float = 0.0,
    ) -> Self:
        """Return the tolerance for a patient with this anchor.

        Args:
            anchor: the reference.
            settings: what is natural for everybody.
            learnt: from the patient's own good repetitions; takes the place of what it tells.
            planned_deg: the therapist's tolerance of the range, which comes before either; 0 for
                none.
        """
        told = () if learnt is None else learnt.limits
        limits = {_LEARNT[one.measure]: one.limit for one in told}
        usual_deg = next((one.usual for one in told if one.measure == "range"), 0.0)
        natural_deg = max(
            settings.rom_deg,
            settings.rom_share * anchor.rom_deg,
            settings.rom_spreads * anchor.rom_spread_deg,
        )
        return cls(
            rom_deg=planned_deg or limits.get("rom_deg", natural_deg),
            settings=replace(settings, **limits),
            usual_deg=0.0 if planned_deg else usual_deg,
            sure_of_lean="lean_deg" not in limits,
        )


def tolerances_of(session_plan: SessionPlan) -> tuple[Tolerance, ...]:
    """Return the tolerance of each exercise of a session."""
    exercises = zip(
        session_plan.plan.exercises, session_plan.anchors, session_plan.learnt, strict=True
    )
    return tuple(
        Tolerance.of(anchor, learnt=learnt, planned_deg=planned.tolerance_deg)
        for planned, anchor, learnt in exercises
    )

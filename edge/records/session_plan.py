"""What a session is judged by: the plan, the anchors of its exercises, the watch's calibration.

It travels to every process and into the recording, so that a recording replays by itself.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

from edge.core.anchor import Anchor
from edge.core.tolerances import LearntTolerances
from edge.records.anchor_store import ANCHORS
from edge.records.errors import PlanError
from edge.records.imu_calibration_store import calibration_if_known
from edge.records.plan import Plan
from edge.records.tolerance_store import tolerances_if_known
from edge.signals.imu_calibration import ImuCalibration


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionPlan:
    """What is prescribed, the reference repetition of each exercise, and how the watch errs.

    Attributes:
        plan: the therapist's plan.
        anchors: one for each of the plan's exercises, in its order.
        calibration: of the watch that is worn; None leaves its readings as they are.
        tolerances: learnt against each of the anchors, None where none were; empty where none were
            at all.
    """

    plan: Plan
    anchors: tuple[Anchor, ...]
    calibration: ImuCalibration | None = None
    tolerances: tuple[LearntTolerances | None, ...] = ()

    @property
    def learnt(self) -> tuple[LearntTolerances | None, ...]:
        """The learnt tolerances of each exercise, None where there are none."""
        return self.tolerances or (None,) * len(self.anchors)

    @property
    def holds_s(self) -> tuple[float, ...]:
        """The hold at the end of each exercise, 0 where none is asked for."""
        return tuple(planned.hold_s for planned in self.plan.exercises)

    @classmethod
    def stored(cls, plan: Plan, root: Path, watch: str = "") -> Self:
        """Return the plan with what is stored for its patient below `root`.

        Args:
            plan: the therapist's plan.
            root: folder with one folder per patient.
            watch: name under which the watch's calibration is stored, where it has one.

        Raises:
            AnchorError: an anchor is missing or damaged.
            ImuCalibrationError: the watch's calibration is damaged.
            ToleranceError: learnt tolerances are damaged.
            PlanError: an anchor is of another exercise or side than prescribed, or goes beyond the
                limit.
        """
        anchors = tuple(reference_of(plan, i, root) for i in range(len(plan.exercises)))
        return cls(
            plan=plan,
            anchors=anchors,
            tolerances=tuple(
                tolerances_if_known(root, plan.patient, planned.anchor_name, anchor)
                for planned, anchor in zip(plan.exercises, anchors, strict=True)
            ),
            calibration=calibration_if_known(root, plan.patient, watch),
        )


def reference_of(plan: Plan, index: int, root: Path) -> Anchor:
    """Return the reference repetition that is stored for one of a plan's exercises.

    Args:
        plan: what is prescribed.
        index: of the exercise.
        root: folder with one folder per patient.

    Raises:
        AnchorError: it is missing or damaged.
        PlanError: it is of another exercise or side than prescribed, or goes beyond the limit.
    """
    planned = plan.exercises[index]
    anchor = ANCHORS.load(root, plan.patient, planned.anchor_name)
    if (anchor.exercise, anchor.side) != (planned.name, planned.side):
        raise PlanError(
            f"exercises[{index}].anchor is {planned.anchor_name!r}, a reference of "
            f"{anchor.exercise} {anchor.side}",
            remedy=f"name one of {planned.name} {planned.side}",
        )
    check_limit(plan, index, anchor)
    return anchor


def check_limit(plan: Plan, index: int, anchor: Anchor) -> None:
    """Return if a reference stays within the plan's limit, which the page shows beside it.

    Args:
        plan: what is prescribed.
        index: of the exercise.
        anchor: its reference repetition.

    Raises:
        PlanError: who followed it would go beyond the limit.
    """
    planned = plan.exercises[index]
    if anchor.rom_deg > planned.max_rom_deg:
        raise PlanError(
            f"exercises[{index}].max_rom_deg is {planned.max_rom_deg:g}°, and its reference "
            f"{planned.anchor_name} reaches {anchor.rom_deg:.1f}°",
            remedy="record a reference within the limit, or raise the limit",
        )

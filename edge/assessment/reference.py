"""The anchor as the coach uses it: everything that is the same for each repetition, done once."""

from dataclasses import dataclass
from typing import Final, Self

from edge.assessment.lean import LeanReference, Movement
from edge.assessment.mounting import Mounting
from edge.assessment.template import Template
from edge.assessment.tolerance import Tolerance
from edge.assessment.tremor import tremor
from edge.core.anchor import PIPELINE_RATE_HZ, Anchor
from edge.signals.tempo import Tempo, tempo

LEAST_SPREAD: Final = 0.1
"""Three to five repetitions under a therapist's eyes can be alike by chance; nobody stays closer
to an own movement than a tenth of its size per axis and step."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Reference:
    """An anchor made ready to judge repetitions against.

    Attributes:
        anchor: as it was recorded.
        mounting: how the watch sat on the limb.
        template: its signal, made ready for alignment.
        spread: cost per step between two good repetitions of this patient.
        tremor_rad_s: how much the limb trembled in the anchor.
        tempo: durations of the way out, the hold and the way back.
        lean: what a lean is measured against; None where the trunk may move, or a watch does not
            show it.
        tolerance: what is natural for this patient.
    """

    anchor: Anchor
    mounting: Mounting
    template: Template
    spread: float
    tremor_rad_s: float
    tempo: Tempo
    lean: LeanReference | None
    tolerance: Tolerance

    @classmethod
    def of(
        cls,
        anchor: Anchor,
        *,
        watch_shows_lean: bool,
        tolerance: Tolerance | None = None,
    ) -> Self:
        """Return the reference of an anchor.

        Args:
            anchor: the therapist-supervised repetition.
            watch_shows_lean: a lean of the trunk would be a fault, and moves the watch.
            tolerance: what is natural for this patient; None takes what is for everybody.
        """
        return cls(
            anchor=anchor,
            mounting=Mounting.of_anchor(anchor),
            template=Template.of(anchor.signal),
            spread=max(anchor.spread, LEAST_SPREAD),
            tremor_rad_s=tremor(anchor.signal[:, 3:]).rate_rad_s,
            tempo=tempo(anchor.angle_deg, PIPELINE_RATE_HZ),
            lean=_lean_reference(anchor) if watch_shows_lean else None,
            tolerance=tolerance or Tolerance.of(anchor),
        )


def _lean_reference(anchor: Anchor) -> LeanReference:
    movement = Movement(
        accel_m_s2=anchor.signal[:, :3],
        orientation=anchor.orientation,
        angle_deg=anchor.angle_deg,
        axis=anchor.axis,
    )
    return LeanReference.of(movement, anchor.lean_spread_deg)

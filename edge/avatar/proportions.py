"""How long the parts of a body are, as shares of body height.

After Winter (Biomechanics and Motor Control of Human Movement, 2009, fig. 4.1).
"""

from dataclasses import dataclass
from typing import Final

LEG_SHARE: Final = 0.491
LUMBAR_SEGMENTS: Final = 3
THORACIC_SEGMENTS: Final = 4
SPINE: Final[tuple[str, ...]] = (
    "pelvis",
    "sacrum",
    *(f"lumbar_{i + 1}" for i in range(LUMBAR_SEGMENTS)),
    *(f"thoracic_{i + 1}" for i in range(THORACIC_SEGMENTS)),
)
"""Joints from the mid-hip point to the base of the neck."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Skeleton:
    """Segment lengths of a person.

    Attributes:
        height_m: body height.
        leg_share: ankle to hip as a share of it; what the legs lack, the spine has.
    """

    height_m: float
    leg_share: float = LEG_SHARE

    def share_m(self, share: float) -> float:
        """Return the length that is this share of body height."""
        return share * self.height_m

    @property
    def spine_m(self) -> tuple[float, ...]:
        """Lengths between the joints of `SPINE`."""
        stretch = 1.0 + (LEG_SHARE - self.leg_share) / (0.04 + 0.105 + 0.165)
        sacral, lumbar, thoracic = (
            self.share_m(stretch * share)
            for share in (0.04, 0.105 / LUMBAR_SEGMENTS, 0.165 / THORACIC_SEGMENTS)
        )
        return (sacral, *(lumbar,) * LUMBAR_SEGMENTS, *(thoracic,) * THORACIC_SEGMENTS)

    @property
    def shank_m(self) -> float:
        """Ankle to knee."""
        return self.share_m(0.501 * self.leg_share)

    @property
    def thigh_m(self) -> float:
        """Knee to hip."""
        return self.share_m(0.499 * self.leg_share)

    @property
    def upper_arm_m(self) -> float:
        """Shoulder to elbow."""
        return self.share_m(0.186)

    @property
    def forearm_m(self) -> float:
        """Elbow to wrist."""
        return self.share_m(0.146)

"""Whether a pose held still may be the rest pose: after a gap nobody else knows.

A hold in mid-movement that is taken for rest would turn every later repetition inside out.
"""

from typing import Final

import numpy as np

from calibration.worn import WAYS, Directions, seen
from edge.assessment.mounting import Mounting
from edge.core.anchor import Anchor
from edge.core.arrays import Floats
from edge.core.constants import UP
from edge.core.messages.restart import Resumption
from edge.signals.angles import between_deg, main_axis
from edge.signals.rotations import conjugate, multiply, rotate, to_rotation_vector

TOLD_DEG: Final = 25.0
"""Where rest and far pose tilt the watch by less than this, as in movements about the vertical,
tilt does not tell them apart."""

HELD_S: Final = 1.0
"""There, only stillness for longer than one holds in mid-movement counts as rest: longer by this
than the hold that the plan asks for, where a movement was under way when the stream broke off."""

LIKE_DEG: Final = 15.0
LIKE_SHARE: Final = 0.4
"""A pose is like an earlier rest pose if the watch is tilted so little from it: in degrees, and as
a share of what the movement tilts it. Resting twice, people differ by less."""

SAME_DEG: Final = 1.0
"""A rest pose tilted by less from the one that is known is not taken note of."""

TURNED_DEG: Final = 10.0
"""After so much of a turn it is clear which way it goes."""

WORN_ALIKE_DEG: Final = 60.0
"""If up at rest differs by less from the anchor's, the watch is not worn the other way round."""

PUT_ON_ANEW_DEG: Final = 30.0
"""By so much up at rest differs at the most between two mountings of the same kind."""

NOTHING_KNOWN: Final = Resumption()
XYZ = tuple[float, float, float]


class RestGuess:
    """Tells rest from a hold in mid-movement, by where up is for the watch.

    Attributes:
        sure: the rest pose is no guess any more: a movement has set out from it as it should.
        moving: a movement was under way when the stream broke off, which may be a hold now.

    Args:
        anchor: the reference repetition.
        hold_s: the hold at the end that the plan asks for, 0 for none.
        known: of the exercise from before, as after a restart.
    """

    def __init__(
        self,
        anchor: Anchor,
        hold_s: float = 0.0,
        known: Resumption = NOTHING_KNOWN,
    ) -> None:
        self.sure = False
        self.moving = known.moving
        self._hold_s = hold_s
        far = int(anchor.angle_deg.argmax())
        self._up_at_rest = _up(anchor.orientation[0])
        self._up_far = _up(anchor.orientation[far])
        self._tilts_deg = between_deg(self._up_at_rest, self._up_far)
        self._axis = anchor.axis
        worn = Directions(mounting=Mounting.of_anchor(anchor), lever=None)
        self._ups_put_on = np.array([seen(way, worn)[0] for way in WAYS])
        self._fresh = known.way_out is None and not known.moving
        self._trusted = False
        self._up_known = None if known.up_at_rest is None else np.array(known.up_at_rest)
        self._way_out = None if known.way_out is None else np.array(known.way_out)

    @property
    def up_at_rest(self) -> XYZ | None:
        """Where up is in the sensor's frame in the rest pose; None before that is known."""
        return _plain(self._up_known)

    @property
    def way_out(self) -> XYZ | None:
        """The axis of the newest way out, as in `Resumption`; None before there was one."""
        return _plain(self._way_out)

    def learn(self, pose: Floats) -> None:
        """Take note of a rest pose (4,) of this exercise."""
        up = _up(pose)
        if self._up_known is None or between_deg(up, self._up_known) > SAME_DEG:
            self._up_known = up

    def learn_way(self, repetition: Floats) -> None:
        """Take note of how the limb turned in a repetition, (n, 4) poses from rest to rest."""
        self.sure, self._fresh, self._trusted = True, False, False
        self._way_out = main_axis(repetition, repetition[0])

    def interrupt(self, *, moving: bool) -> None:
        """Take note of a gap; `moving` when a movement was under way, which may be a hold now."""
        self.moving, self.sure, self._trusted = moving, False, False
        self._fresh = self._fresh and not moving

    def refuted(self, rest: Floats, pose: Floats) -> bool:
        """Return whether a movement leaves a guessed rest pose the way in which it should return.

        Args:
            rest: (4,) the pose that was taken for rest.
            pose: (4,) where the limb is now.
        """
        if self.sure or self._trusted:
            return False
        turn = to_rotation_vector(multiply(conjugate(rest), pose))
        out = self._out_from(rest)
        if out is None or np.linalg.norm(turn) < np.radians(TURNED_DEG):
            return False
        self.sure = bool(turn @ out > 0)
        return not self.sure

    def _out_from(self, rest: Floats) -> Floats | None:
        """Return the axis of the way out (3,); before the first repetition the anchor's.

        That says nothing where the watch is worn in another way than for the anchor.
        """
        if self._way_out is not None:
            return self._way_out
        return self._axis if between_deg(_up(rest), self._up_at_rest) < WORN_ALIKE_DEG else None

    def __call__(self, pose: Floats, still_s: float) -> bool:
        """Return whether a pose (4,) that was held still for this long may be the rest pose."""
        if self._tilts_deg < TOLD_DEG:
            held_s = HELD_S if self._way_out is None else 0.0  # else the way out tells
            return still_s > held_s + (self._hold_s if self.moving else 0.0)
        up = _up(pose)
        if self._up_known is not None:
            return between_deg(up, self._up_known) <= min(LIKE_DEG, LIKE_SHARE * self._tilts_deg)
        if self._stands(up, still_s):
            self._trusted = True
            return True
        return bool(up @ self._up_at_rest >= up @ self._up_far)

    def _stands(self, up: Floats, still_s: float) -> bool:
        """Return whether the patient stands at rest before the first repetition.

        However the watch was put on: so up is where some way of wearing puts it, or the pose is
        held for longer than one holds in mid-movement. Only where no movement was interrupted, and
        where tilt tells the pose from the far one.
        """
        far_deg = between_deg(up, self._up_far)
        if not self._fresh or far_deg < LIKE_DEG:
            return False
        nearest_deg = min(between_deg(up, image) for image in self._ups_put_on)
        return nearest_deg < min(PUT_ON_ANEW_DEG, far_deg) or still_s > HELD_S + self._hold_s


def _up(pose: Floats) -> Floats:
    """Return where up is in the sensor's frame."""
    return rotate(conjugate(pose), UP)


def _plain(vector: Floats | None) -> XYZ | None:
    if vector is None:
        return None
    x, y, z = vector.tolist()
    return x, y, z

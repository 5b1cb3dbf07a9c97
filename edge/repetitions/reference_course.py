"""The way of a reference: where on it an angle lies, and when the reference is there."""

from typing import Final, Self

import numpy as np

from edge.core.anchor import PIPELINE_RATE_HZ, Anchor
from edge.core.arrays import Floats

STANDS: Final = 0.98
"""A limb that has this share of its largest angle stands at its far end: there it hardly moves, so
when exactly it turns is a matter of sway."""


class ReferenceCourse:
    """The two ways of one reference, out and back.

    A phase runs from 0 to 1 on the way out and from 1 to 2 on the way back. On the way out it is
    the share of the reference's time until its far end at which the reference has an angle; on the
    way back it is 1 plus the share of the way that lies behind.

    Attributes:
        top_deg: the reference's largest angle.
        outward_s: how long the reference takes from its start to its far end.
    """

    def __init__(self, angle_deg: Floats) -> None:
        """Take the (m,) angles of a repetition from rest to rest, positive outward."""
        top = int(np.argmax(angle_deg))
        self.top_deg = float(angle_deg[top])
        stands = np.flatnonzero(angle_deg >= STANDS * self.top_deg)
        arrives, leaves = int(stands[0]), int(stands[-1])
        self.outward_s = arrives / PIPELINE_RATE_HZ
        self._out_deg = np.maximum.accumulate(angle_deg[: arrives + 1])
        self._places = np.linspace(0.0, 1.0, arrives + 1)
        self._back_deg = np.minimum.accumulate(angle_deg[leaves:])
        way_deg = max(float(self._back_deg[0] - self._back_deg[-1]), 1e-9)
        self._behind = (self._back_deg[0] - self._back_deg) / way_deg
        last = max(len(angle_deg) - 1, 1)
        self._out_shares = np.arange(arrives + 1) / last
        self._back_shares = np.arange(leaves, leaves + len(self._back_deg)) / last

    @classmethod
    def of(cls, anchor: Anchor) -> Self:
        """Return the course of that anchor."""
        return cls(anchor.angle_deg)

    def place(self, angle_deg: float) -> float:
        """Return the phase (0–1) at which the reference has that angle on its way out."""
        return float(np.interp(angle_deg, self._out_deg, self._places))

    def share_at(self, phase: float) -> float:
        """Return the share (0–1) of the reference's whole time that has passed at a phase (0–2)."""
        if phase <= 1.0:
            return float(np.interp(phase, self._places, self._out_shares))
        return float(np.interp(phase - 1.0, self._behind, self._back_shares))

    def angle_at(self, phase: float) -> float:
        """Return the reference's angle at a phase (0–2)."""
        if phase <= 1.0:
            return float(np.interp(phase, self._places, self._out_deg))
        return float(np.interp(phase - 1.0, self._behind, self._back_deg))

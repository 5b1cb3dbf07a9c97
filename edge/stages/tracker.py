"""Where in the anchor a movement stands while it is still going on."""

from typing import NamedTuple

from edge.align.streaming import StreamingDTW
from edge.assessment.template import Template
from edge.core.anchor import PIPELINE_RATE_HZ, Anchor
from edge.core.arrays import Floats
from edge.signals.filters import LowPass


class Position(NamedTuple):
    """A position in the anchor.

    Attributes:
        phase: 0–1 of the anchor's duration.
        reference_deg: the anchor's angle there.
    """

    phase: float
    reference_deg: float


class PhaseTracker:
    """Follows a movement through the anchor by open-end DTW on the causally filtered axes."""

    def __init__(self, anchor: Anchor) -> None:
        self._template = Template.of(anchor.signal)
        self._angle_deg = anchor.angle_deg
        self._alignment = StreamingDTW(self._template.signal)
        self._lowpass = LowPass(PIPELINE_RATE_HZ)

    def begin(self, lead_in: Floats) -> None:
        """Take the next sample as the movement's first, after those (n, 6) of the rest before."""
        self._lowpass.reset()
        self._lowpass.process(lead_in)
        self._alignment.reset()

    def follow(self, signal: Floats) -> Position:
        """Return where the movement stands after these (n ≥ 1, 6) samples."""
        filtered = self._lowpass.process(signal)
        index = self._alignment.update(filtered / self._template.scale).position
        last = len(self._angle_deg) - 1
        return Position(phase=index / max(last, 1), reference_deg=float(self._angle_deg[index]))

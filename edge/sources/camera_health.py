"""What can be told from the pictures themselves: rate, covered lens, picture that stands still."""

from collections import deque
from typing import Final

import cv2
import numpy as np

from edge.core.arrays import Floats
from edge.core.messages.camera import CameraState
from edge.pose.picture import Frame
from edge.sources.camera import Grab

WINDOW_NS: Final = 3_000_000_000
"""The rate is taken over this time."""
PATIENCE_NS: Final = 1_000_000_000
"""A picture must be bad for this long before anybody is told."""
DARK: Final = 16.0
"""Mean brightness (0–255) of a room too dark for any pose."""
EVEN: Final = 4.0
"""Standard deviation of brightness of a lens that something lies on."""
_THUMBNAIL: Final = (32, 24)


class CameraHealth:
    """Watches the pictures of one camera."""

    def __init__(self, *, device: bool) -> None:
        """Prepare; only the picture of a real `device` can be frozen."""
        self._device = device
        self._times_ns: deque[int] = deque()
        self._sampled: Floats | None = None
        self._changed_ns = 0
        self._clear_ns = 0

    def add(self, grab: Grab) -> CameraState:
        """Take in a picture; return streaming, covered or frozen."""
        self._times_ns.append(grab.t_ns)
        while grab.t_ns - self._times_ns[0] > WINDOW_NS:
            self._times_ns.popleft()
        # The noise of a sensor changes some pixel in every picture; averaged it is gone.
        sampled = _grey(grab.frame, cv2.INTER_NEAREST)
        averaged = _grey(grab.frame, cv2.INTER_AREA)
        if self._sampled is None or (sampled != self._sampled).any():
            self._sampled, self._changed_ns = sampled, grab.t_ns
        if self._clear_ns == 0 or (averaged.mean() >= DARK and averaged.std() >= EVEN):
            self._clear_ns = grab.t_ns
        if grab.t_ns - self._clear_ns > PATIENCE_NS:
            return "covered"
        if self._device and grab.t_ns - self._changed_ns > PATIENCE_NS:
            return "frozen"
        return "streaming"

    @property
    def rate_hz(self) -> float | None:
        """Pictures per second over the last seconds, None before there are two."""
        if len(self._times_ns) < 2:
            return None
        return (len(self._times_ns) - 1) * 1e9 / (self._times_ns[-1] - self._times_ns[0])


def _grey(frame: Frame, interpolation: int) -> Floats:
    """Return the brightness of the picture in miniature."""
    small = cv2.resize(frame, _THUMBNAIL, interpolation=interpolation)
    return np.asarray(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), dtype=np.float64)

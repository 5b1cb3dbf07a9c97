"""The guided recording of how the watch is worn: still for 3 s, then one repetition."""

import numpy as np

from calibration.anchor import STILL_S
from calibration.anchor_recorder import AnchorRecorder, Guidance
from calibration.errors import PlacementError
from edge.core.anchor import PIPELINE_RATE_HZ
from edge.core.arrays import Floats
from edge.core.messages.imu import Imu
from edge.signals.resample import resample


class PlacementRecorder:
    """Keeps of the watch's stream the stillness and the repetition that follows it."""

    def __init__(self) -> None:
        self._guide = AnchorRecorder(repetitions=1)
        self._chunks: list[Imu] = []

    def take(self, chunk: Imu) -> Guidance:
        """Take in a chunk of the stream and return what to do now."""
        guidance = self._guide.take(chunk)
        if chunk.gap:
            self._chunks.clear()
        self._chunks.append(chunk)
        if guidance.step == "still":
            # What came before the stillness says nothing about it.
            since_ns = chunk.sensor_ns - round(STILL_S * 1e9)
            self._chunks = [kept for kept in self._chunks if kept.sensor_ns >= since_ns]
        return guidance

    @property
    def recording(self) -> tuple[Floats, Floats, Floats]:
        """Times (n,) in s at 50 Hz, acceleration (n, 3) in m/s² and angular rate (n, 3) in rad/s.

        Raises:
            PlacementError: nothing came in.
        """
        if not self._chunks:
            raise PlacementError(
                "the watch has sent nothing", remedy="switch it on and bring it closer"
            )
        t_ns = np.concatenate([chunk.t_ns for chunk in self._chunks])
        signal = np.concatenate([chunk.six_axes for chunk in self._chunks])
        return uniform((t_ns - t_ns[0]) * 1e-9, signal)


def uniform(t_s: Floats, signal: Floats) -> tuple[Floats, Floats, Floats]:
    """Return a recording's times, acceleration and angular rate at 50 Hz.

    Raises:
        PlacementError: samples are missing in it.
    """
    pieces = resample(t_s, signal, PIPELINE_RATE_HZ).pieces
    if len(pieces) > 1:
        raise PlacementError(
            "the watch was interrupted", remedy="record stillness and movement once more"
        )
    x = pieces[0].x
    return pieces[0].t_s, np.ascontiguousarray(x[:, :3]), np.ascontiguousarray(x[:, 3:])

"""A virtual Polar Verity Sense: it sends when a frame is full, after one to two seconds."""

from typing import Final

from firmware_bridge.playback import Delivery, Faults, Motion, Schedule, faulty
from firmware_bridge.protocols.polar_commands import (
    ALREADY,
    FEATURES,
    SETTINGS,
    START,
    STOP,
    Answer,
    Setting,
    encode_answer,
)
from firmware_bridge.protocols.polar_pmd import (
    CONTROL_UUID,
    DATA_UUID,
    SERVICE_UUID,
    Measurement,
    encode_samples,
)
from firmware_bridge.samples import Vectors
from firmware_bridge.virtual.model import Reaction, Spec, at_rate

RATE_HZ: Final = 52
LARGEST_FRAME: Final = 232
MOST_SAMPLES: Final = 99
UNSET_CLOCK_NS: Final = 536_457_600_000_000_000
"""2017-01-01 since 2000, where such a sensor begins that nobody has told the time."""
COUNTS_PER_DPS: Final = 16.4
OFFERED: Final = {
    Measurement.ACC: {
        Setting.RATE: (26, 52, 104),
        Setting.RESOLUTION: (16,),
        Setting.RANGE: (2, 4, 8, 16),
        Setting.CHANNELS: (3,),
    },
    Measurement.GYRO: {
        Setting.RATE: (26, 52, 104),
        Setting.RESOLUTION: (16,),
        Setting.RANGE: (245, 500, 1000, 2000),
        Setting.CHANNELS: (3,),
    },
}


class PolarModel:
    """A `Model` of a Verity Sense whose clock was never set."""

    name = "Polar Sense virtual"
    advertised: tuple[str, ...] = ()
    service = SERVICE_UUID
    specs = (
        Spec(uuid=CONTROL_UUID, notifies=True, takes=True, tells=True),
        Spec(uuid=DATA_UUID, notifies=True),
    )

    def __init__(self) -> None:
        """Prepare a sensor on which nothing was started."""
        self._started: set[Measurement] = set()

    def read(self, uuid: str) -> bytes:
        """Return what it can measure."""
        del uuid
        return bytes([FEATURES, sum(1 << kind for kind in OFFERED), 0])

    def written(self, uuid: str, data: bytes) -> Reaction:
        """Return the answer to a command."""
        del uuid
        operation, kind = data[0], Measurement(data[1])
        status, factor = 0, None
        if operation == START:
            status = ALREADY if kind in self._started else 0
            self._started.add(kind)
            factor = 1 / COUNTS_PER_DPS if kind is Measurement.GYRO else 1.0
        elif operation == STOP:
            self._started.discard(kind)
        answer = Answer(
            operation=operation,
            measurement=kind,
            status=status,
            settings=OFFERED[kind] if operation == SETTINGS else {},
            factor=factor,
        )
        sends = None if operation == SETTINGS else bool(self._started)
        return Reaction(
            answers=lambda _elapsed_s: [(CONTROL_UUID, encode_answer(answer))], sends=sends
        )

    def schedule(self, motion: Motion, faults: Faults) -> Schedule:
        """Return the frames of both streams, in turn, each as long as fits."""
        measured = at_rate(motion, RATE_HZ)
        elapsed_s = measured.t_s - measured.t_s[0]
        sent: list[Delivery] = []
        streams = (Measurement.ACC, measured.accel_m_s2), (Measurement.GYRO, measured.gyro_rad_s)
        for kind, values in streams:
            start = 0
            while start < len(values):
                end = _end(values, kind, start)
                at_s = float(elapsed_s[end - 1])
                stamp_ns = UNSET_CLOCK_NS + round(at_s * 1e9)
                sent.append(
                    Delivery(
                        at_s=at_s,
                        data=encode_samples(values[start:end], kind, stamp_ns),
                        samples=range(start, end),
                        characteristic=DATA_UUID,
                    )
                )
                start = end
        return faulty(sorted(sent, key=lambda one: one.at_s), faults)


def _end(values: Vectors, kind: Measurement, start: int) -> int:
    """Return the end of the longest frame that begins there and fits."""
    low, high = start + 1, min(start + MOST_SAMPLES, len(values))
    while low < high:
        middle = (low + high + 1) // 2
        if len(encode_samples(values[start:middle], kind, 0)) <= LARGEST_FRAME:
            low = middle
        else:
            high = middle - 1
    return low

"""How a restarted `motion` goes on where the one before it was."""

from dataclasses import dataclass

from edge.core.findings import WornWay
from edge.core.messages.base import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumption:
    """All that a restarted `motion` must know to go on where the one before it was.

    What is not here begins anew: the movement under way is lost, and the rest pose is waited for.

    Attributes:
        exercise: plan index of the running exercise, None between exercises.
        completed: its repetitions so far.
        paused: the patient has paused it.
        finished: the patient has finished the session.
        moving: a movement was under way, so that a limb held still now may be in the middle of it.
        up_at_rest: where up is in the watch's frame while the limb rests, a unit vector; None
            before that was known. (The heading does not outlive a restart, so no whole pose does.)
        way_out: unit vector about which the limb turned on the way out in the newest repetition, in
            the watch's frame at rest; None before there was one.
        gyro_bias_rad_s: what the gyroscope reads at rest.
        camera_offset_ms: as in `Progress`.
        worn: how the watch is worn, as the repetitions of this exercise told it; None before the
            first one.
    """

    exercise: int | None = None
    completed: int = 0
    paused: bool = False
    finished: bool = False
    moving: bool = False
    up_at_rest: tuple[float, float, float] | None = None
    way_out: tuple[float, float, float] | None = None
    gyro_bias_rad_s: tuple[float, float, float] = (0.0, 0.0, 0.0)
    camera_offset_ms: float | None = None
    worn: WornWay | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RestartMark(Message):
    """A restart of `motion`, in the stream that it consumes, so that replay repeats it.

    Attributes:
        resumption: what `motion` went on with.
    """

    resumption: Resumption

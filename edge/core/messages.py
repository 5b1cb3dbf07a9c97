"""The messages that the processes exchange: one frozen dataclass each.

Every message carries `seq` (consecutive per sender and port), `sensor_ns` (when what it speaks of
happened at the sensor, on the host's monotonic clock) and `host_ns` (when the data behind it
reached this machine). Times are monotonic nanoseconds of the one host clock, angles in messages
are degrees because people read them; signals are SI.

Arrays are C-contiguous; a message that holds arrays compares by identity.
"""

from dataclasses import dataclass
from typing import Annotated, Literal, get_args

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Times = NDArray[np.int64]

AXES: tuple[str, ...] = ("ax", "ay", "az", "gx", "gy", "gz")
"""Order of the six axes in every (n, 6) signal: acceleration in m/s², angular rate in rad/s."""
_XY = ("x", "y")
_XYZ = ("x", "y", "z")
_WXYZ = ("w", "x", "y", "z")

_PAIRED = (
    *("ear", "mouth", "shoulder", "elbow", "wrist", "pinky", "index", "thumb"),
    *("hip", "knee", "ankle", "heel", "toe"),
)
LANDMARKS: tuple[str, ...] = (
    "nose",
    *(f"{side}_eye_{part}" for side in ("left", "right") for part in ("inner", "middle", "outer")),
    *(f"{side}_{part}" for part in _PAIRED for side in ("left", "right")),
)
"""The 33 body landmarks of BlazePose (Bazarevsky et al., 2020) in their order."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The dimensions of an array field, checked wherever a message enters or leaves a process.

    Attributes:
        dims: per dimension either a name (any length, but the same one for every field of the
            message that uses the name) or the names of its columns (exactly so many).
    """

    dims: tuple[str | tuple[str, ...], ...]


CueKind = Literal[
    "praise",
    "low_range",
    "over_range",
    "too_fast",
    "too_slow",
    "shaky",
    "leaning",
    "bent_elbow",
    "shrug",
    "turned",
]
CUE_KINDS: tuple[CueKind, ...] = get_args(CueKind)

Action = Literal["start", "next", "pause", "resume", "finish", "rate"]
MarkKind = Literal["restart", "gap"]
StageState = Literal["starting", "running", "restarting", "stopped", "failed"]
Activity = Literal["waiting", "calibrating", "still", "moving", "paused", "finished"]
LinkState = Literal["scanning", "connecting", "streaming", "lost", "ended"]
CameraState = Literal["opening", "streaming", "covered", "frozen", "lost", "ended"]
Sensor = Literal["watch", "camera"]
Presence = Literal["followed", "unsure", "other", "nobody"]
Aspect = Literal["overall", "range_of_motion", "stability"]
Judge = Literal["network", "alignment"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Message:
    """Base of all messages; see the module's docstring for its three fields."""

    seq: int
    sensor_ns: int
    host_ns: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Imu(Message):
    """One radio packet of the watch, in SI units on the reconstructed sensor clock.

    `sensor_ns` equals the last of `t_ns`; `host_ns` is the packet's arrival.

    Attributes:
        t_ns: (n,) sample times, strictly increasing within and across chunks.
        accel_m_s2: (n, 3) specific force in the sensor's frame, gravity included.
        gyro_rad_s: (n, 3) angular rate in the sensor's frame.
        lost: samples known to be missing right before this chunk.
        gap: the stream was interrupted before this chunk (disconnect, or more lost than the
            filters may bridge): state that spans it must not be spliced.
    """

    t_ns: Annotated[Times, Shape(("n",))]
    accel_m_s2: Annotated[Floats, Shape(("n", _XYZ))]
    gyro_rad_s: Annotated[Floats, Shape(("n", _XYZ))]
    lost: int
    gap: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Link(Message):
    """State of the radio link as the watch process sees it.

    Attributes:
        state: where the link stands.
        device: the device's advertised name, or the source's description.
        simulated: the data are not from a person.
        rate_hz: measured sample rate, None before it is known.
        loss_percent: samples lost over the last ten seconds.
        clock_offset_ms: device clock minus host clock, None before the fit has settled.
        clock_drift_ppm: rate of the device clock relative to the host's, None likewise.
    """

    state: LinkState
    device: str
    simulated: bool
    rate_hz: float | None
    loss_percent: float
    clock_offset_ms: float | None
    clock_drift_ppm: float | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Camera(Message):
    """State of the camera as its process sees it.

    Attributes:
        state: covered is a dark or even picture, frozen one that does not change at all.
        source: what the pictures come from, in words.
        simulated: the pictures are not of a person.
        rate_hz: measured rate of the frames, None before it is known.
        dropped: frames that were grabbed and replaced by a newer one before they were sent.
        words: one sentence for the patient, empty while all is well.
    """

    state: CameraState
    source: str
    simulated: bool
    rate_hz: float | None
    dropped: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FrameRef(Message):
    """Where a camera frame lies in the ring of frames; `sensor_ns`, its grab, is also its stamp.

    Attributes:
        slot: of the ring.
        height: of the picture, in pixels; its bytes are (height, width, 3) blue, green, red.
        width: likewise.
    """

    slot: int
    height: int
    width: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pose(Message):
    """The body in one frame; `sensor_ns` is the frame's grab.

    Attributes:
        presence: whose body it is: of the person who is followed, of somebody else (then nothing
            may be concluded from it), not sure for the moment, or nobody is in view.
        height: of the frame, in pixels.
        width: likewise.
        landmarks_px: (33, 2) x to the right and y down, in the order of `LANDMARKS`; NaN where
            nobody was found.
        visibility: (33,) 0–1, likewise.
        world_m: (33, 3) x to the right, y down, z away from the camera, from the mid-hip point;
            likewise.
        engine_ns: the time that the pose engine itself took for the frame.
    """

    presence: Presence
    height: int
    width: int
    landmarks_px: Annotated[Floats, Shape((LANDMARKS, _XY))]
    visibility: Annotated[Floats, Shape((LANDMARKS,))]
    world_m: Annotated[Floats, Shape((LANDMARKS, _XYZ))]
    engine_ns: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MaskRef(Message):
    """Where the silhouette of the person who is followed lies in the ring of masks.

    `sensor_ns`, the grab of its frame, is also its stamp.

    Attributes:
        slot: of the ring.
        height: of the picture, in pixels; its bytes are (height, width), 255 inside and 0 outside.
        width: likewise.
    """

    slot: int
    height: int
    width: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Command(Message):
    """What the patient (or the demo in the patient's place) asks for on the page.

    Attributes:
        action: start an exercise, go to the next, pause, resume, finish the session, or rate the
            exercise that just ended.
        exercise: index into the plan for `start` and `rate`; otherwise None.
        pain: 0–10 with `rate`, None if not answered.
        effort: 0–10 with `rate`, None if not answered.
    """

    action: Action
    exercise: int | None = None
    pain: int | None = None
    effort: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Mark(Message):
    """An event in the consumed stream that replay must repeat: `motion` restarted, or a gap.

    Attributes:
        kind: what happened.
        exercise: plan index that `motion` resumed with after a restart.
        completed: repetitions of that exercise already counted.
    """

    kind: MarkKind
    exercise: int | None
    completed: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Progress(Message):
    """The live picture while an exercise runs; conflatable, the newest is the only one of use.

    Attributes:
        activity: what the patient is doing as far as the signals tell.
        exercise: plan index of the running exercise, None between exercises.
        completed: repetitions finished in this exercise.
        angle_deg: angle about the anchor's main axis, 0 at rest, positive outward; None before
            the rest pose is known.
        source: which sensor the angle is from; None where there is no angle.
        camera_offset_ms: by how much later the camera's frames are stamped than the watch's
            samples; None without a camera, or before that is known.
        phase: 0–1 position in the anchor found by open-end alignment; None when at rest.
        reference_deg: the anchor's angle at that phase; None when at rest.
        orientation: (4,) quaternion w, x, y, z, sensor to world (z up), for the avatar.
    """

    activity: Activity
    exercise: int | None
    completed: int
    angle_deg: float | None
    phase: float | None
    reference_deg: float | None
    orientation: Annotated[Floats, Shape((_WXYZ,))]
    source: Sensor | None = None
    camera_offset_ms: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PostureFinding:
    """One compensation that the camera saw in one repetition.

    Attributes:
        kind: what it is.
        degrees_or_share: how much: degrees of lean or bend, share of the distance from ear to
            shoulder that is lost.
        words: the cue.
    """

    kind: CueKind
    degrees_or_share: float
    words: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Repetition(Message):
    """One finished repetition, cut out of the filtered stream.

    `sensor_ns` is the time of the sample at which its end was recognised.

    Attributes:
        exercise: plan index.
        number: 1-based within the exercise.
        start_ns: first sample.
        end_ns: last sample.
        t_ns: (n,) uniform sample times.
        signal: (n, 6) the axes of `AXES`, gyroscope bias removed, not low-passed.
        orientation: (n, 4) quaternions w, x, y, z, sensor to world.
        angle_deg: (n,) angle about the anchor's main axis.
        camera_rom_deg: range of motion as the camera saw it by itself, None where it did not.
        posture: what the camera saw the rest of the body do, the most important first.
        gap: samples are missing inside; it is counted but its quality is not judged.
    """

    exercise: int
    number: int
    start_ns: int
    end_ns: int
    t_ns: Annotated[Times, Shape(("n",))]
    signal: Annotated[Floats, Shape(("n", AXES))]
    orientation: Annotated[Floats, Shape(("n", _WXYZ))]
    angle_deg: Annotated[Floats, Shape(("n",))]
    gap: bool
    camera_rom_deg: float | None = None
    posture: tuple[PostureFinding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Segment:
    """One micro-segment of the anchor and how the repetition departs from it there.

    Attributes:
        index: 0-based micro-segment of the anchor.
        start: its start as a fraction of the anchor's duration.
        end: its end, likewise.
        weight: share of the repetition's whole departure that falls here, 0–1.
        axis_weights: (6,) share of each axis of `AXES` within the segment, summing to 1.
        angle_difference_deg: mean angle minus the anchor's, signed.
        tempo_ratio: the repetition's time here over the anchor's; below 1 is faster.
    """

    index: int
    start: float
    end: float
    weight: float
    axis_weights: Annotated[Floats, Shape((AXES,))]
    angle_difference_deg: float
    tempo_ratio: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AspectView:
    """One score of a repetition, and what it rests on.

    Attributes:
        aspect: what is scored.
        similarity: 0–1, 1 is the anchor itself.
        weights: (k, 6) share of each micro-segment and axis of `AXES` in what lowers the score,
            summing to 1.
        critical: indices of the micro-segments that matter, most important first.
        words: where it departs and how, in one sentence; empty where nothing matters.
    """

    aspect: Aspect
    similarity: float
    weights: Annotated[Floats, Shape(("k", AXES))]
    critical: tuple[int, ...]
    words: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Feedback(Message):
    """What the coach makes of one repetition.

    Attributes:
        exercise: plan index.
        number: repetition within the exercise.
        start_ns: first sample of the repetition.
        end_ns: last sample.
        similarity: 0–1, 1 is the anchor itself.
        rom_deg: range of motion.
        rom_difference_deg: minus the anchor's.
        camera_rom_deg: range of motion by the camera alone, None where it did not see it.
        stability: NJS, larger is smoother.
        stability_difference: minus the anchor's.
        tempo_s: duration of the movement.
        tempo_ratio: over the anchor's.
        lean_deg: trunk lean estimated from the watch; None where it cannot be told.
        segments: all micro-segments, in order.
        critical: indices into `segments` that matter, most important first.
        cue_kind: what the one cue is about.
        cue: the one sentence the patient reads or hears.
        aligned: (m, 6) the repetition warped onto the anchor's m samples.
        aligned_angle_deg: (m,) its angle, likewise.
        judged: False when the repetition has a gap; then only counts and times are meaningful.
        scored_by: whether `similarity` is the network's, or that of the alignment alone.
        views: the scores with what each rests on, the overall one first; empty if not judged.
    """

    exercise: int
    number: int
    start_ns: int
    end_ns: int
    similarity: float
    rom_deg: float
    rom_difference_deg: float
    stability: float
    stability_difference: float
    tempo_s: float
    tempo_ratio: float
    lean_deg: float | None
    segments: tuple[Segment, ...]
    critical: tuple[int, ...]
    cue_kind: CueKind
    cue: str
    aligned: Annotated[Floats, Shape(("m", AXES))]
    aligned_angle_deg: Annotated[Floats, Shape(("m",))]
    judged: bool
    camera_rom_deg: float | None = None
    scored_by: Judge = "alignment"
    views: tuple[AspectView, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Summary(Message):
    """An exercise at its end, and again when the patient has rated it.

    Attributes:
        exercise: plan index.
        name: the exercise's name.
        prescribed: repetitions asked for.
        done: repetitions found.
        correct: repetitions whose cue was praise.
        duration_s: from the first repetition's start to the last one's end.
        rom_deg: (done,) per repetition.
        stability: (done,) per repetition.
        tempo_s: (done,) per repetition.
        similarity: (done,) per repetition.
        cue_counts: how often each cue kind was given.
        recurring: micro-segments critical in at least half of the repetitions.
        pain: 0–10 or None.
        effort: 0–10 or None.
        words: two or three sentences for the patient.
    """

    exercise: int
    name: str
    prescribed: int
    done: int
    correct: int
    duration_s: float
    rom_deg: Annotated[Floats, Shape(("done",))]
    stability: Annotated[Floats, Shape(("done",))]
    tempo_s: Annotated[Floats, Shape(("done",))]
    similarity: Annotated[Floats, Shape(("done",))]
    cue_counts: dict[str, int]
    recurring: tuple[int, ...]
    pain: int | None
    effort: int | None
    words: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StageStatus:
    """One process as the supervisor sees it.

    Attributes:
        name: the stage.
        state: whether it runs.
        restarts: times it was started again.
        drops: messages dropped, by cause (queue, malformed, oversized, gap, torn: a frame that
            was overwritten, absent: nobody there to take it).
        queue: deepest input queue since the last status.
        latency_ms: p50, p95, p99 of receive-to-send inside the stage; None before there are any.
    """

    name: str
    state: StageState
    restarts: int
    drops: dict[str, int]
    queue: int
    latency_ms: tuple[float, float, float] | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Status(Message):
    """All processes, as sent by the supervisor a few times a second."""

    stages: tuple[StageStatus, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Heartbeat(Message):
    """A process tells the supervisor that it runs, and what it has measured since the last time.

    Attributes:
        name: the process.
        drops: messages dropped since the process started, by cause; see `StageStatus`.
        queue: most messages that were waiting to be processed.
        warm: the process has been at work for long enough that its figures are those of normal
            work.
        measured_ns: durations by what was measured, see `edge.runtime.process_metrics`.
        taken: messages taken since the last heartbeat, by type.
        sent: messages sent since the last heartbeat that were made here, by type.
        cpu_ns: processor time since the process started.
        memory_bytes: resident now.
    """

    name: str
    drops: dict[str, int]
    queue: int
    warm: bool
    measured_ns: dict[str, tuple[int, ...]]
    taken: dict[str, int]
    sent: dict[str, int]
    cpu_ns: int
    memory_bytes: int


MESSAGE_TYPES: tuple[type[Message], ...] = (
    Imu,
    Link,
    Camera,
    FrameRef,
    Pose,
    MaskRef,
    Command,
    Mark,
    Progress,
    Repetition,
    Feedback,
    Summary,
    Status,
    Heartbeat,
)
"""Every type that may travel; a codec refuses others."""

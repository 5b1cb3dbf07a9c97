"""What is said about an exercise: commands, progress, repetitions, feedback, summaries."""

from dataclasses import dataclass
from typing import Annotated, Literal

from edge.core.arrays import AXES, WXYZ, Floats, Shape, Times
from edge.core.drift import SensorDrift
from edge.core.findings import CueFacts, WornKind
from edge.core.messages.base import Message

CueKind = Literal[
    "praise",
    "low_range",
    "over_range",
    "short_hold",
    "too_fast",
    "too_slow",
    "shaky",
    "leaning",
    "bent_elbow",
    "shrug",
    "turned",
    "not_compared",
]
Action = Literal["start", "next", "pause", "resume", "finish", "rate"]
Activity = Literal["waiting", "calibrating", "still", "moving", "paused", "finished"]
Direction = Literal["outward", "returning"]
Sensor = Literal["watch", "camera"]
Aspect = Literal["overall", "range_of_motion", "stability"]
Judge = Literal["network", "alignment"]
EndedBecause = Literal["done", "pain", "fatigue", "other", "cut"]
"""Why an exercise ended: all was done, the patient stopped, or the session was cut off."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Command(Message):
    """What the patient (or the demo in the patient's place) asks for on the page.

    Attributes:
        action: start an exercise, go to the next, pause, resume, finish the session, or rate the
            exercise that just ended.
        exercise: index into the plan for `start` and `rate`; otherwise None.
        pain: 0–10 with `rate`, None if not answered.
        effort: 0–10 with `rate`, None if not answered.
        ended_because: with `rate`, why the patient ended the exercise early; `cut` with the
            `finish` of a session that nobody finished; otherwise None.
    """

    action: Action
    exercise: int | None = None
    pain: int | None = None
    effort: int | None = None
    ended_because: EndedBecause | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Progress(Message):
    """The live picture while an exercise runs; conflatable, the newest is the only one of use.

    Attributes:
        activity: what the patient is doing as far as the signals tell.
        exercise: plan index of the running exercise, None between exercises.
        completed: repetitions finished in this exercise.
        angle_deg: angle about the anchor's main axis, positive outward; None before rest is known.
        source: which sensor the angle is from, if any.
        camera_offset_ms: by how much later frames are stamped than samples; None until known.
        direction: which way the limb goes, or, at rest, will go next; None without an angle.
        phase: 0–1 on the way out, where the anchor has this angle; 1–2 on the way back, 1 plus the
            share of the own way back; None at rest.
        difference_deg: own largest angle minus the anchor's; None at rest and until it is known.
        reference_deg: the anchor's angle at that phase; None at rest.
        orientation: (4,) quaternion w, x, y, z, sensor to world (z up), for the avatar.
        hold_left_s: for how much longer the end is to be held; None where it is not.
        drift: of the gyroscope; None of a watch without one.
    """

    activity: Activity
    exercise: int | None
    completed: int
    angle_deg: float | None
    direction: Direction | None
    phase: float | None
    difference_deg: float | None
    reference_deg: float | None
    orientation: Annotated[Floats, Shape((WXYZ,))]
    source: Sensor | None = None
    camera_offset_ms: float | None = None
    hold_left_s: float | None = None
    drift: SensorDrift | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PostureFinding:
    """One compensation that the camera saw in one repetition.

    Attributes:
        kind: what it is.
        degrees_or_share: how much: degrees of lean or bend, share of the distance from ear to
            shoulder that is lost.
    """

    kind: CueKind
    degrees_or_share: float


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
        held_s: how long the end was held; None where none is asked for.
        gap: samples are missing inside; it is counted but its quality is not judged.
        no_gyroscope: neither is it where the watch has none; the angular rate is then how it tilts.
        worn: nor where it shows that the watch is worn otherwise than for the anchor.
        half_turned: `signal` and `orientation` are turned back; a lean is not told (sensor bias).
    """

    exercise: int
    number: int
    start_ns: int
    end_ns: int
    t_ns: Annotated[Times, Shape(("n",))]
    signal: Annotated[Floats, Shape(("n", AXES))]
    orientation: Annotated[Floats, Shape(("n", WXYZ))]
    angle_deg: Annotated[Floats, Shape(("n",))]
    gap: bool
    camera_rom_deg: float | None = None
    posture: tuple[PostureFinding, ...] = ()
    held_s: float | None = None
    no_gyroscope: bool = False
    worn: WornKind | None = None
    half_turned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Segment:
    """One micro-segment of the anchor and how the repetition departs from it there.

    Attributes:
        index: 0-based micro-segment of the anchor.
        start: its start as a fraction of the anchor's duration.
        end: its end as a fraction of the anchor's duration.
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
class ExplainedScore:
    """One score of a repetition, and what it rests on.

    Attributes:
        aspect: what is scored.
        similarity: 0–1, 1 is the anchor itself.
        weights: (k, 6) share of each micro-segment and axis of `AXES` in what lowers the score,
            summing to 1.
        critical: indices of the micro-segments that matter, most important first.
        words: where it departs and how, in one sentence; empty where nothing matters, and before
            it was put into words.
    """

    aspect: Aspect
    similarity: float
    weights: Annotated[Floats, Shape(("k", AXES))]
    critical: tuple[int, ...]
    words: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Judgement:
    """A repetition measured against the anchor of its exercise.

    Attributes:
        similarity: 0–1, 1 is the anchor itself.
        rom_deg: range of motion.
        rom_difference_deg: minus the anchor's.
        stability: NJS, larger is smoother.
        stability_difference: minus the anchor's.
        tempo_ratio: the movement's duration over the anchor's.
        lean_deg: trunk lean estimated from the watch; None where it cannot be told.
        segments: all micro-segments, in order.
        critical: indices into `segments` that matter, most important first.
        aligned: (m, 6) the repetition warped onto the anchor's m samples.
        aligned_angle_deg: (m,) its angle, warped in the same way.
        scored_by: whether `similarity` is the network's, or that of the alignment alone.
        views: the scores in words, the overall one first.
    """

    similarity: float
    rom_deg: float
    rom_difference_deg: float
    stability: float
    stability_difference: float
    tempo_ratio: float
    lean_deg: float | None
    segments: tuple[Segment, ...]
    critical: tuple[int, ...]
    aligned: Annotated[Floats, Shape(("m", AXES))]
    aligned_angle_deg: Annotated[Floats, Shape(("m",))]
    scored_by: Judge = "alignment"
    views: tuple[ExplainedScore, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Feedback(Message):
    """What the coach makes of one repetition.

    Attributes:
        exercise: plan index.
        number: repetition within the exercise.
        start_ns: first sample of the repetition.
        end_ns: last sample.
        tempo_s: duration of the movement; where the plan asks for a hold, with a stay at the end
            as long as the anchor's. That of all samples where it was not compared.
        camera_rom_deg: range of motion by the camera alone, None where it did not see it.
        held_s: how long the end was held; None where the plan asks for no hold.
        cue_kind: what the one cue is about; `not_compared` exactly where `judgement` is None.
        cue: the one sentence the patient read or heard, in the session's language.
        cue_facts: what it says beside its kind, to say it in another language; None in what
            version 0.1.0 recorded.
        judgement: how it compares with the anchor; None where it could not be compared, because
            samples are missing or it is another movement.
    """

    exercise: int
    number: int
    start_ns: int
    end_ns: int
    tempo_s: float
    cue_kind: CueKind
    cue: str
    judgement: Judgement | None
    camera_rom_deg: float | None = None
    held_s: float | None = None
    cue_facts: CueFacts | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Summary(Message):
    """An exercise at its end, and again when the patient has rated it.

    Attributes:
        exercise: plan index.
        name: the exercise's name.
        prescribed: repetitions asked for.
        done: repetitions found.
        correct: repetitions whose cue was praise.
        held: repetitions whose end was held as long as asked; None where the plan asks for no hold.
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
        ended_because: why it ended; None in what version 0.1.0 recorded.
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
    held: int | None = None
    ended_because: EndedBecause | None = None

"""What the page shows, as plain values: the model makes them, the components draw them."""

from dataclasses import dataclass
from typing import Final, Literal

from edge.core.exercises import Exercise, Side
from edge.core.messages.exercise import CueKind, EndedBecause, Feedback, Sensor
from edge.page.views import LiveView

Phase = Literal["swap", "ready", "running", "paused", "ending", "review", "done", "stopped"]
"""Where the session stands: at `swap` the watch is still to go where the next exercise is measured,
`ending` waits for the summary of an exercise that was ended, at `done`
the patient has finished the session, at `stopped` the program ended it before, as with Ctrl-C."""

Occasion = (
    Phase
    | Literal[
        "leaving", "unmeasured", "waiting", "calibrating", "still", "moving", "hold", "held", "rest"
    ]
)
"""What the patient is in the middle of; `leaving` while the page asks whether to end it all."""

EXERCISING: Final[frozenset[Phase]] = frozenset(("ready", "running", "paused"))
"""Phases in which angle, counter and picture are shown."""

Verdict = Literal["rest", "same", "near", "far", "over"]
"""How far the movement goes beside the reference; `over` is beyond the limit."""

RepetitionMark = Literal["good", "cue", "unjudged", "open"]

Quaternion = tuple[float, float, float, float]
"""Components w, x, y, z."""

ButtonAction = Literal[
    "worn", "start", "pause", "resume", "end", "continue", "skip", "leave", "stay", "finish"
]
"""`leave` asks whether to end the session early; `stay` and `finish` answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """The exercise at hand, as prescribed.

    Attributes:
        index: plan index.
        exercise: its words.
        side: the side that moves.
        position: as in "Exercise 1 of 3".
        prescription: as in "2 × 10 repetitions, to 90°, hold for 3 s".
        target_deg: goal of the range of motion.
        limit_deg: the angle not to exceed.
        reference_deg: the anchor's range of motion.
        scale_deg: end of the gauge's scale.
    """

    index: int
    exercise: Exercise
    side: Side
    position: str
    prescription: str
    target_deg: float
    limit_deg: float
    reference_deg: float
    scale_deg: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """The moving picture.

    Attributes:
        angle_deg: rounded to half degrees, None while unknown.
        reference_deg: the anchor's angle at the same phase, rounded to half degrees; None at rest.
        phase: 0–1 on the way out, 1–2 on the way back, rounded to hundredths; None at rest.
        verdict: how the movement compares with the reference.
        words: the verdict in words.
        orientation: quaternion w, x, y, z of the watch, rounded; None while unknown.
        rest_orientation: the same at rest, None while unknown.
        source: which sensor the angle is from; None where there is no angle.
    """

    angle_deg: float | None
    reference_deg: float | None
    phase: float | None
    verdict: Verdict
    words: str
    orientation: Quaternion | None
    rest_orientation: Quaternion | None
    source: Sensor | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """Repetitions of the running set.

    Attributes:
        done: finished in this set.
        of: prescribed in a set.
        number: this set, 1-based.
        sets: prescribed sets.
        marks: one for each prescribed repetition of the set, and for those beyond.
        rest_s: whole seconds of rest that are left before the next set, 0 when none.
    """

    done: int
    of: int
    number: int
    sets: int
    marks: tuple[RepetitionMark, ...]
    rest_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """The one thing to do differently.

    Attributes:
        key: identifies the repetition, so that each cue is spoken once.
        kind: what it is about.
        text: the sentence.
    """

    key: tuple[int, int]
    kind: CueKind
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """The watch's radio link, in words and figures.

    Attributes:
        ok: data arrive.
        words: the state.
        facts: label and value of what an engineer wants to know.
    """

    ok: bool
    words: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One repetition of the summary: its range of motion and whether it was praised.

    The range is None where it could not be judged: not a number would never equal itself, and the
    summary would be drawn anew, without the patient's answers, at every moment.
    """

    number: int
    rom_deg: float | None
    good: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """An exercise at its end.

    Attributes:
        title: the exercise.
        words: the coach's sentences.
        done: repetitions found.
        prescribed: repetitions asked for.
        correct: repetitions that were praised.
        held: repetitions whose end was held as long as asked; None where no hold is asked for.
        duration: as in "2 min 5 s".
        bars: one for each repetition.
        target_deg: goal of the range of motion.
        reference_deg: the anchor's.
    """

    title: str
    words: str
    done: int
    prescribed: int
    correct: int
    held: int | None
    duration: str
    bars: tuple[Bar, ...]
    target_deg: float
    reference_deg: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What the patient has answered at the end of an exercise; None where nothing was.

    Attributes:
        pain: 0–10.
        effort: 0–10.
        ended_because: why it was ended early.
    """

    pain: int | None = None
    effort: int | None = None
    ended_because: EndedBecause | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What the patient writes to the therapist.

    Attributes:
        text: as it was typed.
        about_pain: the patient says that it is about pain.
    """

    text: str = ""
    about_pain: bool = False


NO_LETTER: Final = Letter()


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A thing that the patient may do now."""

    action: ButtonAction
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    """How a phone becomes the watch.

    Attributes:
        url: what the phone opens.
        place: the part of it that the phone shows.
    """

    url: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class View(LiveView):
    """All that is shown at one moment.

    Attributes:
        occasion: what the patient is in the middle of.
        phone: how one becomes the watch; None while none is waited for.
        today: what the plan says of this day, and what waits to be sent; empty once that is of no
            use.
    """

    phase: Phase
    occasion: Occasion
    task: Task
    live: Live
    count: Count
    cue: Cue | None
    connection: Connection
    phone: Phone | None
    feedback: Feedback | None
    review: Review | None
    buttons: tuple[Button, ...]
    today: tuple[str, ...] = ()

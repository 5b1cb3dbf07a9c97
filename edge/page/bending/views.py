"""What the page of a live screening shows, as plain values that compare by value."""

from dataclasses import dataclass
from typing import Literal

from edge.page.picture_views import Shot
from edge.page.views import StageLine

BendPhase = Literal["code", "bending", "answering", "answered", "ended"]
"""`code`: the person's code is asked for; `ended`: the program ends."""
BendAction = Literal["begin", "restart", "answer", "leave"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BendButton:
    """A button that can be pressed now."""

    action: BendAction
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BendCount:
    """How many bends there are in one direction.

    Attributes:
        title: the direction in words.
        words: the count as in "2 of 5".
        done: whole bends.
        wanted: how many are asked for.
        is_next: these are to be done now.
    """

    title: str
    words: str
    done: int
    wanted: int
    is_next: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyView:
    """The camera and the body that it sees.

    Attributes:
        ok: the camera works and sees the person.
        badge: the camera's state in a few words.
        offered: the picture may be switched on.
        shown: it is on.
        note: why it may not be shown, empty when it may.
        shot: the frame whose body is drawn, None where there is none.
        facts: label and value of what an engineer wants to know.
    """

    ok: bool
    badge: str
    offered: bool
    shown: bool
    note: str
    shot: Shot | None
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerView:
    """The answer.

    Attributes:
        number: of it in this session; another one is another answer.
        sentences: what is told of it.
        page: the whole page, as HTML.
    """

    number: int
    sentences: tuple[str, ...]
    page: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BendView:
    """All that is shown at one moment.

    Attributes:
        phase: where it stands.
        person: whose screening it is, in words; empty where no code was given.
        headline: what to do now.
        detail: the sentence that explains it.
        wrong: what is wrong with the picture, each in a sentence with what to do.
        simulated: nobody stands before the camera.
        notices: what became of processes and recording.
        counts: forward, then backward.
        body: the camera and what it sees.
        buttons: the likely one first; at `code` it stands at the field.
        answer: None before there is one.
        stages: the processes.
        spoken: what is told is spoken too.
    """

    phase: BendPhase
    person: str
    headline: str
    detail: str
    wrong: tuple[str, ...]
    simulated: bool
    notices: tuple[str, ...]
    counts: tuple[BendCount, BendCount]
    body: BodyView
    buttons: tuple[BendButton, ...]
    answer: AnswerView | None
    stages: tuple[StageLine, ...]
    spoken: bool

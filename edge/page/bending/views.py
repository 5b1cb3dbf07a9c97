"""What the page of a live screening shows, as plain values."""

from dataclasses import dataclass
from typing import Literal

from edge.page.picture_views import CameraView
from edge.page.views import LiveView

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
class BendView(LiveView):
    """All that is shown at one moment.

    Attributes:
        phase: where it stands.
        person: whose screening it is, in words; empty where no code was given.
        wrong_code: what stands in the field of the code was refused.
        counts: forward, then backward.
        camera: what it sees.
        buttons: the likely one first; at `code` it stands at the field.
        answer: None before there is one.
    """

    phase: BendPhase
    person: str
    wrong_code: bool
    counts: tuple[BendCount, BendCount]
    camera: CameraView
    buttons: tuple[BendButton, ...]
    answer: AnswerView | None

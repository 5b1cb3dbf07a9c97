"""What a live screening of bends sends: what is seen, how far it is, and the answer."""

from dataclasses import dataclass, fields
from typing import Annotated, Literal

from edge.core.arrays import XY, Floats, Shape
from edge.core.exercises.terms import LanguageCode
from edge.core.messages.base import Message
from edge.core.messages.camera import Pose

ScreeningAction = Literal["begin", "restart", "answer", "leave"]
ScreeningPhase = Literal["waiting", "bending", "answering", "answered"]
"""`waiting`: it has not begun; `bending`: pictures count; `answering`: the networks are asked."""
PictureTrouble = Literal["nobody", "stranger", "second", "camera", "rate", "head", "feet", "view"]
"""What is wrong with the picture now, what is to be seen to first first."""
ScreeningEnd = Literal["complete", "asked", "long", "over"]
"""Why there is an answer now: there are enough bends, somebody wants it, it took too long, or the
camera's film is over."""
BendDirection = Literal["forward", "backward"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ScreeningCommand(Message):
    """What somebody asked for at the page.

    Attributes:
        action: begin; throw away what was seen and begin again; answer with what there is; or
            leave, with the answer or without one.
        code: of the person, with `begin`; empty for none.
        language: of the answer.
    """

    action: ScreeningAction
    code: str = ""
    language: LanguageCode = "en"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BodySighting(Pose):
    """The body in one frame, and what else is seen in it.

    Attributes:
        facing: 1 where forward is to the right in the picture as far as it is known by then, −1
            where it is to the left.
        back: the back mask for that, as `edge.pose.packed_back` packs it; empty for none.
        moved: (2,) by how much the room is off from where it was, of the picture's height.
        second: whether somebody else is there, None where nobody was looked for.
    """

    facing: float
    back: str
    moved: Annotated[Floats, Shape((XY,))]
    second: bool | None

    @classmethod
    def of(
        cls, pose: Pose, *, facing: float, back: str, moved: Floats, second: bool | None
    ) -> "BodySighting":
        """Return a pose with what else is seen in its frame."""
        own = {field.name: getattr(pose, field.name) for field in fields(pose)}
        return cls(**own, facing=facing, back=back, moved=moved, second=second)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ScreeningProgress(Message):
    """How far it is.

    Attributes:
        phase: where it stands.
        code: of the person.
        forward: whole bends forward so far that follow each other.
        backward: those backward.
        wanted: of each.
        direction: in which to bend next, None where there are enough of both.
        theta_deg: the spine angle now, None where it is not known.
        troubles: what is wrong with the picture.
    """

    phase: ScreeningPhase
    code: str
    forward: int
    backward: int
    wanted: int
    direction: BendDirection | None
    theta_deg: float | None
    troubles: tuple[PictureTrouble, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ScreeningResumption(Message):
    """The stage was restarted here, and went on with what of it was on the disk.

    Attributes:
        known: messages that it consumed and knew, of all before this one.
    """

    known: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ScreeningAnswer(Message):
    """The answer, or why there is none.

    Attributes:
        end: why it is given now.
        answered: there is an answer to a question.
        sentences: what a person is told of it.
        page: the whole page, as HTML that needs nothing from the outside.
        result: all that was found, as JSON.
    """

    end: ScreeningEnd
    answered: bool
    sentences: tuple[str, ...]
    page: str
    result: str

"""All that is told about a film of bends."""

from collections.abc import Mapping
from dataclasses import dataclass

from edge.pose.clip import Clip
from edge.posture.angle_bins import Direction
from edge.screening.low_back.answer import Question
from edge.screening.low_back.bends import Bends
from edge.screening.low_back.quality import FilmQuality
from edge.screening.low_back.rules import Check


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Screening:
    """All that is told about a film.

    Attributes:
        length_s: of the film.
        quality: of the film.
        checks: rules about the whole film.
        bends: by direction.
        questions: with answers, or with what stands against one.
        clip: what was seen, None where nobody was.
        quarters: by which the film was turned, counter-clockwise, so that the person is upright.
        remarks: about the file.
        simulated: nobody stood before the camera.
    """

    length_s: float
    quality: FilmQuality
    checks: tuple[Check, ...]
    bends: Mapping[Direction, Bends]
    questions: tuple[Question, ...]
    clip: Clip | None
    quarters: int
    remarks: tuple[str, ...]
    simulated: bool = False

    @property
    def answered(self) -> bool:
        """Whether there is an answer to any question."""
        return any(question.answers for question in self.questions)

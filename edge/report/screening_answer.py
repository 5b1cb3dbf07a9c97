"""The answer about somebody who bent, as the message that page and files are made of."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from edge.core.exercises.terms import LanguageCode
from edge.core.messages.screening import ScreeningAnswer, ScreeningEnd
from edge.report.low_back import screening_html
from edge.report.screening_result import result_of, told
from edge.screening.low_back.answer import AskedNetwork
from edge.screening.low_back.seen import SeenFilm, screening_of
from edge.wording.languages import language_named


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerMaker:
    """Asks the networks, and writes down what they say.

    Attributes:
        networks: to be asked.
        scores: questionnaires by the names of their figures.
        made_on: the date on the page.
        simulated: nobody stands before the camera.
    """

    networks: Sequence[AskedNetwork]
    scores: Mapping[str, float]
    made_on: date
    simulated: bool = False

    def __call__(
        self, film: SeenFilm, *, code: str, language: LanguageCode, end: ScreeningEnd
    ) -> ScreeningAnswer:
        """Return the answer; its number and times are for whoever sends it."""
        words = language_named(language)
        seen = replace(film, simulated=self.simulated)
        screening = screening_of(seen, self.networks, self.scores)
        cards = [one.card for one in self.networks]
        page = screening_html(screening, cards, code=code, made_on=self.made_on, language=words)
        return ScreeningAnswer(
            seq=0,
            sensor_ns=0,
            host_ns=0,
            end=end,
            answered=screening.answered,
            sentences=tuple(told(screening, words)),
            page=page,
            result=json.dumps(result_of(screening, code, words)),
        )

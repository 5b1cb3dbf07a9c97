"""The end of an exercise: the coach's words, every repetition, and how it felt."""

from collections.abc import Callable

from nicegui import ui

from edge.page.exercise.charts import review_options
from edge.page.exercise.rating import Rating, Reasons
from edge.page.exercise.views import Answers, Review
from edge.web.tables import facts, heading
from edge.wording.language import Language


class ReviewPanel:
    """Drawn anew for each exercise that ends; hidden while one runs.

    Args:
        language: of the words.
        answers: to begin with.
        letter: where the patient writes to the therapist, made where it belongs; None without.
    """

    def __init__(
        self, language: Language, answers: Answers, letter: Callable[[], None] = lambda: None
    ) -> None:
        self._language = language
        self._begin = answers
        self._letter = letter
        self._root = ui.element("div").classes("review")
        self._root.set_visibility(False)
        self._shown: Review | None = None
        self._pain: Rating | None = None
        self._effort: Rating | None = None
        self._reasons: Reasons | None = None

    @property
    def answers(self) -> Answers:
        """What has been answered so far."""
        return Answers(
            pain=None if self._pain is None else self._pain.value,
            effort=None if self._effort is None else self._effort.value,
            ended_because=None if self._reasons is None else self._reasons.value,
        )

    def show(self, review: Review | None) -> None:
        """Draw the summary; an answer already given stays while the summary is the same."""
        if review == self._shown:
            return
        self._shown = review
        self._pain = self._effort = self._reasons = None
        begin, self._begin = self._begin, Answers()
        self._root.clear()
        self._root.set_visibility(review is not None)
        if review is not None:
            with self._root:
                self._draw(review, begin)

    def _draw(self, review: Review, begin: Answers) -> None:
        say = self._language.say
        done = say("earlier.count", done=review.done, prescribed=review.prescribed)
        with ui.element("section").classes("card questions"):
            heading(2, say("review.questions")).classes("unseen")
            self._pain = Rating(
                "pain",
                *map(say, ("review.pain", "review.no_pain", "review.most_pain")),
                value=begin.pain,
            )
            self._effort = Rating(
                "effort",
                *map(say, ("review.effort", "review.no_effort", "review.most_effort")),
                value=begin.effort,
            )
            if review.done < review.prescribed:
                self._reasons = Reasons(self._language, value=begin.ended_because)
            self._letter()
            ui.label(say("review.keys")).classes("note keys")
        with ui.element("section").classes("card result"):
            heading(2, say("review.card")).classes("unseen")
            ui.label(review.words).classes("words").mark("summary")
            with ui.element("dl").classes("facts"):
                facts(
                    (
                        (say("review.repetitions"), done),
                        (say("review.good"), str(review.correct)),
                        *([] if review.held is None else [(say("review.held"), str(review.held))]),
                        (say("review.duration"), review.duration),
                    )
                )
            if review.bars:
                ui.echart(review_options(review, self._language)).classes("bars")
                ui.label(say("review.legend")).classes("note")

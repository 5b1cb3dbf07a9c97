"""The end of an exercise: the coach's words, every repetition, and how it felt."""

from nicegui import ui

from edge.page.charts import review_options
from edge.page.rating import Rating
from edge.page.tables import facts
from edge.page.views import Review


class ReviewPanel:
    """Drawn anew for each exercise that ends; hidden while one runs."""

    def __init__(self) -> None:
        self._root = ui.element("section").classes("review").props('aria-label="Your summary"')
        self._shown: Review | None = None
        self._pain: Rating | None = None
        self._effort: Rating | None = None

    @property
    def pain(self) -> int | None:
        """The answer about pain, None when there is none."""
        return None if self._pain is None else self._pain.value

    @property
    def effort(self) -> int | None:
        """The answer about effort, None when there is none."""
        return None if self._effort is None else self._effort.value

    def show(self, review: Review | None) -> None:
        """Draw the summary; an answer already given stays while the summary is the same."""
        if review == self._shown:
            return
        self._shown = review
        self._pain = self._effort = None
        self._root.clear()
        self._root.set_visibility(review is not None)
        if review is not None:
            with self._root:
                self._draw(review)

    def _draw(self, review: Review) -> None:
        with ui.element("div").classes("card questions"):
            self._pain = Rating("pain", "Pain during the exercise", "none", "worst imaginable")
            self._effort = Rating("effort", "Effort", "none at all", "all I have")
        with ui.element("div").classes("card result"):
            ui.label(review.words).classes("words").mark("summary")
            with ui.element("dl").classes("facts"):
                facts(
                    (
                        ("Repetitions", f"{review.done} of {review.prescribed}"),
                        ("As in your reference", str(review.correct)),
                        *([] if review.held is None else [("Held long enough", str(review.held))]),
                        ("Duration", review.duration),
                    )
                )
            if review.bars:
                ui.echart(review_options(review)).classes("bars")
                ui.label("Filled: as in your reference. Outlined: with a cue.").classes("note")

"""Patient and reference side by side: two figures, one moved by the watch, one by the anchor."""

from nicegui import ui

from edge.avatar.figure_shapes import Drawing
from edge.avatar.figures import Figures, critical_of
from edge.core.anchor import Anchor
from edge.core.exercises import exercise_named
from edge.core.messages.exercise import Feedback
from edge.page.figure_svg import svg_of
from edge.page.tables import heading
from edge.page.views import Live
from edge.wording.language import Language
from edge.wording.sentences import assumptions


class Avatar:
    """The two figures with what their drawing takes for granted.

    Args:
        language: of the captions.
    """

    def __init__(self, language: Language) -> None:
        self._language = language
        with ui.element("section").classes("card avatar") as self._card:
            heading(2, language.say("figures.card")).classes("unseen")
            with ui.element("div").classes("figures"):
                self._patient = self._figure(language.say("figures.you"), "patient")
                self._anchor = self._figure(language.say("figures.reference"), "anchor")
            self._marked = ui.label(language.say("figures.marked"))
            self._marked.classes("note marked").mark("marked")
            self._note = ui.label().classes("note").mark("assumptions")
        self._figures: Figures | None = None
        self._shown: tuple[Drawing | None, Drawing | None] = (None, None)

    def set_visibility(self, visible: bool) -> None:
        """Have the figures seen or not."""
        self._card.set_visibility(visible)

    def show(
        self, live: Live, anchor: Anchor, feedback: Feedback | None, *, demonstrated: float | None
    ) -> None:
        """Draw both figures; send only the one that changed.

        Args:
            live: the patient's angle and orientation.
            anchor: the reference.
            feedback: on the last repetition; where it departed most is marked.
            demonstrated: the share of the reference's time that its figure shows while the patient
                rests; None where it rests too.
        """
        if self._figures is None or self._figures.anchor is not anchor:
            self._figures = Figures(anchor)
            self._note.set_text(assumptions(exercise_named(anchor.exercise), self._language))
        critical = critical_of(feedback)
        own = None if live.phase is None else self._figures.course.share_at(live.phase)
        drawn = self._figures.pair(
            self._figures.patient(live),
            own_share=own,
            share=(demonstrated or 0.0) if own is None else own,
            critical=critical,
        )
        for drawing, before, element in zip(
            drawn, self._shown, (self._patient, self._anchor), strict=True
        ):
            if drawing != before:
                element.set_content(svg_of(drawing))
        self._shown = drawn
        self._marked.set_visibility(bool(critical))

    @staticmethod
    def _figure(caption: str, kind: str) -> ui.html:
        with ui.element("figure").classes(f"figure {kind}"):
            picture = ui.html("", sanitize=False).mark(f"figure-{kind}")
            with ui.element("figcaption"):
                ui.label(caption)
        return picture

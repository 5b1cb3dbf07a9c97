"""Patient and reference side by side: two figures, one moved by the watch, one by the anchor."""

from nicegui import ui

from edge.avatar.figure import Joints
from edge.avatar.figures import Figures, critical_of
from edge.core.anchor import Anchor
from edge.core.exercises import exercise_named
from edge.core.messages.exercise import Feedback
from edge.page.exercise.moving import Movement, MovingElement
from edge.page.exercise.views import Live
from edge.web.tables import heading
from edge.wording.language import Language
from edge.wording.sentences import assumptions


class Avatar:
    """The two figures with what their drawing takes for granted.

    Args:
        movement: of the page.
        language: of the captions.
    """

    def __init__(self, movement: Movement, language: Language) -> None:
        self._language = language
        with ui.element("section").classes("card avatar") as self._card:
            heading(2, language.say("figures.card")).classes("unseen")
            with ui.element("div").classes("figures"):
                self._patient = _figure(movement, language.say("figures.you"), "patient")
                self._anchor = _figure(movement, language.say("figures.reference"), "anchor")
            self._marked = ui.label(language.say("figures.marked"))
            self._marked.classes("note marked").mark("marked")
            self._note = ui.label().classes("note").mark("assumptions")
        self._figures: Figures | None = None
        self._own: tuple[Live, Joints] | None = None

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
            self._own = None
            self._note.set_text(assumptions(exercise_named(anchor.exercise), self._language))
        if self._own is None or self._own[0] != live:
            self._own = live, self._figures.patient(live)
        critical = critical_of(feedback)
        own = None if live.phase is None else self._figures.course.share_at(live.phase)
        drawn = self._figures.pair(
            self._own[1],
            own_share=own,
            share=(demonstrated or 0.0) if own is None else own,
            critical=critical,
        )
        for drawing, element in zip(drawn, (self._patient, self._anchor), strict=True):
            element.draw(drawing)
        self._marked.set_visibility(bool(critical))


def _figure(movement: Movement, caption: str, kind: str) -> MovingElement:
    with ui.element("figure").classes(f"figure {kind}"):
        picture = movement.element().mark(f"figure-{kind}")
        with ui.element("figcaption"):
            ui.label(caption)
    return picture

"""Why the coach said what it said: the six signals of repetition and reference, aligned."""

from typing import Final

from nicegui import ui
from nicegui.events import ValueChangeEventArguments

from edge.core.anchor import Anchor
from edge.core.arrays import AXES, Floats
from edge.core.messages.exercise import Aspect, AspectView, Feedback, Judge, Segment
from edge.page.charts import AXIS_NAMES, signal_options
from edge.page.words import SAME_DEG

_TOGGLE: Final = "no-caps unelevated color=white text-color=indigo-10 toggle-color=indigo-10"
ASPECTS: Final[dict[Aspect, str]] = {
    "overall": "Overall",
    "range_of_motion": "Range of motion",
    "stability": "Stability",
}
JUDGES: Final[dict[Judge, str]] = {
    "network": "Scored by the comparing network, explained by its gradients.",
    "alignment": "Scored by alignment with your reference alone: there is no network to ask.",
}


def segment_words(segment: Segment, weights: Floats) -> str:
    """Return where a micro-segment lies, how the repetition differs there and on which axes.

    Args:
        segment: of the anchor.
        weights: (6,) share of each axis there in the whole difference.
    """
    difference = segment.angle_difference_deg
    parts = []
    if abs(difference) >= SAME_DEG:
        parts.append(f"{abs(difference):.0f}° {'above' if difference > 0 else 'below'}")
    if segment.tempo_ratio < 0.8:
        parts.append(f"{1 / segment.tempo_ratio:.1f} times as fast")
    elif segment.tempo_ratio > 1.25:
        parts.append(f"{segment.tempo_ratio:.1f} times as slow")
    here = weights / (weights.sum() or 1.0)
    axes = sorted(range(len(AXES)), key=lambda axis: -here[axis])[:2]
    seen = " and ".join(f"{AXIS_NAMES[axis]} ({here[axis]:.0%})" for axis in axes)
    how = ", ".join(parts) or "a different course"
    return (
        f"{segment.start:.0%} to {segment.end:.0%} of the movement: {how}; "
        f"{weights.sum():.0%} of the whole difference, most of it in {seen}"
    )


class WhyPanel:
    """Up to three views of the last repetition: its score, critical micro-segments and signals."""

    def __init__(self) -> None:
        self._empty = ui.label("The signals appear after the first repetition.").mark("why-empty")
        self._aspects = ui.toggle([], on_change=self._chosen).props(_TOGGLE).mark("why-aspects")
        self._figures = ui.label().classes("figures-line").mark("why-figures")
        self._words = ui.label().mark("why-words")
        self._judge = ui.label().classes("quiet").mark("why-judge")
        self._list = ui.element("ol").classes("segments")
        with ui.element("div").classes("legend") as self._legend:
            ui.label("You").classes("of-own")
            ui.label("Reference").classes("of-reference")
            ui.label("Where it matters: the darker, the more").classes("of-segment")
        self._grid = ui.element("div").classes("charts")
        self._charts: list[ui.echart] = []
        self._shown: tuple[Feedback, Anchor] | None = None
        self._aspect: Aspect = "overall"

    def show(self, feedback: Feedback | None, anchor: Anchor) -> None:
        """Draw the last repetition; charts are made with the first one."""
        if self._shown is not None and feedback is self._shown[0]:
            return
        drawn = feedback is not None and bool(feedback.views)
        for element in (
            *(self._aspects, self._figures, self._words, self._judge),
            *(self._list, self._grid, self._legend),
        ):
            element.set_visibility(drawn)
        self._empty.set_visibility(not drawn)
        self._shown = None
        if feedback is not None and drawn:
            self._shown = feedback, anchor
            self._draw()

    def _chosen(self, event: ValueChangeEventArguments[Aspect | None]) -> None:
        if self._shown is not None and event.value is not None and event.value != self._aspect:
            self._aspect = event.value
            self._draw()

    def _draw(self) -> None:
        assert self._shown is not None
        feedback, anchor = self._shown
        views = {view.aspect: view for view in feedback.views}
        self._aspect = self._aspect if self._aspect in views else "overall"
        view = views[self._aspect]
        self._aspects.set_options({a: ASPECTS[a] for a in views}, value=self._aspect)
        self._aspects.set_visibility(len(views) > 1)
        self._figures.set_text(
            f"Repetition {feedback.number}: {view.similarity:.0%} alike, "
            f"range {feedback.rom_deg:.0f}° ({feedback.rom_difference_deg:+.0f}°), "
            f"{feedback.tempo_s:.1f} s ({feedback.tempo_ratio:.2f} × the reference's time)"
        )
        self._words.set_text(view.words)
        self._judge.set_text(JUDGES[feedback.scored_by])
        self._draw_segments(feedback, view)
        self._draw_signals(feedback, view, anchor)

    def _draw_segments(self, feedback: Feedback, view: AspectView) -> None:
        self._list.clear()
        with self._list:
            for index in view.critical:
                with ui.element("li"):
                    ui.label(segment_words(feedback.segments[index], view.weights[index]))

    def _draw_signals(self, feedback: Feedback, view: AspectView, anchor: Anchor) -> None:
        options = [signal_options(feedback, view, anchor.signal, i) for i in range(len(AXES))]
        if not self._charts:
            with self._grid:
                self._charts = [ui.echart(one).classes("chart") for one in options]
            return
        for chart, one in zip(self._charts, options, strict=True):
            chart.options.update(one)
            chart.update()

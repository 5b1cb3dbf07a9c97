"""Why the coach said what it said: the six signals of repetition and reference, aligned."""

from nicegui import ui

from edge.anchor import Anchor
from edge.messages import AXES, Feedback, Segment
from edge.page.charts import AXIS_NAMES, signal_options
from edge.page.words import SAME_DEG


def segment_words(segment: Segment) -> str:
    """Return where a micro-segment lies, how the repetition differs there and on which axes."""
    difference = segment.angle_difference_deg
    parts = []
    if abs(difference) >= SAME_DEG:
        parts.append(f"{abs(difference):.0f}° {'above' if difference > 0 else 'below'}")
    if segment.tempo_ratio < 0.8:
        parts.append(f"{1 / segment.tempo_ratio:.1f} times as fast")
    elif segment.tempo_ratio > 1.25:
        parts.append(f"{segment.tempo_ratio:.1f} times as slow")
    axes = sorted(range(len(AXES)), key=lambda axis: -segment.axis_weights[axis])[:2]
    seen = " and ".join(f"{AXIS_NAMES[axis]} ({segment.axis_weights[axis]:.0%})" for axis in axes)
    how = ", ".join(parts) or "a different course"
    return (
        f"{segment.start:.0%} to {segment.end:.0%} of the movement: {how}; "
        f"{segment.weight:.0%} of the whole difference, most of it in {seen}"
    )


class WhyPanel:
    """Six small charts and the critical micro-segments in words."""

    def __init__(self) -> None:
        self._empty = ui.label("The signals appear after the first repetition.").mark("why-empty")
        self._figures = ui.label().classes("figures-line").mark("why-figures")
        self._list = ui.element("ol").classes("segments")
        with ui.element("div").classes("legend") as self._legend:
            ui.label("You").classes("of-own")
            ui.label("Reference").classes("of-reference")
            ui.label("Where it matters: the darker, the more").classes("of-segment")
        self._grid = ui.element("div").classes("charts")
        self._charts: list[ui.echart] = []
        self._shown: Feedback | None = None

    def show(self, feedback: Feedback | None, anchor: Anchor) -> None:
        """Draw the last repetition; charts are made with the first one."""
        if feedback is self._shown:
            return
        self._shown = feedback
        drawn = feedback is not None and feedback.judged
        for element in (self._grid, self._list, self._figures, self._legend):
            element.set_visibility(drawn)
        self._empty.set_visibility(not drawn)
        if feedback is None or not drawn:
            return
        self._figures.set_text(
            f"Repetition {feedback.number}: {feedback.similarity:.0%} alike, "
            f"range {feedback.rom_deg:.0f}° ({feedback.rom_difference_deg:+.0f}°), "
            f"{feedback.tempo_s:.1f} s ({feedback.tempo_ratio:.2f} × the reference's time)"
        )
        self._list.clear()
        with self._list:
            for index in feedback.critical:
                with ui.element("li"):
                    ui.label(segment_words(feedback.segments[index]))
        options = [signal_options(feedback, anchor.signal, axis) for axis in range(len(AXES))]
        if not self._charts:
            with self._grid:
                self._charts = [ui.echart(one).classes("chart") for one in options]
            return
        for chart, one in zip(self._charts, options, strict=True):
            chart.options.update(one)
            chart.update()

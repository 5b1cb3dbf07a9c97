"""Why the coach said what it said: the six signals of repetition and reference, aligned."""

from typing import Final

from nicegui import ui
from nicegui.events import ValueChangeEventArguments

from edge.core.anchor import Anchor
from edge.core.arrays import AXES, Floats
from edge.core.messages.exercise import Aspect, ExplainedScore, Feedback, Judgement, Segment
from edge.page.exercise.charts import axis_name, signal_options
from edge.page.words import SAME_DEG
from edge.wording.language import Language

_TOGGLE: Final = "no-caps unelevated color=white text-color=indigo-10 toggle-color=indigo-10"


def segment_words(segment: Segment, weights: Floats, language: Language) -> str:
    """Return where a micro-segment lies, how the repetition differs there and on which axes.

    Args:
        segment: of the anchor.
        weights: (6,) share of each axis there in the whole difference.
        language: of the words.
    """
    difference = segment.angle_difference_deg
    parts = []
    if abs(difference) >= SAME_DEG:
        side = "above" if difference > 0 else "below"
        parts.append(language.say(f"segment.{side}", degrees=abs(difference)))
    if segment.tempo_ratio < 0.8:
        parts.append(language.say("segment.fast", times=1 / segment.tempo_ratio))
    elif segment.tempo_ratio > 1.25:
        parts.append(language.say("segment.slow", times=segment.tempo_ratio))
    here = weights / (weights.sum() or 1.0)
    first, second = (
        language.say("segment.axis", axis=axis_name(axis, language), share=float(here[axis]))
        for axis in sorted(range(len(AXES)), key=lambda axis: -here[axis])[:2]
    )
    return language.say(
        "segment.whole",
        start=segment.start,
        end=segment.end,
        how=", ".join(parts) or language.say("segment.course"),
        share=float(weights.sum()),
        first=first,
        second=second,
    )


class ExplanationPanel:
    """Up to three views of the last repetition: its score, critical micro-segments and signals.

    Args:
        language: of the words.
    """

    def __init__(self, language: Language) -> None:
        self._language = language
        say = language.say
        self._empty = ui.label(say("why.empty")).mark("why-empty")
        self._aspects = ui.toggle([], on_change=self._chosen).props(_TOGGLE).mark("why-aspects")
        self._figures = ui.label().classes("figures-line").mark("why-figures")
        self._words = ui.label().mark("why-words")
        self._judge = ui.label().classes("quiet").mark("why-judge")
        self._list = ui.element("ol").classes("segments")
        with ui.element("div").classes("legend") as self._legend:
            ui.label(say("figures.you")).classes("of-own")
            ui.label(say("figures.reference")).classes("of-reference")
            ui.label(say("why.matters")).classes("of-segment")
        self._grid = ui.element("div").classes("charts")
        self._charts: list[ui.echart] = []
        self._shown: tuple[Feedback, Judgement, Anchor] | None = None
        self._aspect: Aspect = "overall"

    def show(self, feedback: Feedback | None, anchor: Anchor) -> None:
        """Draw the last repetition; charts are made with the first one."""
        if self._shown is not None and feedback is self._shown[0]:
            return
        judgement = None if feedback is None else feedback.judgement
        drawn = judgement is not None
        for element in (
            *(self._aspects, self._figures, self._words, self._judge),
            *(self._list, self._grid, self._legend),
        ):
            element.set_visibility(drawn)
        self._empty.set_visibility(not drawn)
        self._shown = None
        if feedback is not None and judgement is not None:
            self._shown = feedback, judgement, anchor
            self._draw()

    def _chosen(self, event: ValueChangeEventArguments[Aspect | None]) -> None:
        if self._shown is not None and event.value is not None and event.value != self._aspect:
            self._aspect = event.value
            self._draw()

    def _draw(self) -> None:
        assert self._shown is not None
        say = self._language.say
        feedback, judgement, anchor = self._shown
        views = {score.aspect: score for score in judgement.views}
        self._aspect = self._aspect if self._aspect in views else "overall"
        score = views[self._aspect]
        self._aspects.set_options({a: say(f"aspect.{a}") for a in views}, value=self._aspect)
        self._aspects.set_visibility(len(views) > 1)
        self._figures.set_text(
            say(
                "why.figures",
                number=feedback.number,
                similarity=score.similarity,
                rom=judgement.rom_deg,
                difference=judgement.rom_difference_deg,
                tempo=feedback.tempo_s,
                ratio=judgement.tempo_ratio,
            )
        )
        self._words.set_text(score.words)
        self._judge.set_text(say(f"judge.{judgement.scored_by}"))
        self._draw_segments(judgement, score)
        self._draw_signals(judgement, score, anchor)

    def _draw_segments(self, judgement: Judgement, score: ExplainedScore) -> None:
        self._list.clear()
        with self._list:
            for index in score.critical:
                with ui.element("li"):
                    ui.label(
                        segment_words(
                            judgement.segments[index], score.weights[index], self._language
                        )
                    )

    def _draw_signals(self, judgement: Judgement, score: ExplainedScore, anchor: Anchor) -> None:
        options = [
            signal_options(judgement, score, anchor.signal, i, self._language)
            for i in range(len(AXES))
        ]
        if not self._charts:
            with self._grid:
                self._charts = [ui.echart(one).classes("chart") for one in options]
            return
        for chart, one in zip(self._charts, options, strict=True):
            chart.options.update(one)
            chart.update()

"""The big live angle: a half-circle gauge with target zone, limit and the reference's marker.

The dial is drawn once per exercise; while the patient moves only two angles, as CSS variables, and
the figure change (`edge.page.exercise.moving`).
"""

import math
from typing import Final

from nicegui import ui

from edge.page.exercise.describe import SCALE_STEP_DEG
from edge.page.exercise.moving import Movement
from edge.page.exercise.views import Live, Task, Verdict
from edge.web.tables import heading
from edge.wording.language import Language

_CENTRE: Final = (220.0, 206.0)
_RADIUS: Final = 160.0
_SWEEP_DEG: Final = 180.0
_CLEAR: Final = 34.0
"""What is written stands so far outside the dial that no mark passes over it."""
_APART: Final = 0.1
"""A figure on the scale gives way to a name that is nearer than this share of it."""
ZONE_DEG: Final = 5.0
"""The target zone begins this far below the target: within it nothing is said either."""
ZONE_ABOVE_DEG: Final = 10.0
"""The zone's end where no limit comes first."""


def needle_deg(angle_deg: float, scale_deg: float) -> float:
    """Return by how much the needle turns from the left end of the dial, 0–180°."""
    return _SWEEP_DEG * min(max(angle_deg / scale_deg, 0.0), 1.0)


def dial_svg(task: Task, language: Language) -> str:
    """Return the dial of an exercise as SVG; CSS variables turn its moving parts."""
    zone_end_deg = min(task.target_deg + ZONE_ABOVE_DEG, task.limit_deg)
    zone = _arc(task.target_deg - ZONE_DEG, zone_end_deg, task.scale_deg)
    limit = ""
    if task.limit_deg < task.scale_deg:
        path = _arc(task.limit_deg, task.scale_deg, task.scale_deg)
        limit = f'<path class="limit" d="{path}"/>'
        limit += _mark("limit", task.limit_deg, task.scale_deg, language)
    named = (task.target_deg, task.limit_deg)
    ticks = "".join(
        _name(f"{angle}", angle, task.scale_deg, "tick")
        for angle in range(0, int(task.scale_deg) + 1, SCALE_STEP_DEG)
        if all(abs(angle - other) > _APART * task.scale_deg for other in named)
    )
    x, y = _CENTRE
    tip = x - _RADIUS
    return (
        '<svg viewBox="-54 0 548 240" aria-hidden="true" focusable="false">'
        f'<path class="track" d="{_arc(0, task.scale_deg, task.scale_deg)}"/>'
        f'<path class="zone" d="{zone}"/>{limit}'
        f'<path class="sweep" pathLength="180" d="{_arc(0, task.scale_deg, task.scale_deg)}"/>'
        f"{ticks}{_mark('target', task.target_deg, task.scale_deg, language)}"
        f'<g class="ghost" style="transform-origin:{x}px {y}px">'
        f'<path d="M{tip - 22} {y} l13 -11 l13 11 l-13 11 z"/></g>'
        f'<g class="needle" style="transform-origin:{x}px {y}px">'
        f'<circle cx="{tip}" cy="{y}" r="13"/></g>'
        "</svg>"
    )


class Gauge:
    """The gauge with the angle in figures, and beneath it target, reference and verdict.

    Args:
        movement: of the page.
        language: of the words.
    """

    def __init__(self, movement: Movement, language: Language) -> None:
        self._language = language
        with ui.element("section").classes("card gauge"):
            heading(2, language.say("angle.card")).classes("unseen")
            with ui.element("div").classes("gauge-figures"):
                with ui.element("div").classes("face"):
                    self._dial = movement.element().classes("dial").mark("dial")
                    with self._dial:
                        self._scale = ui.html("", sanitize=False)
                    self._angle = movement.element().classes("angle").mark("angle")
                with ui.element("dl").classes("readings"):
                    self._goal_name, self._goal = _reading("goal")
                    self._reference_name, self._reference = _reading("reference")
            with ui.element("div").classes("verdict") as self._verdict:
                ui.element("span").classes("shape").props("aria-hidden=true")
                self._words = ui.label().mark("verdict")
            self._source = ui.label().classes("note").mark("angle-source")
        self._task: Task | None = None
        self._live: Live | None = None
        self._shape: Verdict | None = None

    def show(self, task: Task, live: Live) -> None:
        """Draw the angle and the reference's; send only what changed."""
        if task != self._task:
            self._task = task
            self._scale.set_content(dial_svg(task, self._language))
            self._goal_name.set_text(self._language.say("angle.goal"))
            self._goal.set_text(self._language.say("value.degrees", value=task.target_deg))
            self._reference_name.set_text(self._language.say("angle.reach"))
            self._reference.set_text(
                self._language.say("value.degrees", value=round(task.reference_deg))
            )
        if live == self._live:
            return
        self._live = live
        self._angle.write("–" if live.angle_deg is None else f"{round(live.angle_deg)}°")
        self._words.set_text(live.words)
        self._source.set_text(self._language.say("angle.camera") if live.source == "camera" else "")
        if live.verdict != self._shape:
            self._shape = live.verdict
            self._verdict.classes(replace=f"verdict is-{live.verdict}")
        self._dial.turn("--angle", needle_deg(live.angle_deg or 0.0, task.scale_deg))
        self._dial.turn("--reference-angle", needle_deg(task.reference_deg, task.scale_deg))


def _reading(name: str) -> tuple[ui.label, ui.label]:
    """Return the labels for the name of a figure and for the figure, made in the current place."""
    with ui.element("div").classes(name):
        with ui.element("dt"):
            words = ui.label().mark(f"{name}-name")
        with ui.element("dd"):
            return words, ui.label().mark(name)


def _point(angle_deg: float, scale_deg: float, radius: float) -> tuple[float, float]:
    turn = math.radians(needle_deg(angle_deg, scale_deg))
    return _CENTRE[0] - radius * math.cos(turn), _CENTRE[1] - radius * math.sin(turn)


def _arc(start_deg: float, end_deg: float, scale_deg: float) -> str:
    x0, y0 = _point(start_deg, scale_deg, _RADIUS)
    x1, y1 = _point(end_deg, scale_deg, _RADIUS)
    return f"M{x0:.1f} {y0:.1f} A{_RADIUS} {_RADIUS} 0 0 1 {x1:.1f} {y1:.1f}"


def _mark(kind: str, angle_deg: float, scale_deg: float, language: Language) -> str:
    x0, y0 = _point(angle_deg, scale_deg, _RADIUS + 15)
    x1, y1 = _point(angle_deg, scale_deg, _RADIUS - 15)
    return (
        f'<line class="mark {kind}" x1="{x0:.1f}" y1="{y0:.1f}" x2="{x1:.1f}" y2="{y1:.1f}"/>'
        + _name(
            language.say(f"angle.{kind}", degrees=angle_deg), angle_deg, scale_deg, f"name {kind}"
        )
    )


def _name(words: str, angle_deg: float, scale_deg: float, kind: str) -> str:
    x, y = _point(angle_deg, scale_deg, _RADIUS + _CLEAR)
    off = x - _CENTRE[0]
    anchor = "middle" if abs(off) < 20 else "end" if off < 0 else "start"
    return f'<text class="{kind}" x="{x:.1f}" y="{y + 4:.1f}" text-anchor="{anchor}">{words}</text>'

"""The picture around the two figures: title, words, and the angle along the reference."""

from typing import Final

import numpy as np

from edge.avatar.figures import Figures, critical_of
from edge.core.arrays import Floats
from edge.core.exercises import Exercise, exercise_named
from edge.core.messages.exercise import CueKind
from edge.core.palette import CRITICAL_GROUND, GOOD, NEAR, bgr
from edge.film import canvas
from edge.film.canvas import Colour
from edge.film.scene import Moment, Take, lean_course_deg
from edge.film.writer import Picture
from edge.wording.language import Language
from edge.wording.sentences import assumptions

SIZE_PX: Final = (960, 540)
_MARGIN_PX: Final = 20
_NOTE_PX: Final = (14, 13, 12, 11)
"""Sizes of the note below, of which the first one that fits is taken."""
_BANNER_PX: Final = 30
_CUE: Final = (74, 152)
_MAIN: Final = (164, 504)
_FIGURES: Final = ((20, 312), (322, 614))
_FIGURE_TOP: Final = 172
_FIGURE_PX: Final = 292
_CHART: Final = (628, 940)
_PLOT: Final = (664, 246, 926, 456)
_CUE_INKS: Final[dict[CueKind, Colour]] = {"praise": bgr(GOOD), "not_compared": canvas.QUIET}
_CORRECTED: Final = bgr(NEAR)
"""Beside every other cue: there is something to correct."""
_SHADED: Final = bgr(CRITICAL_GROUND)


class Frame:
    """Makes the pictures of one repetition's film; what stands still is drawn once.

    Args:
        take: the repetition.
        figures: of its anchor.
        simulated: it is not of a person, and every picture says so.
        language: of the words.
    """

    def __init__(
        self,
        take: Take,
        figures: Figures,
        *,
        simulated: bool,
        language: Language,
    ) -> None:
        self._language = language
        self._take = take
        self._figures = figures
        highest = max(float(take.repetition.angle_deg.max()), figures.anchor.rom_deg)
        self._top_deg = 30.0 * np.ceil((highest + 5.0) / 30.0)
        self._ground = np.full((SIZE_PX[1], SIZE_PX[0], 3), canvas.GROUND, dtype=np.uint8)
        self._head(simulated=simulated)
        self._cue()
        self._cards()
        self._plot()

    def picture(self, moment: Moment) -> Picture:
        """Return the picture (540, 960, 3) of a moment."""
        picture = self._ground.copy()
        for drawing, (left, right), ink in zip(
            (moment.patient, moment.reference),
            _FIGURES,
            (canvas.OWN, canvas.REFERENCE),
            strict=True,
        ):
            scale = min(_FIGURE_PX / drawing.box.width, _FIGURE_PX / drawing.box.height)
            inset = (right - left - scale * drawing.box.width) / 2
            canvas.draw(picture, drawing, round(left + inset), _FIGURE_TOP, scale, ink)
        self._angles(picture, moment)
        return picture

    def _head(self, *, simulated: bool) -> None:
        if simulated:
            canvas.box(self._ground, 0, 0, SIZE_PX[0], _BANNER_PX, canvas.SIMULATED)
            canvas.write(
                self._ground,
                self._language.say("film.simulated"),
                (SIZE_PX[0] / 2, 21),
                size_px=15,
                ink=canvas.CARD,
                weight=600,
                align="centre",
            )
        title = self._language.words_of(self._exercise()).title
        canvas.write(self._ground, title, (_MARGIN_PX, 61), size_px=23, weight=600)
        canvas.write(
            self._ground,
            self._language.say(
                "film.repetition",
                number=self._take.feedback.number,
                side=self._language.say(f"side.{self._figures.anchor.side}"),
            ),
            (SIZE_PX[0] - _MARGIN_PX, 60),
            size_px=17,
            ink=canvas.QUIET,
            align="right",
        )

    def _cue(self) -> None:
        top, bottom = _CUE
        left, right = _MARGIN_PX, SIZE_PX[0] - _MARGIN_PX
        ink = _CUE_INKS.get(self._take.feedback.cue_kind, _CORRECTED)
        canvas.box(self._ground, left, top, right, bottom, canvas.CARD)
        canvas.box(self._ground, left, top, left + 9, bottom, ink)
        room_px = right - left - 48
        size_px, words = 27, self._take.feedback.cue
        lines = canvas.wrapped(words, size_px=size_px, weight=600, most_px=room_px)
        if len(lines) > 2:
            size_px = 19
            lines = canvas.wrapped(words, size_px=size_px, weight=600, most_px=room_px)[:3]
        step = 1.22 * size_px
        first = (top + bottom) / 2 + 0.36 * size_px - 0.5 * step * (len(lines) - 1)
        for number, line in enumerate(lines):
            at = (left + 28, first + number * step)
            canvas.write(self._ground, line, at, size_px=size_px, weight=600)

    def _cards(self) -> None:
        top, bottom = _MAIN
        canvas.box(self._ground, _MARGIN_PX, top, _FIGURES[1][1], bottom, canvas.CARD)
        canvas.box(self._ground, *(_CHART[0], top, _CHART[1], bottom), canvas.CARD)
        for (left, right), caption, ink in zip(
            _FIGURES,
            map(self._language.say, ("figures.you", "figures.reference")),
            (canvas.OWN, canvas.REFERENCE),
            strict=True,
        ):
            middle = (left + right) / 2
            canvas.write(
                self._ground,
                caption,
                (middle, bottom - 14),
                size_px=20,
                ink=ink,
                weight=600,
                align="centre",
            )
        note, room_px = self._note(), SIZE_PX[0] - 2 * _MARGIN_PX
        sizes_px = (size for size in _NOTE_PX if canvas.width_px(note, size) <= room_px)
        canvas.write(
            self._ground,
            note,
            (_MARGIN_PX, SIZE_PX[1] - 13),
            size_px=next(sizes_px, _NOTE_PX[-1]),
            ink=canvas.QUIET,
        )

    def _exercise(self) -> Exercise:
        return exercise_named(self._figures.anchor.exercise)

    def _note(self) -> str:
        note = assumptions(self._exercise(), self._language)
        leans = lean_course_deg(self._take).any()
        return f"{note} {self._language.say('film.lean')}" if leans else note

    def _plot(self) -> None:
        left, top, right, bottom = _PLOT
        for start, end in critical_of(self._take.feedback):
            x = left + (right - left) * np.array([start, end])
            canvas.box(self._ground, x[0], top, x[1], bottom, _SHADED)
        for angle_deg in np.arange(0.0, self._top_deg + 1.0, 30.0):
            y = self._y(angle_deg)
            canvas.line(self._ground, np.array([[left, y], [right, y]]), canvas.LINE, 1)
            canvas.write(
                self._ground,
                f"{angle_deg:.0f}°",
                (left - 5, y + 5),
                size_px=13,
                ink=canvas.QUIET,
                align="right",
            )
        anchor_deg = self._figures.anchor.angle_deg
        course = self._course(np.linspace(0.0, 1.0, len(anchor_deg)), anchor_deg)
        canvas.line(self._ground, course, canvas.REFERENCE, 3)
        marked = bool(critical_of(self._take.feedback))
        canvas.write(
            self._ground,
            self._language.say("film.departed" if marked else "film.along"),
            ((left + right) / 2, bottom + 26),
            size_px=15,
            ink=canvas.CRITICAL if marked else canvas.QUIET,
            weight=600 if marked else 400,
            align="centre",
        )

    def _angles(self, picture: Picture, moment: Moment) -> None:
        take, anchor = self._take, self._figures.anchor
        shown = slice(0, moment.sample + 1)
        own_deg = take.repetition.angle_deg[shown]
        share = np.array([self._figures.course.share_at(phase) for phase in take.phase[shown]])
        canvas.line(picture, self._course(share, own_deg), canvas.OWN, 3)
        judgement = take.feedback.judgement
        done = judgement is not None and not moment.moving and moment.sample > 0
        if judgement is not None and done:
            own = judgement.rom_deg
        else:
            own = float(own_deg[-1])
            there = float(anchor.angle_deg[round(share[-1] * (len(anchor.angle_deg) - 1))])
            canvas.disc(picture, self._at(share[-1], there), 5.0, canvas.REFERENCE)
            canvas.disc(picture, self._at(share[-1], own), 6.5, canvas.OWN)
        name = "Range" if done else "Angle"
        self._figure(picture, f"{name} {own:.0f}°", 190, 25, canvas.OWN)
        self._figure(picture, f"Reference {anchor.rom_deg:.0f}°", 216, 18, canvas.REFERENCE)

    def _figure(self, picture: Picture, words: str, y: float, size_px: int, ink: Colour) -> None:
        canvas.write(picture, words, (_CHART[0] + 16, y + 6), size_px=size_px, ink=ink, weight=600)

    def _course(self, share: Floats, angle_deg: Floats) -> Floats:
        points = (self._at(*row) for row in zip(share, angle_deg, strict=True))
        return np.array(list(points))

    def _at(self, share: float, angle_deg: float) -> tuple[float, float]:
        left, _, right, _ = _PLOT
        return left + (right - left) * share, self._y(angle_deg)

    def _y(self, angle_deg: float) -> float:
        _, top, _, bottom = _PLOT
        return float(bottom - (bottom - top) * max(angle_deg, 0.0) / self._top_deg)

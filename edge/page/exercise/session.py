"""Shows a session of exercises in all open browsers, and takes what the patient presses there."""

import time
from collections.abc import Sequence
from typing import Final

from edge.bus.clock import now_ns
from edge.core.messages.exercise import Command
from edge.page.exercise.letter import KeepLetter
from edge.page.exercise.live_page import ExercisePage
from edge.page.exercise.model import ExerciseModel
from edge.page.exercise.views import Answers, ButtonAction
from edge.page.live_page import Choices
from edge.page.session import BrowserSession, Exchange, Surroundings
from edge.records.session_history import HistoryEntry

MOVING_S: Final = 0.08
"""Time between two pushes while the page moves something by itself."""
FIGURES_S: Final = 0.07
"""Least time between two pushes of the figures: of twelve a second a movement is seen as one, and
drawing them takes more of the processor than all else on the page."""
PAUSE_S: Final = 1.0
"""The reference's figure rests for this long before it shows the movement again."""


class ExerciseSession(BrowserSession[ExerciseModel, ExercisePage, Command]):
    """One session of exercises shown in any number of browsers.

    Args:
        model: what is to be shown.
        exchange: the other processes.
        surroundings: what else is around the page.
        history: the patient's earlier sessions.
        keep_letter: keeps what the patient writes to the therapist; None where nobody is told.
    """

    least_s = 0.02

    def __init__(
        self,
        model: ExerciseModel,
        exchange: Exchange[Command],
        surroundings: Surroundings | None = None,
        *,
        history: Sequence[HistoryEntry] = (),
        keep_letter: KeepLetter | None = None,
    ) -> None:
        super().__init__(model, exchange, surroundings)
        self._history = tuple(history)
        self._keep_letter = keep_letter
        self._moves = False
        self._with_figures = True
        self._figures_s = time.monotonic()

    def _page(self, choices: Choices) -> ExercisePage:
        return ExercisePage(
            self._press, choices, history=self._history, keep_letter=self._keep_letter
        )

    def _waits_s(self) -> float:
        return MOVING_S if self._moves else super()._waits_s()

    def _tick_in_turn(self) -> None:
        """Take in what has come and show it, the figures only where it is time for them."""
        self._with_figures = time.monotonic() >= self._figures_s
        if self._with_figures:
            self._figures_s = time.monotonic() + FIGURES_S
        self.tick()
        self._with_figures = True

    def _show(self, pages: Sequence[ExercisePage]) -> None:
        view, anchor = self._model.view(), self._model.anchor
        self._moves = view.live.phase is None and view.phase in ("ready", "running")
        shown = demonstrated(now_ns(), anchor.tempo_s) if self._moves else None
        shot = self._take_picture(None if view.camera is None else view.camera.shot, pages)
        for page in pages:
            page.show(view, anchor, shot=shot)
            if self._with_figures:
                page.show_figures(demonstrated=shown)
            page.send()

    def _press(self, action: ButtonAction, answers: Answers) -> None:
        self._obey(self._model.press(action, now_ns=now_ns(), answers=answers))


def demonstrated(time_ns: int, tempo_s: float) -> float | None:
    """Return the share of a reference's time, shown over and over; None while it rests."""
    at_s = time_ns / 1e9 % (tempo_s + PAUSE_S)
    return at_s / tempo_s if at_s < tempo_s else None

"""The comparing network beside the coach: its scores, explained, or none where it cannot."""

import logging
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final

from edge.assessment.explanation import Scored
from edge.assessment.score import Judgement
from edge.core.anchor import Anchor
from edge.explain.critical import View, explain
from edge.explain.errors import ExplainError
from edge.explain.fault_localizer import explain_course
from models.inference.catalog import Network, load
from models.inference.errors import CatalogError, ModelError
from models.inference.scores import Verdict
from models.inference.time_aligned import in_phase

log = logging.getLogger(__name__)

NETWORK: Final = "snn"
"""Scores range of motion and stability."""
COURSE: Final = "course"
"""Places where the movement leaves its course."""
CORES: Final = 2
"""So many scores are explained side by side, each on one core."""


class Comparison:
    """Scores a repetition with the Siamese network, and says what each score rests on.

    Args:
        network: that scores.
        course: that knows best where a movement departs, if there is one: the overall view then
            points there.
    """

    def __init__(self, network: Network, course: Network | None = None) -> None:
        self._network = network
        self._course = course
        self._pool = ThreadPoolExecutor(CORES, thread_name_prefix="comparison")

    def __call__(self, judgement: Judgement, anchor: Anchor) -> tuple[Scored, ...] | None:
        """Return the overall score, range of motion and stability; None if it cannot compare.

        Args:
            judgement: the repetition, matched with its anchor.
            anchor: the reference.
        """
        own = judgement.matched
        matched = (own.signal, anchor.signal, own.path, own.pieces)
        try:
            departures = self._departures(judgement, anchor)
            pair = self._network.prepare(own.signal, anchor.signal)
            verdict = Verdict.of(self._network.predict(pair.inputs)[0])
            views = explain(self._network, *matched, each=self._pool.map)
            if departures is not None:
                views["overall"] = departures.result()
        except (ModelError, ExplainError) as error:
            log.warning("a repetition is scored by alignment alone: %s", error)
            return None
        return (
            Scored(aspect="overall", similarity=verdict.overall, view=views["overall"]),
            Scored(aspect="range_of_motion", similarity=verdict.rom, view=views["range_of_motion"]),
            Scored(aspect="stability", similarity=verdict.stability, view=views["stability"]),
        )

    def _departures(self, judgement: Judgement, anchor: Anchor) -> "Future[View] | None":
        """Return the view of where the movement leaves its course, to be had when it is made."""
        course = self._course
        if course is None:
            return None
        own = judgement.matched

        def view() -> View:
            compared = in_phase(own.signal, (anchor.signal, *anchor.others))
            return explain_course(course, compared, own.pieces)

        return self._pool.submit(view)


def open_comparison(name: str = NETWORK, course: str = COURSE) -> Comparison | None:
    """Return the comparison by the networks of those names, None, with a warning, without `name`.

    The session goes on by alignment alone then, and the page says so.
    """
    network = _opened(name, "no network compares the repetitions")
    if network is None:
        return None
    return Comparison(network, _opened(course, "the overall view explains the scores alone"))


def _opened(name: str, without: str) -> Network | None:
    try:
        return load(name)
    except CatalogError as error:
        log.warning("%s: %s", without, error)
        return None

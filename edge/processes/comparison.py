"""The comparing network beside the coach: its scores, explained, or none where it cannot."""

import logging
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final, TypeVar

from edge.assessment.explanation import Scored
from edge.assessment.score import Assessment
from edge.core.anchor import Anchor
from edge.explain.critical import Explanation, explain
from edge.explain.errors import ExplainError
from edge.explain.fault_localizer import localize_faults
from models.inference.errors import CatalogError, ModelError
from models.inference.fault_localizer import FaultLocalizerNetwork
from models.inference.siamese import SiameseNetwork, Verdict

log = logging.getLogger(__name__)

AnyNetwork = TypeVar("AnyNetwork", SiameseNetwork, FaultLocalizerNetwork)

NETWORK: Final = "snn"
"""Scores range of motion and stability."""
FAULT_LOCALIZER: Final = "fault-localizer"
"""Places where the movement departs from its references."""
CORES: Final = 2
"""So many scores are explained side by side, each on one core."""


class Comparison:
    """Scores a repetition with the Siamese network, and says what each score rests on.

    Args:
        network: that scores.
        localizer: that knows best where a movement departs, if there is one: the overall view then
            points there.
    """

    def __init__(
        self, network: SiameseNetwork, localizer: FaultLocalizerNetwork | None = None
    ) -> None:
        self._network = network
        self._localizer = localizer
        self._pool = ThreadPoolExecutor(CORES, thread_name_prefix="comparison")

    def __call__(self, assessment: Assessment, anchor: Anchor) -> tuple[Scored, ...] | None:
        """Return the overall score, range of motion and stability; None if it cannot compare.

        Args:
            assessment: the repetition, matched with its anchor.
            anchor: the reference.
        """
        own = assessment.matched
        matched = (own.signal, anchor.signal, own.path, own.pieces)
        try:
            departures = self._departures(assessment, anchor)
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

    def _departures(self, assessment: Assessment, anchor: Anchor) -> "Future[Explanation] | None":
        """Return where the movement departs from its references, as soon as that is found."""
        localizer = self._localizer
        if localizer is None:
            return None
        own = assessment.matched

        def view() -> Explanation:
            compared = localizer.prepare(own.signal, (anchor.signal, *anchor.others))
            return localize_faults(localizer, compared, own.pieces)

        return self._pool.submit(view)


def open_comparison(name: str = NETWORK, localizer: str = FAULT_LOCALIZER) -> Comparison | None:
    """Return the comparison by the networks of those names, None, with a warning, without `name`.

    The session goes on by alignment alone then, and the page says so.
    """
    network = _opened(SiameseNetwork, name, "no network compares the repetitions")
    if network is None:
        return None
    without = "the overall view explains the scores alone"
    return Comparison(network, _opened(FaultLocalizerNetwork, localizer, without))


def _opened(family: type[AnyNetwork], name: str, without: str) -> AnyNetwork | None:
    try:
        return family.load(name)
    except CatalogError as error:
        log.warning("%s: %s", without, error)
        return None

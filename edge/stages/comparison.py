"""The comparing network beside the coach: its scores, explained, or none where it cannot."""

import logging
from typing import Final

from edge.anchor import Anchor
from edge.explain.critical import explain
from edge.explain.errors import ExplainError
from edge.feedback.score import Judgement
from edge.feedback.views import Scored
from models.catalog import Network, load
from models.errors import CatalogError, ModelError
from models.scores import Verdict

log = logging.getLogger(__name__)

NETWORK: Final = "snn"


class Comparison:
    """Scores a repetition with the Siamese network, and says what each score rests on."""

    def __init__(self, network: Network) -> None:
        self._network = network

    def __call__(self, judgement: Judgement, anchor: Anchor) -> tuple[Scored, ...] | None:
        """Return the overall score, range of motion and stability; None if it cannot compare.

        Args:
            judgement: the repetition, matched with its anchor.
            anchor: the reference.
        """
        own = judgement.matched
        try:
            pair = self._network.prepare(own.signal, anchor.signal)
            verdict = Verdict.of(self._network.predict(pair.inputs)[0])
            views = explain(self._network, own.signal, anchor.signal, own.path, own.pieces)
        except (ModelError, ExplainError) as error:
            log.warning("a repetition is scored by alignment alone: %s", error)
            return None
        return (
            Scored(aspect="overall", similarity=verdict.overall, view=views["overall"]),
            Scored(aspect="range_of_motion", similarity=verdict.rom, view=views["range_of_motion"]),
            Scored(aspect="stability", similarity=verdict.stability, view=views["stability"]),
        )


def open_comparison(name: str = NETWORK) -> Comparison | None:
    """Return the comparison by the network of that name, None, with a warning, if it is unusable.

    The session goes on by alignment alone then, and the page says so.
    """
    try:
        return Comparison(load(name))
    except CatalogError as error:
        log.warning("no network compares the repetitions: %s", error)
        return None

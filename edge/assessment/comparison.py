"""A repetition compared by a network: its scores, each explained, or none where it cannot."""

import logging
from collections.abc import Iterable

from edge.assessment.explanation import network_score
from edge.assessment.score import Assessment
from edge.core.anchor import Anchor
from edge.core.messages.exercise import ExplainedScore
from edge.explain.critical import Each, Explanation, explain
from edge.explain.errors import ExplainError
from edge.explain.fault_localizer import localize_faults
from models.inference.errors import ModelError
from models.inference.fault_localizer import FaultLocalizerNetwork
from models.inference.siamese import SiameseNetwork, Verdict

log = logging.getLogger(__name__)


class Comparison:
    """Scores a repetition with the Siamese network, and says what each score rests on."""

    def __init__(
        self,
        network: SiameseNetwork,
        localizer: FaultLocalizerNetwork | None = None,
        *,
        each: Each = map,
    ) -> None:
        """Prepare.

        Args:
            network: gives the scores.
            localizer: finds best where a movement departs from its references, if there is one: the
                overall view then points there.
            each: applies a function to each of some values; a pool's `map` does so side by side.
        """
        self._network = network
        self._localizer = localizer
        self._each = each

    def __call__(self, assessment: Assessment, anchor: Anchor) -> tuple[ExplainedScore, ...] | None:
        """Return the scores for all, range of motion and stability; None if it cannot compare.

        They have no words yet.

        Args:
            assessment: the repetition, matched with its anchor.
            anchor: the reference.
        """
        own = assessment.matched
        try:
            # First, as a pool begins with it at once.
            departures = self._departures(assessment, anchor)
            explained = explain(
                self._network, own.signal, anchor.signal, own.path, own.pieces, each=self._each
            )
            overall = next(iter(departures), explained.views["overall"])
        except (ModelError, ExplainError) as error:
            log.warning("a repetition is scored by alignment alone: %s", error)
            return None
        verdict, views = Verdict.of(explained.scores), explained.views
        segments = assessment.segments
        return (
            network_score("overall", verdict.overall, overall, segments),
            network_score("range_of_motion", verdict.rom, views["range_of_motion"], segments),
            network_score("stability", verdict.stability, views["stability"], segments),
        )

    def _departures(self, assessment: Assessment, anchor: Anchor) -> Iterable[Explanation]:
        """Return where the movement departs from its references; nothing without a localizer."""
        own = assessment.matched

        def view(localizer: FaultLocalizerNetwork) -> Explanation:
            compared = localizer.prepare(own.signal, (anchor.signal, *anchor.others))
            return localize_faults(localizer, compared, own.pieces)

        return self._each(view, () if self._localizer is None else (self._localizer,))

"""Does the explanation point at what is wrong? Faults in known places, and the top segment.

Recorded: correct repetitions of real people, one micro-segment of each edited. Simulated: the
simulated patient, edited in the same way, and impaired in one phase of the movement itself.
Compared are, of the network that places faults, the raw attribution (the segment with most of it)
and the refined one (the segment where the score loses most); the Siamese network's overall view;
and alignment alone (the segment with the largest share of the DTW cost, which is how the coach
judges without a network).

The network that places faults, and alignment, are given up to four references (see
`localisation_cases`), and in a second table the anchor alone; the Siamese network compares with one
anchor by its nature. With several references, alignment's cost is the mean of theirs, sample by
sample of the repetition.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any, Final

import numpy as np

from benchmarks.errors import EvaluationError
from benchmarks.evaluations.localisation.fault_cases import REFERENCES, Case, edited_cases, located
from benchmarks.evaluations.localisation.impaired_phases import impaired_cases
from edge.align.microsegments import MicroSegment
from edge.core.arrays import Floats
from edge.explain.critical import CRITICAL_SETTINGS, CriticalSettings, PairNetwork, explain
from edge.explain.fault_localizer import localize_faults
from edge.explain.network import Explainable
from models.data.recorded import load_groups
from models.data.simulated import simulated_groups
from models.inference.catalog import ZOO, Network
from models.inference.fault_localizer import FaultLocalizerNetwork, time_aligned
from models.inference.siamese import SiameseNetwork

METHODS: Final = ("raw", "refined", "siamese", "dtw")

Rows = list[dict[str, Any]]


def run(
    data: Sequence[Path],
    truth: Path,
    *,
    seeds: Sequence[int] = (),
    seed: int = 0,
    settings: CriticalSettings = CRITICAL_SETTINGS,
    zoo: Path = ZOO,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> dict[str, Any]:
    """Return how often the top segment is the faulty one, and how far the two overlap.

    Args:
        data: one .npz per person, as `models.data.recorded.load_groups` takes them.
        truth: their marked executions.
        seeds: simulated patients.
        seed: of the draw of anchors and segments.
        settings: of the Siamese network's explanation.
        zoo: folder of the catalogue with the network that places faults.
        progress: called with the cases done and those there are.

    Returns:
        {"hit_rate" of all recorded edits by method, "held_out" whether nobody asked took part in
        training, "recorded", "simulated_edits", "simulated_phases": {"all" and each kind: {"cases",
        "chance", "hit_rate", "overlap"}}, "one_reference": the same three}.

    Raises:
        EvaluationError: there is nothing to evaluate.
        ModelError: a file is not of the form that `load_groups` describes.
    """
    networks = Networks(
        localizer=FaultLocalizerNetwork.load("fault-localizer", zoo=zoo),
        siamese=SiameseNetwork.load("snn"),
    )
    groups = list(chain.from_iterable(load_groups(path, truth) for path in data))
    cases = {
        "recorded": list(edited_cases(groups, seed)),
        "simulated_edits": list(edited_cases(simulated_groups(seeds), seed)),
        "simulated_phases": list(impaired_cases(seeds)),
    }
    total = sum(map(len, cases.values()))
    if not cases["recorded"]:
        raise EvaluationError("no person has two correct repetitions of one exercise that move")
    done = 0
    several, single = {}, {}
    for source, part in cases.items():
        rows: Rows = []
        alone: Rows = []
        for case in part:
            siamese = siamese_top(networks.siamese, case, settings)
            rows.append(examine(networks.localizer, case, siamese))
            alone.append(examine(networks.localizer, replace(case, others=()), siamese))
            done += 1
            progress(done, total)
        several[source], single[source] = table(rows), table(alone)
    hit_rate = several["recorded"]["all"]["hit_rate"]
    return {
        "hit_rate": hit_rate,
        "held_out": not trained_on(networks.localizer, data),
        "references": REFERENCES,
        **several,
        "one_reference": single,
    }


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Networks:
    """The networks that are asked."""

    localizer: FaultLocalizerNetwork
    siamese: PairNetwork


def trained_on(network: Network, data: Sequence[Path]) -> bool:
    """Return whether a person of those files is one of those that the network's card names."""
    named = " ".join(source.name for source in network.card.trained_on)
    return any(re.search(rf"\b{re.escape(path.stem)}\b", named) for path in data)


def siamese_top(network: PairNetwork, case: Case, settings: CriticalSettings) -> MicroSegment:
    """Return the top segment of the Siamese network's overall view."""
    found = located(case.signal, case.anchor)
    compared = (case.signal, case.anchor, found.alignment.path, found.pieces)
    return explain(network, *compared, settings=settings)["overall"].segments[0].segment


def examine(localizer: Explainable, case: Case, siamese: MicroSegment) -> dict[str, Any]:
    """Return kind and chance of a case and, per method, whether it is hit and the overlap.

    Args:
        localizer: the network that places faults.
        case: with the references to use.
        siamese: the top segment by the Siamese network.
    """
    pieces = located(case.signal, case.anchor).pieces
    view = localize_faults(
        localizer, time_aligned(case.signal, (case.anchor, *case.others)), pieces
    )
    tops = {
        "raw": _top(pieces, np.abs(view.attribution).sum(axis=1)),
        "refined": view.segments[0].segment,
        "siamese": siamese,
        "dtw": _top(pieces, alignment_cost(case)),
    }
    culprits = case.culprits(pieces)
    return {
        "kind": case.kind,
        "chance": np.mean([piece.index in culprits for piece in pieces]),
        "hit": {name: piece.index in culprits for name, piece in tops.items()},
        "overlap": {name: case.overlap(piece) for name, piece in tops.items()},
    }


def alignment_cost(case: Case) -> Floats:
    """Return the DTW cost (n,) of every sample of the repetition, the mean over the references."""
    costs = []
    for reference in (case.anchor, *case.others):
        alignment = located(case.signal, reference).alignment
        each = alignment.costs.sum(axis=1)
        costs.append(np.bincount(alignment.path[:, 0], each, minlength=len(case.signal)))
    mean: Floats = np.mean(costs, axis=0)
    return mean


def _top(pieces: Sequence[MicroSegment], amount: Floats) -> MicroSegment:
    """Return the segment with most of an amount (n,)."""
    return max(pieces, key=lambda piece: float(amount[piece.start : piece.stop].sum()))


def table(rows: Rows) -> dict[str, Any]:
    """Return the means over all rows and over those of each kind; none if there are no rows."""
    kinds = {"all": rows} | {
        kind: [row for row in rows if row["kind"] == kind]
        for kind in sorted({row["kind"] for row in rows})
    }
    return {kind: _means(part) for kind, part in kinds.items() if part}


def _means(rows: Rows) -> dict[str, Any]:
    return {
        "cases": len(rows),
        "chance": float(np.mean([row["chance"] for row in rows])),
        "hit_rate": {m: float(np.mean([row["hit"][m] for row in rows])) for m in METHODS},
        "overlap": {m: float(np.mean([row["overlap"][m] for row in rows])) for m in METHODS},
    }

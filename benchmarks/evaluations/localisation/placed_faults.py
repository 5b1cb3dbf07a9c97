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
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Annotated, Final, TypeAlias

import numpy as np
import typer
from rich.table import Table

from benchmarks.errors import EvaluationError
from benchmarks.evaluations.localisation.fault_cases import (
    REFERENCES,
    FaultCase,
    edited_cases,
    located,
)
from benchmarks.evaluations.localisation.impaired_phases import impaired_cases
from benchmarks.question import Progress, stepped
from benchmarks.tables import table_of
from edge.align.microsegments import MicroSegment
from edge.core.arrays import Floats
from edge.explain.critical import CRITICAL_SETTINGS, CriticalSettings, PairNetwork, explain
from edge.explain.fault_localizer import localize_faults
from edge.explain.network import Explainable
from models.data.recorded import load_groups
from models.data.simulated import simulated_groups
from models.inference.card import ZOO
from models.inference.catalog import Network
from models.inference.fault_localizer import FaultLocalizerNetwork, time_aligned
from models.inference.siamese import SiameseNetwork

METHODS: Final = ("raw", "refined", "siamese", "dtw")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedCase:
    """What became of one case.

    Attributes:
        kind: of the fault.
        chance: share of the segments that are right answers.
        hit: by method, whether its top segment is one.
        overlap: by method, of its top segment with the fault.
    """

    kind: str
    chance: float
    hit: dict[str, bool]
    overlap: dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedFigures:
    """Some cases together; means, rates and overlaps by method."""

    cases: int
    chance: float
    hit_rate: dict[str, float]
    overlap: dict[str, float]


ByKind: TypeAlias = dict[str, PlacedFigures]
"""The figures of "all" cases and of each kind of fault."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedSources:
    """The figures of recorded and of simulated cases."""

    recorded: ByKind
    simulated_edits: ByKind
    simulated_phases: ByKind


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedResult(PlacedSources):
    """How often the top segment is the faulty one, and how far the two overlap.

    Attributes:
        hit_rate: of all recorded edits, by method.
        held_out: nobody asked took part in training.
        references: known to be correct, that the network is given.
        one_reference: the same figures with the anchor alone.
    """

    hit_rate: dict[str, float]
    held_out: bool
    references: int = REFERENCES
    one_reference: PlacedSources

    def table(self) -> Table:
        """Return a row per source and kind of fault."""
        rows = {
            f"{words}: {kind}": figures
            for words, part in (
                ("recorded", self.recorded),
                ("simulated, edited", self.simulated_edits),
                ("simulated, one phase", self.simulated_phases),
            )
            for kind, figures in part.items()
        }
        return table_of(
            rows, title="Top segment and fault", name="not held out" if not self.held_out else ""
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedFaults:
    """Whether the explanation points at what is wrong; its settings.

    Attributes:
        data: one .npz per person, as `models.data.recorded.load_groups` takes them.
        truth: their marked executions.
        seeds: how many simulated patients.
        first_seed: of consecutive ones.
        seed: of the draw of anchors and segments.
        settings: of the Siamese network's explanation.
        zoo: folder of the catalogue with the network that places faults.
    """

    data: Annotated[tuple[Path, ...], typer.Option(help="A subject's .npz, once or more.")]
    truth: Annotated[Path, typer.Option(help="True executions, whose correct ones are edited.")]
    seeds: Annotated[int, typer.Option(min=0, help="How many simulated persons.")] = 5
    first_seed: Annotated[int, typer.Option(min=0, help="The first of consecutive seeds.")] = 900
    seed: int = 0
    settings: CriticalSettings = CRITICAL_SETTINGS
    zoo: Path = ZOO

    def run(self, progress: Progress) -> PlacedResult:
        """Return the figures with several references and with one.

        Raises:
            EvaluationError: there is nothing to evaluate.
            ModelError: a file is not of the form that `load_groups` describes.
        """
        networks = Networks(
            localizer=FaultLocalizerNetwork.load("fault-localizer", zoo=self.zoo),
            siamese=SiameseNetwork.load("snn"),
        )
        groups = list(chain.from_iterable(load_groups(path, self.truth) for path in self.data))
        seeds = range(self.first_seed, self.first_seed + self.seeds)
        sources = {
            "recorded": list(edited_cases(groups, self.seed)),
            "simulated_edits": list(edited_cases(simulated_groups(seeds), self.seed)),
            "simulated_phases": list(impaired_cases(seeds)),
        }
        if not sources["recorded"]:
            raise EvaluationError("no person has two correct repetitions of one exercise that move")
        several: dict[str, list[PlacedCase]] = {source: [] for source in sources}
        single: dict[str, list[PlacedCase]] = {source: [] for source in sources}
        everything = [(source, case) for source, part in sources.items() for case in part]
        for source, case in stepped(everything, progress):
            siamese = siamese_top(networks.siamese, case, self.settings)
            several[source].append(examine(networks.localizer, case, siamese))
            alone = replace(case, others=())
            single[source].append(examine(networks.localizer, alone, siamese))
        figures = {source: by_kind(rows) for source, rows in several.items()}
        return PlacedResult(
            hit_rate=figures["recorded"]["all"].hit_rate,
            held_out=not trained_on(networks.localizer, self.data),
            recorded=figures["recorded"],
            simulated_edits=figures["simulated_edits"],
            simulated_phases=figures["simulated_phases"],
            one_reference=PlacedSources(**{key: by_kind(rows) for key, rows in single.items()}),
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Networks:
    """The networks that are asked."""

    localizer: FaultLocalizerNetwork
    siamese: PairNetwork


def trained_on(network: Network, data: Sequence[Path]) -> bool:
    """Return whether a person of those files is one of those that the network's card names."""
    named = " ".join(source.name for source in network.card.trained_on)
    return any(re.search(rf"\b{re.escape(path.stem)}\b", named) for path in data)


def siamese_top(network: PairNetwork, case: FaultCase, settings: CriticalSettings) -> MicroSegment:
    """Return the top segment of the Siamese network's overall view."""
    found = located(case.signal, case.anchor)
    compared = (case.signal, case.anchor, found.alignment.path, found.pieces)
    explained = explain(network, *compared, settings=settings)
    return explained.views["overall"].segments[0].segment


def examine(localizer: Explainable, case: FaultCase, siamese: MicroSegment) -> PlacedCase:
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
    return PlacedCase(
        kind=case.kind,
        chance=float(np.mean([piece.index in culprits for piece in pieces])),
        hit={name: piece.index in culprits for name, piece in tops.items()},
        overlap={name: case.overlap(piece) for name, piece in tops.items()},
    )


def alignment_cost(case: FaultCase) -> Floats:
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


def by_kind(rows: Sequence[PlacedCase]) -> ByKind:
    """Return the means over all rows and over those of each kind; none if there are no rows."""
    kinds = {"all": list(rows)} | {
        kind: [row for row in rows if row.kind == kind] for kind in sorted({r.kind for r in rows})
    }
    return {kind: _means(part) for kind, part in kinds.items() if part}


def _means(rows: Sequence[PlacedCase]) -> PlacedFigures:
    return PlacedFigures(
        cases=len(rows),
        chance=float(np.mean([row.chance for row in rows])),
        hit_rate={m: float(np.mean([row.hit[m] for row in rows])) for m in METHODS},
        overlap={m: float(np.mean([row.overlap[m] for row in rows])) for m in METHODS},
    )

"""Does the explanation point at what is wrong? Faults in known places, and the top segment.

Recorded: correct repetitions of real people, one micro-segment of each edited. Simulated: the
simulated patient, edited in the same way, and impaired in one phase of the movement itself.
Compared are, of the network that places faults, the raw attribution (the segment with most of it)
and the refined one (the segment where the score loses most); the Siamese network's overall view;
and alignment alone (the segment with the largest share of the DTW cost, which is how the coach
judges without a network).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, Final

import numpy as np

from benchmarks.evaluations.errors import EvaluationError
from benchmarks.evaluations.localisation_cases import Case, Located, edited_cases, located
from benchmarks.evaluations.localisation_simulated import impaired_cases
from edge.align.microsegments import MicroSegment
from edge.explain.critical import (
    DEFAULT,
    CriticalSettings,
    PairNetwork,
    explain,
    explain_course,
)
from models.catalog import load
from models.data.recorded import load_groups
from models.data.simulated import simulated_groups

METHODS: Final = ("raw", "refined", "siamese", "dtw")

Rows = list[dict[str, Any]]


def run(
    data: Sequence[Path],
    truth: Path,
    *,
    seeds: Sequence[int] = (),
    seed: int = 0,
    settings: CriticalSettings = DEFAULT,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> dict[str, Any]:
    """Return how often the top segment is the faulty one, and how far the two overlap.

    Args:
        data: one .npz per person, as `models.data.recorded.load_groups` takes them.
        truth: their marked executions.
        seeds: simulated patients.
        seed: of the draw of anchors and segments.
        settings: of the explanation.
        progress: called with the cases done and those there are.

    Returns:
        {"hit_rate" of all recorded edits by method, "recorded", "simulated_edits",
        "simulated_phases": {"all" and each kind: {"cases", "chance", "hit_rate", "overlap"}}}.

    Raises:
        EvaluationError: there is nothing to evaluate.
        ModelError: a file is not of the form that `load_groups` describes.
    """
    networks = Networks(course=load("course"), siamese=load("snn"))
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
    tables = {}
    for source, part in cases.items():
        rows: Rows = []
        for case in part:
            rows.append(examine(networks, case, settings))
            done += 1
            progress(done, total)
        tables[source] = table(rows)
    return {"hit_rate": tables["recorded"]["all"]["hit_rate"], **tables}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Networks:
    """The networks that are asked."""

    course: PairNetwork
    siamese: PairNetwork


def examine(networks: Networks, case: Case, settings: CriticalSettings) -> dict[str, Any]:
    """Return kind and chance of a case and, per method, whether it is hit and the overlap."""
    found = located(case.signal, case.anchor)
    tops = _tops(networks, case, found, settings)
    culprits = case.culprits(found.pieces)
    return {
        "kind": case.kind,
        "chance": np.mean([piece.index in culprits for piece in found.pieces]),
        "hit": {name: piece.index in culprits for name, piece in tops.items()},
        "overlap": {name: case.overlap(piece) for name, piece in tops.items()},
    }


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


def _tops(
    networks: Networks, case: Case, found: Located, settings: CriticalSettings
) -> dict[str, MicroSegment]:
    """Return the top segment by each of `METHODS`."""
    pieces, alignment = found.pieces, found.alignment
    compared = (case.signal, case.anchor, alignment.path, pieces)
    view = explain_course(networks.course, *compared, settings)
    siamese = explain(networks.siamese, *compared, settings=settings)["overall"]
    raw = [np.abs(view.attribution[p.start : p.stop]).sum() for p in pieces]
    costs = [alignment.steps(p.anchor_start, p.anchor_stop).sum() for p in pieces]
    return {
        "raw": pieces[int(np.argmax(raw))],
        "refined": view.segments[0].segment,
        "siamese": siamese.segments[0].segment,
        "dtw": pieces[int(np.argmax(costs))],
    }

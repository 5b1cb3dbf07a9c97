"""What a network's outputs lose when values of an input are not what they were."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.polynomial.hermite_e import hermegauss
from numpy.typing import NDArray

from edge.core.arrays import Floats
from edge.explain.errors import ExplainError
from edge.explain.network import Explainable, Inputs

Unit = Literal["value", "sample"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LossSettings:
    """How the expected loss is estimated.

    Attributes:
        nodes: values that take a value's place in turn: the nodes of Gauss–Hermite quadrature,
            which n nodes make exact for polynomials of degree 2n − 1, as no number of random draws
            does.
        unit: what is replaced at once: each value by itself, as the metric is defined, or all axes
            of a sample together (six times cheaper, and not comparable).
        batch: rows per call of the network.
    """

    nodes: int = 4
    unit: Unit = "value"
    batch: int = 256


LOSS_SETTINGS: Final = LossSettings()


def expected_loss(
    network: Explainable,
    inputs: Inputs,
    *,
    which: int = 0,
    span: slice | None = None,
    settings: LossSettings = LOSS_SETTINGS,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Floats:
    """Return for every value of one input the mean squared change of the outputs without it.

    Mean over z from N(0, 1) of (f(x) − f(x with the value replaced by z))², the e of MicroXercise's
    equation 3 (inputs are standardised). It does not depend on any attribution: compute it once per
    sample.

    Args:
        network: what is explained.
        inputs: one sample of standardised inputs, without batch axis.
        which: the input that is perturbed.
        span: its real samples; all if None.
        settings: nodes and batches.
        progress: called with the rows done and those there are.

    Returns:
        (n, axes, K): real samples of the input, its axes, outputs of the network.

    Raises:
        ExplainError: no node or no row per batch is asked for.
    """
    if settings.nodes < 1 or settings.batch < 1:
        raise ExplainError("the expected loss needs at least one node and one row per batch")
    rows = range(*(span or slice(None)).indices(len(inputs[which])))
    axes = inputs[which].shape[1]
    places = _places(rows, axes, settings.unit)
    nodes, weights = hermegauss(settings.nodes)
    jobs = [(place, np.float32(node)) for place in places for node in nodes]
    before = network.predict(tuple(x[np.newaxis] for x in inputs))
    losses = np.empty((len(jobs), before.shape[1]))
    for start, batch in _batches(inputs, which, jobs, settings.batch):
        after = network.predict(batch).astype(np.float64)
        losses[start : start + len(after)] = (after - before) ** 2
        progress(start + len(after), len(jobs))
    per_place = np.einsum(
        "n,pnk->pk", weights / weights.sum(), losses.reshape(len(places), settings.nodes, -1)
    )
    return np.broadcast_to(
        per_place.reshape(len(rows), -1, per_place.shape[1]), (len(rows), axes, per_place.shape[1])
    ).copy()


_Place = tuple[int, slice]


def _places(rows: range, axes: int, unit: Unit) -> list[_Place]:
    if unit == "sample":
        return [(row, slice(None)) for row in rows]
    return [(row, slice(axis, axis + 1)) for row in rows for axis in range(axes)]


def _batches(
    inputs: Inputs, which: int, jobs: list[tuple[_Place, np.float32]], size: int
) -> Iterator[tuple[int, Inputs]]:
    """Yield the number of a batch's first job, and the batch with its values replaced.

    The arrays are used again for the next batch.
    """
    full = [np.repeat(x[np.newaxis], min(size, len(jobs)), axis=0) for x in inputs]
    target: NDArray[np.float32] = full[which]
    for start in range(0, len(jobs), size):
        part = jobs[start : start + size]
        for row, ((at, axes), draw) in enumerate(part):
            target[row, at, axes] = draw
        yield start, tuple(x[: len(part)] for x in full)
        for row, ((at, axes), _) in enumerate(part):
            target[row, at, axes] = inputs[which][at, axes]

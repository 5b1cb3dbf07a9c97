"""Of which type each execution is done: correct, too fast, too small, as the templates show."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from edge.core.arrays import Floats
from edge.repetitions.spotting.excursions import Excursion

TRUST: Final = 2.0
"""How many executions a template counts as: a type differs from one day to another."""

SPREAD_TRUST: Final = 4.0
"""How many executions the spread that is expected before any is seen counts as."""

EXPECTED_SPREAD: Final = 0.25
"""That spread (one standard deviation), as a share of how far the templates lie apart."""

ROUNDS: Final = 50
"""Rounds of expectation maximisation; a dozen suffice, and more change nothing."""


def execution_types_of(
    executions: Sequence[Excursion], templates: dict[int, Excursion], sizes: tuple[int, int]
) -> list[int]:
    """Return the type of each execution of one recording.

    Two numbers describe an execution: the logarithm of how long it is held, and where its held
    pose lies between those of the two types that differ in size. They are modelled as a mixture
    of Gaussians, one per type, with a common covariance, fitted to the recording by expectation
    maximisation (maximum a posteriori): it starts from the templates and is tied to them as if
    each had been seen `TRUST` times. All types are equally likely beforehand, and the order of
    the executions plays no part.

    Args:
        executions: all executions of one recording.
        templates: the execution of each template, by type.
        sizes: the two types that differ in size, the smaller first.
    """
    if not executions:
        return []
    small, large = (templates[kind].hold for kind in sizes)
    centres = _describe(list(templates.values()), small, large)
    shares = _mixture(_describe(executions, small, large), centres)
    labels = list(templates)
    return [labels[k] for k in shares.argmax(axis=1)]


def _describe(executions: Sequence[Excursion], small: Floats, large: Floats) -> Floats:
    """Return (n, 2): log of the half-width in samples; size, 0 as in `small`, 1 as in `large`."""
    axis = (large - small) / max(float(((large - small) ** 2).sum()), np.finfo(float).tiny)
    rows = [(np.log(e.half_width), float((e.hold - small) @ axis)) for e in executions]
    return np.array(rows, np.float64)


def _mixture(x: Floats, templates: Floats) -> Floats:
    """Return the probability (n, k) of each component for each row of `x` (n, 2)."""
    expected = np.diag(np.maximum(EXPECTED_SPREAD * np.ptp(templates, axis=0), 1e-6) ** 2)
    centres, covariance = templates, expected
    for _ in range(ROUNDS):
        shares = _shares(x, centres, covariance)
        counts = shares.sum(axis=0)[:, None]
        centres = (TRUST * templates + shares.T @ x) / (TRUST + counts)
        offsets = x[:, None] - centres[None]
        scatter = np.einsum("nk,nki,nkj->ij", shares, offsets, offsets)
        covariance = (SPREAD_TRUST * expected + scatter) / (SPREAD_TRUST + len(x))
    return _shares(x, centres, covariance)


def _shares(x: Floats, centres: Floats, covariance: Floats) -> Floats:
    offsets = x[:, None] - centres[None]
    distance = np.einsum("nki,ij,nkj->nk", offsets, np.linalg.inv(covariance), offsets)
    likelihood = np.exp((distance.min(axis=1, keepdims=True) - distance) / 2)
    return np.asarray(likelihood / likelihood.sum(axis=1, keepdims=True))

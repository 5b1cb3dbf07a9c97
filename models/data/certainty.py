"""How sure a network may say that it is, by its answers about people whom it never saw."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar

from edge.core.arrays import Floats
from models.inference.card import Reliability

EDGES: Final = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
"""Of the bins of certainty."""
_LARGEST: Final = 20.0
"""A network whose answers are no better than chance has no temperature; it gets this one."""

Indices = NDArray[np.int64]


def temperature_of(logits: Floats, labels: Indices) -> float:
    """Return the number by which logits are to be divided, so that probabilities are true ones.

    The one with the least cross-entropy (Guo et al., ICML 2017), from 1/20 to 20.

    Args:
        logits: (n,) of networks that did not learn from the person.
        labels: (n,) 1 in the positive group, else 0.
    """
    signed = np.where(labels == 1, logits, -logits)

    def cross_entropy(log_temperature: float) -> float:
        return float(np.logaddexp(0.0, -signed / np.exp(log_temperature)).mean())

    reach = float(np.log(_LARGEST))
    found = minimize_scalar(cross_entropy, bounds=(-reach, reach), method="bounded")
    return float(np.exp(found.x))


def reliability_of(logits: Floats, labels: Indices, temperature: float) -> tuple[Reliability, ...]:
    """Return how often answers of each certainty were right.

    Args:
        logits: (n,) of networks that did not learn from the person.
        labels: (n,) 1 in the positive group, else 0.
        temperature: by which the logits are divided.
    """
    certainty = 1.0 / (1.0 + np.exp(-np.abs(logits) / temperature))
    right = (logits > 0.0) == (labels == 1)
    bins = np.clip(np.searchsorted(EDGES, certainty, side="right") - 1, 0, len(EDGES) - 2)
    return tuple(
        Reliability(
            low=EDGES[number],
            high=EDGES[number + 1],
            people=int((bins == number).sum()),
            right=int(right[bins == number].sum()),
        )
        for number in range(len(EDGES) - 1)
    )

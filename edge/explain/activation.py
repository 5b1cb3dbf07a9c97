"""Attribution to what a network has made of its inputs: class activation maps."""

from collections.abc import Sequence

import numpy as np

from edge.core.arrays import Floats
from edge.explain.errors import ExplainError
from edge.explain.network import Explainable, Inputs


def activation_map(
    network: Explainable, inputs: Inputs, select: Sequence[float], *, which: int = 0
) -> Floats:
    """Return activation times gradient, summed over the activation's last axis (its channels).

    Without averaging the gradients over places, as HiResCAM (Draelos & Carin, arXiv 2011.08891):
    where the score is linear in the activations, that is what each place contributes to it.

    Args:
        network: one that shows its activations.
        inputs: one sample, without batch axis.
        select: weight of each output in what is explained.
        which: of the activations.

    Raises:
        ExplainError: the network does not show so many.
    """
    _, shown = network.gradients(tuple(x[np.newaxis] for x in inputs), select)
    own = shown[len(inputs) + 2 * which :][:2]
    if len(own) < 2:
        raise ExplainError(f"the network does not show activation {which}; export it with that")
    contribution: Floats = (own[0][0].astype(np.float64) * own[1][0]).sum(axis=-1)
    return contribution

"""What a network must offer to be explained: predictions, and their gradients at the inputs."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Inputs = tuple[NDArray[np.float32], ...]
"""One array per input of the network; each method says whether they have a batch axis."""


class Explainable(Protocol):
    """A network with any number of inputs and K outputs, whatever computes it.

    Rows of a batch do not influence each other.
    """

    def predict(self, inputs: Inputs) -> NDArray[np.float32]:
        """Return the outputs (B, K) of inputs that each begin with the batch axis B."""

    def gradients(
        self, inputs: Inputs, select: Sequence[float]
    ) -> tuple[NDArray[np.float32], Inputs]:
        """Return the outputs (B, K) and, per input, the gradient of ⟨select, outputs⟩.

        Args:
            inputs: each begins with the batch axis B.
            select: (K,) weight of each output in what is explained.

        Returns:
            The outputs, and gradients of the same shapes as the inputs; then, of a network that
            shows its activations, each activation (B, …) and the gradient at it.
        """

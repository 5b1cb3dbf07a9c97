"""A network with gradients known in closed form: quadratic, tanh and product of two inputs."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from edge.explain.network import Inputs


@dataclass(frozen=True)
class ToyNetwork:
    """Three outputs of a signal s and an anchor a, with (L, 6) weights w.

    Σ w·s²/2 + Σ w·a, mean of tanh(w·s), and Σ s·a.
    """

    weights: NDArray[np.float32]

    def predict(self, inputs: Inputs) -> NDArray[np.float32]:
        s, a = inputs
        axes = (1, 2)
        return np.stack(
            [
                (self.weights * (s**2 / 2 + a)).sum(axis=axes),
                np.tanh(self.weights * s).mean(axis=axes),
                (s * a).sum(axis=axes),
            ],
            axis=1,
        )

    def gradients(
        self, inputs: Inputs, select: Sequence[float]
    ) -> tuple[NDArray[np.float32], Inputs]:
        s, a = inputs
        w = self.weights
        slope = w / np.cosh(w * s) ** 2 / w.size
        d_s = select[0] * w * s + select[1] * slope + select[2] * a
        d_a = select[0] * np.broadcast_to(w, a.shape) + select[2] * s
        return self.predict(inputs), (d_s.astype(np.float32), d_a.astype(np.float32))


def toy(seed: int, length: int = 30) -> tuple[ToyNetwork, Inputs]:
    """Return a network and one sample for it."""
    rng = np.random.default_rng(seed)
    w, s, a = rng.standard_normal((3, length, 6), dtype=np.float32)
    return ToyNetwork(w), (s, a)

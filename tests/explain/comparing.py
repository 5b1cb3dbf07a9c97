"""A toy comparison for any pair: it loses what the repetition lies off a known trajectory."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from edge.core.arrays import Floats
from edge.explain.network import Inputs

PADDING = 7


@dataclass(frozen=True)
class HalvedPair:
    """Inputs are half the signals, padded at the end."""

    signal: Floats
    anchor: Floats

    @cached_property
    def inputs(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        return self.to_input(self.signal), self.to_input(self.anchor)

    @property
    def lengths(self) -> tuple[int, int]:
        return len(self.signal), len(self.anchor)

    def to_input(self, signal: Floats) -> NDArray[np.float32]:
        padded = np.pad(signal / 2.0, ((0, PADDING), (0, 0)), mode="edge")
        return padded[None].astype(np.float32)

    def pull_back(self, gradient: Floats) -> Floats:
        n = len(self.signal)
        back = gradient[:n] / 2.0
        back[-1] += gradient[n:].sum(axis=0) / 2.0
        return back


@dataclass(frozen=True)
class Departures:
    """Outputs: minus the mean square of the rates' and of the accelerations' departure.

    From a trajectory that the network knows, by default rest, as the toy does not align.
    """

    known: NDArray[np.float32] | float = 0.0
    outputs: int = 6

    def prepare(self, signal: Floats, anchor: Floats) -> HalvedPair:
        return HalvedPair(signal, anchor)

    def predict(self, inputs: Inputs) -> NDArray[np.float32]:
        off = (inputs[0] - self.known) ** 2
        scores = [off[..., 3:].mean(axis=(1, 2)), off[..., :3].mean(axis=(1, 2))]
        scores += [np.zeros(len(off))] * (self.outputs - 2)
        return -np.stack(scores, axis=1).astype(np.float32)

    def gradients(
        self, inputs: Inputs, select: Sequence[float]
    ) -> tuple[NDArray[np.float32], Inputs]:
        slope = -2.0 * (inputs[0] - self.known) / (inputs[0].shape[1] * 3)
        slope = slope * np.repeat([select[1], select[0]], 3).astype(np.float32)
        return self.predict(inputs), (slope.astype(np.float32), np.zeros_like(inputs[1]))


@dataclass(frozen=True)
class Compared:
    """A repetition and what is expected of it, padded with zeros."""

    signal: Floats
    expected: Floats

    @property
    def inputs(self) -> Inputs:
        return self._padded(self.signal), self._padded(self.expected)

    @property
    def baseline(self) -> Inputs:
        return self._padded(self.expected), self._padded(self.expected)

    def contributions(self, gradient: ArrayLike) -> Floats:
        slope = np.asarray(gradient)[: len(self.signal)]
        return np.asarray(slope * (self.signal - self.expected))

    @staticmethod
    def _padded(x: Floats) -> NDArray[np.float32]:
        return np.pad(x, ((0, PADDING), (0, 0)))[None].astype(np.float32)


@dataclass(frozen=True)
class DepartureNetwork:
    """One output, 1 / (1 + mean departure); the departures, squared differences, are shown."""

    def predict(self, inputs: Inputs) -> NDArray[np.float32]:
        return np.asarray(1 / (1 + self._departures(inputs).mean(axis=1)), np.float32)

    def gradients(
        self, inputs: Inputs, select: Sequence[float]
    ) -> tuple[NDArray[np.float32], Inputs]:
        scores, departures = self.predict(inputs), self._departures(inputs)
        slope = -select[0] * scores[:, :, None] ** 2 / departures.shape[1]
        at = (slope * np.ones_like(departures)).astype(np.float32)
        apart = 2 * (inputs[0] - inputs[1]) * at
        unused = (np.zeros_like(x) for x in inputs[2:])
        return scores, (apart, -apart, *unused, departures, at)

    def _departures(self, inputs: Inputs) -> NDArray[np.float32]:
        return np.asarray(((inputs[0] - inputs[1]) ** 2).sum(axis=2, keepdims=True), np.float32)

"""The network that places faults, and what a repetition and its references go through before it.

Each reference is another correct repetition of the same person and exercise. They are brought onto
the repetition's time, sample by sample, and together say what is to be expected there, and how much
of a departure is natural. The same code serves training and the running pipeline.

Besides the six axes in the anchor's frame (`models.inference.frame.Frame`) the network sees
what the axes hide: the angle turned through so far, in which lost amplitude leaves a step that
stays; the time passed, in which a pause and a faster part leave one; how much angle and time pass
nearby; the speed on a logarithmic scale, on which the same share of any speed is the same step; and
how restless the signals are, for tremor.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from edge.align.dtw import dtw_path
from edge.align.series import Indices
from edge.align.warp import warp
from edge.core.anchor import PIPELINE_RATE_HZ
from edge.core.arrays import Floats
from edge.signals.filters import moving_average
from models.inference.card import Card
from models.inference.catalog import Network
from models.inference.errors import CatalogError, ModelError
from models.inference.frame import STEP, Frame, Single, checked, smooth_waves, whole_windows

CHANNELS: Final = 17
"""Acceleration (3), rate (3), angle (3), time, log speed, log restlessness of acceleration and of
rate, change of angle (3) and of time nearby."""
VECTORS: Final = (slice(0, 3), slice(3, 6), slice(6, 9), slice(13, 16))
"""Acceleration, rate, angle and its change."""
SETTING: Final = 4
"""What stays the same along a repetition: log of the anchor's duration (in 5 s), of its rate (in
rad/s), its acceleration over its rate (in m/s² per rad/s); and 1."""
SMOOTHING: Final = 5
"""Samples of the moving average before alignment and in the speed."""
RESTLESS: Final = 9
"""Samples over which restlessness is averaged."""
PACE_S: Final = 0.3
"""Unit of the time passed."""
TENTHS: Final = 10
"""The unit of the angle is what the anchor's root mean square rate turns in a tenth of its
duration."""
LEAST_SPEED: Final = 0.15
LEAST_JERK: Final = 1e-4
"""Added before logarithms are taken, so that rest has one."""
EXAMPLE_SAMPLES: Final = 7 * STEP
EXAMPLE_END: Final = 6 * STEP + 4
"""Where the example's repetition ends; zeros follow."""


@dataclass(frozen=True, kw_only=True, eq=False)
class TimeAligned:
    """A repetition and its references, sample by sample, as the network takes them.

    Attributes:
        signal: (n, 6) the repetition, `PIPELINE_RATE_HZ`, m/s² and rad/s.
        references: (m, 6) each, in the same units; the first is the anchor, whose frame and sizes
            count.
        frame: the anchor's.
        paths: (L, 2) of every reference: its alignment, rows (sample of the repetition, of it).
    """

    signal: Floats
    references: tuple[Floats, ...]
    frame: Frame
    paths: tuple[Indices, ...]

    @cached_property
    def inputs(self) -> tuple[Single, Single, Single, Single]:
        """Repetition, mean and spread (SD) of the references, (1, n', 17), and setting (1, n', 4).

        Zeros follow the repetition's last sample up to whole windows.
        """
        own, (mean, spread), anchor = self._own, self._expected, self.references[0]
        setting = [
            np.log(len(anchor) / (5.0 * PIPELINE_RATE_HZ)),
            np.log(self.frame.rate_size_rad_s),
            self.frame.accel_size_m_s2 / self.frame.rate_size_rad_s,
            1.0,
        ]
        return _input(own), _input(mean), _input(spread), _input(np.tile(setting, (len(own), 1)))

    @property
    def baseline(self) -> tuple[Single, Single, Single, Single]:
        """The inputs of a repetition that is just what the references let expect."""
        _, mean, spread, setting = self.inputs
        return mean, mean, spread, setting

    def contributions(self, gradient: ArrayLike) -> Floats:
        """Return the contribution to a score of every sample and axis of `edge.core.arrays.AXES`.

        What belongs to no single axis of a sensor (time, speed, restlessness) is shared among its
        axes by how far each of them departs.

        Args:
            gradient: (n', 17) of the score at the repetition's input, on the way from the baseline
                to this repetition.

        Returns:
            (n, 6).
        """
        slope = np.asarray(gradient, np.float64)[: len(self.signal)]
        departure = self._own - self._expected[0]
        turn = self.frame.rotation
        accel, rate, angle, change = (
            (slope[:, k] @ turn) * (departure[:, k] @ turn) for k in VECTORS
        )
        time, speed, accel_jerk, rate_jerk = (slope * departure)[:, 9:13].T
        later = slope[:, 16] * departure[:, 16]
        parts = (
            (accel, accel_jerk, VECTORS[0]),
            (rate + angle + change, time + speed + rate_jerk + later, VECTORS[1]),
        )
        return np.hstack([own + _shared(rest, departure[:, k] @ turn) for own, rest, k in parts])

    @cached_property
    def _own(self) -> Floats:
        return with_changes(channels(self.signal, self.frame, len(self.references[0])))

    @cached_property
    def _expected(self) -> tuple[Floats, Floats]:
        length = len(self.references[0])
        there = np.stack(
            [
                with_changes(
                    warp(channels(one, self.frame, length), path[:, ::-1], len(self.signal))
                )
                for one, path in zip(self.references, self.paths, strict=True)
            ]
        )
        spread = there.std(axis=0, ddof=1) if len(there) > 1 else np.zeros_like(there[0])
        return there.mean(axis=0), spread


def time_aligned(signal: ArrayLike, references: Sequence[ArrayLike]) -> TimeAligned:
    """Return a repetition and its references, checked and aligned.

    Args:
        signal: (n, 6) axes of `edge.core.arrays.AXES`, m/s² and rad/s, at `PIPELINE_RATE_HZ`.
        references: (m, 6) each, in the same axes and units, at least one; the first is the anchor.

    Raises:
        ModelError: there is no reference, a shape is wrong, a value is not finite, one is too
            short, or the anchor hardly moves.
    """
    if not references:
        raise ModelError(
            "there is no reference to compare the repetition with", remedy="give at least one"
        )
    own = checked("repetition", signal)
    others = tuple(checked("anchor", one) for one in references)
    frame = Frame.of(others[0])
    smooth = _smoothed(own, frame)
    paths = tuple(dtw_path(smooth, _smoothed(one, frame))[0] for one in others)
    return TimeAligned(signal=own, references=others, frame=frame, paths=paths)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FaultLocalizerNetwork(Network):
    """An exported network that places where a repetition departs from its references."""

    def __post_init__(self) -> None:
        """Check that the card is one of this family.

        Raises:
            CatalogError: the network takes something else than references.
        """
        if not self.takes(self.card):
            raise CatalogError(f"{self.card.name} takes no repetition on the time of references")

    @classmethod
    def takes(cls, card: Card) -> bool:
        """Return whether a card is of this family: only it takes the setting of a repetition."""
        return any(port.name == "setting" for port in card.inputs)

    @classmethod
    def example_inputs(cls, card: Card | None = None) -> tuple[Single, ...]:
        """Return a fixed repetition of 100 samples: smooth waves that no channel shares."""
        signal = smooth_waves(EXAMPLE_SAMPLES, CHANNELS)
        anchor: Single = np.sin(signal)
        spread: Single = (0.1 + np.abs(np.cos(signal))).astype(np.float32)
        constants = np.linspace(-0.5, 1.0, SETTING)
        setting: Single = np.tile(constants, (1, EXAMPLE_SAMPLES, 1)).astype(np.float32)
        for x in (signal, anchor, spread, setting):
            x[:, EXAMPLE_END:] = 0.0
        return signal, anchor, spread, setting

    def prepare(self, signal: ArrayLike, references: Sequence[ArrayLike]) -> TimeAligned:
        """Return a repetition (n, 6) and its references (m, 6) as inputs; see `time_aligned`."""
        return time_aligned(signal, references)


def channels(signal: Floats, frame: Frame, anchor_samples: int) -> Floats:
    """Return the first 13 channels of a signal (n, 6), (n, 13), in the anchor's sizes.

    Args:
        signal: m/s² and rad/s.
        frame: the anchor's.
        anchor_samples: its length.
    """
    axes = frame.apply(signal)
    angle = np.cumsum(axes[:, 3:], axis=0) * (TENTHS / anchor_samples)
    time = np.arange(len(signal)) / (PACE_S * PIPELINE_RATE_HZ)
    speed = np.linalg.norm(moving_average(axes[:, 3:], SMOOTHING), axis=1)
    jerk = np.zeros_like(axes)
    jerk[1:-1] = np.diff(axes, 2, axis=0)
    power = np.stack([(jerk[:, k] ** 2).sum(axis=1) for k in VECTORS[:2]], axis=1)
    restless = 0.5 * np.log(LEAST_JERK + moving_average(power, RESTLESS))
    return np.column_stack([axes, angle, time, np.log(LEAST_SPEED + speed), restless])


def with_changes(x: Floats) -> Floats:
    """Return channels (n, 13) and how much they change in a tenth of the repetition, (n, 17)."""
    half, place = max(2, round(len(x) / (2 * TENTHS))), np.arange(len(x))
    before, after = np.maximum(place - half, 0), np.minimum(place + half, len(x) - 1)
    return np.hstack([x, x[after, 6:10] - x[before, 6:10]])


def _smoothed(signal: Floats, frame: Frame) -> Floats:
    return moving_average(frame.apply(signal), SMOOTHING)


def _input(rows: Floats) -> Single:
    """Return rows (n, k) as an input (1, n', k)."""
    missing = whole_windows(len(rows)) - len(rows)
    return np.pad(rows, ((0, missing), (0, 0))).astype(np.float32)[None]


def _shared(amount: Floats, departure: Floats) -> Floats:
    """Return amounts (n,) shared among three axes as the squares of their departures (n, 3)."""
    weight = departure**2 + np.finfo(np.float64).tiny
    share: Floats = amount[:, None] * weight / weight.sum(axis=1, keepdims=True)
    return share

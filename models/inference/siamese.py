"""Networks that compare a repetition with its anchor, one arm for each: the Siamese family.

What goes before such a network, what the numbers that it gives mean, and the one score made of
them. Both signals are brought into the anchor's frame and standardised with the means and standard
deviations of the training data.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal, get_args

import numpy as np
from numpy.typing import ArrayLike

from edge.core.anchor import PIPELINE_RATE_HZ
from edge.core.arrays import Floats
from models.inference.card import Card
from models.inference.catalog import Network
from models.inference.errors import CatalogError, ModelError
from models.inference.frame import STEP, Frame, Single, checked, fill_windows, smooth_waves

EXAMPLE_SAMPLES: Final = (7 * STEP, 9 * STEP)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Normalisation:
    """Mean and standard deviation, (6,) each, of the training data in the anchor's frame."""

    mean: Floats
    sd: Floats


@dataclass(frozen=True, kw_only=True, eq=False)
class SiamesePair:
    """A repetition and its anchor as a Siamese network takes them.

    Attributes:
        signal: (n, 6) the repetition, `PIPELINE_RATE_HZ`, m/s² and rad/s.
        anchor: (m, 6) the anchor, in the same units.
        frame: the anchor's, into which both are turned.
        normalisation: of the network.
    """

    signal: Floats
    anchor: Floats
    frame: Frame
    normalisation: Normalisation

    @property
    def lengths(self) -> tuple[int, int]:
        """Samples of repetition and anchor; what `inputs` hold beyond repeats the last one."""
        return len(self.signal), len(self.anchor)

    @cached_property
    def inputs(self) -> tuple[Single, Single]:
        """Repetition (1, n', 6) and anchor (1, m', 6), filled up to whole windows."""
        return self.to_input(self.signal), self.to_input(self.anchor)

    def to_input(self, signal: Floats) -> Single:
        """Return any signal (n, 6) as an input (1, n', 6) in this anchor's frame."""
        own, norm = self.frame.apply(signal), self.normalisation
        return fill_windows(((own - norm.mean) / norm.sd).astype(np.float32))[None]

    def pull_back(self, gradient: ArrayLike) -> Floats:
        """Return a gradient at the signal's input (n', 6) as one at the signal (n, 6) itself.

        Per m/s² and rad/s, in the sensor's axes. What was found beyond the end belongs to the last
        sample, which is what stands there.
        """
        given = np.asarray(gradient, np.float64) / self.normalisation.sd
        length, frame = len(self.signal), self.frame
        own = given[:length].copy()
        own[-1] += given[length:].sum(axis=0)
        accel = own[:, :3] @ frame.rotation / frame.accel_size_m_s2
        return np.hstack([accel, own[:, 3:] @ frame.rotation / frame.rate_size_rad_s])


def prepare_pair(
    signal: ArrayLike,
    anchor: ArrayLike,
    normalisation: Normalisation,
    rate_hz: float = PIPELINE_RATE_HZ,
) -> SiamesePair:
    """Return a repetition and its anchor, checked, as a network takes them.

    Args:
        signal: (n, 6) axes of `edge.core.arrays.AXES`.
        anchor: (m, 6) in the same axes and units.
        normalisation: of the network.
        rate_hz: rate of both.

    Raises:
        ModelError: a shape or the rate is wrong, a value is not finite, there is less than half a
            window of movement, or the anchor hardly moves.
    """
    if rate_hz != PIPELINE_RATE_HZ:
        raise ModelError(
            f"the network was trained at {PIPELINE_RATE_HZ:g} Hz, not {rate_hz:g} Hz",
            remedy="resample the signals first",
        )
    reference = checked("anchor", anchor)
    return SiamesePair(
        signal=checked("repetition", signal),
        anchor=reference,
        frame=Frame.of(reference),
        normalisation=normalisation,
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SiameseNetwork(Network):
    """An exported network that compares a repetition with its anchor."""

    def __post_init__(self) -> None:
        """Check that the card is one of this family.

        Raises:
            CatalogError: the network takes something else than a pair.
        """
        if not self.takes(self.card):
            raise CatalogError(f"{self.card.name} takes no pair of a repetition and its anchor")

    @classmethod
    def takes(cls, card: Card) -> bool:
        """Return whether a card is of this family: only it standardises its inputs."""
        return bool(card.mean)

    @classmethod
    def example_inputs(cls, card: Card | None = None) -> tuple[Single, ...]:
        """Return a fixed pair, (1, 112, 6) and (1, 144, 6): smooth waves that no axis shares."""
        return tuple(smooth_waves(samples, 6) for samples in EXAMPLE_SAMPLES)

    def prepare(
        self, signal: ArrayLike, anchor: ArrayLike, rate_hz: float = PIPELINE_RATE_HZ
    ) -> SiamesePair:
        """Return a repetition (n, 6) and its anchor (m, 6), in m/s² and rad/s, as inputs.

        Raises:
            ModelError: as `prepare_pair`.
        """
        own = Normalisation(mean=np.array(self.card.mean), sd=np.array(self.card.sd))
        return prepare_pair(signal, anchor, own, rate_hz)


Kind = Literal["correct", "too_fast", "low_amplitude"]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""Types of execution, in the order of a network's logits."""
SCORES: Final = ("range_of_motion", "stability", *KINDS, "trajectory")
"""Columns of a network's scores: two similarities, the logits of the type of execution, and how
like the anchor's the trajectory of the movement is, moment by moment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A repetition compared with its anchor.

    Attributes:
        rom: similarity of the range of motion, 0–1.
        stability: similarity of the smoothness, 0–1.
        kinds: (3,) probabilities of the types in the order of `KINDS`.
    """

    rom: float
    stability: float
    kinds: tuple[float, ...]

    @classmethod
    def of(cls, scores: ArrayLike) -> "Verdict":
        """Return the verdict of one row of scores: the columns of `SCORES`, or all but the last."""
        row = np.asarray(scores, np.float64)
        logits = row[2 : 2 + len(KINDS)]
        likely = np.exp(logits - logits.max())
        return cls(
            rom=float(row[0]),
            stability=float(row[1]),
            kinds=tuple((likely / likely.sum()).tolist()),
        )

    @property
    def kind(self) -> str:
        """The likeliest type."""
        return KINDS[int(np.argmax(self.kinds))]

    @property
    def overall(self) -> float:
        """The geometric mean of both similarities and of the probability of a correct execution.

        So a repetition is good where its range, its smoothness and its manner all are.
        """
        return float((self.rom * self.stability * self.kinds[0]) ** (1 / 3))

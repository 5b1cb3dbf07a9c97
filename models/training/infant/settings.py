"""How a network of infants learns on two cores."""

from dataclasses import dataclass
from typing import Final

from edge.core.infant import WINDOW_FRAMES

CHECKS: Final = 8
"""How often the inner infants are looked at."""
RISING: Final = 0.15
"""Share of the steps in which the rate rises."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InfantTraining:
    """How a network learns.

    Attributes:
        windows: that it sees in all; pieces count by their length.
        batch: pieces of a step, half of each group.
        piece_frames: of a piece.
        rate: largest learning rate; it rises for the first steps, then falls to zero.
        decay: weight decay.
        half: whether convolutions are worked out in 16 bits (bfloat16), which processors that know
            them do in two thirds of the time.
        evidence: weight in the loss of how much evidence the joints carry, where a class leaves
            limbs alone; see `evidence_size`.
        figures: weight in the loss of plain figures of motion, where a class lies in how limbs go
            together; see `motion_figures`.
        seed: of weights and batches.
    """

    windows: int = 30_000
    batch: int = 16
    piece_frames: int = 50
    rate: float = 3e-3
    decay: float = 1e-2
    half: bool = True
    evidence: float = 0.03
    figures: float = 1.0
    seed: int = 1

    @property
    def steps(self) -> int:
        """Batches in all."""
        return max(CHECKS, self.windows * WINDOW_FRAMES // (self.batch * self.piece_frames))

    def in_words(self) -> str:
        """Return how a network learns, as its card says it."""
        digits = "bfloat16" if self.half else "single precision"
        return (
            f"{self.steps} steps of {self.batch} pieces of {self.piece_frames} frames "
            f"({self.windows} windows of {WINDOW_FRAMES} frames in all), AdamW, rate rising to "
            f"{self.rate:g} in the first {RISING:.0%} of the steps and falling to zero, weight "
            f"decay {self.decay:g}, convolutions in {digits}, normalisations as at the start"
        )

"""What the Siamese network is compared with: a plain LSTM and a temporal CNN, same inputs.

Each encodes both signals with shared weights, eight samples (0.16 s) at a time, and one head sees
both codes.
"""

import torch
from torch import Tensor, nn

from models.networks.siamese import SIMILARITIES, TYPES

HIDDEN = 64
AT_ONCE = 8
"""Samples that make one step: at single samples an LSTM forgets, and takes ten times as long."""


class Baseline(nn.Module):
    """Scores (B, 5) of repetitions (B, L, 6) and anchors (B, M, 6), the first five of `Siamese`."""

    def __init__(self) -> None:
        super().__init__()
        self.head = nn.Sequential(
            nn.Linear(3 * HIDDEN, HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, SIMILARITIES + TYPES)
        )

    def code(self, steps: Tensor, count: Tensor | None) -> Tensor:
        """Return (B, HIDDEN) of steps (B, T, 6 · AT_ONCE), of which `count` (B,) hold movement."""
        raise NotImplementedError

    def forward(
        self,
        signal: Tensor,
        anchor: Tensor,
        samples: Tensor | None = None,
        anchor_samples: Tensor | None = None,
    ) -> Tensor:
        """Return the scores."""
        own, other = self._steps(signal, samples), self._steps(anchor, anchor_samples)
        out = self.head(torch.cat([own, other, (own - other).abs()], dim=-1))
        return torch.cat([out[:, :SIMILARITIES].sigmoid(), out[:, SIMILARITIES:]], dim=-1)

    def _steps(self, signal: Tensor, samples: Tensor | None) -> Tensor:
        steps = signal.reshape(signal.shape[0], -1, AT_ONCE * signal.shape[2])
        return self.code(steps, None if samples is None else samples // AT_ONCE)


class PlainLstm(Baseline):
    """One LSTM over the steps; its last state is the code."""

    def __init__(self) -> None:
        super().__init__()
        self.lstm = nn.LSTM(6 * AT_ONCE, HIDDEN, batch_first=True)

    def code(self, steps: Tensor, count: Tensor | None) -> Tensor:
        """Return the state after the last step."""
        states: Tensor = self.lstm(steps)[0]
        return states[:, -1] if count is None else states[torch.arange(len(states)), count - 1]


class TemporalCnn(Baseline):
    """Four dilated convolutions over the steps; their mean over time is the code."""

    def __init__(self) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        for k, dilation in enumerate((1, 2, 4, 8)):
            inward = 6 * AT_ONCE if k == 0 else HIDDEN
            layers += [
                nn.Conv1d(inward, HIDDEN, 3, padding=dilation, dilation=dilation),
                nn.ReLU(),
            ]
        self.layers = nn.Sequential(*layers)

    def code(self, steps: Tensor, count: Tensor | None) -> Tensor:
        """Return the mean over the steps that hold movement."""
        features: Tensor = self.layers(steps.transpose(1, 2))
        if count is None:
            return features.mean(dim=2)
        mask = torch.arange(features.shape[2]) < count[:, None]
        return (features * mask[:, None]).sum(2) / count[:, None]

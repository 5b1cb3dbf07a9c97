"""What the Siamese network is compared with: a plain LSTM and a temporal CNN, same inputs.

Each encodes both signals sample by sample with shared weights, and one head sees both codes.
"""

import torch
from torch import Tensor, nn

from models.networks.siamese import SIMILARITIES, TYPES

HIDDEN = 64


class Baseline(nn.Module):
    """Scores (B, 5) of repetitions (B, L, 6) and anchors (B, M, 6), the first five of `Siamese`."""

    def __init__(self) -> None:
        super().__init__()
        self.head = nn.Sequential(
            nn.Linear(3 * HIDDEN, HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, SIMILARITIES + TYPES)
        )

    def code(self, signal: Tensor, samples: Tensor | None) -> Tensor:
        """Return (B, HIDDEN) of signals (B, L, 6) of which `samples` (B,) hold movement."""
        raise NotImplementedError

    def forward(
        self,
        signal: Tensor,
        anchor: Tensor,
        samples: Tensor | None = None,
        anchor_samples: Tensor | None = None,
    ) -> Tensor:
        """Return the scores."""
        own, other = self.code(signal, samples), self.code(anchor, anchor_samples)
        out = self.head(torch.cat([own, other, (own - other).abs()], dim=-1))
        return torch.cat([out[:, :SIMILARITIES].sigmoid(), out[:, SIMILARITIES:]], dim=-1)


class PlainLstm(Baseline):
    """One LSTM over the samples; its last state is the code."""

    def __init__(self) -> None:
        super().__init__()
        self.lstm = nn.LSTM(6, HIDDEN, batch_first=True)

    def code(self, signal: Tensor, samples: Tensor | None) -> Tensor:
        """Return the state after the last sample."""
        states: Tensor = self.lstm(signal)[0]
        if samples is None:
            return states[:, -1]
        return states[torch.arange(len(states)), samples - 1]


class TemporalCnn(Baseline):
    """Four dilated convolutions over the samples; their mean over time is the code."""

    def __init__(self) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        for k, dilation in enumerate((1, 2, 4, 8)):
            inward = 6 if k == 0 else HIDDEN
            layers += [
                nn.Conv1d(inward, HIDDEN, 5, padding=2 * dilation, dilation=dilation),
                nn.ReLU(),
            ]
        self.layers = nn.Sequential(*layers)

    def code(self, signal: Tensor, samples: Tensor | None) -> Tensor:
        """Return the mean over the samples that hold movement."""
        features: Tensor = self.layers(signal.transpose(1, 2))
        if samples is None:
            return features.mean(dim=2)
        mask = torch.arange(features.shape[2]) < samples[:, None]
        return (features * mask[:, None]).sum(2) / samples[:, None]

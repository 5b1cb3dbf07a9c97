"""The graph networks of infants at work: risks of windows, and which joints speak for them.

A file holds all networks of one architecture side by side, so that an ensemble of 70 is ten
sessions. `InfantEnsemble` is what a folder of such files makes together.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Final, TypeVar

import numpy as np

from edge.core.infant import CHANNELS, JOINTS, WINDOW_FRAMES
from models.inference.card import ZOO, Card, InfantInputs
from models.inference.catalog import EXPLAIN, SELECT, Network, names
from models.inference.errors import CatalogError, ModelError
from models.inference.frame import Single

Answer = TypeVar("Answer")
EXAMPLE_WINDOWS: Final = 1
BATCH: Final = 1
"""Windows of a call: with eight, what seven large networks keep of them no longer fits a cache, and
a window takes up to three times as long."""
WORKERS: Final = 2
"""Calls at once, of one thread each, which is faster than one call of two threads."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class JointMaps:
    """What M networks see in W windows.

    Attributes:
        risks: (W, M) probability of the abnormal group.
        cam: (W, M, 19) signed evidence of each joint by class activation maps: median over time of
            the abnormal group's map less that of the normal one's.
        gradcam: (W, M, 19) the same by Grad-CAM: median over time of the map of the difference.
    """

    risks: Single
    cam: Single
    gradcam: Single

    @classmethod
    def joined(cls, parts: Sequence["JointMaps"], axis: int) -> "JointMaps":
        """Return maps of several windows (axis 0) or networks (axis 1) as one."""
        return cls(
            risks=np.concatenate([part.risks for part in parts], axis=axis),
            cam=np.concatenate([part.cam for part in parts], axis=axis),
            gradcam=np.concatenate([part.gradcam for part in parts], axis=axis),
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class InfantNetworks(Network):
    """Exported networks of one architecture."""

    def __post_init__(self) -> None:
        """Check that the card is one of this family.

        Raises:
            CatalogError: the network takes something else than infants.
        """
        if not self.takes(self.card):
            raise CatalogError(f"{self.card.name} takes no windows of an infant")

    @classmethod
    def takes(cls, card: Card) -> bool:
        """Return whether a card is of this family."""
        return card.infant is not None

    @classmethod
    def example_inputs(cls, card: Card) -> tuple[Single, ...]:
        """Return a fixed example: slow waves of another phase in every channel and joint."""
        t = np.arange(WINDOW_FRAMES)[:, None] / WINDOW_FRAMES
        joint = np.arange(len(JOINTS))[None, :]
        waves = [
            (0.3 / (1 + k)) * np.sin(2.0 * np.pi * (1 + k) * t + joint + k)
            for k in range(len(CHANNELS))
        ]
        example: Single = np.repeat(np.stack(waves)[None], EXAMPLE_WINDOWS, axis=0).astype(
            np.float32
        )
        return (example,)

    @property
    def infant(self) -> InfantInputs:
        """Which networks they are."""
        assert self.card.infant is not None
        return self.card.infant

    def risks(self, windows: Single) -> Single:
        """Return (W, M) probabilities of the abnormal group for windows (W, 6, 150, 19)."""
        return self.predict((windows,))

    def codes(self, windows: Single) -> Single:
        """Return (W, C) the last feature maps of all networks, their means over time and joints."""
        feeds = self._feeds((windows,))
        feeds |= {SELECT: np.zeros(self.infant.networks, np.float32), EXPLAIN: np.array(False)}
        (features,) = self._run(["features"], feeds)
        means: Single = features.mean(axis=(2, 3))
        return means

    def explain(self, windows: Single) -> JointMaps:
        """Return the risks with what each joint contributes.

        Args:
            windows: (W, 6, 150, 19).
        """
        count = self.infant.networks
        feeds = self._feeds((windows,))
        # The maps need no way back to the window, which is all that the gate holds.
        feeds |= {SELECT: np.ones(count, np.float32), EXPLAIN: np.array(False)}
        risks, maps, gradcam = self._run(["scores", "cam", "gradcam"], feeds)
        over_time = np.median(maps, axis=3)
        return JointMaps(
            risks=risks, cam=over_time[:, :, 1] - over_time[:, :, 0], gradcam=np.median(gradcam, 2)
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class InfantEnsemble:
    """Networks of several architectures that are asked together.

    Attributes:
        parts: of one architecture each.
    """

    parts: tuple[InfantNetworks, ...]
    _taken_s: dict[int, float] = field(default_factory=dict, init=False, repr=False)
    """By part, for the last window: with the longest first no worker waits long for the other."""

    @classmethod
    def load(cls, folder: Path = ZOO, *, threads: int = 1) -> "InfantEnsemble":
        """Return all networks of infants of a folder.

        Raises:
            CatalogError: there is none, or a file is not what its card says.
        """
        own = [name for name in names(folder) if Card.read(folder / f"{name}.json").infant]
        if not own:
            raise CatalogError(
                f"{folder} holds no network that judges infants",
                remedy="give a folder written by 'physio models export infant'",
            )
        parts = (InfantNetworks.load(name, zoo=folder, threads=threads) for name in own)
        return cls(parts=tuple(parts))

    @property
    def networks(self) -> int:
        """How many networks there are."""
        return sum(part.infant.networks for part in self.parts)

    @property
    def cards(self) -> tuple[Card, ...]:
        """The cards of the files."""
        return tuple(part.card for part in self.parts)

    def risks(self, windows: Single) -> Single:
        """Return (W, M) probabilities of the abnormal group for windows (W, 6, 150, 19)."""
        return np.concatenate(
            [np.concatenate(own, axis=1) for own in self._asked(InfantNetworks.risks, windows)]
        )

    def codes(self, windows: Single) -> Single:
        """Return (W, C) mean feature maps of all networks, for windows (W, 6, 150, 19)."""
        return np.concatenate(
            [np.concatenate(own, axis=1) for own in self._asked(InfantNetworks.codes, windows)]
        )

    def gradients(self, windows: Single) -> Single:
        """Return (W, A, 6, 150, 19) how the logits of each of A parts rise with the windows.

        They are gradients of the sum, over a part's networks, of the abnormal group's logit less
        the normal one's.
        """

        def risen(part: InfantNetworks, own: Single) -> Single:
            return part.gradients((own,), np.ones(part.infant.networks))[1][1]

        return np.concatenate([np.stack(own, axis=1) for own in self._asked(risen, windows)])

    def explain(self, windows: Single) -> JointMaps:
        """Return risks and joint maps of all networks for windows (W, 6, 150, 19)."""
        found = self._asked(InfantNetworks.explain, windows)
        return JointMaps.joined([JointMaps.joined(own, axis=1) for own in found], axis=0)

    def _asked(
        self, question: Callable[[InfantNetworks, Single], Answer], windows: Single
    ) -> list[list[Answer]]:
        """Return of every few windows what each architecture answers.

        Raises:
            ModelError: there is no window.
        """
        if len(windows) == 0:
            raise ModelError("there is no window to judge")
        chunks = [windows[k : k + BATCH] for k in range(0, len(windows), BATCH)]

        def timed(number: int, own: Single) -> Answer:
            begun = perf_counter()
            answer = question(self.parts[number], own)
            self._taken_s[number] = perf_counter() - begun
            return answer

        order = sorted(range(len(self.parts)), key=lambda k: -self._taken_s.get(k, 0.0))
        with ThreadPoolExecutor(WORKERS) as pool:
            asked = [{k: pool.submit(timed, k, own) for k in order} for own in chunks]
            return [[own[k].result() for k in range(len(self.parts))] for own in asked]

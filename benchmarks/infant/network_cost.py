"""What do the infants' networks cost: one window, a film of three minutes, one window changed?

Ten architectures of seven networks each, with first weights: the time does not depend on what they
learned. The seven of an architecture stand side by side in one file; PyTorch asks all seventy one
after the other for the same scores, maps and gradients, by the same formulas and with the same
normalisations taken into the convolutions. Both take turns on as many threads. Where PyTorch is
missing, the networks of a folder (the shipped ones) are timed alone.
"""

import importlib.util
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from types import MappingProxyType
from typing import Annotated, Final, Literal, Protocol

import numpy as np
import typer
from rich.console import Group

from benchmarks.errors import BenchError
from benchmarks.question import Progress
from benchmarks.tables import table_of
from benchmarks.timing import Spread, alternate
from edge.core.arrays import Floats
from edge.core.infant import ARMS, CHANNELS, JOINTS, WINDOW_FRAMES
from edge.posture.infant.preparation import fill_holes
from edge.screening.infant.analyses import analyses
from edge.screening.infant.judgement import Ensemble, TrackedInfant, judge
from edge.screening.infant.what_if import raw_window
from edge.simulation.infant.infants import simulated_infant
from models.inference.card import ZOO
from models.inference.frame import Single
from models.inference.infant import WORKERS, InfantEnsemble, JointMaps
from models.inference.infant_facts import InfantFacts, TopSet

FOLDS: Final = 7
RATE_HZ: Final = 30.0
SEED: Final = 0
AT_ONCE: Final = 24
"""Windows between two reports of progress."""
BUDGET_S: Final = 120.0
TOP: Final = (*ARMS, 14, 15)
"""Joints that the paper found to matter; the time does not depend on which they are."""
GROUPS: Final[tuple[Literal["very_low", "very_high"], ...]] = ("very_low", "very_high")


class Peer(Protocol):
    """The same networks in another program."""

    @property
    def networks(self) -> int:
        """How many they are."""

    def loop(self, windows: Single, asked: Literal["maps", "gradients"]) -> Floats:
        """Return (W, M) scores, after asking every network in turn for all that is asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TorchTimings:
    """The same networks beside PyTorch.

    Attributes:
        loop_ms: median of PyTorch for one window, all networks in turn, everything asked for.
        loop_maps_ms: without gradients at the window.
        ratio: PyTorch over ONNX Runtime with everything asked for, round by round.
        ratio_maps: without gradients at the window.
        largest_difference: of any network's score.
    """

    loop_ms: float
    loop_maps_ms: float
    ratio: Spread
    ratio_maps: Spread
    largest_difference: float


@dataclass(frozen=True, slots=True, kw_only=True)
class InfantTimings:
    """What networks of infants cost.

    Attributes:
        networks: how many, with random weights where PyTorch is at hand.
        files: that hold them.
        files_mb: all together.
        threads: that each may use.
        scores_ms: median of one window: scores alone.
        maps_ms: with CAM and Grad-CAM.
        gradients_ms: with gradients at the window as well.
        recording_s: a film of `seconds`, judged with both explanations and what slower and faster
            limbs change.
        seconds: length of that film.
        changes: of one window: eight analyses with ten multipliers each, and as filmed.
        changes_per_s: of these in a second.
        torch: None where PyTorch is not installed.
    """

    networks: int
    files: int
    files_mb: float
    threads: int
    scores_ms: float
    maps_ms: float
    gradients_ms: float
    recording_s: float
    seconds: float
    changes: int
    changes_per_s: float
    torch: TorchTimings | None

    def table(self) -> Group:
        """Return the figures, one beneath the other."""
        tables = [table_of({"networks of infants": replace(self, torch=None)})]
        if self.torch is None:
            return Group(*tables, "PyTorch is not installed here: nothing to compare with.")
        return Group(*tables, table_of({"the same in PyTorch": self.torch}))


@dataclass(frozen=True, slots=True, kw_only=True)
class InfantCost:
    """What networks of infants cost, beside PyTorch; its settings."""

    folds: Annotated[int, typer.Option(min=1, help="Networks of each architecture.")] = FOLDS
    seconds: Annotated[float, typer.Option(min=10.0, help="Length of the film.")] = 180.0
    rounds: Annotated[int, typer.Option(min=1, help="At most.")] = 5
    kept: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Where the networks that are drawn stay for another run."),
    ] = None

    brief = MappingProxyType({"folds": 1, "seconds": 20.0, "rounds": 2})

    def run(self, progress: Progress) -> InfantTimings:
        """Return the medians.

        Raises:
            BenchError: the kept networks are not these.
        """
        if any(importlib.util.find_spec(name) is None for name in ("torch", "onnx")):
            return self._timed(self.kept or ZOO, progress, None)
        # They load PyTorch.
        from benchmarks.infant.torch_peer import TorchPeer, export_drawn  # noqa: PLC0415

        with TemporaryDirectory() as folder:
            networks = self.kept or Path(folder)
            for done, total in export_drawn(networks, self.folds):
                progress(done, total)
            return self._timed(networks, progress, TorchPeer(self.folds, WORKERS))

    def _timed(self, folder: Path, progress: Progress, peer: "Peer | None") -> InfantTimings:
        ensemble = InfantEnsemble.load(folder)
        if peer is not None and ensemble.networks != peer.networks:
            raise BenchError(
                f"{folder} holds {ensemble.networks} networks, not {peer.networks}",
                remedy="give an empty folder",
            )
        windows = _example()
        candidates: dict[str, Callable[[], object]] = {
            "scores": lambda: ensemble.risks(windows),
            "maps": lambda: ensemble.explain(windows),
            "gradients": lambda: ensemble.gradients(windows),
        }
        if peer is not None:
            candidates |= {
                "loop": lambda: peer.loop(windows, "gradients"),
                "loop maps": lambda: peer.loop(windows, "maps"),
            }
        times = alternate(
            candidates, rounds=self.rounds, budget_s=BUDGET_S, least_s=0.0, progress=progress
        )
        beside = None
        if peer is not None:
            differences = np.abs(ensemble.risks(windows) - peer.loop(windows, "maps"))
            beside = TorchTimings(
                loop_ms=times.median_us("loop") / 1e3,
                loop_maps_ms=times.median_us("loop maps") / 1e3,
                ratio=times.ratio("loop", "gradients"),
                ratio_maps=times.ratio("loop maps", "maps"),
                largest_difference=float(differences.max()),
            )
        asked = _Counted(ensemble, progress)
        facts = InfantFacts.read(ZOO)
        film = simulated_infant(SEED, "normal", self.seconds, rate_hz=RATE_HZ).tracked.positions_px
        begun = perf_counter()
        judge(_tracked(film), asked, facts)
        recording_s = perf_counter() - begun
        changes, taken_s = _changed(film, asked, facts)
        return InfantTimings(
            networks=ensemble.networks,
            files=len(ensemble.parts),
            files_mb=sum(path.stat().st_size for path in folder.glob("infant-*.onnx")) / 1e6,
            threads=WORKERS,
            scores_ms=times.median_us("scores") / 1e3,
            maps_ms=times.median_us("maps") / 1e3,
            gradients_ms=times.median_us("gradients") / 1e3,
            recording_s=recording_s,
            seconds=self.seconds,
            changes=changes,
            changes_per_s=changes / taken_s,
            torch=beside,
        )


def _example() -> Single:
    shape = (1, len(CHANNELS), WINDOW_FRAMES, len(JOINTS))
    return np.random.default_rng(SEED).normal(size=shape).astype(np.float32)


class _Counted:
    """An ensemble that is asked window by window, and says how many are done."""

    def __init__(self, ensemble: InfantEnsemble, progress: Progress) -> None:
        self._ensemble, self._progress = ensemble, progress

    def risks(self, windows: Single) -> Single:
        """Return the risks."""
        return np.concatenate([self._ensemble.risks(own) for own in self._few(windows)])

    def explain(self, windows: Single) -> JointMaps:
        """Return risks and maps."""
        found = [self._ensemble.explain(own) for own in self._few(windows)]
        return JointMaps.joined(found, axis=0)

    def _few(self, windows: Single) -> Iterator[Single]:
        for begin in range(0, len(windows), AT_ONCE):
            self._progress(begin, len(windows))
            yield windows[begin : begin + AT_ONCE]
        self._progress(len(windows), len(windows))


def _tracked(film: Floats) -> TrackedInfant:
    return TrackedInfant(
        positions_px=film, rate_hz=RATE_HZ, observed=(True,) * len(JOINTS), missing=0.0
    )


def _changed(film: Floats, ensemble: Ensemble, facts: InfantFacts) -> tuple[int, float]:
    """Return how many changes of one window were judged, and the seconds that they took."""
    tops = tuple(
        TopSet(explanation=e, group=g, windows=1, joints=TOP, doubtful=False)
        for e in ("cam", "gradcam")
        for g in GROUPS
    )
    asked = replace(facts, top=tops)
    window = raw_window(fill_holes(film, RATE_HZ)[0], RATE_HZ, 0)
    begun = perf_counter()
    found = [
        one
        for group in GROUPS
        for one in analyses(ensemble, [window], RATE_HZ, group, asked, kinds=("velocity",))
    ]
    return sum(len(one.steps) for one in found), perf_counter() - begun

"""How fast is exact six-axis L1 DTW with its path, beside other libraries and the arithmetic?

All take turns in one process on the same series (`benchmarks.timing`). Every path is priced anew in
float64, so that a faster answer that is not the cheapest one shows. Ours is called with float32,
what a sensor delivers, and with float64; the others with float64, what they compute in.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Final

import numpy as np
import typer
from rich.console import Group
from rich.table import Table

from benchmarks.dtw.arithmetic_bound import cell_loop
from benchmarks.dtw.first_alignment import FirstAlignment, time_first_alignment
from benchmarks.dtw.long_series import LONG_LENGTHS, LongTiming, time_long
from benchmarks.dtw.many_pairs import BatchTiming, time_batch
from benchmarks.dtw.peers import PEERS, price
from benchmarks.question import Progress, stepped
from benchmarks.recordings import recordings
from benchmarks.timing import Spread, alternate
from edge.align.dtw import dtw_path
from edge.align.kernels.strip_loop import INSTRUCTION_SET
from edge.core.arrays import Floats

LENGTHS: Final = ((100, 100), (200, 200), (300, 300), (500, 500), (1000, 1000), (3000, 3000))
UNEQUAL: Final = ((150, 300), (1000, 250))
AXES: Final = 6
OURS, DOUBLE, BOUND = "ours", "ours float64", "bound"
EXACT: Final = tuple(name for name, peer in PEERS.items() if not peer.cannot)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesPair:
    """Two series to align.

    Attributes:
        kind: what they are.
        s: (n, 6) float64.
        t: (m, 6) float64.
    """

    kind: str
    s: Floats
    t: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerTiming:
    """One peer; a ratio is its time over ours (float32), round by round.

    Attributes:
        us: median time.
        ratio: of the times.
        cost: of its path, priced in float64; None where it finds no path.
        cannot: what it does not give; empty where it gives exactly the L1 distance and path.
    """

    us: float
    ratio: Spread
    cost: float | None
    cannot: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PathTiming:
    """One pair of series; medians.

    Attributes:
        kind: what the series are.
        n: samples of the first.
        m: samples of the second.
        ours_us: with float32.
        ours_float64_us: with float64.
        ours_cost: of the float32 path, priced in float64.
        ours_float64_cost: of the float64 path.
        bound_us: the float32 arithmetic of all cells alone.
        bound_ratio: ours over the bound.
        fastest_exact: the fastest peer that gives exactly the L1 distance and path.
        fastest_exact_ratio: its time over ours.
        peers: those that are installed.
    """

    kind: str
    n: int
    m: int
    ours_us: float
    ours_float64_us: float
    ours_cost: float
    ours_float64_cost: float
    bound_us: float
    bound_ratio: Spread
    fastest_exact: str
    fastest_exact_ratio: Spread
    peers: dict[str, PeerTiming]


@dataclass(frozen=True, slots=True, kw_only=True)
class PathTimings:
    """What alignment takes.

    Attributes:
        instruction_set: of the processor, as far as the alignment uses it.
        not_installed: peers that are missing here.
        first: the first alignment of a fresh process.
        dtw: a row per pair of series.
        batch: many pairs on one thread and on two.
        long: a row per pair of long series.
    """

    instruction_set: str
    not_installed: tuple[str, ...]
    first: FirstAlignment
    dtw: tuple[PathTiming, ...]
    batch: BatchTiming
    long: tuple[LongTiming, ...]

    def table(self) -> Group:
        """Return the pairs beside all peers, the batch and the long series."""
        rows = Table(
            *("series", "n", "m", "ours µs", "float64 µs", "bound µs", "× bound", "fastest exact"),
            "others: times ours (cost over ours)",
        )
        for row in self.dtw:
            times = (row.ours_us, row.ours_float64_us, row.bound_us)
            rows.add_row(
                *(row.kind, str(row.n), str(row.m), *(f"{us:.4g}" for us in times)),
                f"{row.bound_ratio.median:.2f}",
                f"{row.fastest_exact} × {row.fastest_exact_ratio}",
                "; ".join(_peer_in_words(name, row) for name in row.peers),
            )
        cannot = [f"{name}: {peer.cannot}" for name, peer in PEERS.items() if peer.cannot]
        missing = [f"not installed: {', '.join(self.not_installed)}"] if self.not_installed else []
        return Group(
            f"Exact L1 DTW with path, six axes, on {self.instruction_set}; first alignment of a "
            f"fresh process {self.first.beyond_numba_ms:.0f} ms beyond importing numba",
            rows,
            *cannot,
            *missing,
            f"{self.batch.pairs} pairs of {self.batch.samples} samples: {self.batch.one_ms:.1f} ms "
            f"on one thread, {self.batch.two_ms:.1f} ms on two ({self.batch.ratio.median:.2f}×)",
            _long_table(self.long),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ExactPath:
    """How fast exact alignment is beside other libraries; its settings.

    Attributes:
        data: recordings, as `benchmarks.recordings` reads them, besides the random walks.
        rounds: at most, per pair.
        budget_s: seconds after which no further round begins.
        lengths: (n, m) of the pairs.
        long_lengths: of the pairs for the band and for little memory.
        processes: that align for the first time.
        seed: of the random walks.
    """

    data: Annotated[
        tuple[Path, ...],
        typer.Option(metavar="FILE", help="Recordings to use besides what is generated."),
    ] = ()
    rounds: Annotated[int, typer.Option(min=1, help="At most, per pair.")] = 30
    budget_s: Annotated[float, typer.Option(min=0, help="No round of a pair begins later.")] = 3.0
    lengths: tuple[tuple[int, int], ...] = (*LENGTHS, *UNEQUAL)
    long_lengths: tuple[int, ...] = LONG_LENGTHS
    processes: int = 5
    seed: Annotated[int, typer.Option(min=0, help="Of the random walks.")] = 0

    brief = MappingProxyType(
        {
            "rounds": 5,
            "budget_s": 0.5,
            "lengths": ((100, 100), (300, 300), (1000, 1000)),
            "long_lengths": (3000,),
            "processes": 1,
        }
    )

    def run(self, progress: Progress) -> PathTimings:
        """Return the times of all pairs."""
        real = recordings(self.data)
        pairs = [pair for n, m in self.lengths for pair in pairs_of(n, m, real, self.seed)]
        long_pairs = [pair for n in self.long_lengths for pair in pairs_of(n, n, real, self.seed)]
        rows = tuple(time_pair(p, self.rounds, self.budget_s) for p in stepped(pairs, progress))
        return PathTimings(
            instruction_set=INSTRUCTION_SET,
            not_installed=tuple(name for name, peer in PEERS.items() if not peer.installed),
            first=time_first_alignment(self.processes),
            dtw=rows,
            batch=time_batch(self.rounds, self.seed),
            long=tuple(
                time_long(pair.kind, pair.s, pair.t, rounds=5)
                for pair in stepped(long_pairs, progress)
            ),
        )


def time_pair(pair: SeriesPair, rounds: int, budget_s: float) -> PathTiming:
    """Return the times of all installed candidates on one pair."""
    s, t = pair.s, pair.t
    s32, t32 = s.astype(np.float32), t.astype(np.float32)
    bound, cells = cell_loop(np.float32)
    peers = {name: peer.load() for name, peer in PEERS.items() if peer.installed}
    calls = {name: lambda align=align: align(s, t) for name, align in peers.items()}
    ours = {OURS: lambda: dtw_path(s32, t32), DOUBLE: lambda: dtw_path(s, t), BOUND: bound}
    times = alternate({**ours, **calls}, rounds=rounds, budget_s=budget_s)
    times = times.per_unit({BOUND: cells / (len(s) * len(t))})
    fastest = min((name for name in peers if name in EXACT), key=times.median_us)
    found = {name: PEERS[name].path for name in peers}
    return PathTiming(
        kind=pair.kind,
        n=len(s),
        m=len(t),
        ours_us=times.median_us(OURS),
        ours_float64_us=times.median_us(DOUBLE),
        ours_cost=price(s, t, dtw_path(s32, t32)[0]),
        ours_float64_cost=price(s, t, dtw_path(s, t)[0]),
        bound_us=times.median_us(BOUND),
        bound_ratio=times.ratio(OURS, BOUND),
        fastest_exact=fastest,
        fastest_exact_ratio=times.ratio(fastest, OURS),
        peers={
            name: PeerTiming(
                us=times.median_us(name),
                ratio=times.ratio(name, OURS),
                cost=None if path is None else price(s, t, path(peers[name](s, t))),
                cannot=PEERS[name].cannot,
            )
            for name, path in found.items()
        },
    )


def _long_table(rows: Sequence[LongTiming]) -> Table:
    shown = Table("long series", "n", "m", "exact ms", "band ×", "band cost", "linear time ×")
    shown.add_column("linear memory ×")
    for row in rows:
        shown.add_row(
            row.kind,
            str(row.n),
            str(row.m),
            f"{row.exact_ms:.2f}",
            f"{row.band_ratio.median:.1f}",
            f"{row.band_cost_ratio:.5f}",
            f"{row.linear_time_ratio.median:.2f}",
            f"1/{row.exact_bytes / row.linear_bytes:.1f}",
        )
    return shown


def _peer_in_words(name: str, row: PathTiming) -> str:
    peer = row.peers[name]
    cost = "" if peer.cost is None else f" ({peer.cost / row.ours_cost:.4f})"
    return f"{name} {peer.ratio.median:.1f}{cost}"


def pairs_of(n: int, m: int, real: list[tuple[str, Floats]], seed: int) -> list[SeriesPair]:
    """Return a pair of random walks, and one of real recordings.

    Those are two that follow one another, or, where none are long enough, the first half of all
    joined, and the second half.
    """
    rng = np.random.default_rng([seed, n, m])
    s, t = (rng.normal(size=(length, AXES)).cumsum(axis=0) for length in (n, m))
    pairs = [SeriesPair(kind="random walks", s=s, t=t)]
    for (first, x), (second, y) in pairwise(real):
        if len(x) >= n and len(y) >= m:
            kind = f"{first} and {second}"
            return [*pairs, SeriesPair(kind=kind, s=x[:n].copy(), t=y[:m].copy())]
    halves = real[: len(real) // 2], real[len(real) // 2 :]
    if not halves[0]:
        return pairs
    x, y = (np.concatenate([signal for _, signal in half]) for half in halves)
    if len(x) < n or len(y) < m:
        return pairs
    kind = f"{halves[0][0][0]}… and {halves[1][0][0]}…, joined"
    return [*pairs, SeriesPair(kind=kind, s=x[:n].copy(), t=y[:m].copy())]

"""The live stream of any watch put on the pipeline's uniform time grid, as it arrives."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from edge.core.anchor import PIPELINE_RATE_HZ
from edge.core.arrays import Floats, Times
from edge.signals.errors import SignalError
from edge.signals.filters import LowPass, group_delay_s
from edge.signals.resample import FAST, anti_alias
from edge.signals.resample_kernel import NEVER_NS, Grid, advance, interruptions

DECISION_SAMPLES: Final = 9
"""Samples after which the input's rate is known: the median of their steps."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Uniform:
    """A chunk on the uniform grid.

    Attributes:
        t_ns: (n,) times, n ≥ 1.
        x: (n, k) values.
        gap: the grid starts anew with this chunk because samples before it are missing.
    """

    t_ns: Times
    x: Floats
    gap: bool


class Resampler:
    """Puts an uneven stream on a uniform grid without waiting for later samples.

    A grid point is given out with the first input at or after it, by the cubic through that input
    and the three before it. The grid starts with the first sample; a gap, marked as one or longer
    than `MAX_GAP_S`, starts it anew. An input `FAST` times faster than the grid is low-passed first
    and its times are set back by the filter's delay (21 ms from 1 kHz to 50 Hz). The very first
    samples are held back until the input's rate is known. Any chunking gives the same values.

    Attributes:
        rate_hz: rate of the grid.
        input_rate_hz: the input's rate, None before it is known.
    """

    __slots__ = (
        "_delay_ns",
        "_gap",
        "_grid",
        "_lowpass",
        "_newest_ns",
        "_waiting",
        "input_rate_hz",
        "rate_hz",
    )

    def __init__(self, rate_hz: float = PIPELINE_RATE_HZ) -> None:
        if not (np.isfinite(rate_hz) and rate_hz > 0):
            raise SignalError(
                f"a rate of {rate_hz} Hz is not possible", remedy="give a positive one"
            )
        self.rate_hz = rate_hz
        self.input_rate_hz: float | None = None
        self._waiting: tuple[Times, Floats] | None = None
        self._lowpass: LowPass | None = None
        self._delay_ns = 0
        self._newest_ns = np.full(1, NEVER_NS)
        self._grid: Grid | None = None
        self._gap = False

    def process(self, t_ns: Times, x: Floats, *, gap: bool = False) -> tuple[Uniform, ...]:
        """Return the grid points up to the newest sample, one chunk per uninterrupted stretch.

        Args:
            t_ns: (n,) times, strictly increasing within and across chunks.
            x: (n, k) values.
            gap: the stream was interrupted before this chunk.

        Raises:
            SignalError: the shapes do not fit, time does not increase, or a value is not finite;
                the state is then as before the call.
        """
        if t_ns.ndim != 1 or x.ndim != 2 or len(t_ns) != len(x):
            raise SignalError(
                f"times of shape {t_ns.shape} and values of shape {x.shape} do not belong together"
            )
        cuts = interruptions(t_ns, x, self._newest_ns)
        chunks = self._interrupt() if gap else []
        begin = 0
        for end in (*cuts, len(t_ns)):
            if end > begin:
                chunks += self._feed(t_ns[begin:end], x[begin:end])
            if end < len(t_ns):
                chunks += self._interrupt()
            begin = end
        return tuple(chunks)

    def _interrupt(self) -> list[Uniform]:
        """Give out what was held back, and start anew with the next sample."""
        held = [] if self._waiting is None else self._release(*self._waiting)
        self._waiting = None
        self._grid = None
        self._gap = True
        if self._lowpass is not None:
            self._lowpass.reset()
        return held

    def _feed(self, t_ns: Times, x: Floats) -> list[Uniform]:
        """Return the grid points of samples that continue the stretch, once the rate is known."""
        if self.input_rate_hz is not None:
            return self._emit(t_ns, x)
        if self._waiting is not None:
            t_ns = np.concatenate([self._waiting[0], t_ns])
            x = np.concatenate([self._waiting[1], x])
        if len(t_ns) < DECISION_SAMPLES:
            self._waiting = (t_ns, x)
            return []
        self._waiting = None
        return self._release(t_ns, x)

    def _release(self, t_ns: Times, x: Floats) -> list[Uniform]:
        """Learn the input's rate from what was held back, and return its grid points."""
        if len(t_ns) > 1:
            rate_hz = 1e9 / float(np.median(np.diff(t_ns[:DECISION_SAMPLES])))
            self.input_rate_hz = rate_hz
            if rate_hz > FAST * self.rate_hz:
                design = anti_alias(self.rate_hz)
                self._lowpass = LowPass(rate_hz, design)
                self._delay_ns = round(group_delay_s(rate_hz, design) * 1e9)
        return self._emit(t_ns, x)

    def _emit(self, t_ns: Times, x: Floats) -> list[Uniform]:
        if self._grid is None:
            self._grid = Grid(
                t_ns=np.zeros(3, dtype=np.int64),
                x=np.zeros((3, x.shape[1])),
                counts=np.zeros(2, dtype=np.int64),
                origin_ns=int(t_ns[0]),
                period_ns=1e9 / self.rate_hz,
            )
        if self._lowpass is not None:
            x = self._lowpass.process(x)
        grid_ns, grid_x = advance(t_ns - self._delay_ns, x, self._grid)
        if len(grid_ns) == 0:
            return []
        gap, self._gap = self._gap, False
        return [Uniform(t_ns=grid_ns, x=grid_x, gap=gap)]

"""The times of a recording as its sensor had them: increasing, in seconds, without what clocks do.

A sensor samples evenly, so the number of a row tells as much about its time as what is written in
it. Written times lie in known ways: another unit, a clock that is set, a packet whose samples share
one time, arrival times in place of sample times. Each is told by its pattern and taken back; where
the pattern is none of these, the recording is refused.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from edge.importers.errors import ImporterError
from edge.importers.remark import Remark, RemarkKind
from edge.importers.sample_step import SLOWEST_S, UNITS, unit_of, usual_step
from edge.importers.steady_times import steady_times, told_apart
from edge.importers.units import sense_of_turning
from edge.signals.resample import MAX_GAP_S

Floats = NDArray[np.float64]
Rows = NDArray[np.intp]

LONGEST_GAP_S: Final = 600.0
"""A longer step is no interruption of the radio: the clock was set."""
LONGEST_S: Final = 12 * 3600.0
FEW_ROWS: Final = 10
"""So few rows between two jumps have wrong times; more have the times of a clock that was set."""
MOST_JUMPS: Final = 5
OUT_OF_TIME_SHARE: Final = 0.1
"""With more of the rows out of time, nobody can say which half to keep."""
SHORT_STEP: Final = 0.5
"""A step shorter than this share of the usual one was not the sensor's."""
BLOCKS_SHARE: Final = 0.01
"""Fewer steps than this are uneven in a recording that was only to be sorted."""
SHORT_SHARE: Final = 0.05
"""With more such steps, the times are not those of the samples."""
ARRIVAL_BACK_S: Final = 2.0
"""Arrival times that overtake each other do so by less."""
BACKWARDS: Final = -0.3
"""Below it, a recording that is read from its end would turn against gravity."""
BREAK_S: Final = 1.0
"""The hole that is left where a clock was set and the signal does not go on smoothly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MendedTimes:
    """Times that make sense.

    Attributes:
        t_s: (m,) strictly increasing, in seconds.
        rows: (m,) which of the given rows have them, in the order of their times.
        remarks: what was mended.
    """

    t_s: Floats
    rows: Rows
    remarks: tuple[Remark, ...]


def mend_times(
    times: Floats, numbers: Rows, signal: Floats, where: str, unit: str = ""
) -> MendedTimes:
    """Return the times of a recording in seconds, increasing.

    Args:
        times: (n,) as written, finite, in any unit, n ≥ 2.
        numbers: (n,) of the rows in the file; rows that cannot be used left holes in them.
        signal: (n, 6) what was measured, in any unit.
        where: the recording's name, for the sentences.
        unit: of the times, one of `UNITS`; "" where the steps are to tell it.

    Raises:
        ImporterError: no order can be brought into the times; the message says why.
    """
    repair = _Repair(times, numbers, signal, where)
    repair.tell_unit(unit)
    repair.tell_order()
    repair.tell_blocks()
    repair.tell_arrivals()
    repair.cut_at_jumps()
    repair.join()
    return repair.mended()


class _Repair:
    """The times of one recording while they are repaired."""

    def __init__(self, times: Floats, numbers: Rows, signal: Floats, where: str) -> None:
        self.t = times.astype(np.float64)
        self.numbers = numbers.astype(np.float64)
        self.rows: Rows = np.arange(len(times))
        self.signal = signal
        self.given = len(times)
        self.where = where
        self.usual_s = 0.0
        self.back_s = ARRIVAL_BACK_S
        self.arrivals = False
        self.blocks: list[slice] = []
        self.remarks: list[Remark] = []
        self.out_of_time = 0
        self.shift_s = 0.0

    def tell_unit(self, known: str) -> None:
        """Bring the times to seconds."""
        step = usual_step(self.t, self.numbers)
        if step == 0:
            raise ImporterError(
                f"{self.where}: the times do not advance", remedy="give each row its own time"
            )
        unit = known or unit_of(step, self.t)
        if unit is None or (unit != "d" and abs(step) < SLOWEST_S / 1000):
            raise ImporterError(
                f"{self.where}: the times advance by {step:.3g} from row to row, which no watch "
                "does in s, ms, µs or ns",
                remedy="give them in seconds",
            )
        self.t = told_apart(self.t * UNITS[unit])
        self.usual_s = step * UNITS[unit]
        if unit == "d":
            self.remarks.append(Remark(kind="time_in_days"))
        elif unit != "s":
            self.remarks.append(Remark(kind="time_unit", facts={"unit": unit.replace("u", "µ")}))

    def tell_order(self) -> None:
        """Turn a recording whose newest row stands first the right way round."""
        if self.usual_s > 0:
            return
        self.usual_s = -self.usual_s
        accel, gyro = self.signal[::-1, :3], self.signal[::-1, 3:]
        if sense_of_turning(self.usual_s, accel, gyro) < BACKWARDS:
            raise self._backwards(int(np.argmax(np.diff(self.t) < 0)), len(self.t) - 1)
        self.t, self.rows = self.t[::-1], self.rows[::-1]
        self.numbers = self.numbers[-1] - self.numbers[::-1]
        self.signal = self.signal[::-1]
        self.remarks.append(Remark(kind="newest_first"))

    def tell_blocks(self) -> None:
        """Sort a recording whose blocks stand in another order: then nothing is missing in it."""
        if not (np.diff(self.t) < 0).any():
            return
        order = np.argsort(self.t, kind="stable")
        steps = np.diff(self.t[order])
        uneven = np.abs(steps - self.usual_s) > SHORT_STEP * self.usual_s
        if np.mean(uneven) > BLOCKS_SHARE or steps.max() > MAX_GAP_S:
            return
        self.t, self.rows, self.signal = self.t[order], self.rows[order], self.signal[order]
        self.numbers = np.sort(self.numbers)
        self.remarks.append(Remark(kind="rows_sorted"))

    def tell_arrivals(self) -> None:
        """Leave stray rows out, and tell whether the times are those of the samples at all."""
        self._leave_out_stray_rows(ARRIVAL_BACK_S)
        ratio = np.diff(self.t) / np.diff(self.numbers) / self.usual_s
        self.arrivals = bool(np.mean(ratio < SHORT_STEP) > SHORT_SHARE)
        self.back_s = ARRIVAL_BACK_S if self.arrivals else 1.5 * self.usual_s
        if not self.arrivals:
            self._leave_out_stray_rows(self.back_s)

    def _leave_out_stray_rows(self, back_s: float) -> None:
        """Leave out a few rows at a time whose times fit neither those before nor those after."""
        steps = np.diff(self.t)
        stray = np.zeros(len(self.t), dtype=bool)
        jumps = np.flatnonzero((steps < -back_s) | (steps > LONGEST_GAP_S)) + 1
        if len(jumps) > 2 * OUT_OF_TIME_SHARE * self.given:
            return  # no order can be brought into so many, as will be said
        for after in jumps:
            stray[self._stray_around(int(after))] = True
        self.out_of_time += int(np.sum(stray))
        self.t, self.rows = self.t[~stray], self.rows[~stray]
        self.numbers, self.signal = self.numbers[~stray], self.signal[~stray]

    def _stray_around(self, after: int) -> slice:
        """Return which rows lead the clock astray at a jump to row `after`: none if it was set."""
        t, before = self.t, after - 1
        for few in range(1, FEW_ROWS + 1):
            near_s = 3 * (few + 1) * self.usual_s + MAX_GAP_S
            if after + few < len(t) and 0 < t[after + few] - t[before] <= near_s:
                return slice(after, after + few)
            if before >= few and 0 < t[after] - t[before - few] <= near_s:
                return slice(after - few, after)
        return slice(0, 0)

    def cut_at_jumps(self) -> None:
        """Find the stretches between the jumps of the clock, and leave stray rows out."""
        steps = np.diff(self.t)
        cuts = np.flatnonzero((steps < -self.back_s) | (steps > LONGEST_GAP_S)) + 1
        ends = [0, *cuts.tolist(), len(self.t)]
        found = [slice(a, b) for a, b in pairwise(ends)]
        longest = max(found, key=_length)
        self.blocks = [one for one in found if _length(one) > FEW_ROWS or one is longest]
        self.out_of_time += len(self.t) - sum(map(_length, self.blocks))
        jumps = sum(not self._fits(a, b) for a, b in pairwise(self.blocks))
        if self.out_of_time > OUT_OF_TIME_SHARE * self.given or jumps > MOST_JUMPS:
            at = int(cuts[0]) - 1 if len(cuts) else int(np.argmax(np.abs(steps)))
            if (steps < 0).any():
                raise self._backwards(at, int(np.sum(steps < -self.back_s)))
            raise ImporterError(
                f"{self.where}: the times jump to and fro, first from {self.t[at]:g} s "
                f"to {self.t[at + 1]:g} s",
                remedy="cut the recording there",
            )

    def join(self) -> None:
        """Put the stretches behind each other, each with steady times."""
        parts_t, parts_rows = [], []
        sorted_rows = False
        said_at, before = len(self.remarks), None
        for block in self.blocks:
            t, rows, numbers = self.t[block], self.rows[block], self.numbers[block]
            if self.arrivals:
                order = np.argsort(t, kind="stable")
                if _is_even(t[order], self.usual_s):
                    sorted_rows |= bool(np.any(np.diff(order) < 0))
                    t, rows = t[order], rows[order]
                else:
                    t = steady_times(t, numbers, self.usual_s)
            else:
                forward = np.concatenate([[True], t[1:] > np.maximum.accumulate(t)[:-1]])
                self.out_of_time += int(np.sum(~forward))
                t, rows = t[forward], rows[forward]
            if before is not None and not self._fits(before, block):
                self._take_jump_out(before, block, float(t[0] - parts_t[-1][-1]))
            parts_t.append(t + self.shift_s)
            parts_rows.append(rows)
            before = block
        self._say_how(said_at, sorted_rows=sorted_rows)
        self.t, self.rows = np.concatenate(parts_t), np.concatenate(parts_rows)

    def _fits(self, before: slice, after: slice) -> bool:
        """Tell whether only stray rows lie between two stretches, and no jump."""
        step_s = float(self.t[after.start] - self.t[before.stop - 1])
        return 0 < step_s <= LONGEST_GAP_S

    def _take_jump_out(self, before: slice, after: slice, step_s: float) -> None:
        """Shift what follows, `step_s` behind what came before, so that the clock was not set."""
        last, first = before.stop - 1, after.start
        jump_s = float(self.t[first] - self.t[last])
        facts = {"at_s": round(float(self.t[last] - self.t[0]) + self.shift_s, 3)}
        kind: RemarkKind = "clock_forward" if jump_s > 0 else "clock_back"
        self.remarks.append(Remark(kind=kind, facts={**facts, "by_s": abs(jump_s)}))
        passed_s = float(self.numbers[first] - self.numbers[last]) * self.usual_s
        goes_on = self._goes_on(last, first)
        self.shift_s = (passed_s if goes_on else max(BREAK_S, passed_s)) - step_s

    def _goes_on(self, last: int, first: int) -> bool:
        """Tell whether the signal goes on smoothly from one row to another."""
        apart = self.numbers[first] - self.numbers[last]
        if apart > FEW_ROWS:
            return False
        changes = np.abs(np.diff(self.signal, axis=0))
        most = 1.5 * apart * np.percentile(changes, 99.5, axis=0) + 1e-9
        return bool(np.all(np.abs(self.signal[first] - self.signal[last]) <= most))

    def _say_how(self, at: int, *, sorted_rows: bool) -> None:
        if sorted_rows:
            self.remarks.insert(at, Remark(kind="rows_sorted"))
        elif self.arrivals:
            shared = float(np.mean(np.diff(self.t) == 0)) > SHORT_SHARE
            kind: RemarkKind = "times_shared" if shared else "times_jitter"
            self.remarks.insert(at, Remark(kind=kind))

    def mended(self) -> MendedTimes:
        """Return the result.

        Raises:
            ImporterError: the recording is far too long, or too many rows are out of time.
        """
        kept = np.concatenate([[True], np.diff(self.t) > 0])
        self.out_of_time += int(np.sum(~kept))
        if self.out_of_time > OUT_OF_TIME_SHARE * self.given:
            raise self._backwards(0, self.out_of_time)
        if self.out_of_time:
            facts = {"n": self.out_of_time}
            self.remarks.append(Remark(kind="rows_out_of_time", facts=facts))
        t_s = self.t[kept]
        if t_s[-1] - t_s[0] > LONGEST_S:
            raise ImporterError(
                f"{self.where} lasts {(t_s[-1] - t_s[0]) / 3600:.0f} hours",
                remedy="cut out the exercise",
            )
        return MendedTimes(t_s=t_s, rows=self.rows[kept], remarks=tuple(self.remarks))

    def _backwards(self, at: int, count: int) -> ImporterError:
        at = min(at, len(self.t) - 2)
        return ImporterError(
            f"{self.where}: the clock runs backwards (from {self.t[at]:g} s to "
            f"{self.t[at + 1]:g} s) and {count} of {self.given} rows are out of time",
            remedy="cut the recording there",
        )


def _is_even(t: Floats, usual_s: float) -> bool:
    return bool(np.mean(np.diff(t) < SHORT_STEP * usual_s) < 0.01)


def _length(part: slice) -> int:
    return int(part.stop - part.start)

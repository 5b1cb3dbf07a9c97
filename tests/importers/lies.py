"""The ways in which recordings lie, each made from a true one, with what is right about it."""

import codecs
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from edge.core.exercises import EXERCISES
from edge.importers.remark import RemarkKind
from edge.importers.watch_csv import HEADER
from edge.simulation.body import simulate_session

Floats = NDArray[np.float64]
Rng = np.random.Generator
HEAD: Final = ",".join(HEADER)
GRAVITY: Final = 9.80665


def truth(rate_hz: float, seed: int, duration_s: float = 30.0) -> Floats:
    """Return the (n, 7) table of a simulated exercise."""
    exercise = sorted(EXERCISES)[seed % len(EXERCISES)]
    it = simulate_session(exercise=exercise, duration_s=duration_s, rate_hz=rate_hz, seed=seed)
    return np.column_stack([it.t_s, it.accel_m_s2, it.gyro_rad_s])


def text(table: Floats, *, digits: int = 12) -> str:
    """Return a table as a watch CSV."""
    rows = (",".join(f"{value:.{digits}g}" for value in row) for row in table.tolist())
    return "\n".join([HEAD, *rows]) + "\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lie:
    """One way to lie.

    Attributes:
        tell: returns the file that a true table becomes.
        kind: what is remarked about it.
        off_s: by how much the mended times may differ from the true ones, in samples.
        lost: share of the rows that may be missing.
    """

    tell: Callable[[Floats, Rng], bytes]
    kind: RemarkKind | None
    off: float = 0.01
    lost: float = 0.0


def _times(change: Callable[[Floats, Rng], Floats]) -> Callable[[Floats, Rng], bytes]:
    def tell(table: Floats, rng: Rng) -> bytes:
        lying = table.copy()
        lying[:, 0] = change(table[:, 0], rng)
        return text(lying, digits=19).encode()

    return tell


def _signal(change: Callable[[Floats, Rng], Floats]) -> Callable[[Floats, Rng], bytes]:
    return lambda table, rng: text(change(table.copy(), rng)).encode()


def _written(change: Callable[[str], str], encoding: str = "utf-8") -> Callable[..., bytes]:
    return lambda table, _: change(text(table)).encode(encoding)


def _set_by(by_s: float) -> Callable[[Floats, Rng], bytes]:
    def change(t: Floats, rng: Rng) -> Floats:
        return np.where(np.arange(len(t)) < rng.integers(len(t) // 8, len(t) - 20), t, t + by_s)

    return _times(change)


def _packets(t: Floats, rng: Rng) -> Floats:
    size = int(rng.integers(2, 9))
    return t[np.minimum(np.arange(len(t)) // size * size + size - 1, len(t) - 1)]


def _clock(form: str) -> Callable[[Floats, Rng], bytes]:
    def tell(table: Floats, rng: Rng) -> bytes:
        began = datetime(2026, 11, 20, 23, 59, 50, tzinfo=UTC)
        head, *rows = text(table).splitlines()
        told = []
        for at_s, row in zip(table[:, 0], rows, strict=True):
            at = began + timedelta(seconds=float(at_s))
            told.append(at.strftime(form) + "," + row.partition(",")[2])
        return "\n".join([head, *told, ""]).encode()

    return tell


def _some_rows(table: Floats, rng: Rng, share: float) -> NDArray[np.intp]:
    return np.sort(rng.choice(np.arange(5, len(table) - 5), int(share * len(table)), False))


def _replaced(value: float, columns: slice, share: float = 0.03) -> Callable[..., Floats]:
    def change(table: Floats, rng: Rng) -> Floats:
        table[_some_rows(table, rng, share), columns] = value
        return table

    return change


def _scaled(columns: slice, factor: float) -> Callable[..., Floats]:
    def change(table: Floats, _: Rng) -> Floats:
        table[:, columns] *= factor
        return table

    return change


def _cells(word: str) -> Callable[[Floats, Rng], bytes]:
    def tell(table: Floats, rng: Rng) -> bytes:
        head, *rows = text(table).splitlines()
        for i in _some_rows(table, rng, 0.03):
            cells = rows[i].split(",")
            cells[int(rng.integers(1, 7))] = word
            rows[i] = ",".join(cells)
        return "\n".join([head, *rows, ""]).encode()

    return tell


def _wild_time(value: float) -> Callable[[Floats, Rng], bytes]:
    def change(t: Floats, rng: Rng) -> Floats:
        t = t.copy()
        t[rng.integers(0, len(t), 2)] = value
        return t

    return _times(change)


def _cut(table: Floats, rng: Rng) -> bytes:
    whole = text(table)
    last = whole.rindex("\n", 0, -1)
    return whole[: last + 1 + int(rng.integers(1, 12))].encode()


def _swapped(table: Floats, rng: Rng) -> bytes:
    order = np.arange(len(table)) // 4 * 4 + np.array([1, 0, 3, 2])[np.arange(len(table)) % 4]
    return text(table[order[order < len(table)]]).encode()


def _blocks(table: Floats, rng: Rng) -> bytes:
    at = len(table) // 4
    order = [slice(0, at), slice(2 * at, 3 * at), slice(at, 2 * at), slice(3 * at, None)]
    return text(np.concatenate([table[part] for part in order])).encode()


def _decimal_commas(separator: str) -> Callable[[str], str]:
    return lambda whole: whole.replace(",", separator).replace(".", ",")


MENDED: Final[dict[str, Lie]] = {
    "milliseconds": Lie(tell=_times(lambda t, _: np.round(t * 1e3, 3)), kind="time_unit"),
    "microseconds": Lie(tell=_times(lambda t, _: np.round(t * 1e6)), kind="time_unit"),
    "nanoseconds": Lie(tell=_times(lambda t, _: np.round(t * 1e9)), kind="time_unit"),
    "nanoseconds since 1970": Lie(
        tell=_times(lambda t, _: np.round((t + 1.7e9) * 1e9)), kind="time_unit"
    ),
    "seconds since 1970": Lie(tell=_times(lambda t, _: t + 1.7e9), kind=None),
    "milliseconds since 1970": Lie(
        tell=_times(lambda t, _: np.round((t + 1.7e9) * 1e3, 2)), kind="time_unit", off=0.1
    ),
    "days of a spreadsheet": Lie(
        tell=_times(lambda t, _: 45231.5 + t / 86_400.0), kind="time_in_days"
    ),
    "ISO 8601": Lie(tell=_clock("%Y-%m-%dT%H:%M:%S.%fZ"), kind="time_of_day"),
    "ISO 8601 with a blank": Lie(tell=_clock("%Y-%m-%d %H:%M:%S.%f"), kind="time_of_day"),
    "day first": Lie(tell=_clock("%d.%m.%Y %H:%M:%S.%f"), kind="time_of_day"),
    "time of day over midnight": Lie(tell=_clock("%H:%M:%S.%f"), kind="time_of_day"),
    "clock set forward by an hour": Lie(tell=_set_by(3600.0), kind="clock_forward"),
    "clock set back by an hour": Lie(tell=_set_by(-3600.0), kind="clock_back"),
    "clock set back by five seconds": Lie(tell=_set_by(-5.0), kind="clock_back"),
    "clock set forward by six years": Lie(tell=_set_by(1.9e8), kind="clock_forward"),
    "clock set back by six years": Lie(tell=_set_by(-1.9e8), kind="clock_back"),
    "packets share a time": Lie(tell=_times(_packets), kind="times_shared", off=8.0),
    "times in tenths": Lie(tell=_times(lambda t, _: np.round(t, 1)), kind=None, off=5.0),
    "times in whole seconds": Lie(
        tell=_times(lambda t, _: np.floor(t)), kind="times_shared", off=250
    ),
    "arrival times": Lie(
        tell=_times(lambda t, rng: t + rng.exponential(0.05, len(t))), kind="times_jitter", off=30.0
    ),
    "one time is wild": Lie(tell=_wild_time(1e300), kind=None, lost=0.01),
    "one time is a placeholder": Lie(tell=_wild_time(-9999.0), kind=None, lost=0.01),
    "one time is far in the future": Lie(tell=_wild_time(4e9), kind="rows_out_of_time", lost=0.01),
    "swapped rows": Lie(tell=_swapped, kind="rows_sorted"),
    "blocks in another order": Lie(tell=_blocks, kind="rows_sorted"),
    "every row twice": Lie(
        tell=lambda table, _: text(np.repeat(table, 2, axis=0)).encode(), kind="rows_repeated"
    ),
    "newest first": Lie(tell=lambda table, _: text(table[::-1]).encode(), kind="newest_first"),
    "semicolons and decimal commas": Lie(tell=_written(_decimal_commas(";")), kind="separator"),
    "tabs and decimal commas": Lie(tell=_written(_decimal_commas("\t")), kind="separator"),
    "semicolons": Lie(tell=_written(lambda whole: whole.replace(",", ";")), kind="separator"),
    "blanks": Lie(tell=_written(lambda whole: whole.replace(",", "  ")), kind="separator"),
    "quotes": Lie(
        tell=_written(
            lambda whole: "\n".join(
                ",".join(f'"{cell}"' for cell in line.split(",")) for line in whole.splitlines()
            )
        ),
        kind=None,
    ),
    "lines before the header": Lie(
        tell=_written(lambda whole: "sep=,\n# device: watch 2\n\n" + whole), kind=None
    ),
    "BOM": Lie(tell=_written(lambda whole: "\ufeff" + whole), kind=None),
    "UTF-16": Lie(tell=_written(lambda whole: whole, "utf-16"), kind="encoding"),
    "UTF-16 without a mark": Lie(tell=_written(lambda whole: whole, "utf-16-le"), kind="encoding"),
    "UTF-16, high byte first": Lie(
        tell=lambda table, _: codecs.BOM_UTF16_BE + text(table).encode("utf-16-be"),
        kind="encoding",
    ),
    "old line ends": Lie(tell=_written(lambda whole: whole.replace("\n", "\r")), kind=None),
    "Windows line ends": Lie(tell=_written(lambda whole: whole.replace("\n", "\r\n")), kind=None),
    "NUL tail": Lie(tell=_written(lambda whole: whole + "\0" * 5000), kind="nul_bytes"),
    "last row cut": Lie(tell=_cut, kind="last_row_cut", lost=0.01),
    "a row of words": Lie(
        tell=_written(lambda whole: whole.replace("\n", "\n", 1) + "the end of it\n"),
        kind="last_row_cut",
        lost=0.01,
    ),
    "rows of zeros": Lie(tell=_signal(_replaced(0.0, slice(1, 7))), kind="rows_zero", lost=0.04),
    "rows and times of zeros": Lie(
        tell=_signal(_replaced(0.0, slice(0, 7))), kind="rows_zero", lost=0.04
    ),
    "-9999": Lie(tell=_signal(_replaced(-9999.0, slice(1, 4))), kind="rows_missing", lost=0.04),
    "-9999 everywhere": Lie(
        tell=_signal(_replaced(-9999.0, slice(0, 7))), kind="rows_missing", lost=0.04
    ),
    "impossible values": Lie(
        tell=_signal(_replaced(1234.5, slice(2, 3), 0.01)), kind="rows_impossible", lost=0.04
    ),
    "NA": Lie(tell=_cells("NA"), kind="rows_missing", lost=0.04),
    "nothing": Lie(tell=_cells(""), kind="rows_missing", lost=0.04),
    "#N/A": Lie(tell=_cells("#N/A"), kind="rows_missing", lost=0.04),
    "infinite": Lie(tell=_cells("1e999"), kind="rows_missing", lost=0.04),
    "g": Lie(tell=_signal(_scaled(slice(1, 4), 1 / GRAVITY)), kind="accel_in_g"),
    "thousandths of g": Lie(tell=_signal(_scaled(slice(1, 4), 1e3 / GRAVITY)), kind="accel_in_mg"),
    "deg/s": Lie(tell=_signal(_scaled(slice(4, 7), np.degrees(1))), kind="gyro_in_degrees"),
    "thousandths of deg/s": Lie(
        tell=_signal(_scaled(slice(4, 7), 1e3 * np.degrees(1))), kind="gyro_in_millidegrees"
    ),
}
"""All that is mended, with a remark where something had to be done."""

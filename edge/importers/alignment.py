"""The streams of a recording on one axis of time.

Streams that were taken together stay as they are. Others have clocks, rates and starts of their
own: each is mended by itself, then all are read at the times of the quickest, where all have data.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from edge.core.arrays import Floats
from edge.importers.clock_repair import mend_times
from edge.importers.errors import ImporterError
from edge.importers.remark import Remark
from edge.importers.sample_step import usual_step
from edge.importers.sensor_check import without_placeholders, zero_rows
from edge.importers.stream import Quantity, Stream
from edge.signals.resample import MAX_GAP_S

WIDE: Final = 2.5
"""Between samples so many usual steps apart nothing is known."""
IN_TURN_SHARE: Final = 0.1
"""Where fewer of the rows are whole, the streams were written in turn."""


_SIX: Final[tuple[Quantity, Quantity]] = ("acceleration", "angular rate")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Aligned:
    """Streams with the same times.

    Attributes:
        t_s: (n,) strictly increasing.
        values: by quantity (n, 3), of an orientation (n, 4), in the units of the streams.
        remarks: what was mended.
    """

    t_s: Floats
    values: dict[Quantity, Floats]
    remarks: tuple[Remark, ...]


def aligned(streams: Sequence[Stream], name: str) -> Aligned:
    """Return the streams on one axis of time.

    Args:
        streams: of different quantities, at least one.
        name: of the recording, for the sentences.

    Raises:
        ImporterError: fewer than two samples can be used, the times make no sense, or the streams
            do not overlap in time.
    """
    groups: dict[int, list[Stream]] = {}
    for stream in streams:
        groups.setdefault(id(stream.times), []).append(stream)
    parts, said = [], list[Remark]()
    for group in groups.values():
        if _is_in_turn(group):
            said.append(Remark(kind="streams_in_turn"))
            parts += [_mended([_own_rows(stream)], name) for stream in group]
        else:
            parts.append(_mended(group, name))
    return _joined(parts, name, said)


def _is_in_turn(group: Sequence[Stream]) -> bool:
    """Tell whether the rows of a table hold one stream each, in turn."""
    whole = np.array([np.isfinite(stream.values).all(axis=1) for stream in group])
    if len(group) < 2 or not whole.size or np.mean(whole.all(axis=0)) >= IN_TURN_SHARE:
        return False
    return bool(np.all(np.sum(whole, axis=1) >= max(2.0, IN_TURN_SHARE * whole.shape[1])))


def _own_rows(stream: Stream) -> Stream:
    rows = np.isfinite(stream.values).all(axis=1)
    return replace(stream, times=stream.times[rows], values=stream.values[rows])


def _mended(group: Sequence[Stream], name: str) -> Aligned:
    """Return streams that share their times, without what no sensor reads, with mended times."""
    where = name if len(group) > 1 or not group[0].source else group[0].source
    table = np.column_stack([group[0].times, *(stream.values for stream in group)])
    edges = np.cumsum([1, *(stream.values.shape[1] for stream in group)])
    columns = {
        one.quantity: slice(a, b) for one, a, b in zip(group, edges, edges[1:], strict=False)
    }
    table, numbers, remarks = _measured(table, columns, where)
    if len(table) < 2:
        raise too_few(len(table), where)
    signal = np.hstack(
        [_axes(table, columns, "acceleration"), _axes(table, columns, "angular rate")]
    )
    times = mend_times(table[:, 0], numbers, signal, where, group[0].time_unit)
    if len(times.t_s) < 2:
        raise too_few(len(times.t_s), where)
    return Aligned(
        t_s=times.t_s,
        values={quantity: table[times.rows, part] for quantity, part in columns.items()},
        remarks=(*remarks, *times.remarks),
    )


def _axes(table: Floats, columns: dict[Quantity, slice], quantity: Quantity) -> Floats:
    """Return the three axes of a quantity, 0 where it was not measured."""
    found = columns.get(quantity)
    return np.zeros((len(table), 3)) if found is None else table[:, found]


def _measured(
    table: Floats, columns: dict[Quantity, slice], where: str
) -> tuple[Floats, NDArray[np.intp], list[Remark]]:
    """Return the rows in which all numbers were measured, and their numbers."""
    table = without_placeholders(table)
    numbers: NDArray[np.intp] = np.arange(len(table))
    remarks: list[Remark] = []
    again = np.concatenate([[False], (np.diff(table, axis=0) == 0).all(axis=1)])
    if again.any():
        remarks.append(Remark(kind="rows_repeated", facts={"n": int(np.sum(again))}))
        table, numbers = table[~again], numbers[~again]
    good = np.isfinite(table).all(axis=1)
    bad = int(np.sum(~good))
    if bad and not good.any():
        count = "seven" if table.shape[1] == 7 else str(table.shape[1])
        raise ImporterError(f"{where}: no row has all {count} numbers; nothing can be made of it")
    if bad:
        remarks.append(Remark(kind="rows_missing", facts={"n": bad, "rows": len(table)}))
        table, numbers = table[good], numbers[good]
    if "acceleration" in columns and len(table):
        signal = [_axes(table, columns, one) for one in _SIX]
        zero = zero_rows(np.column_stack([table[:, 0], *signal]))
        if zero.any():
            remarks.append(Remark(kind="rows_zero", facts={"n": int(np.sum(zero))}))
            table, numbers = table[~zero], numbers[~zero]
    return table, numbers, remarks


def too_few(count: int, where: str) -> ImporterError:
    """Return the error that a recording holds so few samples."""
    return ImporterError(
        f"{where} holds {count} usable sample(s)", remedy="record a whole movement"
    )


def _joined(parts: Sequence[Aligned], name: str, said: list[Remark]) -> Aligned:
    """Return all parts at the times of the quickest, where all have data."""
    said += [remark for part in parts for remark in part.remarks]
    if len(parts) == 1:
        return replace(parts[0], remarks=tuple(said))
    begin_s = max(float(part.t_s[0]) for part in parts)
    end_s = min(float(part.t_s[-1]) for part in parts)
    base = min(parts, key=lambda part: _step_s(part.t_s))
    t_s = base.t_s[(base.t_s >= begin_s) & (base.t_s <= end_s)]
    if len(t_s) < 2:
        raise ImporterError(
            f"{name}: acceleration and angular rate do not overlap in time",
            remedy="give the files of one recording",
        )
    known = np.logical_and.reduce([_is_known(part.t_s, t_s) for part in parts])
    t_s = t_s[known]
    if len(t_s) < 2:
        raise too_few(len(t_s), name)
    values: dict[Quantity, Floats] = {}
    for part in parts:
        for quantity, rows in part.values.items():
            values[quantity] = _at(part.t_s, _continuous(quantity, rows), t_s)
    said.append(Remark(kind="streams_joined"))
    return Aligned(t_s=t_s, values=values, remarks=tuple(said))


def _step_s(t_s: Floats) -> float:
    return usual_step(t_s, np.arange(len(t_s), dtype=np.float64))


def _is_known(own_s: Floats, at_s: Floats) -> NDArray[np.bool_]:
    """Return at which times a stream has samples close enough on both sides."""
    after = np.clip(np.searchsorted(own_s, at_s), 1, len(own_s) - 1)
    return own_s[after] - own_s[after - 1] <= max(MAX_GAP_S, WIDE * _step_s(own_s))


def _continuous(quantity: Quantity, rows: Floats) -> Floats:
    """Return the rows; an orientation without jumps between its two signs."""
    if quantity != "orientation":
        return rows
    turns_over = np.sum(rows[1:] * rows[:-1], axis=1) < 0
    signs = np.cumprod(np.where(np.concatenate([[False], turns_over]), -1.0, 1.0))
    return rows * signs[:, np.newaxis]


def _at(own_s: Floats, rows: Floats, at_s: Floats) -> Floats:
    return np.column_stack([np.interp(at_s, own_s, axis) for axis in rows.T])

"""A CSV of keypoints: columns NAME_x and NAME_y of each joint, in any order.

A column `t_s` or `time_s` gives the times, `frame` their numbers; frames that are missing in them
are holes. Empty cells, NaN and points at 0, 0 mean that nothing was found.
"""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np

from edge.core.arrays import Floats
from edge.importers.cells import number_of
from edge.importers.errors import ImporterError
from edge.importers.recorded_files import single
from edge.importers.skeletons.even_times import at_even_times, even_step
from edge.importers.skeletons.layouts import LAYOUTS
from edge.importers.text_lines import text_lines

TIMES: Final = ("t_s", "time_s")
NUMBERS: Final = "frame"
SEPARATORS: Final = (",", ";", "\t")
MOST_FRAMES: Final = 500_000
_KNOWN: Final = ", ".join(f"{own.title} ({len(own.joints)})" for own in LAYOUTS.values())


def read_table(path: Path) -> tuple[Floats, str, float | None]:
    """Return (T, J, 2) keypoints, the name of their layout, and the rate if times are given.

    Raises:
        ImporterError: the file cannot be read, or holds no known joints.
    """
    rows = _rows(path)
    header = next(rows, None)
    if header is None:
        raise ImporterError(f"{path} is empty", remedy="give a CSV of keypoints")
    names = [cell.strip().strip('"').lower().replace(" ", "_") for cell in header]
    layout = _layout(names, path)
    columns = [names.index(f"{joint}_{axis}") for joint in LAYOUTS[layout].joints for axis in "xy"]
    time = next((names.index(name) for name in (*TIMES, NUMBERS) if name in names), None)
    timed = time is not None and names[time] in TIMES
    points: list[list[float]] = []
    times: list[float] = []
    for number, row in enumerate(rows, start=2):
        if len(row) != len(names):
            raise ImporterError(
                f"{path}, row {number}: {len(row)} cells where the header has {len(names)}",
                remedy="was the file cut off?",
            )
        try:
            points.append([number_of(row[column]) for column in columns])
            if time is not None:
                times.append(number_of(row[time]))
        except ValueError as error:
            raise ImporterError(f"{path}, row {number}: {error} is no number") from error
        if len(points) > MOST_FRAMES:
            raise ImporterError(f"{path} has more than {MOST_FRAMES} frames", remedy="cut it")
    if not points:
        raise ImporterError(f"{path} holds a header and no frame")
    tracked = np.array(points).reshape(len(points), -1, 2)
    tracked[(tracked == 0.0).all(axis=2)] = np.nan
    if not times:
        return tracked, layout, None
    places = np.array(times)
    if timed:
        _check_rising(places, path)
    elif not (np.diff(places) > 0.0).all():
        return tracked, layout, None
    step = even_step(places)
    if (places[-1] - places[0]) / step > MOST_FRAMES:
        raise ImporterError(
            f"{path}: its times leave more than {MOST_FRAMES} frames out", remedy="cut it"
        )
    _, even = at_even_times(places, tracked)
    return even, layout, 1.0 / step if timed else None


def write_table(
    path: Path, positions: Floats, layout: str = "infant-19", t_s: Floats | None = None
) -> None:
    """Write keypoints (T, J, 2) as such a CSV; what is not finite becomes an empty cell.

    Args:
        path: of the file.
        positions: in pixels.
        layout: name in `LAYOUTS`.
        t_s: (T,) times, where they are known; otherwise frames are numbered.
    """
    names = [f"{joint}_{axis}" for joint in LAYOUTS[layout].joints for axis in "xy"]
    rows = positions.reshape(len(positions), -1).tolist()
    first = range(len(rows)) if t_s is None else (f"{t:.6f}" for t in t_s.tolist())
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["frame" if t_s is None else "t_s", *names])
        for begin, row in zip(first, rows, strict=True):
            writer.writerow([begin, *(f"{v:.3f}" if np.isfinite(v) else "" for v in row)])


def _rows(path: Path) -> Iterator[list[str]]:
    separator = ""
    for _, line in text_lines(single(path)):
        # Of two as frequent the first: a comma may be the decimal sign beside the others.
        separator = separator or max(SEPARATORS, key=line.count)
        yield next(csv.reader([line], delimiter=separator))


def _layout(names: list[str], path: Path) -> str:
    joints = {name[:-2] for name in names if name.endswith("_x") and f"{name[:-2]}_y" in names}
    fitting = [name for name, own in LAYOUTS.items() if joints >= set(own.joints)]
    if fitting:
        return max(fitting, key=lambda name: len(LAYOUTS[name].joints))
    if not joints:
        raise ImporterError(
            f"{path} has no columns NAME_x and NAME_y of joints", remedy=f"known are {_KNOWN}"
        )
    nearest = max(LAYOUTS, key=lambda name: len(joints & set(LAYOUTS[name].joints)))
    missing = [joint for joint in LAYOUTS[nearest].joints if joint not in joints]
    raise ImporterError(
        f"{path} has {len(joints)} joints, not {', '.join(missing[:3])}",
        remedy=f"known are {_KNOWN}",
    )


def _check_rising(times: Floats, path: Path) -> None:
    if len(times) < 2:
        raise ImporterError(f"{path} holds one frame", remedy="give a film of 3 minutes")
    if not np.isfinite(times).all() or not (np.diff(times) > 0.0).all():
        raise ImporterError(f"{path}: the times do not rise", remedy="leave them out, give --fps")

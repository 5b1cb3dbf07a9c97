"""The watch CSV: six axes in SI units with their times, as people and other programs write it.

Header `t_s,ax_m_s2,ay_m_s2,az_m_s2,gx_rad_s,gy_rad_s,gz_rad_s`, one row per sample.
"""

import csv
from pathlib import Path
from typing import Final

import numpy as np

from edge.importers.errors import ImporterError
from edge.importers.format import Format
from edge.importers.watch_recording import Floats, WatchRecording, recording_of

HEADER: Final = ("t_s", "ax_m_s2", "ay_m_s2", "az_m_s2", "gx_rad_s", "gy_rad_s", "gz_rad_s")


def read_watch_csv(path: Path) -> WatchRecording:
    """Return the recording in the file, in SI units whatever it was in.

    Raises:
        ImporterError: the file is missing, empty, not such a CSV, or holds fewer than two samples.
    """
    return recording_of(_table(path), path)


def write_watch_csv(path: Path, t_s: Floats, accel_m_s2: Floats, gyro_rad_s: Floats) -> None:
    """Write (n,) times and (n, 3) signals so that reading gives exactly the same numbers."""
    rows = np.column_stack([t_s, accel_m_s2, gyro_rad_s]).tolist()
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(map(repr, row) for row in rows)


def _table(path: Path) -> Floats:
    """Return the (n, 7) columns of `HEADER`, NaN where a cell is empty."""
    rows = _rows(path)
    if not rows:
        raise ImporterError(
            f"{path} is empty", remedy=f"a watch CSV begins with the line {','.join(HEADER)}"
        )
    names = [name.strip().lower() for name in rows[0]]
    missing = [name for name in HEADER if name not in names]
    if missing:
        raise ImporterError(
            f"{path} has no column {', '.join(missing)}",
            remedy=f"a watch CSV begins with the line {','.join(HEADER)}",
        )
    columns = [names.index(name) for name in HEADER]
    numbers = np.empty((len(rows) - 1, len(HEADER)))
    for i, row in enumerate(rows[1:]):
        try:
            numbers[i] = [float(row[c]) if row[c].strip() else np.nan for c in columns]
        except (ValueError, IndexError):
            raise ImporterError(
                f"{path}, line {i + 2}: {','.join(row)[:60]!r} is not a row of {len(names)} numbers"
            ) from None
    return numbers


def _rows(path: Path) -> list[list[str]]:
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            return [row for row in csv.reader(file) if row]
    except (UnicodeDecodeError, csv.Error):
        raise ImporterError(f"{path} is no text file", remedy="give a CSV") from None
    except FileNotFoundError:
        raise ImporterError(f"there is no file {path}") from None
    except IsADirectoryError:
        raise ImporterError(f"{path} is a folder", remedy="give a CSV file in it") from None


def _recognises(head: bytes) -> bool:
    first_line = head.removeprefix(b"\xef\xbb\xbf").partition(b"\n")[0].lower()
    return b"t_s" in [name.strip() for name in first_line.split(b",")]


FORMAT: Final = Format(title="watch CSV", recognises=_recognises, read=read_watch_csv)

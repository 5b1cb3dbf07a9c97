"""Real six-axis recordings for benchmarks that otherwise use random walks."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks.errors import RecordedError
from edge.core.arrays import Floats
from edge.importers.registry import read_watch_recording

AXES = 6


def recordings(paths: Sequence[Path]) -> list[tuple[str, Floats]]:
    """Return (name, (n, 6) signal) of each recording, every axis in units of its own spread.

    Args:
        paths: watch CSV files, or .npz files, of which every array (n, 6) counts, and of every
            array (units, n, 6) the unit that moves most.

    Raises:
        RecordedError: a file holds none.
    """
    found = [recording for path in paths for recording in _of(path)]
    return [(name, (x - x.mean(axis=0)) / np.maximum(x.std(axis=0), 1e-9)) for name, x in found]


def _of(path: Path) -> list[tuple[str, Floats]]:
    if path.suffix != ".npz":
        recording = read_watch_recording(path)
        return [(path.stem, recording.counted_axes())]
    if not path.is_file():
        raise RecordedError(f"there is no file {path}")
    with np.load(path) as arrays:
        found = [
            (f"{path.stem} {name}", _moving(arrays[name]))
            for name in arrays.files
            if arrays[name].ndim in (2, 3) and arrays[name].shape[-1] == AXES
        ]
    if not found:
        raise RecordedError(f"{path} holds no six-axis recording (…, samples, {AXES})")
    return found


def _moving(x: Floats) -> Floats:
    signal: Floats = np.asarray(x, np.float64)
    return signal if signal.ndim == 2 else signal[signal[..., 3:].std(axis=1).sum(axis=1).argmax()]

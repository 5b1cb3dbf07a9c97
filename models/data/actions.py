"""Recorded actions of more people: UTD-MHAD.

Chen, Jafari & Kehtarnavaz, ICIP 2015; free for research. 27 actions of everyday life, sports and
games, four times each, with one sensor on the right wrist or thigh.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np

from edge.core.arrays import Floats
from edge.core.constants import STANDARD_GRAVITY_M_S2
from edge.signals.filters import moving_average
from models.data.repeats import Repeats
from models.inference.errors import ModelError

TRIAL: Final = re.compile(r"(a\d+)_(s\d+)_t\d+_iner")
MOVING_SHARE: Final = 0.12
"""Share of the largest angular speed above which somebody moves."""
MARGIN: Final = 8
"""Samples kept before and after."""
SMOOTHING: Final = 9
SHORTEST: Final = 48


def load_actions(data: Path) -> list[Repeats]:
    """Return every person's actions, each cut to where the sensor turns.

    Args:
        data: .npz with aA_sS_tT_iner (T, 6), 50 Hz, in g and °/s.

    Raises:
        ModelError: the file is not of that form.
        OSError: it cannot be read.
    """
    found: dict[tuple[str, str], list[Floats]] = {}
    try:
        for person, action, signal in _trials(data):
            found.setdefault((person, action), []).append(signal)
    except (EOFError, IndexError, TypeError, ValueError) as error:
        raise ModelError(f"{data} does not hold recorded actions: {error}") from error
    repeats = [
        Repeats(person=f"utd {person}", signals=tuple(signals))
        for (person, _), signals in sorted(found.items(), key=lambda item: item[0])
        if len(signals) > 1
    ]
    if not repeats:
        raise ModelError(f"{data} holds no action that a person did twice")
    return repeats


def _trials(data: Path) -> Iterator[tuple[str, str, Floats]]:
    """Yield person, action and signal, in m/s² and rad/s, of trials that are long enough."""
    with np.load(data) as file:
        for key in sorted(file.files):
            match = TRIAL.fullmatch(key)
            if match is None:
                continue
            raw = np.asarray(file[key], np.float64)
            signal = _moving(
                np.hstack([raw[:, :3] * STANDARD_GRAVITY_M_S2, np.radians(raw[:, 3:6])])
            )
            if len(signal) >= SHORTEST:
                yield match[2], match[1], signal


def _moving(signal: Floats) -> Floats:
    speed = moving_average(np.linalg.norm(signal[:, 3:], axis=1)[:, None], SMOOTHING)[:, 0]
    moves = np.flatnonzero(speed > MOVING_SHARE * speed.max())
    return signal[max(0, moves[0] - MARGIN) : moves[-1] + MARGIN + 1] if len(moves) else signal[:0]

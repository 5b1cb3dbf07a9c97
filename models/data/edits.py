"""Controlled edits of a recorded repetition: less range, another tempo, tremor, a pause.

The gyroscope is edited and integrated again, and the accelerometer follows: gravity turns with the
new orientation, and the rest of the acceleration scales with the movement. Edits of a part of the
repetition set in and fade out over `TAPER_S`, so that they leave no step.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from edge.compiled.kernel import kernel
from edge.core.anchor import PIPELINE_RATE_HZ
from edge.core.arrays import Floats
from edge.core.constants import STANDARD_GRAVITY_M_S2, UP
from edge.signals.orientation import orientation_of
from edge.signals.rotations import conjugate, from_rotation_vector, product, rotate

GRAVITY: Final[Floats] = STANDARD_GRAVITY_M_S2 * UP
TAPER_S: Final = 0.16
LEVER_M: Final = 0.25
"""From the joint to the sensor: what a trembling joint shakes the sensor by."""
TREMOR_HZ: Final = (4.0, 8.0)
TREMOR_WAVES: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What is changed; the default changes nothing.

    Attributes:
        gain: of the angular rate, and so of the range of motion.
        tempo: how many times as fast.
        tremor: root mean square rate of the tremor over the movement's peak rate.
        pause_s: length of a stop in mid-movement.
        pause_at: where the movement stops, as a share of the repetition.
        start: where gain, tempo and tremor set in, in the same unit.
        stop: where they end.
    """

    gain: float = 1.0
    tempo: float = 1.0
    tremor: float = 0.0
    pause_s: float = 0.0
    pause_at: float = 0.5
    start: float = 0.0
    stop: float = 1.0


def edited(signal: Floats, edit: Edit, rng: np.random.Generator) -> Floats:
    """Return the repetition (n, 6) at `PIPELINE_RATE_HZ` as if it had been done that way.

    Args:
        signal: m/s² and rad/s.
        edit: what to change.
        rng: for direction and phase of the tremor.
    """
    moved = _Movement.of(signal)
    share = np.arange(len(signal)) / (len(signal) - 1)
    speed = 1.0 + (edit.tempo - 1.0) * plateau(share, edit, len(signal))
    if edit.tempo != 1.0 or edit.pause_s > 0.0:
        moved, share = _retimed(moved, speed, edit)
    weight = plateau(share, edit, len(signal))
    gain = 1.0 + (edit.gain - 1.0) * weight
    rate, linear = moved.rate * gain[:, None], moved.linear * gain[:, None]
    if edit.tremor > 0.0:
        peak = np.linalg.norm(moved.rate, axis=1).max()
        shake = edit.tremor * peak * weight[:, None] * _tremor(len(rate), rng)
        lever = _direction(rng) * LEVER_M
        rate = rate + shake
        linear = linear + np.cross(np.gradient(shake, axis=0) * PIPELINE_RATE_HZ, lever)
    return _Movement(start=moved.start, rate=rate, linear=linear).signal()


def plateau(share: Floats, edit: Edit, samples: int) -> Floats:
    """Return 1 within the edited part, 0 outside, with raised-cosine edges between."""
    if edit.start <= 0.0 and edit.stop >= 1.0:
        return np.ones(len(share))
    taper = TAPER_S * PIPELINE_RATE_HZ / samples
    inside = np.minimum(share - edit.start, edit.stop - share) / taper + 0.5
    return 0.5 - 0.5 * np.cos(np.pi * np.clip(inside, 0.0, 1.0))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Movement:
    """A repetition taken apart: first orientation (4,), rate (n, 3), acceleration less gravity."""

    start: Floats
    rate: Floats
    linear: Floats

    @classmethod
    def of(cls, signal: Floats) -> "_Movement":
        accel, rate = (np.ascontiguousarray(x) for x in (signal[:, :3], signal[:, 3:]))
        t_s = np.arange(len(signal)) / PIPELINE_RATE_HZ
        # Started where the filter ends up when it runs back to the beginning.
        back = orientation_of(t_s, accel[::-1], -rate[::-1])
        start = np.ascontiguousarray(back[-1])
        return cls(start=start, rate=rate, linear=accel - _gravity(start, rate))

    def signal(self) -> Floats:
        return np.hstack([self.linear + _gravity(self.start, self.rate), self.rate])


def _gravity(start: Floats, rate: Floats) -> Floats:
    """Return gravity (n, 3) in the frame of a sensor that turns with `rate` from `start`."""
    orientation = _orientations(start, from_rotation_vector(rate / PIPELINE_RATE_HZ))
    return rotate(conjugate(orientation), np.broadcast_to(GRAVITY, (len(rate), 3)))


@kernel
def _orientations(start: Floats, turns: Floats) -> Floats:
    """Return (n, 4) orientations: the start, then each turn (n, 4) after the other (kernel)."""
    q = (start[0], start[1], start[2], start[3])
    orientations = np.empty_like(turns)
    for k in range(len(turns)):
        orientations[k, 0], orientations[k, 1], orientations[k, 2], orientations[k, 3] = q
        q = product(q, (turns[k, 0], turns[k, 1], turns[k, 2], turns[k, 3]))
    return orientations


def _retimed(moved: _Movement, speed: Floats, edit: Edit) -> tuple[_Movement, Floats]:
    """Return the movement run through at `speed` (n,) times the pace, with the pause, and where."""
    last = len(speed) - 1
    own_s = np.concatenate([[0.0], np.cumsum(2.0 / (speed[1:] + speed[:-1]))])
    place = np.arange(last + 1, dtype=np.float64)
    at = np.interp(np.arange(int(own_s[-1]) + 1), own_s, place)
    if edit.pause_s > 0.0:
        at = _paused(at, edit.pause_at * last, edit.pause_s)
    pace = np.gradient(at)[:, None]
    rate = _at(moved.rate, at) * pace
    return _Movement(start=moved.start, rate=rate, linear=_at(moved.linear, at) * pace**2), (
        at / last
    )


def _paused(at: Floats, place: float, pause_s: float) -> Floats:
    """Return places over time that stand still for a while where they reach `place`."""
    hold = round(pause_s * PIPELINE_RATE_HZ)
    taper = round(TAPER_S * PIPELINE_RATE_HZ)
    begin = int(np.searchsorted(at, place)) - taper // 2
    k = np.arange(len(at) + hold)
    # The pace falls to zero and comes back; the taper's missing half is part of the pause.
    inside = np.minimum(k - begin, begin + hold + taper - k) / taper
    pace = 0.5 + 0.5 * np.cos(np.pi * np.clip(inside, 0.0, 1.0))
    gone = np.concatenate([[0.0], np.cumsum(pace[:-1])])
    places: Floats = np.interp(gone, np.arange(len(at)), at)
    return places[gone <= len(at) - 1]


def _at(x: Floats, at: Floats) -> Floats:
    places = np.arange(len(x))
    return np.stack([np.interp(at, places, axis) for axis in x.T], axis=1)


def _tremor(samples: int, rng: np.random.Generator) -> Floats:
    """Return (n, 3) trembling of root mean square 1 along one direction."""
    t_s = np.arange(samples) / PIPELINE_RATE_HZ
    hz = rng.uniform(*TREMOR_HZ, TREMOR_WAVES)
    phase = rng.uniform(0.0, 2.0 * np.pi, TREMOR_WAVES)
    wave = np.sin(2.0 * np.pi * np.outer(t_s, hz) + phase).sum(axis=1)
    return np.outer(wave / np.sqrt(TREMOR_WAVES / 2.0), _direction(rng))


def _direction(rng: np.random.Generator) -> Floats:
    vector: Floats = rng.normal(size=3)
    return vector / np.linalg.norm(vector)

"""What the watch would say where the camera says this angle, learned while both are live.

A camera's angle is off by a factor (a view is not quite square), an offset (rest was not quite the
same) and a bend: a pose engine sees an elbow or a hip aside of where it is, farther in some
postures than in others, and again so in every repetition. So the watch's angle is learned as a
line over the camera's plus a smooth curve.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from edge.core.arrays import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class AngleMatchSettings:
    """How much is learned from how much; the same for every exercise.

    Attributes:
        memory_s: time after which what was learned counts a third.
        off_memory_s: the same for how far the camera is off.
        noise_deg: standard deviation of the camera's angle, as if it were new in every frame.
        factor_sd: how far the factor may be from 1 where nothing is known yet.
        offset_sd_deg: how far the offset may be from 0 then.
        bend_sd_deg: how far the curve may be from the line then.
        bend_deg: over so many degrees the curve is about straight.
    """

    memory_s: float = 60.0
    off_memory_s: float = 15.0
    noise_deg: float = 5.0
    factor_sd: float = 0.3
    offset_sd_deg: float = 5.0
    bend_sd_deg: float = 4.0
    bend_deg: float = 15.0


ANGLE_MATCH_SETTINGS: Final = AngleMatchSettings()
_LEAST_DEG: Final = -30.0
_LARGEST_DEG: Final = 195.0


class AngleMatch:
    """Bayesian regression with fading memory: without evidence the two angles are equal.

    Attributes:
        off_deg: root mean square by which the camera was off from the watch after what had been
            learned till then.
    """

    def __init__(self, settings: AngleMatchSettings = ANGLE_MATCH_SETTINGS) -> None:
        self._settings = settings
        self._middles_deg = np.arange(_LEAST_DEG, _LARGEST_DEG, settings.bend_deg)
        bends = len(self._middles_deg)
        sds = [settings.factor_sd, settings.offset_sd_deg, *[settings.bend_sd_deg] * bends]
        self._prior = np.array(sds) ** -2.0
        self._expected = np.concatenate([[1.0], np.zeros(1 + bends)])
        self._information = np.zeros((bends + 2, bends + 2))
        self._evidence = np.zeros(bends + 2)
        self._weights: Floats | None = self._expected
        self.off_deg = 0.0

    def add(self, camera_deg: float, watch_deg: float, since_s: float) -> None:
        """Learn from one pair, `since_s` after the one before."""
        off_deg = watch_deg - float(self.as_watch_deg(np.array([camera_deg]))[0])
        new = 1.0 - float(np.exp(-since_s / self._settings.off_memory_s))
        self.off_deg = float(np.sqrt((1.0 - new) * self.off_deg**2 + new * off_deg**2))
        fade = float(np.exp(-since_s / self._settings.memory_s))
        noise = self._settings.noise_deg**2
        row = self._terms(np.array([camera_deg]))[0]
        self._information *= fade
        self._information += np.outer(row, row) / noise
        self._evidence *= fade
        self._evidence += row * (watch_deg / noise)
        self._weights = None

    def as_watch_deg(self, camera_deg: Floats) -> Floats:
        """Return what the watch would say where the camera says these (n,) angles."""
        if self._weights is None:
            known = self._information + np.diag(self._prior)
            evidence = self._evidence + self._prior * self._expected
            self._weights = np.linalg.solve(known, evidence)
        watch_deg: Floats = self._terms(camera_deg) @ self._weights
        return watch_deg

    def _terms(self, camera_deg: Floats) -> Floats:
        """Return (n, k) what is weighed: the angle, 1, and a bump around each of the middles."""
        apart = (camera_deg[:, None] - self._middles_deg) / self._settings.bend_deg
        line = np.stack([camera_deg, np.ones(len(camera_deg))], axis=1)
        return np.concatenate([line, np.exp(-0.5 * apart**2)], axis=1)

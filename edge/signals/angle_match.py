"""What the watch would say where the camera sees this, learned while both are live.

A camera's angle is off by a factor (a view is not quite square), an offset (rest was not quite the
same) and a bend: a pose engine sees an elbow or a hip aside of where it is, farther in some
postures than in others, and again so in every repetition. So the watch's angle is learned as a
line over the camera's plus a smooth curve. Where the limb's landmarks are seen says more than the
one angle that geometry makes of some of them: a forearm that points at the camera is hardly longer
in the picture when it turns, but the hand is seen elsewhere, and the engine's depth changes. So a
weight for each of these coordinates is learned as well.
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
        mark_sd_deg: how far the watch's angle may change for a mark that moves by 1.
        known_deg: what may be off by no more than this standard deviation is known.
    """

    memory_s: float = 60.0
    off_memory_s: float = 15.0
    noise_deg: float = 3.0
    factor_sd: float = 0.3
    offset_sd_deg: float = 5.0
    bend_sd_deg: float = 4.0
    bend_deg: float = 15.0
    mark_sd_deg: float = 10.0
    known_deg: float = 4.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SeenAngle:
    """What a frame of the camera shows of the limb of an exercise.

    Attributes:
        angle_deg: from rest, as it follows from the picture; NaN where the limb is not seen.
        told: so that it may be shown; where not, it is only a beginning for what was learned.
        marks: (k,) where the limb's landmarks are from its root, in the picture and in space, in
            lengths of the limb; always of the same landmarks.
    """

    angle_deg: float
    told: bool
    marks: Floats

    @property
    def alone_deg(self) -> float:
        """The angle as the camera tells it without a watch; NaN where it cannot."""
        return self.angle_deg if self.told else np.nan


ANGLE_MATCH_SETTINGS: Final = AngleMatchSettings()
_LEAST_DEG: Final = -30.0
_LARGEST_DEG: Final = 195.0


class AngleMatch:
    """Bayesian regression with fading memory: without evidence the two angles are equal.

    Attributes:
        off_deg: root mean square by which the camera was off from the watch after what had been
            learned till then.

    Args:
        marks: how many there are in each frame.
        settings: how much is learned from how much.
    """

    def __init__(self, marks: int, settings: AngleMatchSettings = ANGLE_MATCH_SETTINGS) -> None:
        self._settings = settings
        self._middles_deg = np.arange(_LEAST_DEG, _LARGEST_DEG, settings.bend_deg)
        bends = len(self._middles_deg)
        sds = [settings.factor_sd, settings.offset_sd_deg, *[settings.bend_sd_deg] * bends]
        self._prior = np.array([*sds, *[settings.mark_sd_deg] * marks]) ** -2.0
        self._expected = np.zeros(len(self._prior))
        self._expected[0] = 1.0
        self._information = np.zeros((len(self._prior), len(self._prior)))
        self._evidence = np.zeros(len(self._prior))
        self._weights: Floats | None = self._expected
        self.off_deg = 0.0

    def add(self, seen: SeenAngle, watch_deg: float, since_s: float) -> None:
        """Learn from what both said of one moment, `since_s` after the one before."""
        off_deg = watch_deg - self.as_watch_deg(seen)
        new = 1.0 - float(np.exp(-since_s / self._settings.off_memory_s))
        self.off_deg = float(np.sqrt((1.0 - new) * self.off_deg**2 + new * off_deg**2))
        fade = float(np.exp(-since_s / self._settings.memory_s))
        noise = self._settings.noise_deg**2
        terms = self._terms(seen)
        self._information *= fade
        self._information += np.outer(terms, terms) / noise
        self._evidence *= fade
        self._evidence += terms * (watch_deg / noise)
        self._weights = None

    def as_watch_deg(self, seen: SeenAngle) -> float:
        """Return what the watch would say where the camera sees this."""
        return float(self._terms(seen) @ self._learned())

    def knows(self, seen: SeenAngle) -> bool:
        """Return whether enough like this was learned to tell the angle from it."""
        terms = self._terms(seen)
        variance = float(terms @ np.linalg.solve(self._known(), terms))
        return variance <= self._settings.known_deg**2

    def _learned(self) -> Floats:
        """Return the (k,) weights."""
        if self._weights is None:
            evidence = self._evidence + self._prior * self._expected
            self._weights = np.asarray(np.linalg.solve(self._known(), evidence))
        return self._weights

    def _known(self) -> Floats:
        known: Floats = self._information + np.diag(self._prior)
        return known

    def _terms(self, seen: SeenAngle) -> Floats:
        """Return (k,) what is weighed: angle, 1, a bump around each of the middles, the marks."""
        apart = (seen.angle_deg - self._middles_deg) / self._settings.bend_deg
        return np.concatenate([[seen.angle_deg, 1.0], np.exp(-0.5 * apart**2), seen.marks])

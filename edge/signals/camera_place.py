"""Where a camera stands and how it looks into the room, with how well that is known.

The axes of a level camera are right, down and forward, in the direction in which it looks; its own
are those tilted upward and then rolled clockwise, as seen from behind it.
"""

from dataclasses import dataclass
from typing import Annotated, Final

import numpy as np

from edge.core.arrays import FREE, Floats, Shape

SEEN_PARTS: Final = ("ankle", "knee", "hip", "shoulder", "ear")
"""What is looked at of who stands upright: the middles between left and right."""
STATE: Final = (
    *("log_focal", "tilt_rad", "roll_rad", "height_m", "log_stature"),
    *(f"{part}_share" for part in SEEN_PARTS),
)
"""What is known together: the logarithm of the focal length in heights of the picture; how the
camera is turned; the height of its lens above the floor; the logarithm of the person's height in
metres; and how high the parts lie, as shares of that."""
_OF_95_PERCENT: Final = 1.96


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A measured quantity.

    Attributes:
        value: the best estimate.
        low: of the interval that contains the truth in 95 % of such measurements.
        high: of that interval.
    """

    value: float
    low: float
    high: float

    @classmethod
    def normal(cls, value: float, sd: float) -> "Known":
        """Return what is known of a quantity whose error is normal."""
        reach = _OF_95_PERCENT * sd
        return cls(value=value, low=value - reach, high=value + reach)

    @classmethod
    def log_normal(cls, log_value: float, sd: float) -> "Known":
        """Return what is known of a positive quantity whose logarithm has a normal error."""
        low, value, high = np.exp(log_value + _OF_95_PERCENT * sd * np.array([-1.0, 0.0, 1.0]))
        return cls(value=float(value), low=float(low), high=float(high))

    @property
    def width(self) -> float:
        """From the interval's lower to its upper end."""
        return self.high - self.low

    def contains(self, truth: float) -> bool:
        """Tell whether the interval contains the truth."""
        return self.low <= truth <= self.high


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CameraPlace:
    """What is known of a camera that stands still, and of the body it was learned from.

    Attributes:
        aspect: width of the picture over its height.
        state: (10,) best estimates, in the order of `STATE`.
        covariance: (10, 10) of their errors.
        log_distance: (n,) logarithm of the distance in metres along the floor from below the lens
            to the ankles, at each place where the person stood.
        log_distance_sd: (n,) standard deviations of their errors.
        misfit: root mean square of what is left unexplained, in its expected size.
        simulated: nobody stood before the camera.
    """

    aspect: float
    state: Annotated[Floats, Shape((STATE,))]
    covariance: Annotated[Floats, Shape((STATE, STATE))]
    log_distance: Annotated[Floats, Shape((FREE,))]
    log_distance_sd: Annotated[Floats, Shape((FREE,))]
    misfit: float
    simulated: bool

    @property
    def height_m(self) -> Known:
        """Height of the lens above the floor."""
        return Known.normal(*self._entry("height_m"))

    @property
    def tilt_deg(self) -> Known:
        """By how much the camera looks upward."""
        return self._in_degrees("tilt_rad")

    @property
    def roll_deg(self) -> Known:
        """By how much it is turned about its axis, clockwise as seen from behind it."""
        return self._in_degrees("roll_rad")

    @property
    def focal_share(self) -> Known:
        """Focal length in heights of the picture."""
        return Known.log_normal(*self._entry("log_focal"))

    @property
    def stature_m(self) -> Known:
        """Height of the person who stood before it."""
        return Known.log_normal(*self._entry("log_stature"))

    @property
    def distances_m(self) -> tuple[Known, ...]:
        """How far away the person stood at each place."""
        return tuple(
            Known.log_normal(float(value), float(sd))
            for value, sd in zip(self.log_distance, self.log_distance_sd, strict=True)
        )

    def _in_degrees(self, name: str) -> Known:
        value_rad, sd_rad = self._entry(name)
        return Known.normal(float(np.degrees(value_rad)), float(np.degrees(sd_rad)))

    def _entry(self, name: str) -> tuple[float, float]:
        """Return the estimate of an entry of the state, and the standard deviation of its error."""
        i = STATE.index(name)
        return float(self.state[i]), float(np.sqrt(self.covariance[i, i]))


def turn_of(tilt_rad: float, roll_rad: float) -> Floats:
    """Return the (3, 3) turn from a level camera's axes to those of one tilted and rolled so."""
    tilted = np.array(
        [
            [1.0, 0.0, 0.0],
            [0.0, np.cos(tilt_rad), np.sin(tilt_rad)],
            [0.0, -np.sin(tilt_rad), np.cos(tilt_rad)],
        ]
    )
    sine, cosine = np.sin(roll_rad), np.cos(roll_rad)
    rolled = np.array([[cosine, sine, 0.0], [-sine, cosine, 0.0], [0.0, 0.0, 1.0]])
    turn: Floats = rolled @ tilted
    return turn

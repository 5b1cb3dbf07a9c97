"""Where the simulated camera stands and where in its picture a point of the room appears."""

from dataclasses import dataclass

import numpy as np

from edge.core.arrays import Floats
from edge.signals.camera_place import turn_of
from edge.simulation.body.errors import BodyError


@dataclass(frozen=True, slots=True, kw_only=True)
class Camera:
    """A pinhole camera that looks at the vertical line through the ankles, unless it is panned.

    Attributes:
        width_px: picture width.
        height_px: picture height.
        azimuth_deg: where it stands as seen from the person: 0 in front, 90 to the left, −90 to
            the right, 180 behind.
        distance_m: from the person.
        elevation_m: height of the lens above the floor.
        view_m: height of the part of the room that is seen at the person's distance.
        roll_deg: by how much it is turned about its axis, clockwise as seen from behind it.
        pitch_deg: by how much its axis points above the horizon.
        pan_deg: by how much its axis points to the right of the person.
    """

    width_px: int = 640
    height_px: int = 480
    azimuth_deg: float = 0.0
    distance_m: float = 3.2
    elevation_m: float = 1.05
    view_m: float = 2.3
    roll_deg: float = 0.0
    pitch_deg: float = 0.0
    pan_deg: float = 0.0

    def __post_init__(self) -> None:
        """Check the bounds.

        Raises:
            BodyError: a size is not positive, or the camera stands too close.
        """
        if min(self.width_px, self.height_px) < 16:
            raise BodyError(
                f"a picture of {self.width_px}×{self.height_px} was asked for",
                remedy="give at least 16×16",
            )
        if self.distance_m < 1.5:
            raise BodyError(f"distance_m is {self.distance_m:g}", remedy="give at least 1.5")
        if self.view_m <= 0.0:
            raise BodyError(f"view_m is {self.view_m:g}", remedy="give a positive height")

    @property
    def focal_px(self) -> float:
        """Focal length."""
        return self.height_px * self.distance_m / self.view_m

    @property
    def centre_px(self) -> Floats:
        """(2,) pixel on the optical axis, x and y; pixel centres have whole numbers."""
        return np.array([0.5 * (self.width_px - 1), 0.5 * (self.height_px - 1)])

    def see(self, points_m: Floats) -> Floats:
        """Return world points (…, 3) in camera axes: right, down, forward from the lens."""
        seen: Floats = (points_m - self._lens_m) @ self.axes.T
        return seen

    def project(self, points_m: Floats) -> Floats:
        """Return the pixels (…, 2), x and y, at which world points (…, 3) in metres appear."""
        seen = self.see(points_m)
        pixels: Floats = self.centre_px + self.focal_px * seen[..., :2] / seen[..., 2:]
        return pixels

    @property
    def axes(self) -> Floats:
        """(3, 3) rows: the camera's right, down and forward in world axes."""
        return self.turn @ self._level if self.turned else self._level

    @property
    def turned(self) -> bool:
        """Whether it is not simply level with its axis on the person."""
        return any((self.roll_deg, self.pitch_deg, self.pan_deg))

    @property
    def turn(self) -> Floats:
        """(3, 3) from the axes of the level camera that faces the person to those of this one."""
        pan = np.deg2rad(self.pan_deg)
        rightward = np.array(
            [[np.cos(pan), 0.0, -np.sin(pan)], [0.0, 1.0, 0.0], [np.sin(pan), 0.0, np.cos(pan)]]
        )
        turn: Floats = turn_of(*np.deg2rad([self.pitch_deg, self.roll_deg])) @ rightward
        return turn

    @property
    def _level(self) -> Floats:
        sine, cosine = np.sin(np.deg2rad(self.azimuth_deg)), np.cos(np.deg2rad(self.azimuth_deg))
        return np.array([[-sine, cosine, 0.0], [0.0, 0.0, -1.0], [-cosine, -sine, 0.0]])

    @property
    def _lens_m(self) -> Floats:
        lens_m: Floats = np.array([0.0, 0.0, self.elevation_m]) - self.distance_m * self._level[2]
        return lens_m

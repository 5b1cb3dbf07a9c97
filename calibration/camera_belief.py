"""What is believed of a camera at home and of a body before it, before and after a calibration."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from calibration.stand import Stand
from edge.core.arrays import Floats
from edge.signals.camera_place import SEEN_PARTS, STATE, CameraPlace

USUAL_STATURE_M: Final = 1.69
USUAL_STATURE_SD_M: Final = 0.095
"""Of adults, women and men together, where nobody says how tall the person is (NCD-RisC, eLife 5,
2016: means of men and women of high-income countries, and their spread)."""
TOLD_STATURE_SD_M: Final = 0.01
"""A height that was measured is off by so much; over a day it changes as much."""
USUAL_FOCAL: Final = 1.2
USUAL_FOCAL_SD: Final = 0.13
"""Of webcams, as a share: 0.13 stands for pictures 40° to 54° high in two of three."""
TOLD_FOCAL_SD: Final = 0.02
_TILT_SD_RAD: Final = float(np.radians(12.0))
_ROLL_SD_RAD: Final = float(np.radians(3.0))
_HEIGHT_M: Final = 1.0
_HEIGHT_SD_M: Final = 0.5
"""Where cameras stand at home, before anything is seen."""
SHARES: Final = np.array([0.0680, 0.2853, 0.5280, 0.8187, 0.9370])
"""How high an engine sees the parts of `SEEN_PARTS` above the floor, as shares of the stature, of
rendered people: `physio evaluate calibration --part camera` prints by how much it sees each higher
than it is."""
SHARES_SD: Final = np.array([0.0106, 0.0122, 0.0156, 0.0097, 0.0078])
"""How much that differs between people: the proportions of adults (assumed: 0.4 to 1.4 % of the
stature), and what the engine makes of each, as that command prints."""
SIDEWAYS_SHARES: Final = np.array([-0.0135, 0.0016, -0.0047, 0.0119, 0.0037])
"""By so much more it sees them higher on who stands sideways: fifteen rendered people beside
themselves,"""
SIDEWAYS_SD: Final = np.array([0.0078, 0.0095, 0.0091, 0.0056, 0.0040])
"""and how that differs."""
_CAMERA: Final = slice(1, 4)
"""Entries of the state that change when the camera is moved: tilt, roll and height."""
SHARE_ENTRIES: Final = slice(len(STATE) - len(SEEN_PARTS), len(STATE))
"""Those of the parts of the body."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What somebody knows of the person and the camera beforehand; None where nobody does.

    Attributes:
        stature_m: height of the person.
        fov_deg: angle that the picture's height covers.
        distance_m: measured along the floor, from below the lens to the ankles, at the first place.
    """

    stature_m: float | None = None
    fov_deg: float | None = None
    distance_m: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Belief:
    """A normal distribution of `STATE`.

    Attributes:
        mean: (10,) its mean.
        covariance: (10, 10) its covariance.
    """

    mean: Floats
    covariance: Floats

    @classmethod
    def before(cls, told: Told) -> "Belief":
        """Return what is believed before anything is seen."""
        stature_m, stature_sd_m = told.stature_m, TOLD_STATURE_SD_M
        if stature_m is None:
            stature_m, stature_sd_m = USUAL_STATURE_M, USUAL_STATURE_SD_M
        focal, focal_sd = USUAL_FOCAL, USUAL_FOCAL_SD
        if told.fov_deg is not None:
            focal, focal_sd = 0.5 / np.tan(np.radians(0.5 * told.fov_deg)), TOLD_FOCAL_SD
        camera_sd = [focal_sd, _TILT_SD_RAD, _ROLL_SD_RAD, _HEIGHT_SD_M]
        return cls(
            mean=np.array([np.log(focal), 0.0, 0.0, _HEIGHT_M, np.log(stature_m), *SHARES]),
            covariance=np.diag(np.square([*camera_sd, stature_sd_m / stature_m, *SHARES_SD])),
        )

    @classmethod
    def of(cls, place: CameraPlace) -> "Belief":
        """Return what a calibration knows."""
        return cls(mean=place.state, covariance=place.covariance)

    def of_who_stands(self, stand: Stand) -> "Belief":
        """Return the same for somebody who stands like that: seen sideways, parts lie elsewhere."""
        if not stand.sideways:
            return self
        mean, covariance = self.mean.copy(), self.covariance.copy()
        mean[SHARE_ENTRIES] += SIDEWAYS_SHARES
        covariance[SHARE_ENTRIES, SHARE_ENTRIES] += np.diag(SIDEWAYS_SD**2)
        return Belief(mean=mean, covariance=covariance)

    def with_camera_anywhere(self) -> "Belief":
        """Return the same of lens and person, and of the camera's place what nobody has seen."""
        anywhere = Belief.before(Told())
        mean, covariance = self.mean.copy(), self.covariance.copy()
        mean[_CAMERA] = anywhere.mean[_CAMERA]
        covariance[_CAMERA] = 0.0
        covariance[:, _CAMERA] = 0.0
        covariance[_CAMERA, _CAMERA] = anywhere.covariance[_CAMERA, _CAMERA]
        return Belief(mean=mean, covariance=covariance)

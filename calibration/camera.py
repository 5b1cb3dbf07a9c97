"""Where does the camera stand, and how does it look into the room? A person who stands tells it.

Who stands upright on the floor is a stick of known height. At one place it does not tell tilt and
height of the camera apart; at several places, far, near and aside, it does: a body shrinks towards
the horizon, and seems to lean where the camera looks up or down (Criminisi, Reid and Zisserman,
Int. J. of Computer Vision 40, 2000, on what single views tell). Unknown are the camera, the
proportions of the person, and where and how straight he stood. All of it is found at once, the most
probable of what explains the landmarks, and how well it is known follows from the curvature there.

Only the height of the person makes metres of it. The focal length follows from the leaning as far
as the camera is tilted; else distances are known no better than the lens, unless one is measured.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.optimize import least_squares

from calibration.camera_belief import SHARE_ENTRIES, SHARES, Belief, Told
from calibration.stand import Stand
from edge.core.arrays import Floats
from edge.posture.view_check import SMALLEST_SHARE
from edge.records.errors import CameraPlaceError
from edge.signals.camera_place import SEEN_PARTS, STATE, CameraPlace, turn_of

MEASURED_SD_M: Final = 0.03
"""Of a distance along the floor by a tape measure."""
LEAN_SD_RAD: Final = float(np.radians(1.4))
"""Nobody stands exactly upright, nor twice alike."""
STAND_SHARE: Final = np.array([0.0073, 0.0062, 0.0031, 0.0014, 0.0024])
"""By how much the engine sees a part elsewhere, from place to place, up and down, as shares of the
stature: rendered people as above."""
ASIDE_SHARE: Final = 0.002
"""The same to the side."""
SIDEWAYS_ASIDE_SHARE: Final = 0.010
"""The same of who stands sideways, and so is not symmetric in the picture."""
LEAST_ERROR_PX: Final = 0.6
"""Of a landmark in the picture, however small the body."""
LARGEST_MISFIT: Final = 1.7
"""What is left is larger than this, in its expected size, where somebody moved the camera, or did
not stand upright."""
_FREE_PER_STAND: Final = 2 * len(SEEN_PARTS) - 2
"""What is seen at a place says more than where it is by so many numbers."""
MOVED: Final = 16.3
"""So much more probable, as twice a logarithm, must another place of the camera be before it is
said to have moved: one in a thousand cameras that stand still (χ² of 3)."""
MARGIN: Final = 0.03
"""Of the picture's height, above the head and below the feet."""
_DISTANCES_M: Final = np.linspace(1.0, 8.0, 141)
_PER_STAND: Final = 4
"""Where a person stands: metres to the right, logarithm of metres ahead; and the lean away and to
the right, as slopes."""
_FARTHEST_START_RAD: Final = 0.4


def place_of(stands: Sequence[Stand], told: Told, *, simulated: bool) -> CameraPlace:
    """Return where the camera stands, from where somebody stood.

    Args:
        stands: what was seen at each place, at least one.
        told: what is known beforehand.
        simulated: nobody stood there.

    Raises:
        CameraPlaceError: what was seen does not go together.
    """
    found = _explained(stands, Belief.before(told), told.distance_m)
    misfit = float(np.sqrt(found.surprise / (_FREE_PER_STAND * len(stands))))
    if misfit > LARGEST_MISFIT:
        raise CameraPlaceError(
            "what was seen at the places does not go together",
            remedy="leave the camera where it is and stand upright at each place, and check height "
            "and distance if you gave them",
        )
    log_distance, log_distance_sd = found.distances()
    return CameraPlace(
        aspect=stands[0].width / stands[0].height,
        state=found.values[: len(STATE)],
        covariance=found.covariance()[: len(STATE), : len(STATE)],
        log_distance=log_distance,
        log_distance_sd=log_distance_sd,
        misfit=misfit,
        simulated=simulated,
    )


def whole_m(place: CameraPlace) -> tuple[float, float] | None:
    """Return from which to which distance in metres the person is seen whole, and large enough.

    None where there is none: the camera looks too far up or down.

    Args:
        place: the calibration, of the camera and of the person.
    """
    state = place.state.copy()
    # From the soles to the crown; what lies between them is inside as well.
    state[SHARE_ENTRIES] = np.linspace(0.0, 1.0, len(SEEN_PARTS))
    ahead = np.zeros((len(_DISTANCES_M), _PER_STAND))
    ahead[:, 1] = np.log(_DISTANCES_M)
    down = seen_px(state, ahead)[..., 1]
    size = (SHARES[-1] - SHARES[0]) * np.ptp(down, axis=1)
    seen = (np.abs(down).max(axis=1) <= 0.5 - MARGIN) & (size >= SMALLEST_SHARE)
    if not seen.any():
        return None
    return float(_DISTANCES_M[seen][0]), float(_DISTANCES_M[seen][-1])


def has_moved(place: CameraPlace, stand: Stand) -> bool:
    """Tell whether the camera stands otherwise than when it was calibrated.

    Who stands somewhere on the floor has his feet where the calibration says that the floor is at
    the distance that his size tells. A turn about the vertical alone does not show, and does not
    matter. Somebody of another height looks like a moved camera.

    Args:
        place: the calibration.
        stand: the person who was calibrated with, upright, wherever he stands now.
    """
    known = Belief.of(place).of_who_stands(stand)
    here = _explained([stand], known, None).surprise
    elsewhere = _explained([stand], known.with_camera_anywhere(), None).surprise
    return here - elsewhere > MOVED


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Explained:
    """What explains best what was seen.

    Attributes:
        values: state, then `_PER_STAND` entries for each place.
        slopes: of all that is left over, by the values.
        surprise: minus twice the logarithm of how probable it is, but for a constant.
    """

    values: Floats
    slopes: Floats
    surprise: float

    def covariance(self) -> Floats:
        """Return that of the values' errors."""
        return np.asarray(np.linalg.inv(self.slopes.T @ self.slopes), np.float64)

    def distances(self) -> tuple[Floats, Floats]:
        """Return the (n,) logarithms of the distances, and the standard deviations."""
        first = len(STATE)
        right_m, log_ahead = self.values[first::_PER_STAND], self.values[first + 1 :: _PER_STAND]
        ahead_m = np.exp(log_ahead)
        distance_m = np.hypot(right_m, ahead_m)
        slopes = np.zeros((len(right_m), len(self.values)))
        for i in range(len(right_m)):
            at = first + i * _PER_STAND
            slopes[i, at] = right_m[i] / distance_m[i] ** 2
            slopes[i, at + 1] = (ahead_m[i] / distance_m[i]) ** 2
        variance = np.einsum("ij,jk,ik->i", slopes, self.covariance(), slopes)
        return np.log(distance_m), np.sqrt(variance)


def seen_px(state: Floats, places: Floats) -> Floats:
    """Return where the parts appear, (n, 5, 2) in heights of the picture from its middle.

    Args:
        state: (10,) of `STATE`.
        places: (n, 4) where and how the person stands: metres to the right, logarithm of metres
            ahead, and the slopes away and to the right.
    """
    focal, stature_m = np.exp(state[0]), np.exp(state[4])
    up_m = stature_m * state[None, 5:]
    right_m = places[:, :1] + places[:, 3:] * up_m
    ahead_m = np.exp(places[:, 1:2]) + places[:, 2:3] * up_m
    level = np.stack([right_m, np.broadcast_to(state[3] - up_m, right_m.shape), ahead_m], axis=-1)
    own = level @ turn_of(state[1], state[2]).T
    px: Floats = focal * own[..., :2] / own[..., 2:]
    return px


def _explained(stands: Sequence[Stand], before: Belief, measured_m: float | None) -> _Explained:
    seen = np.array([stand.from_middle for stand in stands])
    size = np.linalg.norm(seen[:, -1] - seen[:, 0], axis=1)
    body = size / (SHARES[-1] - SHARES[0])
    aside = [SIDEWAYS_ASIDE_SHARE if stand.sideways else ASIDE_SHARE for stand in stands]
    share = np.stack(np.broadcast_arrays(np.array(aside)[:, None], STAND_SHARE), axis=-1)
    least = np.array([LEAST_ERROR_PX / stand.height for stand in stands])
    error = np.hypot(body[:, None, None] * share, least[:, None, None])
    whitened = np.linalg.inv(np.linalg.cholesky(before.covariance))

    def left_over(values: Floats) -> Floats:
        state, places = values[: len(STATE)], values[len(STATE) :].reshape(-1, _PER_STAND)
        left = [
            ((seen_px(state, places) - seen) / error).ravel(),
            whitened @ (state - before.mean),
            places[:, 2:].ravel() / LEAN_SD_RAD,
        ]
        if measured_m is not None:
            distance_m = np.hypot(places[0, 0], np.exp(places[0, 1]))
            left.append(np.array([(distance_m - measured_m) / MEASURED_SD_M]))
        return np.concatenate(left)

    best = least_squares(left_over, _start(seen, size, before), method="lm", x_scale="jac")
    return _Explained(
        values=np.asarray(best.x, np.float64),
        slopes=np.asarray(best.jac, np.float64),
        surprise=2.0 * float(best.cost),
    )


def _start(seen: Floats, size: Floats, before: Belief) -> Floats:
    """Return a first guess: the horizon is where a body that shrinks goes to."""
    state = before.mean.copy()
    focal, stature_m = np.exp(state[0]), np.exp(state[4])
    if np.ptp(size) > 0.05 * size.max():
        lines = np.linalg.lstsq(
            np.stack([np.ones_like(size), size], axis=1), seen[:, :, 1], rcond=None
        )[0]
        tilt = np.arctan(np.median(lines[0]) / focal)
        state[1] = np.clip(tilt, -_FARTHEST_START_RAD, _FARTHEST_START_RAD)
    ahead_m = focal * stature_m * (state[-1] - state[5]) / size
    down_m = ahead_m * np.tan(np.arctan(seen[:, 0, 1] / focal) - state[1])
    state[3] = np.median(down_m) + stature_m * state[5]
    places = np.zeros((len(seen), _PER_STAND))
    places[:, 0] = seen[:, :, 0].mean(axis=1) / focal * ahead_m
    places[:, 1] = np.log(ahead_m)
    return np.concatenate([state, places.ravel()])

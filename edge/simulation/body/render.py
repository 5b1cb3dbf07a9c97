"""The simulated patient as a camera sees it: shaded pictures with their silhouette.

`Renderer` draws one person in one room from one camera; equal arguments give equal pictures.
"""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from edge.core.arrays import Floats
from edge.core.constants import UP
from edge.simulation.body.render_camera import Camera
from edge.simulation.body.render_kernel import COLUMNS, Singles, draw
from edge.simulation.body.render_looks import Looks
from edge.simulation.body.shape import Capsule

Frame8 = NDArray[np.uint8]
Mask = NDArray[np.bool_]

_NOISE_ROOM_PX: Final = 64
_LAMP: Final = np.array([-0.45, 0.0, -0.9])
"""From where it shines, in camera axes: in front, a little from the left; from above besides."""
_SHADOW_M: Final = 0.28
_SHADOW_DEPTH: Final = 0.45


@dataclass(frozen=True, slots=True, kw_only=True)
class Lighting:
    """How the room is lit, and how well the camera copes.

    Attributes:
        ambient: share of the light that comes from all around.
        turn_deg: by how much the lamp is turned about the vertical from its usual place.
        gain: brightness of the whole picture.
        noise: standard deviation of a pixel's noise, of 255.
    """

    ambient: float = 0.45
    turn_deg: float = 0.0
    gain: float = 1.0
    noise: float = 3.0


USUAL_LIGHT: Final = Lighting()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Picture:
    """One rendered camera frame.

    Attributes:
        frame: (h, w, 3) B, G, R as a camera delivers it: blurred a little, with noise.
        mask: (h, w) True where the person is seen at the pixel's centre, exactly.
    """

    frame: Frame8
    mask: Mask


class Renderer:
    """One person, one room and one camera."""

    def __init__(
        self,
        capsules: tuple[Capsule, ...],
        looks: Looks,
        camera: Camera,
        lighting: Lighting = USUAL_LIGHT,
    ) -> None:
        """Prepare what all pictures share.

        Args:
            capsules: the person's surface, `edge.simulation.body.shape.capsules`.
            looks: colours.
            camera: point of view.
            lighting: of the room.
        """
        self._camera = camera
        self._gain = lighting.gain
        self._colours = np.array([looks.colour(part.material) for part in capsules], np.float32)
        self._radii = np.array([[p.start.radius_m, p.end.radius_m] for p in capsules])
        self._blend = np.array([part.blend_m for part in capsules])
        self._room = _room(looks, camera)
        # Drawn once; every picture takes another cut-out, which costs less than new noise.
        size = (camera.height_px + _NOISE_ROOM_PX, camera.width_px + _NOISE_ROOM_PX, 3)
        self._noise = np.rint(np.random.default_rng(0).normal(0.0, lighting.noise, size)).astype(
            np.int16
        )
        light = camera.axes @ UP + _about_vertical(lighting.turn_deg) @ _LAMP
        self._light = np.append(light / np.linalg.norm(light), lighting.ambient).astype(np.float32)
        self._centre_px = camera.centre_px.astype(np.float32)

    def picture(self, surface_m: Floats, number: int) -> Picture:
        """Return the picture of the person with the surface (k, 2, 3) of `body.shape`.

        Args:
            surface_m: both ends of each capsule in the world.
            number: of the picture; its noise depends on it.
        """
        camera = self._camera
        frame = self._room.copy()
        mask = np.zeros(frame.shape[:2], np.bool_)
        parts = capsule_rows(camera.see(surface_m), self._radii, self._blend)
        draw(parts, self._colours, self._light, camera.focal_px, self._centre_px, frame, mask)
        if self._gain != 1.0:
            frame = cv2.convertScaleAbs(frame, alpha=self._gain).astype(np.uint8, copy=False)
        blurred = cv2.GaussianBlur(frame, (3, 3), 0)
        noisy = cv2.add(blurred, self._noise_of(number), dtype=cv2.CV_8U)
        return Picture(frame=noisy.astype(np.uint8, copy=False), mask=mask)

    def _noise_of(self, number: int) -> NDArray[np.int16]:
        top, left = np.random.default_rng(number).integers(0, _NOISE_ROOM_PX, 2)
        return self._noise[top : top + self._camera.height_px, left : left + self._camera.width_px]


def capsule_rows(ends_m: Floats, radii_m: Floats, blend_m: Floats) -> Singles:
    """Return the rows of `edge.simulation.body.render_kernel.draw` for k capsules.

    Args:
        ends_m: (k, 2, 3) both ends of each, in camera axes.
        radii_m: (k, 2) radii there.
        blend_m: (k,) widths over which they blend.
    """
    start, along = ends_m[:, 0], ends_m[:, 1] - ends_m[:, 0]
    square = np.maximum((along**2).sum(axis=1), 1e-12)
    closest = np.clip(-(start * along).sum(axis=1) / square, 0.0, 1.0)
    reach = radii_m.max(axis=1) + blend_m
    parts = np.empty((len(start), COLUMNS), np.float32)
    parts[:, 0:3] = start
    parts[:, 3:6] = along
    parts[:, 6] = 1.0 / square
    parts[:, 7] = radii_m[:, 0]
    parts[:, 8] = radii_m[:, 1] - radii_m[:, 0]
    parts[:, 9] = blend_m
    parts[:, 10] = np.linalg.norm(start + closest[:, None] * along, axis=1) - reach
    parts[:, 11] = np.linalg.norm(ends_m, axis=2).max(axis=1) + reach
    return parts


def _about_vertical(turn_deg: float) -> Floats:
    """Return the (3, 3) turn about the vertical of a level camera's axes."""
    sine, cosine = np.sin(np.deg2rad(turn_deg)), np.cos(np.deg2rad(turn_deg))
    return np.array([[cosine, 0.0, -sine], [0.0, 1.0, 0.0], [sine, 0.0, cosine]])


def _room(looks: Looks, camera: Camera) -> Frame8:
    """Return the empty room: a wall two metres behind the person, and the floor in perspective."""
    rows = np.arange(camera.height_px) - camera.centre_px[1]
    columns = np.arange(camera.width_px) - camera.centre_px[0]
    down, right = np.meshgrid(rows / camera.focal_px, columns / camera.focal_px, indexing="ij")
    ahead = np.ones_like(down)
    if camera.turned:
        right, down, ahead = np.tensordot(camera.turn.T, np.stack([right, down, ahead]), axes=1)
    reach_m = camera.elevation_m / np.maximum(down, 1e-6)
    depth_m = reach_m * ahead
    on_floor = depth_m < camera.distance_m + 2.0
    apart_m = np.hypot(depth_m - camera.distance_m, reach_m * right)
    shadow = 1.0 - _SHADOW_DEPTH * np.exp(-((apart_m / _SHADOW_M) ** 2))
    wall = np.array(looks.wall) * (1.0 - 0.12 * np.abs(right)[..., None] - 0.08 * down[..., None])
    floor = np.array(looks.floor) * shadow[..., None]
    room = np.where(on_floor[..., None], floor, wall)
    return np.asarray(np.clip(room, 0, 255), np.uint8)

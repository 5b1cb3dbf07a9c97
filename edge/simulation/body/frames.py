"""The simulated patient before a simulated camera: frames, each with what is true in it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from edge.avatar.kinematics import joints_of, segment_frames
from edge.core.arrays import Floats
from edge.simulation.body import SimulatedSession
from edge.simulation.body.render import Frame8, Mask, Renderer
from edge.simulation.body.render_camera import Camera
from edge.simulation.body.render_looks import Looks
from edge.simulation.body.render_truth import true_spine_angle_deg
from edge.simulation.body.shape import capsules, surface

_BATCH: Final = 64
"""Frames whose joints are computed at once: enough to be cheap, few enough to start soon."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BodyFrame:
    """One frame of a simulated camera.

    Attributes:
        t_s: when it was taken, on the session's clock.
        frame: (h, w, 3) B, G, R.
        mask: (h, w) True where the person is.
        joints_px: (2,) pixel x, y of every joint of `edge.avatar.kinematics.joint_positions`.
        spine_angle_deg: the true θ, see `edge.simulation.body.render_truth`.
        joint_angles: degrees by name.
    """

    t_s: float
    frame: Frame8
    mask: Mask
    joints_px: Mapping[str, Floats]
    spine_angle_deg: float
    joint_angles: Mapping[str, float]


def body_frames(
    session: SimulatedSession, looks: Looks, camera: Camera, *, rate_hz: float = 30.0
) -> Iterator[BodyFrame]:
    """Yield the session's frames at that rate, drawn when they are asked for.

    Args:
        session: who moves and how.
        looks: what the person and the room look like.
        camera: point of view.
        rate_hz: frames per second.
    """
    count = int(session.t_s[-1] * rate_hz) + 1
    yield from frames_at(session, looks, camera, np.arange(count) / rate_hz)


class Film:
    """Shoots one session with one camera, at whatever instants."""

    def __init__(self, session: SimulatedSession, looks: Looks, camera: Camera) -> None:
        """Prepare what all frames share; see `body_frames`."""
        self._session = session
        self._camera = camera
        self._parts = capsules(session.skeleton, looks.build)
        self._renderer = Renderer(self._parts, looks, camera)

    def frames(self, t_s: Floats, first: int = 0) -> Iterator[BodyFrame]:
        """Yield the frames at (n,) seconds from the session's start.

        Args:
            t_s: when they are taken.
            first: number of the first; the noise in a frame depends on its number.
        """
        skeleton = self._session.skeleton
        angles = _angles_at(self._session, t_s)
        bones = segment_frames(angles, skeleton)
        joints_m = joints_of(bones, skeleton)
        theta_deg = true_spine_angle_deg(joints_m)
        surface_m = surface(self._parts, bones)
        joints_px = {name: self._camera.project(xyz) for name, xyz in joints_m.items()}
        for i in range(len(t_s)):
            picture = self._renderer.picture(surface_m[i], first + i)
            yield BodyFrame(
                t_s=float(t_s[i]),
                frame=picture.frame,
                mask=picture.mask,
                joints_px={name: xy[i] for name, xy in joints_px.items()},
                spine_angle_deg=float(theta_deg[i]),
                joint_angles={name: float(angle[i]) for name, angle in angles.items()},
            )


def frames_at(
    session: SimulatedSession, looks: Looks, camera: Camera, t_s: Floats
) -> Iterator[BodyFrame]:
    """Yield the session's frames at those instants, (n,) seconds from its start."""
    film = Film(session, looks, camera)
    for first in range(0, len(t_s), _BATCH):
        yield from film.frames(t_s[first : first + _BATCH], first)


def _angles_at(session: SimulatedSession, t_s: Floats) -> dict[str, NDArray[np.float64]]:
    return {
        name: np.interp(t_s, session.t_s, angle) for name, angle in session.joint_angles.items()
    }

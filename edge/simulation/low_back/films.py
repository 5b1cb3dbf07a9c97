"""A simulated person who bends before a camera at the side: pictures, and what is true in them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from edge.avatar.kinematics import JointAngles, joints_of, segment_frames
from edge.avatar.proportions import SPINE
from edge.core.arrays import Floats
from edge.posture.angle_bins import Direction
from edge.simulation.body.render import Frame8, Lighting, Mask, Renderer
from edge.simulation.body.render_camera import Camera
from edge.simulation.body.render_truth import true_spine_angle_deg
from edge.simulation.low_back.courses import REPETITIONS, Course, draw_course
from edge.simulation.low_back.outfit import Outfit
from edge.simulation.low_back.persons import Person
from edge.simulation.low_back.trunk import rest_angles_deg, skeleton_of, trunk_joint_angles

MARGIN_S: Final = 0.3
"""Before and after a bend, while the person stands."""
_FLOOR_M: Final = 0.2
"""Of the floor in front of the feet; so that they are seen whole."""
_BATCH: Final = 64


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TrueTrace:
    """What is true at n instants.

    Attributes:
        t_s: (n,) on the clock of the course.
        theta_deg: (n,) the spine angle.
        regions_deg: (n, 5) of `edge.simulation.low_back.phenotypes.REGIONS`.
    """

    t_s: Floats
    theta_deg: Floats
    regions_deg: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BendPicture:
    """One picture.

    Attributes:
        t_s: on the clock of the course.
        frame: (h, w, 3) B, G, R.
        mask: (h, w) True where the person is.
        hip_px: (2,) midpoint of the hips.
        neck_px: (2,) midpoint of the shoulders.
        spine_px: (9, 2) joints of `edge.avatar.proportions.SPINE`.
        theta_deg: the spine angle.
    """

    t_s: float
    frame: Frame8
    mask: Mask
    hip_px: Floats
    neck_px: Floats
    spine_px: Floats
    theta_deg: float


class BendFilm:
    """One person in one direction before the camera that belongs to the person."""

    def __init__(
        self, person: Person, direction: Direction, repetitions: int = REPETITIONS
    ) -> None:
        """Draw the course of the bends.

        Args:
            person: who.
            direction: to which side.
            repetitions: how many bends; fewer are the first ones of more.
        """
        self._person = person
        self._skeleton = skeleton_of(person.covariates)
        self._rest_deg = rest_angles_deg(person)
        self.course: Course = draw_course(person, direction, self._rest_deg, repetitions)
        self.camera: Camera = camera_of(person)

    @property
    def facing(self) -> float:
        """1 where the person faces the right of the picture, −1 where the left."""
        return -1.0 if self._person.covariates.facing == "left" else 1.0

    def bend_times_s(self, rate_hz: float) -> list[Floats]:
        """Return for each bend the instants at that rate, from a little before to a little after.

        Args:
            rate_hz: pictures per second.
        """
        return [
            np.arange(bend.start_s - MARGIN_S, bend.end_s + MARGIN_S, 1.0 / rate_hz)
            for bend in self.course.bends
        ]

    def truth(self, t_s: Floats) -> TrueTrace:
        """Return what is true at (n,) instants."""
        regions_deg = self.course.regions_deg(t_s)
        frames = segment_frames(self._angles(t_s, regions_deg), self._skeleton)
        theta_deg = true_spine_angle_deg(joints_of(frames, self._skeleton))
        return TrueTrace(t_s=t_s, theta_deg=theta_deg, regions_deg=regions_deg)

    def pictures(self, t_s: Floats) -> Iterator[BendPicture]:
        """Yield the pictures at (n,) instants, drawn when they are asked for."""
        body = self._person.covariates
        outfit = Outfit(body, self._skeleton)
        lighting = Lighting(
            ambient=body.ambient, turn_deg=body.light_deg, gain=body.gain, noise=body.noise
        )
        renderer = Renderer(outfit.capsules, outfit.looks, self.camera, lighting)
        for first in range(0, len(t_s), _BATCH):
            yield from self._batch(outfit, renderer, t_s[first : first + _BATCH], first)

    def _batch(
        self, outfit: Outfit, renderer: Renderer, t_s: Floats, first: int
    ) -> Iterator[BendPicture]:
        angles = self._angles(t_s, self.course.regions_deg(t_s))
        frames = segment_frames(angles, self._skeleton)
        joints_m = joints_of(frames, self._skeleton)
        theta_deg = true_spine_angle_deg(joints_m)
        surface_m = outfit.surface_m(frames)
        project = self.camera.project
        hip, neck = (
            project(0.5 * (joints_m[f"left_{part}"] + joints_m[f"right_{part}"]))
            for part in ("hip", "shoulder")
        )
        spine = np.stack([project(joints_m[joint]) for joint in SPINE], axis=1)
        for i in range(len(t_s)):
            picture = renderer.picture(surface_m[i], first + i)
            yield BendPicture(
                t_s=float(t_s[i]),
                frame=picture.frame,
                mask=picture.mask,
                hip_px=hip[i],
                neck_px=neck[i],
                spine_px=spine[i],
                theta_deg=float(theta_deg[i]),
            )

    def _angles(self, t_s: Floats, regions_deg: Floats) -> JointAngles:
        return trunk_joint_angles(
            self._person, self.course.direction, t_s, regions_deg, self._rest_deg
        )


def camera_of(person: Person) -> Camera:
    """Return the camera that films a person, from the side, with head and feet in the picture."""
    body = person.covariates
    azimuth_deg = 90.0 - body.view_deg
    return Camera(
        azimuth_deg=azimuth_deg if body.facing == "left" else -azimuth_deg,
        distance_m=body.distance_m,
        elevation_m=body.elevation_m,
        view_m=2.0 * max(1.08 * body.height_m - body.elevation_m, body.elevation_m + _FLOOR_M),
        roll_deg=body.roll_deg,
    )

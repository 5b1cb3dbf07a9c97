"""Simulated people who stand still before a simulated camera, at one place after the other.

They differ in height and proportions, and nobody stands exactly upright; their cameras stand on
floor or shelf, look up or down, and their lenses are those of webcams, none of them perfect.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from edge.core.arrays import Floats
from edge.core.messages.camera import LANDMARKS, Pose
from edge.simulation.body.landmark_noise import group_of
from edge.simulation.body.landmarks import landmarks_m, middle_of
from edge.simulation.body.patient import PatientSettings, draw_patient
from edge.simulation.body.render_camera import Camera
from edge.simulation.body.session import SimulatedSession
from edge.simulation.body.simulate import STILL_S, simulate_session

EXERCISE: Final = "shoulder_abduction"
"""What they do afterwards: arms hang before it."""
STATURE_M: Final = (1.69, 0.095)
"""Mean and standard deviation of adults (NCD-RisC, eLife 5, 2016)."""
HEIGHTS_M: Final = (0.3, 1.8)
TILTS_DEG: Final = (-20.0, 20.0)
DISTANCES_M: Final = (1.5, 4.0)
LEAST_RATIO: Final = 1.25
"""A room that allows no two places of distances in this proportion is not drawn."""
_FOCAL, _FOCAL_SD = 1.2, 0.13
_ROLL_SD_DEG: Final = 1.5
_MARGIN: Final = 0.03
"""Of the picture, above the head and below the feet."""
_ASIDE: Final = (0.2, 0.3)
"""Of the picture's width, to one side."""
_OFF_MIDDLE: Final = 0.04
"""Of it, to either side: nobody stands exactly where he is asked to."""
_PEOPLE: Final = np.array([0.004, 0.009, 0.014, 0.0095, 0.004])
"""By how much the heights of ankle, knee, hip, shoulder and ear differ, in shares of stature."""
_ABOVE: Final = np.array([0.0290, 0.0003, -0.0020, 0.0005, 0.0069])
"""By how much an engine sees each of them higher than it is,"""
_ABOVE_SD: Final = np.array([0.0098, 0.0082, 0.0068, 0.0019, 0.0067])
"""how that differs between people,"""
_PLACE_SD: Final = np.array([0.0073, 0.0062, 0.0031, 0.0014, 0.0024])
"""and from place to place; as `physio evaluate calibration --part camera` prints of rendered
people."""
_ASIDE_SD: Final = 0.002
_LEAN_SD_DEG: Final = 1.0
"""Of a person, and once more of each place."""
_MIDDLE_SD: Final = 0.01
"""Of a lens: its axis does not meet the middle of the picture, in heights of it."""
_BARREL, _BARREL_SD = -0.02, 0.02
"""Of a lens: what lies off its axis is drawn in, as a share per square of the slope."""
_GROUP_OF_PART: Final = ("foot", "knee", "hip", "shoulder", "head")
_PARTS: Final = np.array(
    [
        _GROUP_OF_PART.index(group) if group in _GROUP_OF_PART else _GROUP_OF_PART.index("shoulder")
        for group in map(group_of, LANDMARKS)
    ]
)
"""Of each landmark the part with which it is too high or too low; arms hang from the shoulders."""
_RATE_HZ: Final = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingScene:
    """A person and a camera that stands still; the truth.

    Attributes:
        seed: of both.
        person: body height and habits.
        cameras: the one camera as seen from each place where the person stands: far in the middle
            and aside, near on the same side, in the middle, and on the other side.
        drawn: how many cameras were drawn before one saw a whole person far and near.
    """

    seed: int
    person: PatientSettings
    cameras: tuple[Camera, ...]
    drawn: int

    @property
    def session(self) -> SimulatedSession:
        """What the person does: stands for at least three seconds, then exercises."""
        return standing_session(EXERCISE, self.seed, self.person)

    def moved(self, *, tilted_deg: float = 0.0, raised_m: float = 0.0) -> "StandingScene":
        """Return the scene after somebody has moved the camera."""
        cameras = tuple(
            replace(
                camera,
                pitch_deg=camera.pitch_deg + tilted_deg,
                elevation_m=camera.elevation_m + raised_m,
            )
            for camera in self.cameras
        )
        return replace(self, cameras=cameras)

    def seen_from(self, azimuths_deg: Sequence[float]) -> "StandingScene":
        """Return the scene of the person who stands at the first place, turned that way and that.

        Args:
            azimuths_deg: see `edge.simulation.body.render_camera.Camera`.
        """
        first = self.cameras[0]
        return replace(self, cameras=tuple(replace(first, azimuth_deg=one) for one in azimuths_deg))


def standing_session(
    exercise: str, seed: int, person: PatientSettings | None = None
) -> SimulatedSession:
    """Return a short session that begins with three seconds of standing.

    Args:
        exercise: what is done afterwards.
        seed: the person, unless one is given, and the course of the session.
        person: in place of the one drawn from the seed.
    """
    return simulate_session(
        exercise=exercise, profile="healthy", duration_s=12.0, seed=seed, patient=person
    )


def draw_scene(seed: int) -> StandingScene:
    """Return the scene of that seed: the same on every call."""
    rng = np.random.default_rng([seed, 77])
    person = replace(
        draw_patient(exercise=EXERCISE, seed=seed),
        height_m=float(np.clip(rng.normal(*STATURE_M), 1.45, 2.0)),
        leg_share=rng.uniform(0.465, 0.515),
    )
    reach_m: list[float] = []
    drawn = 0
    while not reach_m or reach_m[-1] / reach_m[0] < LEAST_RATIO:
        drawn += 1
        camera, focal_px = _draw_camera(rng)
        reach_m = [
            float(distance_m)
            for distance_m in np.arange(*DISTANCES_M, 0.05)
            if _fits(at_distance(camera, focal_px, distance_m), person.height_m)
        ]
    cameras = _places(camera, focal_px, reach_m, rng)
    return StandingScene(seed=seed, person=person, cameras=cameras, drawn=drawn)


def _draw_camera(rng: np.random.Generator) -> tuple[Camera, float]:
    """Return a camera somewhere at home, and its focal length in pixels."""
    camera = Camera(
        elevation_m=rng.uniform(*HEIGHTS_M),
        pitch_deg=rng.uniform(*TILTS_DEG),
        roll_deg=rng.normal(0.0, _ROLL_SD_DEG),
    )
    return camera, camera.height_px * _FOCAL * float(np.exp(rng.normal(0.0, _FOCAL_SD)))


def at_distance(camera: Camera, focal_px: float, distance_m: float) -> Camera:
    """Return a camera of that focal length which somebody at that distance stands before."""
    return replace(camera, distance_m=distance_m, view_m=camera.height_px * distance_m / focal_px)


def _fits(camera: Camera, height_m: float) -> bool:
    top_and_bottom = camera.project(np.array([[0.0, 0.0, height_m], [0.15, 0.0, 0.0]]))[:, 1]
    inside = np.abs(top_and_bottom / camera.height_px - 0.5) < 0.5 - _MARGIN
    return bool(inside.all())


def _places(
    camera: Camera, focal_px: float, reach_m: Sequence[float], rng: np.random.Generator
) -> tuple[Camera, ...]:
    spread_m = reach_m[-1] - reach_m[0]
    far_m = reach_m[-1] - rng.uniform(0.0, 0.15, 2) * spread_m
    near_m = reach_m[0] + rng.uniform(0.0, 0.15, 3) * spread_m
    side = rng.choice([-1.0, 1.0])
    aside = np.array([0.0, side, side, 0.0, -side]) * rng.uniform(*_ASIDE, 5)
    aside += rng.uniform(-_OFF_MIDDLE, _OFF_MIDDLE, 5)
    pans_deg = np.degrees(np.arctan(aside * camera.width_px / focal_px))
    return tuple(
        replace(
            at_distance(camera, focal_px, float(distance_m)),
            pan_deg=float(pan_deg),
            azimuth_deg=rng.uniform(-10.0, 10.0),
        )
        for distance_m, pan_deg in zip((*far_m, *near_m), pans_deg, strict=True)
    )


class StandingPoses:
    """What a pose engine would see of a scene, without pictures: simulated landmarks.

    Args:
        scene: the truth.
        day: the person stands otherwise every day; proportions and lens stay.
    """

    def __init__(self, scene: StandingScene, day: int = 0) -> None:
        self._scene = scene
        own = np.random.default_rng([scene.seed, 78])
        height_m = scene.person.height_m
        self._body_m = height_m * own.normal(0.0, _PEOPLE)
        self._seen_m = height_m * own.normal(_ABOVE, _ABOVE_SD)
        self._lean = np.radians(own.normal(0.0, _LEAN_SD_DEG, 2))
        self._middle = own.normal(0.0, _MIDDLE_SD, 2)
        self._barrel = own.normal(_BARREL, _BARREL_SD)
        self._rng = np.random.default_rng([scene.seed, 79, day])

    @property
    def tilt_deg(self) -> float:
        """By how much the middle of the picture looks upward."""
        camera = self._scene.cameras[0]
        off = self._middle[1] * camera.height_px / camera.focal_px
        return camera.pitch_deg + float(np.degrees(np.arctan(off)))

    def at(self, place: int, pictures: int = 12) -> Iterator[Pose]:
        """Yield the pictures taken while the person stands at one place."""
        scene = self._scene
        camera, height_m = scene.cameras[place], scene.person.height_m
        t_s = STILL_S * 0.1 + np.arange(pictures) / _RATE_HZ
        points_m = landmarks_m(scene.session, np.minimum(t_s, 0.9 * STILL_S))
        points_m[..., 2] += (self._body_m + self._seen_m)[_PARTS]
        lean = self._lean + np.radians(self._rng.normal(0.0, _LEAN_SD_DEG, 2))
        points_m[..., :2] += points_m[..., 2:] * lean
        points_m[..., 2] += height_m * self._rng.normal(0.0, _PLACE_SD)[_PARTS]
        points_m[..., 1] += height_m * self._rng.normal(0.0, _ASIDE_SD, len(_PLACE_SD))[_PARTS]
        seen_m = camera.see(points_m)
        px = self._through_the_lens(seen_m, camera)
        px += self._rng.normal(0.0, 0.5, px.shape)
        world_m = seen_m - middle_of(seen_m, "hip")[:, None]
        for i in range(pictures):
            stamp_ns = round((100 * place * pictures + i) * 1e9 / _RATE_HZ)
            yield Pose(
                seq=i,
                sensor_ns=stamp_ns,
                host_ns=stamp_ns,
                presence="followed",
                height=camera.height_px,
                width=camera.width_px,
                landmarks_px=px[i],
                visibility=np.full(len(LANDMARKS), 0.98),
                world_m=world_m[i],
                engine_ns=0,
            )

    def _through_the_lens(self, seen_m: Floats, camera: Camera) -> Floats:
        slopes = seen_m[..., :2] / seen_m[..., 2:]
        drawn_in = 1.0 + self._barrel * np.sum(slopes**2, axis=-1, keepdims=True)
        middle = camera.centre_px + self._middle * camera.height_px
        px: Floats = middle + camera.focal_px * slopes * drawn_in
        return px

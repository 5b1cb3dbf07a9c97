"""Simulated people who calibrate a camera at five places: what is found of each one's camera."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from benchmarks.evaluations.calibration.rendered_stands import rendered_stands
from calibration.camera import MEASURED_SD_M, has_moved, place_of
from calibration.camera_belief import TOLD_FOCAL_SD, TOLD_STATURE_SD_M, Told
from calibration.stand import Stand
from edge.core.arrays import Floats
from edge.signals.camera_place import CameraPlace, Known
from edge.simulation.body.standing import StandingPoses, StandingScene, draw_scene

TILTED_DEG: Final = 4.0
RAISED_M: Final = 0.15
ASKED: Final = "distance_measured"
"""What the calibration asks for: the height of the person, and one distance by a tape measure."""
SIDEWAYS_DEG: Final = (90.0, -80.0)
"""From where rendered people are seen who stand sideways, far away."""
_PICTURES: Final = 8
_STREAM: Final = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One quantity of one person: its error in its own unit, and what its interval was.

    Attributes:
        error: estimate minus truth.
        reach: half the width of the interval.
        contained: the interval contains the truth.
    """

    error: float
    reach: float
    contained: bool

    @classmethod
    def of(cls, known: Known, truth: float, unit: float) -> "Measured":
        """Return how well something is known; `unit` is what its figures are multiplied by."""
        return cls(
            error=(known.value - truth) * unit,
            reach=0.5 * known.width * unit,
            contained=known.contains(truth),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class OnePerson:
    """What was found of one person's camera.

    Attributes:
        settings: by what was told, then by quantity; distances are those of the places at which
            none was measured.
        still_moved: the camera stands still, and is said to have moved.
        tilted_found: it was tilted, and is said to have moved.
        raised_found: it was raised, and is said to have moved.
        drawn: how many cameras were drawn before one saw the person whole, far and near.
    """

    settings: Mapping[str, Mapping[str, tuple[Measured, ...]]]
    still_moved: bool
    tilted_found: bool
    raised_found: bool
    drawn: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OneRendered:
    """What was found of one rendered person's camera.

    Attributes:
        found: by quantity.
        off_share: see `RenderedStands`.
        still_moved: at each place where the person stood sideways, the camera is said to have moved
            although it has not,
        tilted_found: and where it was tilted.
    """

    found: Mapping[str, tuple[Measured, ...]]
    off_share: Floats
    still_moved: tuple[bool, ...]
    tilted_found: tuple[bool, ...]


def told_of(seed: int) -> dict[str, Told]:
    """Return what is told of that person and camera, in each setting, with its errors."""
    scene = draw_scene(seed)
    rng = np.random.default_rng([seed, _STREAM])
    view, person = scene.cameras[0], scene.person
    stature_m = person.height_m + rng.normal(0.0, TOLD_STATURE_SD_M)
    focal = view.focal_px / view.height_px * np.exp(rng.normal(0.0, TOLD_FOCAL_SD))
    fov_deg = float(np.degrees(2.0 * np.arctan(0.5 / focal)))
    distance_m = view.distance_m + rng.normal(0.0, MEASURED_SD_M)
    return {
        ASKED: Told(stature_m=stature_m, distance_m=distance_m),
        "field_told": Told(stature_m=stature_m, fov_deg=fov_deg),
        "lens_unknown": Told(stature_m=stature_m),
        "nothing_told": Told(),
    }


def one_person(seed: int) -> OnePerson:
    """Return what is found of the camera of that person."""
    scene = draw_scene(seed)
    poses = StandingPoses(scene)
    stands = [Stand.of(list(poses.at(place, _PICTURES))) for place in range(len(scene.cameras))]
    settings = {}
    for name, told in told_of(seed).items():
        found = place_of(stands, told, simulated=True)
        settings[name] = measured(scene, found, poses.tilt_deg)
        if name == ASKED:
            place = found
    return OnePerson(
        settings=settings,
        still_moved=_moved(place, scene),
        tilted_found=_moved(place, scene.moved(tilted_deg=TILTED_DEG)),
        raised_found=_moved(place, scene.moved(raised_m=RAISED_M)),
        drawn=scene.drawn,
    )


def one_rendered(seed: int) -> OneRendered:
    """Return what is found of the camera of that person in pictures, and how the engine errs."""
    scene = draw_scene(seed)
    seen = rendered_stands(scene)
    place = place_of(seen.stands, told_of(seed)[ASKED], simulated=True)
    sideways = scene.seen_from(SIDEWAYS_DEG)
    return OneRendered(
        found=measured(scene, place, scene.cameras[0].pitch_deg),
        off_share=seen.off_share,
        still_moved=_said(place, sideways),
        tilted_found=_said(place, sideways.moved(tilted_deg=TILTED_DEG)),
    )


def _said(place: CameraPlace, scene: StandingScene) -> tuple[bool, ...]:
    """Return of each place whether the camera is said to have moved."""
    return tuple(has_moved(place, stand) for stand in rendered_stands(scene).stands)


def measured(
    scene: StandingScene, place: CameraPlace, tilt_deg: float
) -> dict[str, tuple[Measured, ...]]:
    """Return how well each quantity is known."""
    view = scene.cameras[0]
    true_m = [one.distance_m for one in scene.cameras]
    return {
        "height": (Measured.of(place.height_m, view.elevation_m, 100.0),),
        "tilt": (Measured.of(place.tilt_deg, tilt_deg, 1.0),),
        "roll": (Measured.of(place.roll_deg, view.roll_deg, 1.0),),
        "distance": tuple(
            Measured.of(known, truth, 100.0 / truth)
            for known, truth in zip(place.distances_m[1:], true_m[1:], strict=True)
        ),
    }


def _moved(place: CameraPlace, scene: StandingScene) -> bool:
    """Tell whether the camera is said to have moved, another day."""
    return has_moved(place, Stand.of(list(StandingPoses(scene, day=1).at(2, _PICTURES))))

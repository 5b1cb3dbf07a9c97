"""Is the camera where the calibration says, for simulated people who stand at five places?

Height, tilt and distance are told with nothing known of the lens, with the angle that the picture
covers, with one measured distance, and without the person's height. Landmarks are simulated, with
the errors that the real pose engine makes of rendered people; some of the people are rendered, and
looked at by the engine itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from benchmarks.cohort import map_people
from benchmarks.evaluations.calibration.camera_people import (
    ASKED,
    Measured,
    OneRendered,
    one_person,
    one_rendered,
    told_of,
)
from benchmarks.evaluations.calibration.part import Coverage, PartAnswer
from benchmarks.question import Progress
from edge.signals.camera_place import SEEN_PARTS

WORKERS: Final = 2
RENDERED: Final = 8
"""So many of the people are rendered, too."""
MOST_HEIGHT_CM: Final = 5.0
MOST_TILT_DEG: Final = 2.0
MOST_DISTANCE_PERCENT: Final = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingFigures:
    """How far off the calibration is where something is told; 95 % of people are within.

    Attributes:
        height_p95_cm: of the lens above the floor.
        height_reach_cm: half the interval, its median.
        tilt_p95_deg: of the tilt.
        tilt_reach_deg: half the interval.
        roll_p95_deg: of the roll.
        distance_p95_percent: of the distance.
        distance_reach_percent: half the interval.
    """

    height_p95_cm: float
    height_reach_cm: float
    tilt_p95_deg: float
    tilt_reach_deg: float
    roll_p95_deg: float
    distance_p95_percent: float
    distance_reach_percent: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PartFigures:
    """By how much the engine sees a part of rendered people higher, in per cent of the stature.

    Attributes:
        higher: the mean.
        between_people: standard deviation of a person's mean.
        between_places: standard deviation between one person's places.
    """

    higher: float
    between_people: float
    between_places: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedFigures:
    """The same for people who are rendered and looked at by the real engine.

    Attributes:
        people: how many.
        asked: with height and one distance told.
        sideways_still_moved_percent: who stands sideways, of the cameras that stand still.
        sideways_tilted_found_percent: of those that were tilted by 4°.
        seen: by part of the body.
    """

    people: int
    asked: SettingFigures
    sideways_still_moved_percent: float
    sideways_tilted_found_percent: float
    seen: dict[str, PartFigures]


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraFigures:
    """What the calibration of the camera is worth.

    Attributes:
        people: how many.
        height_p95_cm: error with the person's height and one distance told.
        tilt_p95_deg: likewise.
        distance_p95_percent: likewise, of the other distances.
        settings: the figures by what was told.
        still_moved_percent: of the cameras that stand still, said to have moved.
        tilted_found_percent: of those that were tilted by 4°.
        raised_found_percent: of those that were raised by 15 cm.
        cameras_drawn: for each that saw somebody whole, far and near.
        rendered: the same with pictures and the real pose engine.
    """

    people: int
    height_p95_cm: float
    tilt_p95_deg: float
    distance_p95_percent: float
    settings: dict[str, SettingFigures]
    still_moved_percent: float
    tilted_found_percent: float
    raised_found_percent: float
    cameras_drawn: float
    rendered: RenderedFigures


def camera(seeds: Sequence[int], progress: Progress) -> PartAnswer:
    """Return how well cameras are calibrated by simulated people of those seeds."""
    rendered = list(seeds)[:RENDERED]
    total = len(seeds) + len(rendered)
    people = map_people(
        one_person, seeds, workers=WORKERS, progress=lambda done, _: progress(done, total)
    )
    drawn = map_people(
        one_rendered,
        rendered,
        workers=WORKERS,
        progress=lambda done, _: progress(len(seeds) + done, total),
    )
    settings = {name: _figures([one.settings[name] for one in people]) for name in told_of(0)}
    asked = settings[ASKED]
    figures = CameraFigures(
        people=len(people),
        height_p95_cm=asked.height_p95_cm,
        tilt_p95_deg=asked.tilt_p95_deg,
        distance_p95_percent=asked.distance_p95_percent,
        settings=settings,
        still_moved_percent=_percent([one.still_moved for one in people]),
        tilted_found_percent=_percent([one.tilted_found for one in people]),
        raised_found_percent=_percent([one.raised_found for one in people]),
        cameras_drawn=float(np.mean([one.drawn for one in people])),
        rendered=_of_rendered(drawn),
    )
    return PartAnswer(
        figures=figures,
        passed=figures.height_p95_cm <= MOST_HEIGHT_CM
        and figures.tilt_p95_deg <= MOST_TILT_DEG
        and figures.distance_p95_percent <= MOST_DISTANCE_PERCENT,
        coverage={
            f"camera_{quantity}, {name.replace('_', ' ')}": Coverage.of(
                [one.contained for person in people for one in person.settings[name][quantity]]
            )
            for name in (ASKED, "lens_unknown")
            for quantity in ("height", "tilt", "distance")
        },
    )


def _figures(people: Sequence[Mapping[str, tuple[Measured, ...]]]) -> SettingFigures:
    every = {
        quantity: [one for person in people for one in person[quantity]] for quantity in people[0]
    }
    off = {quantity: _p95([one.error for one in found]) for quantity, found in every.items()}
    reach = {
        quantity: float(np.median([one.reach for one in found]))
        for quantity, found in every.items()
    }
    return SettingFigures(
        height_p95_cm=off["height"],
        height_reach_cm=reach["height"],
        tilt_p95_deg=off["tilt"],
        tilt_reach_deg=reach["tilt"],
        roll_p95_deg=off["roll"],
        distance_p95_percent=off["distance"],
        distance_reach_percent=reach["distance"],
    )


def _of_rendered(people: Sequence[OneRendered]) -> RenderedFigures:
    # Down in the picture is lower in the room.
    higher = -100.0 * np.array([one.off_share[..., 1] for one in people])
    return RenderedFigures(
        people=len(people),
        asked=_figures([one.found for one in people]),
        sideways_still_moved_percent=_percent([so for one in people for so in one.still_moved]),
        sideways_tilted_found_percent=_percent([so for one in people for so in one.tilted_found]),
        seen={
            part: PartFigures(
                higher=float(higher[..., i].mean()),
                between_people=float(higher[..., i].mean(axis=1).std()),
                between_places=float(np.sqrt(higher[..., i].var(axis=1, ddof=1).mean())),
            )
            for i, part in enumerate(SEEN_PARTS)
        },
    )


def _p95(errors: Sequence[float]) -> float:
    return float(np.quantile(np.abs(errors), 0.95))


def _percent(so: Sequence[bool]) -> float:
    return 100.0 * sum(so) / len(so)

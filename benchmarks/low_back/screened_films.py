"""Films of simulated people for the whole screening: good ones, and others that cross a rule.

A film is kept once it is drawn, named by all that it follows from.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from edge.core.arrays import Floats
from edge.film.writer import FilmWriter
from edge.pose.picture import Frame
from edge.posture.angle_bins import DIRECTIONS, Direction
from edge.screening.low_back.rules import RULES, USUAL_REACH_DEG, RuleName
from edge.simulation.low_back.films import BendFilm, BendPicture, camera_of
from edge.simulation.low_back.persons import CohortSettings, Person, draw_cohort
from edge.simulation.low_back.tasks import TaskName

FAULTS: Final[tuple[RuleName, ...]] = (
    *("view", "bends", "range", "camera", "feet"),
    *("second", "silhouette", "person", "head", "unusual"),
)
"""The rules that films cross by a little, in turn."""
RATE_HZ: Final = 10.0
REPETITIONS: Final = 4
"""Of a film, but for those of a rule about their number and those that take very long."""
_FEWER: Final[Mapping[RuleName | None, int]] = {"bends": 2, "unusual": 3}
_PEOPLE: Final = 1000
"""Of a cohort from which films are taken in order, so that fewer are the same ones."""
_VERSION: Final = 1
"""Of how films are drawn; another number draws all anew."""
_VIEW_DEG: Final = 32.0
_CAMERA_SHARE: Final = 0.035
_FEET_M: Final = 0.34
_HEAD_M: Final = 0.28
_COAT_SHARE: Final = (1.1, 0.8)
"""Of the trunk's length, how far a wide coat hangs off hip and neck."""
_STANDER_SHARE: Final = 0.27
"""Of the picture's width: so far to the side somebody else stands."""
_SLOW_S: Final[Mapping[Direction, float]] = {"forward": 20.0, "backward": 12.0}
"""A bend of an unusual film takes so long at least, which is longer than anybody's usual ones."""
_REACH_SHARE: Final = 0.8
"""Of what would do."""

Change = Callable[[Frame, BendPicture, float], Frame]


@dataclass(frozen=True, slots=True, kw_only=True)
class FilmCase:
    """One film.

    Attributes:
        task: which groups the person is drawn from.
        directions: of the bends, one after the other.
        seed: of the people.
        number: of the person among them.
        fault: which rule the film breaks; None of a good one.
    """

    task: TaskName
    directions: tuple[Direction, ...]
    seed: int
    number: int
    fault: RuleName | None

    @property
    def person(self) -> Person:
        """Who is in the film."""
        return _people(self.task, self.seed)[self.number]

    @property
    def name(self) -> str:
        """Of the file, without its ending."""
        facts = json.dumps([_VERSION, asdict(self)], sort_keys=True)
        return hashlib.sha256(facts.encode()).hexdigest()[:24]


@cache
def _people(task: TaskName, seed: int) -> tuple[Person, ...]:
    return draw_cohort(CohortSettings(task=task, persons=_PEOPLE, seed=seed))


def film_of(case: FilmCase, folder: Path) -> Path:
    """Return the file of a film, which is drawn unless it is there.

    Args:
        case: what is in it.
        folder: where films are kept; it is made.

    Raises:
        FilmError: it cannot be written.
    """
    path = folder / f"{case.name}.mp4"
    if path.exists():
        return path
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = folder / f"unfinished-{case.name}.mp4"
    pictures = _pictures(case)
    first = next(pictures)
    height, width = first.shape[:2]
    with FilmWriter(unfinished, (width, height), RATE_HZ) as writer:
        for picture in chain([first], pictures):
            writer.write(np.ascontiguousarray(picture))
    return unfinished.replace(path)


def _pictures(case: FilmCase) -> Iterator[Frame]:
    person = case.person
    if case.fault == "view":
        side = 1.0 if person.covariates.view_deg >= 0.0 else -1.0
        turned = replace(person.covariates, view_deg=side * _VIEW_DEG)
        person = replace(person, covariates=turned)
    change = _change_of(case, person)
    for direction in case.directions:
        film = BendFilm(person, direction, _FEWER.get(case.fault, REPETITIONS))
        if case.fault == "range":
            _make_shallow(film, direction)
        length_s = film.course.duration_s
        bend_s = np.mean([bend.end_s - bend.start_s for bend in film.course.bends])
        times = int(np.ceil(_SLOW_S[direction] / bend_s)) if case.fault == "unusual" else 1
        shown = _repeated(film.pictures(np.arange(0.0, length_s, 1.0 / RATE_HZ)), times)
        for picture in shown:
            yield change(picture.frame, picture, picture.t_s / length_s)


def _repeated(pictures: Iterable[BendPicture], times: int) -> Iterator[BendPicture]:
    """Yield each picture so many times: the same movement, slower."""
    for picture in pictures:
        for _ in range(times):
            yield picture


def _make_shallow(film: BendFilm, direction: Direction) -> None:
    """Let the bends end before they go far enough."""
    reach_deg = _REACH_SHARE * RULES["range"].limit * USUAL_REACH_DEG[direction]
    course = film.course
    marks_s = np.array([0.0, *(bend.leave_s for bend in course.bends)])

    def reach(share: float) -> None:
        bends = tuple(
            replace(bend, end_deg=course.rest_deg + share * (bend.end_deg - course.rest_deg))
            for bend in course.bends
        )
        film.course = replace(course, bends=bends)

    def off_deg(share: float) -> float:
        reach(share)
        theta_deg = film.truth(marks_s).theta_deg
        return float(np.abs(theta_deg[1:] - theta_deg[0]).max())

    low, high = 0.0, 1.0
    for _ in range(20):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if off_deg(middle) < reach_deg else (low, middle)
    reach(low)


def _change_of(case: FilmCase, person: Person) -> Change:
    """Return what is done to each picture of a film, at a share of its length."""
    shift = _shift_of(case, person)
    if shift is not None:
        return lambda frame, _, at: _moved(frame, *shift(at))
    if case.fault == "silhouette":
        facing = BendFilm(person, case.directions[0], 1).facing
        return lambda frame, picture, _: _in_coat(frame, picture, facing)
    if case.fault == "second":
        stander = _stander(case)
        return lambda frame, _, __: _beside(frame, *stander)
    return lambda frame, _, __: frame


def _shift_of(case: FilmCase, person: Person) -> Callable[[float], tuple[float, float]] | None:
    """Return by how much the room is moved in the picture, in pixels; None of other films."""
    camera, body = camera_of(person), person.covariates
    px_per_m = camera.height_px / camera.view_m
    match case.fault:
        case "camera":
            rise_px = _CAMERA_SHARE * camera.height_px
            return lambda at: (0.0, rise_px * min(2.0 * at, 1.0))
        case "feet":
            return lambda _: (0.0, _FEET_M * px_per_m)
        case "head":
            above_px = camera.height_px / 2 - px_per_m * (body.height_m - body.elevation_m)
            return lambda _: (0.0, -above_px - _HEAD_M * px_per_m)
        case "person":
            return lambda _: (float(camera.width_px), 0.0)
        case _:
            return None


def _moved(frame: Frame, right_px: float, down_px: float) -> Frame:
    """Return the picture of a room that lies elsewhere; what comes in goes on as the edge."""
    matrix = np.array([[1.0, 0.0, right_px], [0.0, 1.0, down_px]])
    size = (frame.shape[1], frame.shape[0])
    moved = cv2.warpAffine(frame, matrix, size, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(moved, np.uint8)


def _in_coat(frame: Frame, picture: BendPicture, facing: float) -> Frame:
    """Return the picture with a coat in the shirt's colour that stands off the back."""
    hip, neck = picture.hip_px, picture.neck_px
    along = neck - hip
    back = facing * np.array([along[1], -along[0]])
    shirt: Floats = neck - 0.2 * along
    colour = frame[tuple(np.clip(shirt[::-1].astype(int), 0, np.array(frame.shape[:2]) - 1))]
    at_hip, at_neck = _COAT_SHARE
    corners = np.array([neck, hip, hip + at_hip * back, neck + at_neck * back])
    dressed = frame.copy()
    cv2.fillPoly(dressed, [corners.astype(np.int32)], [int(x) for x in colour])
    return dressed


def _stander(case: FilmCase) -> tuple[Frame, Frame]:
    """Return the picture of somebody else who stands there, and (h, w, 1) where."""
    other = replace(case, number=(case.number + _PEOPLE // 2) % _PEOPLE, fault=None).person
    picture = next(BendFilm(other, DIRECTIONS[0], 1).pictures(np.zeros(1)))
    aside = _STANDER_SHARE * picture.frame.shape[1]
    mask = np.repeat(picture.mask.astype(np.uint8)[:, :, None], 3, axis=2)
    there = cv2.warpAffine(mask, np.array([[1.0, 0.0, aside], [0.0, 1.0, 0.0]]), mask.shape[1::-1])
    return _moved(picture.frame, aside, 0.0), np.asarray(there, np.uint8)


def _beside(frame: Frame, other: Frame, where: Frame) -> Frame:
    return np.where(where > 0, other, frame)

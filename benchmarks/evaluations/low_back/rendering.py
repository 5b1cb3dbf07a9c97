"""Do simulated people with low-back pain look, move and measure as they are meant to?

Three questions: does the contour of the true silhouette follow the lordosis that was set; is the
shape of a bend in time like that of recorded bows; and are the motion features of ten filmed bends
those of the model's ten bends with the camera's error of three of them? Everybody is simulated.
"""

import os
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields, replace
from pathlib import Path
from typing import Annotated, Final

import numpy as np
import typer
from rich.console import Group, RenderableType

from benchmarks.errors import EvaluationError
from benchmarks.low_back.filming import (
    SIMULATED,
    Filming,
    film_cohort,
    tasks_of,
    usual_folder,
)
from benchmarks.low_back.measured import (
    FilmSettings,
    features_of,
    replayed_error_deg,
    whole_times_s,
)
from benchmarks.low_back.speed_profiles import SpeedProfile, speed_profile
from benchmarks.question import Progress, stepped
from benchmarks.tables import table_of
from edge.core.arrays import Floats
from edge.posture.angle_bins import DIRECTIONS, Direction
from edge.posture.back_contour import LEVELS, back_contour
from edge.posture.back_mask import back_mask
from edge.posture.motion_features import FEATURES
from edge.simulation.low_back.courses import REPETITIONS
from edge.simulation.low_back.films import MARGIN_S, BendFilm
from edge.simulation.low_back.persons import CohortSettings, Person, draw_cohort

_SACRUM, _LOINS = (0.06, 0.2), (0.42, 0.56)
"""Parts of the way from hip to neck whose slopes enclose the lumbar hollow."""
_FILMED: Final = FilmSettings().filmed
_FINE_HZ: Final = 50.0
GOAL_SD: Final = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Lordosis:
    """The hollow in the contour, in degrees, as a straight line of the lordosis that was set.

    Attributes:
        persons: standing, of all girths and shirts.
        slope: degrees in the contour per degree set.
        offset_deg: in the contour where none is set.
        residual_sd_deg: about the line.
        r: correlation.
    """

    persons: int
    slope: float
    offset_deg: float
    residual_sd_deg: float
    r: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraErrors:
    """The camera's spine angle and silhouette against the truth, over all pictures."""

    pictures: int
    bias_deg: float
    median_deg: float
    p95_deg: float
    unseen: float
    iou_median: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureDifferences:
    """Features by three filmed bends and the model against those of ten filmed bends.

    In standard deviations between persons; of each feature the mean absolute difference of a
    person, for the angle's nine and the largest for velocity and acceleration.
    """

    persons: int
    angle: dict[str, float]
    velocity_largest: float
    acceleration_largest: float
    within_goal: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileRange:
    """One property of the speed of the way out, simulated beside recorded."""

    simulated_p5: float
    simulated_median: float
    simulated_p95: float
    recorded_low: float
    recorded_high: float
    inside: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderingResult:
    """All answers; None where nothing was asked."""

    simulated: bool = True
    note: str = SIMULATED
    lordosis: Lordosis | None
    camera: dict[str, CameraErrors] | None
    features: dict[str, FeatureDifferences] | None
    profiles: dict[str, ProfileRange] | None

    def table(self) -> RenderableType:
        """Return a table for each answer."""
        tables: list[RenderableType] = []
        if self.lordosis is not None:
            tables.append(table_of({"contour": self.lordosis}, title="Lordosis, true silhouette"))
        if self.camera is not None:
            tables.append(table_of(self.camera, title="Camera against truth", name="bend"))
        if self.features is not None:
            title = f"Features both ways, SD between persons (goal {GOAL_SD:g})"
            tables.append(table_of(self.features, title=title, name="bend"))
        if self.profiles is not None:
            tables.append(table_of(self.profiles, title="Way out beside recorded bows"))
        return Group(*tables, self.note)


@dataclass(frozen=True, slots=True, kw_only=True)
class LowBackRendering:
    """Whether simulated people look, move and measure as meant; its settings.

    Attributes:
        standing: people whose contour is compared with their lordosis; 0 leaves it out.
        persons: people whose ten bends in each direction are filmed; 0 leaves it out.
        first_seed: of the cohorts from which they come.
        bows: recorded bows of real people, an archive with `theta_NAME` in degrees at 30 Hz.
        workers: processes.
        data: where what was filmed is kept.
    """

    standing: Annotated[int, typer.Option(min=0, help="People standing.")] = 200
    persons: Annotated[int, typer.Option(min=0, help="People whose ten bends are filmed.")] = 20
    first_seed: Annotated[int, typer.Option(min=0, help="Of the people.")] = 0
    bows: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Recorded bows (.npz, theta_… at 30 Hz).")
    ] = None
    workers: Annotated[int, typer.Option(min=1, help="Processes.")] = max(1, os.cpu_count() or 1)
    data: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where what was filmed is kept.")
    ] = None

    def run(self, progress: Progress) -> RenderingResult:
        """Return all answers.

        Raises:
            EvaluationError: somebody could not be measured, or the bows cannot be read.
        """
        lordosis = _lordosis(_people(self.standing, self.first_seed), progress)
        tasks = self._filmed(progress) if self.persons else []
        return RenderingResult(
            lordosis=lordosis,
            camera={way: _camera(tasks, way) for way in DIRECTIONS} if tasks else None,
            features={way: _features(tasks, way) for way in DIRECTIONS} if tasks else None,
            profiles=None if self.bows is None else _profiles(self.bows, self.first_seed),
        )

    def _filmed(self, progress: Progress) -> list[Filming]:
        tasks = tasks_of(
            _people(self.persons, self.first_seed),
            self.data or usual_folder(),
            ("true", "camera"),
            FilmSettings(filmed=REPETITIONS),
        )
        outcomes = film_cohort(tasks, workers=self.workers, progress=progress)
        for outcome in outcomes:
            if outcome.error is not None:
                raise EvaluationError(f"person {outcome.number}: {outcome.error}")
        return tasks


def _people(count: int, seed: int) -> tuple[Person, ...]:
    """Return the first people of a large cohort, so that fewer are the same ones."""
    return draw_cohort(CohortSettings(task="mi-mci", persons=200, seed=seed))[:count]


def _lordosis(people: Sequence[Person], progress: Progress) -> Lordosis | None:
    if len(people) < 3:
        return None
    heights = np.linspace(0.04, 0.96, LEVELS)
    set_deg, seen_deg = [], []
    for person in stepped(people, progress):
        film = BendFilm(person, "forward", 1)
        picture = next(film.pictures(np.zeros(1)))
        square = back_mask(picture.mask, picture.hip_px, picture.neck_px, film.facing)
        low, high = (_slope(heights, back_contour(square), part) for part in (_SACRUM, _LOINS))
        seen_deg.append(float(np.degrees(np.arctan(high) - np.arctan(low))))
        set_deg.append(person.numbers["ll_lordosis_deg"] + person.numbers["ul_lordosis_deg"])
    slope, offset_deg = np.polyfit(set_deg, seen_deg, 1)
    return Lordosis(
        persons=len(people),
        slope=float(slope),
        offset_deg=float(offset_deg),
        residual_sd_deg=float(
            np.std(np.array(seen_deg) - np.polyval([slope, offset_deg], set_deg))
        ),
        r=float(np.corrcoef(set_deg, seen_deg)[0, 1]),
    )


def _slope(heights: Floats, contour: Floats, part: tuple[float, float]) -> float:
    inside = (heights > part[0]) & (heights < part[1])
    return float(np.polyfit(heights[inside], contour[inside], 1)[0])


def _camera(tasks: Sequence[Filming], way: Direction) -> CameraErrors:
    errors, ious = [], []
    for task in tasks:
        true, seen = task.bends("true", way), task.bends("camera", way)
        errors.append(seen.theta_deg - true.theta_deg)
        ious.append(seen.iou)
    error_deg = np.concatenate(errors)
    known = np.isfinite(error_deg)
    return CameraErrors(
        pictures=len(error_deg),
        bias_deg=float(error_deg[known].mean()),
        median_deg=float(np.median(np.abs(error_deg[known]))),
        p95_deg=float(np.percentile(np.abs(error_deg[known]), 95)),
        unseen=float(1.0 - known.mean()),
        iou_median=float(np.median(np.concatenate(ious))),
    )


def _features(tasks: Sequence[Filming], way: Direction) -> FeatureDifferences:
    whole = np.array([task.bends("camera", way).features for task in tasks])
    short = np.array([_by_three(task, way) for task in tasks])
    apart = np.nanmean(np.abs(short - whole), axis=0) / np.nanstd(whole, axis=0)
    return FeatureDifferences(
        persons=len(tasks),
        angle=dict(zip(FEATURES, apart[0].tolist(), strict=True)),
        velocity_largest=float(apart[1].max()),
        acceleration_largest=float(apart[2].max()),
        within_goal=bool(apart[0].max() <= GOAL_SD),
    )


def _by_three(task: Filming, way: Direction) -> Floats:
    """Return the features that three filmed bends would have given."""
    film = BendFilm(task.person, way)
    true, seen = task.bends("true", way), task.bends("camera", way)
    last_s = film.course.bends[_FILMED - 1].end_s + MARGIN_S
    first = true.t_s <= last_s
    at_s = whole_times_s(film.course, replace(task.settings, filmed=_FILMED))
    error_deg = replayed_error_deg(
        film.course, true.t_s[first], (seen.theta_deg - true.theta_deg)[first], at_s, _FILMED
    )
    return features_of(at_s, film.truth(at_s).theta_deg + error_deg).values


def _profiles(bows: Path, seed: int) -> dict[str, ProfileRange]:
    try:
        with np.load(bows, allow_pickle=False) as archive:
            traces = [archive[name] for name in archive.files if name.startswith("theta_")]
    except (OSError, ValueError) as error:
        raise EvaluationError(f"{bows} is no archive of bows: {error}") from error
    if not traces:
        raise EvaluationError(f"{bows} holds no theta_…", remedy="give angles in degrees at 30 Hz")
    recorded = [speed_profile(np.arange(len(trace)) / 30.0, trace) for trace in traces]
    simulated = []
    for person in _people(60, seed):
        film = BendFilm(person, "forward", _FILMED)
        for bend in film.course.bends:
            t_s = np.arange(bend.start_s - MARGIN_S, bend.end_s, 1.0 / _FINE_HZ)
            simulated.append(speed_profile(t_s, film.truth(t_s).theta_deg))
    own, others = (
        np.array([astuple(one) for one in found if one is not None])
        for found in (simulated, recorded)
    )
    found = {}
    for column, field in enumerate(fields(SpeedProfile)):
        low, high = float(others[:, column].min()), float(others[:, column].max())
        p5, median, p95 = np.percentile(own[:, column], [5, 50, 95]).tolist()
        found[field.name] = ProfileRange(
            simulated_p5=p5,
            simulated_median=median,
            simulated_p95=p95,
            recorded_low=low,
            recorded_high=high,
            inside=float(((own[:, column] >= low) & (own[:, column] <= high)).mean()),
        )
    return found

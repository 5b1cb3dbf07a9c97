from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.low_back import filming
from benchmarks.low_back.filming import Filming, film_cohort, film_person, tasks_of
from benchmarks.low_back.for_networks import bends_of
from benchmarks.low_back.inputs import SHAPE, bins_of, contours_at_bins, names_of, regions_at_bins
from benchmarks.low_back.kept import file_of, is_kept
from benchmarks.low_back.measured import FilmSettings, replayed_error_deg
from edge.core.arrays import Floats
from edge.core.errors import PhysioError
from edge.posture.angle_bins import DIRECTIONS
from edge.posture.back_contour import LEVELS, back_contour
from edge.simulation.low_back.courses import draw_course
from edge.simulation.low_back.persons import CohortSettings, draw_cohort, draw_person
from edge.simulation.low_back.trunk import rest_angles_deg
from models.data.bends import read_bends

LITTLE = FilmSettings(filmed=1, rate_hz=2.0)
PEOPLE = draw_cohort(CohortSettings(task="fp-ep", persons=4, seed=2))


@pytest.fixture(scope="module")
def filmed(tmp_path_factory: pytest.TempPathFactory) -> list[Filming]:
    tasks = tasks_of(PEOPLE[:2], tmp_path_factory.mktemp("people"), ("true",), LITTLE)
    assert [film_person(task).error for task in tasks] == [None, None]
    return tasks


def test_masks_angles_and_features_of_both_directions_are_kept(filmed: list[Filming]) -> None:
    for direction in DIRECTIONS:
        measured = filmed[0].bends("true", direction)
        assert len(measured.masks) == len(measured.t_s) > 8
        away = measured.theta_deg - measured.theta_deg[0]
        assert (away.min() if direction == "forward" else -away.max()) < -10.0
        assert measured.features.shape == (3, 9)
        assert measured.found >= 9
        assert np.isfinite(back_contour(measured.mask(0))).all()


def test_what_is_kept_is_not_measured_again_but_a_damaged_file_is(filmed: list[Filming]) -> None:
    task = filmed[0]
    path = task.path("true")
    whole = path.read_bytes()
    assert film_person(task).drawn == 0
    middle = len(whole) // 2
    for damaged in (whole[:middle], whole[:middle] + bytes(500) + whole[middle + 500 :], b""):
        path.write_bytes(damaged)
        assert not is_kept(path)
    again = film_person(task)
    assert (again.drawn, again.error) == (1, None)
    assert path.read_bytes() == whole


def test_the_label_does_not_name_the_file_but_the_body_and_the_film_do(tmp_path: Path) -> None:
    person = PEOPLE[0]

    def name(**changed: Any) -> str:
        return file_of(tmp_path, replace(person, **changed), LITTLE, "true").name

    assert name(label=1 - person.label, given_label=1 - person.label) == name()
    assert name(parameters=person.parameters + 1e-9) != name()
    assert name(covariates=replace(person.covariates, shirt_share=0.5)) != name()
    assert file_of(tmp_path, person, FilmSettings(), "true").name != name()
    assert file_of(tmp_path, person, LITTLE, "camera").name != name()


def test_what_goes_wrong_with_one_person_is_a_result(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class TornFilmError(PhysioError):
        usual_cause = "torn"

    def tear(*_: object) -> None:
        raise TornFilmError("the film is torn")

    monkeypatch.setattr(filming, "measure_person", tear)
    (task,) = tasks_of(PEOPLE[:1], tmp_path, ("true",), LITTLE)
    outcome = film_person(task)
    assert outcome.error is not None and "torn" in outcome.error
    assert list(tmp_path.iterdir()) == []


def test_bins_are_filled_with_joint_angles_and_contours(filmed: list[Filming]) -> None:
    bins = bins_of("forward", "paper")
    assert regions_at_bins(filmed[0], "forward", bins).shape == (16 * 5,)
    contours = contours_at_bins(filmed[0], "forward", bins, "true")
    assert contours.shape == (16 * LEVELS,)
    assert np.isfinite(contours).all()
    assert [bins_of(way, "all").count for way in DIRECTIONS] == [24, 6]
    assert len(names_of(DIRECTIONS, SHAPE)) == len(SHAPE["forward"]) + 5


def test_the_cameras_error_is_found_again_at_the_same_moment_of_other_bends() -> None:
    person = draw_person("mci_ep", seed=5)
    course = draw_course(person, "forward", rest_angles_deg(person))
    t_s = np.arange(0.0, course.duration_s, 0.02)
    first = course.bends[0]
    shown = t_s[(t_s >= first.start_s - 0.3) & (t_s <= first.end_s + 0.3)]

    def phase(at_s: Floats, number: int) -> Floats:
        bend = course.bends[number]
        marks_s = [bend.start_s, bend.turn_s, bend.leave_s, bend.end_s]
        found: Floats = np.interp(at_s, marks_s, [0.0, 1.0, 2.0, 3.0])
        return found

    error_deg = 4.0 * np.sin(phase(shown, 0))
    replayed = replayed_error_deg(course, shown, error_deg, t_s, 1)
    for number, bend in enumerate(course.bends):
        here = (t_s > bend.start_s) & (t_s < bend.end_s)
        expected = 4.0 * np.sin(phase(t_s[here], number))
        assert np.abs(replayed[here] - expected).max() < 0.2
    unknown = replayed_error_deg(course, shown, np.full(len(shown), np.nan), t_s, 1)
    assert np.isnan(unknown).all()


def test_a_filmed_cohort_is_one_for_the_networks(filmed: list[Filming], tmp_path: Path) -> None:
    bends = bends_of(filmed, "true", ("EP", "FP"))
    assert bends.people == 2
    assert bends.labels.tolist() == [task.person.given_label for task in filmed]
    assert np.isfinite(bends.figures).all()
    proms = bends.figures[1, bends.columns_of("proms")]
    assert np.array_equal(proms, filmed[1].person.proms)
    measured = filmed[1].bends("true", "backward")
    angle = bends.figures[1, bends.columns_of("backward.angle")]
    assert np.array_equal(angle, measured.features[0])
    theirs = (bends.person == 1) & bends.backward
    shown = np.flatnonzero(theirs)[0]
    where = int(np.flatnonzero(measured.theta_deg == bends.theta_deg[shown])[0])
    assert np.array_equal(bends.masks[shown], measured.mask(where))
    bends.write(tmp_path)
    again = read_bends([tmp_path])
    assert np.array_equal(again.masks, bends.masks)
    assert again.columns == bends.columns


@pytest.mark.slow
def test_two_processes_keep_what_one_does(filmed: list[Filming], tmp_path: Path) -> None:
    tasks = tasks_of([task.person for task in filmed], tmp_path, ("true",), LITTLE)
    outcomes = film_cohort(tasks, workers=2)
    assert [(one.number, one.error) for one in outcomes] == [(0, None), (1, None)]
    for alone, together in zip(filmed, tasks, strict=True):
        assert alone.path("true").read_bytes() == together.path("true").read_bytes()
    assert [one.drawn for one in outcomes] == [1, 1]

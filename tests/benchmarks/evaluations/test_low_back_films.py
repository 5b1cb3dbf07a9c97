"""Films for the whole screening: what crosses a rule crosses that one, and figures are counted."""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.evaluations.low_back.films import ScreenedFilm, calibration_error, figures_of
from benchmarks.low_back import screened_films
from benchmarks.low_back.screened_films import FAULTS, FilmCase
from edge.pose.picture import Frame
from edge.posture.angle_bins import DIRECTIONS, Direction
from edge.screening.low_back.rules import RULES, USUAL_REACH_DEG, RuleName
from edge.simulation.low_back.films import BendFilm

CASE = FilmCase(task="fp-ep", directions=("backward",), seed=4, number=2, fault=None)
GOOD = ScreenedFilm(
    fault=None, answered=True, right=True, certainty=0.8, least=0.6, most=0.9, broken=()
)


def first_picture(fault: RuleName | None) -> tuple[Frame, Frame]:
    """The first picture of a film before and after what is done to it at its end."""
    case = replace(CASE, fault=fault)
    picture = next(BendFilm(case.person, "backward", 1).pictures(np.zeros(1)))
    change = screened_films._change_of(case, case.person)
    return picture.frame, change(picture.frame, picture, 1.0)


@pytest.mark.parametrize("fault", ["camera", "feet", "head", "person", "silhouette", "second"])
def test_a_picture_of_a_bad_film_differs_from_a_good_one(fault: RuleName) -> None:
    before, after = first_picture(fault)
    assert after.shape == before.shape
    assert after.dtype == np.uint8
    assert (before != after).any()


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_shallow_bends_end_before_they_go_far_enough(direction: Direction) -> None:
    person = CASE.person
    film = BendFilm(person, direction, 3)
    screened_films._make_shallow(film, direction)
    theta_deg = film.truth(np.arange(0, film.course.duration_s, 0.1)).theta_deg
    share = np.abs(theta_deg - theta_deg[0]).max() / USUAL_REACH_DEG[direction]
    assert 0.6 * RULES["range"].limit < share < RULES["range"].limit


def test_a_film_that_breaks_nothing_is_left_as_it_is() -> None:
    before, after = first_picture(None)
    assert (before == after).all()


def test_names_tell_films_apart() -> None:
    cases = [replace(CASE, fault=fault, number=n) for fault in (None, *FAULTS) for n in range(3)]
    assert len({case.name for case in cases}) == len(cases)


def test_figures_count_answers_and_right_refusals() -> None:
    refused = replace(GOOD, answered=False, right=False, certainty=0.0)
    films = [
        *[GOOD] * 7,
        replace(GOOD, right=False),
        replace(refused, broken=("silhouette",)),
        *[replace(refused, broken=("silhouette", "head"))] * 1,
        replace(refused, fault="view", broken=("view", "bends")),
        replace(refused, fault="view", broken=("bends",)),
        replace(GOOD, fault="bends"),
    ]
    found = figures_of(films)
    assert (found.good, found.bad) == (10, 3)
    assert found.answered == pytest.approx(0.8)
    assert found.accuracy == pytest.approx(7 / 8)
    assert found.ece == pytest.approx(7 / 8 - 0.8)
    assert found.refused == pytest.approx(2 / 3)
    assert found.refused_right == pytest.approx(1 / 3)
    assert found.by_fault == {"view": 0.5, "bends": 0.0}
    assert found.wrongly_refused == {"silhouette": 2, "head": 1}
    assert (found.printed_low, found.printed_high) == pytest.approx((0.6, 0.9))


def test_without_films_there_are_no_figures() -> None:
    found = figures_of([])
    assert (found.answered, found.accuracy, found.ece, found.refused_right) == (None,) * 4


def test_a_calibrated_network_has_no_calibration_error() -> None:
    films = [
        replace(GOOD, certainty=certainty, right=number < round(10 * certainty))
        for certainty in (0.6, 0.8, 1.0)
        for number in range(10)
    ]
    assert calibration_error(films) == pytest.approx(0.0, abs=1e-12)
    turned = [replace(film, certainty=1.0) for film in films]
    assert calibration_error(turned) == pytest.approx(0.2)

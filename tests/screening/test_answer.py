"""Answers of a network about a film, with their reasons, and why it is not asked."""

from pathlib import Path

import numpy as np
import pytest

from edge.screening.low_back.answer import Question, ask
from edge.screening.low_back.bends import bends_of
from edge.screening.low_back.certainty import interval, reliability_at
from models.inference.card import Reliability
from models.inference.low_back import LowBackNetwork
from tests.screening.filmed import clip, network

BACKWARD = (-25.0, -26.0, -24.0, -25.0)


def asked(one: LowBackNetwork, *depths_deg: float, allowed: bool = True) -> Question:
    film = clip(depths_deg)
    bends = bends_of(film.t_s, film.spine_angle_deg, list(film.backs))
    (question,) = ask([one], bends, {}, allowed=allowed)
    return question


@pytest.fixture
def toy(tmp_path: Path) -> LowBackNetwork:
    return network(tmp_path / "zoo")


def test_an_answer_names_a_group_its_certainty_and_what_mattered(toy: LowBackNetwork) -> None:
    (answer,) = asked(toy, *BACKWARD).answers
    assert answer.group in ("EP", "FP")
    assert 0.5 <= answer.probability <= 1.0
    assert answer.reliability is not None
    assert answer.reliability.low <= answer.probability <= answer.reliability.high
    assert 1 <= len(answer.moments) <= 3
    bins = [moment.back.bin for moment in answer.moments]
    assert len(set(bins)) == len(bins)
    scores = [moment.score for moment in answer.moments]
    assert scores == sorted(scores, reverse=True)
    assert all(0.0 <= moment.heat.min() <= moment.heat.max() <= 1.0 for moment in answer.moments)
    assert answer.masks == 32


def test_the_same_film_gets_the_same_answer(toy: LowBackNetwork) -> None:
    one, other = (asked(toy, *BACKWARD).answers[0] for _ in range(2))
    assert (one.group, one.probability) == (other.group, other.probability)


def test_nobody_is_asked_about_a_bad_film_or_about_other_bends(toy: LowBackNetwork) -> None:
    assert asked(toy, *BACKWARD, allowed=False).answers == ()
    other = asked(toy, 70, 71, 72)
    assert other.answers == ()
    assert [(one.rule, one.measured) for one in other.checks if one.broken] == [("bends", 0)]


def test_bends_without_a_mask_get_no_answer(toy: LowBackNetwork) -> None:
    film = clip(BACKWARD)
    bends = bends_of(film.t_s, film.spine_angle_deg, [])
    (question,) = ask([toy], bends, {}, allowed=True)
    assert question.answers == ()
    assert [one.rule for one in question.checks if one.broken] == ["range"]


def test_who_moves_unlike_all_people_of_the_training_gets_no_answer(tmp_path: Path) -> None:
    toy = network(tmp_path / "zoo")
    film = clip(BACKWARD)
    bends = bends_of(film.t_s, film.spine_angle_deg, list(film.backs))
    bends["backward"].figures["backward.angle.F5 mean repetition time"] = 800.0
    (question,) = ask([toy], bends, {}, allowed=True)
    assert question.answers == ()
    broken = [one.figure for one in question.checks if one.broken]
    assert broken == ["backward.angle.F5 mean repetition time"]


def test_a_network_that_asks_for_questionnaires_says_which_are_missing(tmp_path: Path) -> None:
    toy = network(tmp_path / "zoo", "proms.TSK")
    question = asked(toy, *BACKWARD)
    assert (question.answers, question.missing) == ((), ("proms.TSK",))
    film = clip(BACKWARD)
    bends = bends_of(film.t_s, film.spine_angle_deg, list(film.backs))
    (question,) = ask([toy], bends, {"proms.TSK": 37.0}, allowed=True)
    assert len(question.answers) == 1


def test_two_networks_for_one_question_are_compared(toy: LowBackNetwork) -> None:
    film = clip(BACKWARD)
    bends = bends_of(film.t_s, film.spine_angle_deg, list(film.backs))
    (question,) = ask([toy, toy], bends, {}, allowed=True)
    assert len(question.answers) == 2
    assert question.agreement is not None
    assert question.agreement.share == 1.0


def test_a_certainty_falls_into_the_bin_that_holds_it() -> None:
    bins = (
        Reliability(low=0.5, high=0.6, people=4, right=2),
        Reliability(low=0.6, high=0.8, people=0, right=0),
        Reliability(low=0.8, high=1.0, people=9, right=8),
    )
    assert reliability_at(bins, 0.55) is bins[0]
    assert reliability_at(bins, 0.7) is None
    assert reliability_at(bins, 1.0) is bins[2]
    assert reliability_at((), 0.7) is None


@pytest.mark.parametrize(("right", "people"), [(0, 5), (5, 5), (34, 42), (1, 1)])
def test_the_interval_holds_the_shares_that_the_count_does_not_speak_against(
    right: int, people: int
) -> None:
    low, high = interval(right, people)
    share = right / people
    assert -1e-9 <= low <= share <= high <= 1.0 + 1e-9
    # Wilson's bounds are where the score test is at its 95 % value.
    for bound in {low, high} - {share}:
        if 0 < bound < 1:
            z = abs(share - bound) / np.sqrt(bound * (1 - bound) / people)
            assert z == pytest.approx(1.96, abs=1e-6)

"""Explanations of a toy network whose answer is a formula, so that every reason is known."""

from dataclasses import dataclass

import numpy as np
import pytest

from edge.core.arrays import Floats
from edge.explain.errors import ExplainError
from edge.explain.frame_scores import follows_the_bend, frame_scores
from edge.explain.low_back import (
    BendAnswer,
    agreement,
    explain_bend,
    global_attributions,
    grouped,
)

WEIGHTS = np.array([0.5, -2.0, 1.0])
MEANS = np.array([1.0, 2.0, 3.0])


@dataclass(frozen=True)
class Answer:
    logits: np.ndarray
    slopes: np.ndarray
    weights: np.ndarray
    layer3: np.ndarray
    layer4: np.ndarray


class Quadratic:
    """Logit = Σ w x² + mean of the masks − 0.5; its maps are the masks, 16 pixels a cell."""

    def answer(self, masks: np.ndarray, figures: Floats) -> BendAnswer:
        light = masks.mean() / 255.0 - 0.5
        cells = masks.reshape(len(masks), 4, 8, 4, 8).mean(axis=(2, 4)) / 255.0 - 0.5
        return Answer(
            logits=(figures**2 @ WEIGHTS + light).astype(np.float32),
            slopes=(2.0 * figures * WEIGHTS).astype(np.float32),
            weights=np.tile(np.array([0.25, 0.75], np.float32), (len(figures), 1)),
            layer3=cells.astype(np.float32),
            layer4=cells.astype(np.float32),
        )


@pytest.fixture(scope="module")
def masks() -> np.ndarray:
    return np.random.default_rng(0).integers(0, 256, (6, 32, 32)).astype(np.uint8)


def test_attributions_are_those_of_the_formula_and_complete(masks: np.ndarray) -> None:
    x = np.array([2.0, 1.0, -1.0])
    found = explain_bend(Quadratic(), masks, x, MEANS)
    np.testing.assert_allclose(found.attribution, WEIGHTS * (x**2 - MEANS**2), rtol=1e-5)
    assert found.attribution.sum() == pytest.approx(found.logit - found.from_mean, rel=1e-5)
    assert found.weights.tolist() == [0.25, 0.75]


def test_maps_speak_for_the_answer_that_was_given(masks: np.ndarray) -> None:
    for x, side in ((np.array([9.0, 0.0, 0.0]), 1.0), (np.array([0.0, 9.0, 0.0]), -1.0)):
        found = explain_bend(Quadratic(), masks, x, MEANS)
        signed = Quadratic().answer(masks, x[None]).layer4.astype(np.float64)
        assert found.logit * side > 0
        np.testing.assert_array_equal(found.layer4, np.maximum(side * signed, 0.0))


def test_what_cannot_be_explained_is_said(masks: np.ndarray) -> None:
    with pytest.raises(ExplainError, match="2 figures have 3 means"):
        explain_bend(Quadratic(), masks, MEANS[:2], MEANS)
    with pytest.raises(ExplainError, match="no steps"):
        explain_bend(Quadratic(), masks, MEANS, MEANS, steps=0)


def test_figures_that_say_the_same_are_added_up() -> None:
    names = [f"forward.angle.F{k} whatever" for k in range(9)] + ["proms.TSK", "proms.VAS"]
    values = np.arange(11.0)
    assert grouped(names, values) == {
        "forward.angle.F0+F1": 1.0,
        "forward.angle.F2+F3+F4": 9.0,
        "forward.angle.F5+F6": 11.0,
        "forward.angle.F7": 7.0,
        "forward.angle.F8": 8.0,
        "proms.TSK": 9.0,
        "proms.VAS": 10.0,
    }
    other = grouped(["velocity.F2 minimum", "angle.F2 minimum"], np.array([1.0, 2.0]))
    assert other == {"velocity.F2+F3+F4": 1.0, "angle.F2+F3+F4": 2.0}


def test_over_many_people_the_figure_that_moves_most_comes_first() -> None:
    rows = global_attributions(["a", "b"], np.array([[1.0, -2.0], [1.0, 4.0]]))
    assert [(row.name, row.mean_size, row.mean) for row in rows] == [
        ("b", 3.0, 1.0),
        ("a", 1.0, 1.0),
    ]


def test_agreement_counts_networks_on_the_side_of_the_mean() -> None:
    found = agreement(np.array([3.0, 1.0, -1.0, 2.0]))
    assert found.share == 0.75
    assert found.lowest == pytest.approx(1 / (1 + np.e))
    assert found.highest == pytest.approx(1 / (1 + np.exp(-3)))
    assert agreement(np.array([-1.0, -2.0])).share == 1.0
    with pytest.raises(ExplainError, match="no network"):
        agreement(np.array([]))


def test_a_score_that_follows_the_angle_is_told_from_one_that_follows_the_area() -> None:
    rng = np.random.default_rng(1)
    theta, t_s = np.linspace(180, 100, 40), np.linspace(3.0, 9.0, 40)
    areas = 0.3 + 0.001 * theta + rng.normal(scale=0.02, size=40)
    by_angle = np.ones((40, 3, 3)) * (200.0 - theta)[:, None, None]
    by_area = np.ones((40, 3, 3)) * areas[:, None, None]
    deep, white = (frame_scores(maps, theta, t_s, areas) for maps in (by_angle, by_area))
    assert (deep.most.theta_deg, deep.most.time_share) == (100.0, 1.0)
    assert (deep.least.theta_deg, deep.least.time_share) == (180.0, 0.0)
    np.testing.assert_allclose(deep.scores, 200.0 - theta)
    assert deep.slope_per_deg == pytest.approx(-1.0 / theta.std())
    assert deep.own_slope_per_deg == pytest.approx(deep.slope_per_deg)
    assert white.area_share == pytest.approx(1.0)
    assert white.own_slope_per_deg == pytest.approx(0.0, abs=1e-9)
    noise = frame_scores(rng.random((40, 3, 3)), theta, t_s, areas)
    assert follows_the_bend(deep, noise)
    assert not follows_the_bend(white, noise)


def test_even_maps_have_no_slope_and_few_masks_are_refused() -> None:
    theta, areas = np.arange(5.0), np.arange(5.0) ** 2
    found = frame_scores(np.ones((5, 2, 2)), theta, theta, areas)
    assert (found.slope_per_deg, found.own_slope_per_deg, found.area_share) == (0.0, 0.0, 0.0)
    with pytest.raises(ExplainError, match="3 masks are too few"):
        frame_scores(np.ones((3, 2, 2)), theta[:3], theta[:3], areas[:3])

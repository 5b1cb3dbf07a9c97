"""The exported form of a low-back network against PyTorch's and captum's answers, without them."""

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from edge.explain.low_back import BendExplanation, explain_bend
from models.inference.catalog import Network
from models.inference.errors import CatalogError, ModelError
from models.inference.example import check
from models.inference.low_back import LowBackNetwork, probability, shrunk
from models.inference.siamese import SiameseNetwork
from tests.models.low_back_toy import FOLDER, GOLDEN, NAME, person


@pytest.fixture(scope="module")
def network() -> LowBackNetwork:
    return LowBackNetwork.load(NAME, zoo=FOLDER)


@pytest.fixture(scope="module")
def golden() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(GOLDEN.read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def explanation(network: LowBackNetwork) -> BendExplanation:
    masks, figures = person()
    return explain_bend(network, masks, figures, np.array(network.bends.means))


def test_the_probability_is_pytorchs(explanation: BendExplanation, golden: dict[str, Any]) -> None:
    expected = 1.0 / (1.0 + np.exp(-golden["logit"]))
    assert probability(explanation.logit) == pytest.approx(expected, abs=1e-4)
    np.testing.assert_allclose(explanation.weights, golden["weights"], atol=1e-4)


@pytest.mark.parametrize("name", ["layer3", "layer4"])
def test_maps_are_captums(explanation: BendExplanation, golden: dict[str, Any], name: str) -> None:
    expected = np.array(golden[name])
    assert expected.max() > 0.0
    ours = getattr(explanation, name)
    np.testing.assert_allclose(ours, expected, rtol=1e-3, atol=1e-3 * expected.max())


def test_attributions_are_captums_and_complete(
    explanation: BendExplanation, golden: dict[str, Any]
) -> None:
    expected = np.array(golden["attribution"])
    size = np.abs(expected).max()
    np.testing.assert_allclose(explanation.attribution, expected, rtol=1e-3, atol=1e-3 * size)
    change = explanation.logit - explanation.from_mean
    assert explanation.attribution.sum() == pytest.approx(change, abs=0.02 * size)


def test_file_and_card_belong_together(network: LowBackNetwork) -> None:
    check(network)
    assert isinstance(network, LowBackNetwork)
    with pytest.raises(CatalogError, match="takes no pair"):
        SiameseNetwork.load(NAME, zoo=FOLDER)
    with pytest.raises(CatalogError, match="takes no masks"):
        LowBackNetwork.load("snn")


def test_slopes_are_those_of_finite_differences(network: LowBackNetwork) -> None:
    masks, figures = person()
    step = 0.05
    rows = figures + step * np.vstack([np.zeros(9), np.eye(9), -np.eye(9)])
    found = network.answer(masks, rows)
    change = (found.logits[1:10] - found.logits[10:]) / (2 * step)
    np.testing.assert_allclose(found.slopes[0], change, rtol=0.05, atol=2e-3)


def test_neither_rows_nor_order_of_masks_influence_each_other(network: LowBackNetwork) -> None:
    masks, figures = person()
    rows = np.vstack([figures, figures + 1.0])
    both, alone = network.answer(masks, rows), network.answer(masks, rows[1:])
    np.testing.assert_allclose(both.logits[1:], alone.logits, rtol=1e-5)
    turned = network.answer(masks[::-1], rows)
    np.testing.assert_allclose(turned.logits, both.logits, rtol=1e-5)
    np.testing.assert_allclose(turned.layer4[::-1], both.layer4, rtol=1e-4, atol=1e-6)


def test_without_explaining_it_says_the_same(network: LowBackNetwork) -> None:
    masks, figures = person()
    small = shrunk(masks, network.bends.mask_px).astype(np.float32) / 255.0
    scores = Network.predict(network, (small, figures.astype(np.float32)[None]))
    whole = network.answer(masks, figures[None])
    np.testing.assert_allclose(scores[:, 0], whole.logits, rtol=1e-5)


def test_what_does_not_fit_is_said(network: LowBackNetwork) -> None:
    masks, figures = person()
    with pytest.raises(ModelError, match="no mask of the back"):
        network.answer(masks[:0], figures[None])
    with pytest.raises(CatalogError, match="figures has shape"):
        network.answer(masks, figures[None, :8])
    with pytest.raises(CatalogError, match="NaN"):
        network.answer(masks, np.full((1, 9), np.nan))


def test_figures_are_taken_by_name_and_checked_against_the_training(
    network: LowBackNetwork,
) -> None:
    _, figures = person()
    names = network.bends.figures
    measured = dict(zip(names[::-1], figures[::-1].tolist(), strict=True)) | {"proms.TSK": 40.0}
    np.testing.assert_array_equal(network.figures_of(measured), figures)
    with pytest.raises(ModelError, match=r"needs backward.angle.F3, not measured here"):
        network.figures_of({k: v for k, v in measured.items() if not k.endswith("F3")})
    inside = np.full(9, 4.0)
    assert network.outside(inside) == []
    inside[2] = 14.0
    assert network.outside(inside) == [names[2]]
    assert network.outside(inside, share=0.1) == []


def test_a_corrupt_file_is_said(network: LowBackNetwork) -> None:
    example = network.card.example
    wrong = replace(example, scores=(example.scores[0] + 1.0,))
    with pytest.raises(CatalogError, match="PyTorch gave"):
        check(replace(network, card=replace(network.card, example=wrong)))


def test_shrunk_masks_keep_their_light() -> None:
    masks, _ = person()
    small = shrunk(masks, 48)
    assert small.shape == (6, 48, 48)
    blocks = masks.reshape(6, 48, 2, 48, 2).mean(axis=(2, 4))
    np.testing.assert_allclose(small, blocks, atol=0.5)
    assert shrunk(masks, 96) is masks
    assert shrunk(masks[:0], 48).shape == (0, 48, 48)


@pytest.mark.parametrize("logit", [-800.0, 0.0, 3.0, 800.0])
def test_probabilities_stay_between_0_and_1(logit: float) -> None:
    assert 0.0 <= probability(logit) <= 1.0
    assert probability(logit) + probability(-logit) == pytest.approx(1.0)

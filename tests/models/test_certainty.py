"""Temperature and reliability of answers."""

import numpy as np
import pytest

from models.data.certainty import EDGES, reliability_of, temperature_of


def drawn(temperature: float) -> tuple[np.ndarray, np.ndarray]:
    """Return logits that are too large by that factor, and labels that follow the true ones."""
    rng = np.random.default_rng(3)
    true = rng.normal(scale=1.5, size=20_000)
    labels = (rng.uniform(size=len(true)) < 1.0 / (1.0 + np.exp(-true))).astype(np.int64)
    return temperature * true, labels


@pytest.mark.parametrize("temperature", [0.5, 1.0, 4.0])
def test_logits_that_are_too_sure_are_cooled_by_as_much(temperature: float) -> None:
    assert temperature_of(*drawn(temperature)) == pytest.approx(temperature, rel=0.05)


def test_cooled_answers_are_right_as_often_as_they_say() -> None:
    logits, labels = drawn(4.0)
    bins = reliability_of(logits, labels, 4.0)
    assert [one.low for one in bins] == list(EDGES[:-1])
    assert sum(one.people for one in bins) == len(labels)
    for one in bins:
        assert one.low - 0.03 < one.right / one.people < one.high + 0.03


def test_the_surest_and_the_least_sure_answer_have_a_bin() -> None:
    bins = reliability_of(np.array([0.0, 1e3]), np.array([0, 1]), 1.0)
    assert (bins[0].people, bins[0].right, bins[-1].people, bins[-1].right) == (1, 1, 1, 1)

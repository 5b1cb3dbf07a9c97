import numpy as np
import pytest

from edge.explain.errors import ExplainError
from edge.explain.perturbation import LossSettings, expected_loss
from tests.explain.toy_network import toy


@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize("batch", [1, 7, 256])
def test_batches_equal_one_value_at_a_time(which: int, batch: int) -> None:
    network, inputs = toy(0, length=8)
    settings = LossSettings(nodes=3, batch=batch)
    # The three nodes and weights of Gauss–Hermite quadrature for N(0, 1).
    nodes = {-np.sqrt(3.0): 1 / 6, 0.0: 2 / 3, np.sqrt(3.0): 1 / 6}
    before = network.predict(tuple(x[None] for x in inputs))[0]
    slow = np.zeros((8, 6, 3))
    for t, c in np.ndindex(8, 6):
        for z, weight in nodes.items():
            changed = [x.copy() for x in inputs]
            changed[which][t, c] = z
            after = network.predict(tuple(x[None] for x in changed))[0]
            slow[t, c] += weight * (after - before) ** 2
    fast = expected_loss(network, inputs, which=which, settings=settings)
    np.testing.assert_allclose(fast, slow, rtol=1e-3, atol=1e-7)


def test_few_nodes_are_what_many_draws_tend_to() -> None:
    network, (s, a) = toy(3, length=3)
    found = expected_loss(network, (s, a))[1, 2]
    draws = np.random.default_rng(0).standard_normal(200_000, dtype=np.float32)
    batch = np.repeat(s[None], len(draws), axis=0)
    batch[:, 1, 2] = draws
    after = network.predict((batch, np.repeat(a[None], len(draws), axis=0)))
    mean = ((after - network.predict((s[None], a[None]))) ** 2).mean(axis=0)
    np.testing.assert_allclose(found, mean, rtol=0.03)


def test_only_real_samples_are_perturbed() -> None:
    network, inputs = toy(1, length=12)
    settings = LossSettings(nodes=2)
    whole = expected_loss(network, inputs, settings=settings)
    part = expected_loss(network, inputs, span=slice(4, 12), settings=settings)
    np.testing.assert_allclose(part, whole[4:], rtol=1e-5)


def test_a_whole_sample_at_once_gives_its_axes_the_same_loss() -> None:
    network, (s, a) = toy(2, length=5)
    found = expected_loss(network, (s, a), settings=LossSettings(nodes=2, unit="sample"))
    assert found.shape == (5, 6, 3)
    np.testing.assert_array_equal(found, found[:, :1].repeat(6, axis=1))
    changed = s.copy()
    after = []
    for z in (-1.0, 1.0):
        changed[2] = z
        after.append(network.predict((changed[None], a[None]))[0])
    before = network.predict((s[None], a[None]))
    np.testing.assert_allclose(
        found[2, 0], ((np.array(after) - before) ** 2).mean(axis=0), rtol=1e-3, atol=1e-7
    )


def test_progress_reaches_the_end() -> None:
    network, inputs = toy(0, length=4)
    seen: list[tuple[int, int]] = []
    expected_loss(
        network,
        inputs,
        settings=LossSettings(nodes=1, batch=10),
        progress=lambda done, total: seen.append((done, total)),
    )
    assert seen == [(10, 24), (20, 24), (24, 24)]


def test_no_nodes() -> None:
    network, inputs = toy(0, length=4)
    with pytest.raises(ExplainError, match="at least one node"):
        expected_loss(network, inputs, settings=LossSettings(nodes=0))

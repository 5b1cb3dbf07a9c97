"""The committed network's explanations against captum's (`benchmarks.explain.captum_golden`).

The inputs are made here as they are made there, which cannot be imported without PyTorch.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from edge.explain.attribution import METHODS
from edge.explain.completeness import complete_gradients
from edge.explain.network import Inputs
from models.inference.catalog import Network

GOLDEN: dict[str, Any] = json.loads(Path(__file__).with_name("golden_snn.json").read_text())


@pytest.fixture(scope="module")
def network() -> Network:
    network = Network.load("snn")
    assert network.card.sha256 == GOLDEN["sha256"], "run python -m benchmarks.explain.captum_golden"
    return network


@pytest.fixture(scope="module")
def inputs() -> Inputs:
    rng = np.random.default_rng(20)
    walks = [rng.standard_normal((length, 6)).cumsum(axis=0) for length in (160, 144)]
    return tuple(((w - w.mean(axis=0)) / w.std(axis=0)).astype(np.float32) for w in walks)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("output", [0, 1])
def test_values_equal_captums(network: Network, inputs: Inputs, method: str, output: int) -> None:
    scores = network.predict(tuple(x[np.newaxis] for x in inputs))
    select = np.eye(scores.shape[1])[output].tolist()
    maps = METHODS[method](network, inputs, select)
    own = np.concatenate([m.ravel() for m in maps])[:: GOLDEN["every"]]
    captums = np.array(GOLDEN["values"][method][str(output)])
    assert own.shape == captums.shape
    difference = np.abs(own - captums) / np.maximum(np.abs(captums), 1e-12)
    assert np.median(difference) <= 1e-4
    assert np.percentile(difference, 90) <= 1e-2


@pytest.mark.parametrize("output", [0, 1])
def test_integrated_gradients_are_complete_within_one_percent(
    network: Network, inputs: Inputs, output: int
) -> None:
    scores = network.predict(tuple(np.stack([np.zeros_like(x), x]) for x in inputs))
    change = scores[1].astype(np.float64) - scores[0]
    found = complete_gradients(network, inputs, np.eye(len(change))[output].tolist())
    assert sum(m.sum() for m in found.maps) == pytest.approx(change[output], rel=0.01)

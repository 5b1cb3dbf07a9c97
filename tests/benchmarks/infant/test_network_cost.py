"""What is timed without PyTorch; what is found with it is in tests/models."""

import importlib.util

import pytest

from benchmarks.infant.network_cost import InfantCost
from benchmarks.question import ignored
from models.inference.infant import InfantEnsemble
from tests.benchmarks.shown import shown


def test_without_pytorch_the_shipped_networks_are_timed_and_that_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    found = InfantCost(seconds=10.0, rounds=1).run(ignored)
    assert found.torch is None
    assert found.networks == InfantEnsemble.load().networks
    assert found.changes == 80
    assert "PyTorch is not installed here" in shown(found)

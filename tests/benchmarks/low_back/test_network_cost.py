"""What is said where PyTorch is missing; what it finds with it is in tests/models."""

import importlib.util

import pytest

from benchmarks.errors import BenchError
from benchmarks.low_back.network_cost import LowBackCost
from benchmarks.question import ignored


def test_without_pytorch_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(BenchError, match="exports a network in PyTorch; 'make train'"):
        LowBackCost().run(ignored)

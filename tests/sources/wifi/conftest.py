"""What comes over the network is stamped by a clock as fast as the apps of these tests."""

import pytest

from edge.sources.wifi import intake
from tests.sources.wifi.senders import fast_ns


@pytest.fixture(autouse=True)
def fast(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the sources' clock run as fast as that of the apps."""
    monkeypatch.setattr(intake, "now_ns", fast_ns)

"""What comes over the network is stamped by a clock that goes with the apps of these tests."""

import pytest

from edge.sources import link_report
from edge.sources.wifi import intake
from tests.sources.wifi.senders import CLOCK


@pytest.fixture(autouse=True)
def together(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the sources' clock be that of the apps."""
    monkeypatch.setattr(intake, "now_ns", CLOCK.now_ns)
    monkeypatch.setattr(link_report, "now_ns", CLOCK.now_ns)

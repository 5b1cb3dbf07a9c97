"""How much a phone may send: what it measures, also all at once, and no more."""

import pytest

from edge.sources.errors import SourceError
from edge.sources.phone import door


def test_what_a_network_held_back_for_seconds_may_come_at_once() -> None:
    allowance = door.Allowance(door.MOST_A_SECOND)
    for second in range(5, 60, 6):
        for message in range(200 * 6):
            allowance.spend(second * 1_000_000_000 + message * 10_000)
    with pytest.raises(SourceError, match="sent more than"):
        for message in range(300 * 20):
            allowance.spend(70_000_000_000 + message * 3_300_000)

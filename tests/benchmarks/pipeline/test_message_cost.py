"""The transports do the same job, lose nothing, and their ratios are those of the rounds."""

from dataclasses import asdict
from math import isfinite

import pytest

from benchmarks.pipeline.message_cost import (
    FIGURES,
    MessageCost,
    Round,
    ratios,
)
from benchmarks.pipeline.transport_rows import ANYWHERE, OURS, TRACED
from benchmarks.question import ignored
from tests.benchmarks.shown import shown


def timing(scale: float) -> Round:
    return Round(n=1, p50=scale, p95=2 * scale, p99=3 * scale, max=4 * scale, cpu=5 * scale)


def test_ratios_are_taken_round_by_round() -> None:
    ours = [timing(1.0), timing(4.0), timing(9.0)]
    theirs = [timing(2.0), timing(4.0), timing(3.0)]
    median, quartiles = ratios(ours, theirs)
    assert asdict(median) == dict.fromkeys(FIGURES, 1.0)
    assert quartiles.cpu == (0.75, 2.0)


@pytest.mark.slow
def test_every_packet_arrives_on_every_transport() -> None:
    names = (OURS, TRACED, ANYWHERE, "pipes")
    result = MessageCost(rounds=1, seconds=0.3, transports=names).run(ignored)
    assert set(result.ratios) == set(result.ratios_any_core) == set(names[3:])
    for name in names:
        assert result.rounds[name][0].n == 30
        row = result.medians_us[name]
        assert 0 < row.p50 <= row.p95 <= row.p99
        assert isfinite(row.cpu)
    medians = result.medians_us
    for shares, name in ((result.ratios, OURS), (result.ratios_any_core, ANYWHERE)):
        assert shares["pipes"].p50 == medians[name].p50 / medians["pipes"].p50
    assert 0 < result.measuring_us.untraced < result.measuring_us.traced
    assert "pipes" in shown(result)

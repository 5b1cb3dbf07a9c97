from benchmarks.dtw.open_end import ANCHOR_LENGTHS, OpenEnd
from benchmarks.question import ignored
from tests.benchmarks.shown import shown


def test_every_anchor_length_is_reported() -> None:
    result = OpenEnd(rounds=1).run(ignored)
    assert [row.m for row in result.stream] == list(ANCHOR_LENGTHS)
    for row in result.stream:
        assert row.open_end_us > 0
        assert (row.recomputed_us is None) == bool(result.not_installed)
    assert f" {ANCHOR_LENGTHS[-1]} " in shown(result)

from benchmarks.lowpass.filter_cost import CHUNKS, FilterCost
from benchmarks.question import ignored
from tests.benchmarks.shown import compared_figures, shown


def test_both_filters_agree_and_every_chunk_length_is_reported() -> None:
    result = FilterCost(rounds=2).run(ignored)
    assert [row.samples for row in result.filter] == list(CHUNKS)
    for row in result.filter:
        assert row.difference < 1e-9
        assert 0 < row.ratio_p25 <= row.ratio <= row.ratio_p75
        assert f" {row.samples} " in shown(result)
    assert "filter (1).ours_us" in compared_figures(result)

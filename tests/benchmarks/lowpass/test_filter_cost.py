from io import StringIO

from rich.console import Console

from benchmarks.lowpass.filter_cost import CHUNKS, run, table


def test_both_filters_agree_and_every_chunk_length_is_reported() -> None:
    result = run(rounds=2)
    assert [row["samples"] for row in result["filter"]] == list(CHUNKS)
    for row in result["filter"]:
        assert row["difference"] < 1e-9
        assert 0 < row["ratio_p25"] <= row["ratio"] <= row["ratio_p75"]


def test_the_table_has_a_row_per_chunk_length() -> None:
    text = StringIO()
    result = run(rounds=1)
    table(result, Console(file=text, width=120))
    for row in result["filter"]:
        assert f" {row['samples']} " in text.getvalue()

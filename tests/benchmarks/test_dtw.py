from io import StringIO

from rich.console import Console

from benchmarks.dtw import ANCHOR_LENGTHS, LENGTHS, run, table


def test_every_length_is_reported_with_its_ratio_to_tslearn() -> None:
    result = run(rounds=1)
    assert [row["samples"] for row in result["path"]] == list(LENGTHS)
    assert [row["samples"] for row in result["stream"]] == list(ANCHOR_LENGTHS)
    for row in result["path"]:
        assert row["float64_ratio"] == row["tslearn_us"] / row["float64_us"]
    text = StringIO()
    table(result, Console(file=text, width=120))
    assert f" {LENGTHS[-1]} " in text.getvalue()

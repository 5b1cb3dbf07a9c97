from io import StringIO

from rich.console import Console

from benchmarks.dtw.open_end import ANCHOR_LENGTHS, run, table


def test_every_anchor_length_is_reported() -> None:
    result = run(rounds=1)
    assert [row["m"] for row in result["stream"]] == list(ANCHOR_LENGTHS)
    for row in result["stream"]:
        assert row["open_end_us"] > 0
        assert (row["recomputed_us"] is None) == bool(result["not_installed"])
    text = StringIO()
    table(result, Console(file=text, width=120))
    assert f" {ANCHOR_LENGTHS[-1]} " in text.getvalue()

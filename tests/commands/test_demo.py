"""What the demo reports, from a session that was not run live."""

from dataclasses import replace
from io import StringIO
from typing import Any

import pytest
from rich.console import Console

from edge.commands.demo import latency_table
from edge.commands.demo_result import demo_result
from edge.terminal.output import plain
from tests.conftest import Physio
from tests.stages.playing import PATIENT, START, given, packets_of, pairs, session_of

TRUTH = session_of(PATIENT).truth
ROW = {
    *("start_s", "end_s", "rom_deg", "stability", "tempo_s", "similarity", "segments", "cue"),
    *("cue_kind", "truth"),
}


@pytest.fixture(scope="module")
def result() -> Any:
    found = pairs(given([START, *packets_of()]))
    missed = [pair for pair in found if pair.truth is not TRUTH[1]]
    return plain(demo_result(missed, TRUTH, begin_ns=0, latency={"stages": {}}))


def test_a_repetition_that_was_not_compared_has_no_figures_but_its_tempo() -> None:
    first, *_ = pairs(given([START, *packets_of()]))
    feedback = replace(first.feedback, cue_kind="not_compared", judgement=None)
    pair = replace(first, feedback=feedback)
    (row,) = plain(demo_result([pair], TRUTH, begin_ns=0, latency={}))["repetitions"]
    assert set(row) == ROW
    assert (row["rom_deg"], row["stability"], row["similarity"]) == (None, None, None)
    assert (row["segments"], row["cue_kind"]) == ([], "not_compared")
    assert row["tempo_s"] == feedback.tempo_s


def test_each_repetition_stands_beside_its_truth(result: Any) -> None:
    assert result["simulated"] is True
    assert [row["truth"]["impairment"] for row in result["repetitions"]] == [
        true.impairment for true in TRUTH if true is not TRUTH[1]
    ]
    for row in result["repetitions"]:
        assert set(row) == ROW
        assert row["rom_deg"] == pytest.approx(row["truth"]["rom_deg"], abs=5)
        assert row["segments"]
        assert sum(segment["weight"] for segment in row["segments"]) == pytest.approx(1)


def test_what_was_missed_is_said(result: Any) -> None:
    assert [row["found"] for row in result["truth"]] == [true is not TRUTH[1] for true in TRUTH]
    assert result["latency_ms"] == {"stages": {}}


def test_latencies_are_shown_in_milliseconds_and_what_is_unknown_is_left_out() -> None:
    row = {"n": 12, "p50": 1.0, "p95": 2.5, "p99": 3.25}
    latency = {
        "end_to_end": {"progress": row, "feedback": None},
        "stages": {"motion": {"work": row}},
    }
    console = Console(width=100, file=StringIO())
    with console.capture() as capture:
        console.print(latency_table(latency))
    shown = capture.get()
    assert "packet or frame → progress" in shown
    assert "motion: work" in shown
    assert "3.25" in shown
    assert "feedback" not in shown


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--profile", "lazy"), "there is no profile 'lazy'; known are healthy, mixed"),
        (("--exercise", "juggling"), "there is no exercise 'juggling'"),
        (("--side", "up"), "side is 'up'"),
        (("--seconds", "3"), "Invalid value for '--seconds'"),
        (("--seed", "-1"), "Invalid value for '--seed'"),
    ],
)
def test_what_is_wrong_is_said_before_anything_starts(
    physio: Physio, words: tuple[str, str], sentence: str
) -> None:
    ended = physio("demo", "--headless", *words)
    assert ended.code == 2
    assert sentence in ended.err
    assert "Traceback" not in ended.err

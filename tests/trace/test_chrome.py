"""What processes note becomes a trace by the format's rules, with arrows from radio to page."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from edge.processes.graph import FOLLOWED
from edge.trace.chrome import chrome_trace
from edge.trace.parts import read_parts
from edge.trace.tracer import Key, Tracer
from tests.trace.chrome_rules import faults

PACKET: Key = ("Imu", 7, 1_000)
PICTURE: Key = ("Progress", 3, 1_000)
REPETITION: Key = ("Repetition", 0, 1_000)
WORDS: Key = ("Feedback", 0, 1_000)


def trace_of(folder: Path) -> dict[str, Any]:
    return chrome_trace(
        read_parts(folder),
        ["watch", "motion", "coach", "page"],
        {},
        flow_end="page",
        followed=FOLLOWED,
    )


def written(trace: dict[str, Any], folder: Path) -> Path:
    path = folder / "trace.json"
    path.write_text(json.dumps(trace))
    return path


def sample(folder: Path) -> None:
    """One packet on its way to the page, where its words arrive after its picture."""
    with Tracer(folder, "watch", 1) as watch:
        watch.span("Imu", 1_000, 2_000, thread="out", sent=[(PACKET, 1_900)], args={"seq": 7})
        watch.event("gap in the stream", {"lost": 2})
        watch.count("queue", {"most waiting": 3})
    with Tracer(folder, "motion", 2) as motion:
        sent = [(PACKET, 3_100), (PICTURE, 3_500), (REPETITION, 3_900)]
        motion.span("Imu", 3_000, 4_000, taken=[PACKET], sent=sent)
    with Tracer(folder, "recorder", 3) as recorder:
        recorder.span("Imu", 3_400, 9_000, taken=[PACKET])
    with Tracer(folder, "coach", 4) as coach:
        coach.span("Repetition", 5_000, 8_000, taken=[REPETITION], sent=[(WORDS, 7_500)])
    with Tracer(folder, "page", 5) as page:
        page.span("Progress", 5_000, 5_500, taken=[PICTURE])
        page.span("Feedback", 9_000, 9_900, taken=[WORDS])


def test_a_sample_is_followed_from_the_radio_to_the_page(tmp_path: Path) -> None:
    sample(tmp_path)
    trace = trace_of(tmp_path)
    flows: dict[str, list[tuple[str, int, float]]] = {}
    for event in trace["traceEvents"]:
        if event["ph"] in ("s", "t", "f"):
            flows.setdefault(event["name"], []).append((event["ph"], event["pid"], event["ts"]))
    assert flows == {
        "sample to Progress": [("s", 1, 0.9), ("t", 2, 2.5), ("f", 5, 4.0)],
        "sample to Feedback": [("s", 1, 0.9), ("t", 2, 2.9), ("t", 4, 6.5), ("f", 5, 8.0)],
    }
    assert faults(written(trace, tmp_path)) == []


def test_each_process_has_its_name_and_place(tmp_path: Path) -> None:
    sample(tmp_path)
    events = trace_of(tmp_path)["traceEvents"]
    names = {e["pid"]: e["args"]["name"] for e in events if e["name"] == "process_name"}
    assert names == {1: "watch", 2: "motion", 3: "recorder", 4: "coach", 5: "page"}
    places = {e["pid"]: e["args"]["sort_index"] for e in events if e["name"].endswith("index")}
    assert sorted(places, key=lambda pid: places[pid]) == [1, 2, 4, 5, 3]


def test_a_process_that_was_killed_leaves_what_it_had_written(tmp_path: Path) -> None:
    sample(tmp_path)
    path = tmp_path / "motion.2.jsonl"
    path.write_text(path.read_text() + '["span", "Imu", 5')
    trace = trace_of(tmp_path)
    assert len([e for e in trace["traceEvents"] if e["ph"] == "X"]) == 6
    assert faults(written(trace, tmp_path)) == []


spans = st.lists(
    st.tuples(
        st.integers(0, 50),
        st.integers(0, 20),
        st.sampled_from(["in", "out"]),
        st.lists(st.integers(0, 5), max_size=2),
        st.lists(st.integers(0, 5), max_size=2),
    ),
    max_size=12,
)


def key(number: int) -> Key:
    return ("Progress", number, number)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(lives=st.lists(st.tuples(st.sampled_from(["watch", "motion", "page"]), spans), max_size=5))
def test_whatever_was_noted_keeps_to_the_rules(
    tmp_path_factory: pytest.TempPathFactory,
    lives: list[tuple[str, list[tuple[int, int, str, list[int], list[int]]]]],
) -> None:
    folder = tmp_path_factory.mktemp("parts")
    for pid, (process, rows) in enumerate(lives):
        with Tracer(folder, process, pid) as tracer:
            for begin, duration, thread, taken, sent in rows:
                end = begin + duration
                tracer.span(
                    "work",
                    begin,
                    end,
                    thread=thread,
                    taken=map(key, taken),
                    sent=[(key(number), end) for number in sent],
                )
    trace = trace_of(folder)
    assert len([e for e in trace["traceEvents"] if e["ph"] == "X"]) == sum(
        len(rows) for _, rows in lives
    )
    assert faults(written(trace, folder)) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"ph": "Z"}, "phase 'Z' is unknown"),
        ({"dur": -1.0}, "is not a duration"),
        ({"dur": 25.0}, "overlaps another span"),
        ({"pid": "motion"}, "is not an integer"),
        ({"ts": None}, "is not a time"),
    ],
)
def test_the_rules_notice_what_breaks_them(
    tmp_path: Path, change: dict[str, Any], fault: str
) -> None:
    begin = {"ph": "M", "name": "process_name", "pid": 1, "tid": 0, "args": {"name": "motion"}}
    first = {"ph": "X", "name": "a", "pid": 1, "tid": 1, "ts": 0.0, "dur": 10.0}
    second = {**first, "ts": 20.0}
    trace = {"displayTimeUnit": "ms", "traceEvents": [begin, first, second]}
    assert faults(written(trace, tmp_path)) == []
    broken = {**trace, "traceEvents": [begin, first | change, second]}
    assert any(fault in sentence for sentence in faults(written(broken, tmp_path)))
    backward = {**trace, "traceEvents": [begin, second, first]}
    assert faults(written(backward, tmp_path)) == ["the events are not in order of time"]

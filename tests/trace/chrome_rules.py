"""The rules of the Chrome Trace Event Format, as far as this project writes it, one by one.

After Google's "Trace Event Format": what Perfetto and chrome://tracing rely on.
"""

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

PHASES = {"X", "M", "C", "i", "s", "t", "f"}
METADATA = {"process_name": str, "process_sort_index": int, "thread_name": str}
SLACK_US = 0.001
"""Times are multiples of a nanosecond, but not exactly so as floating-point microseconds."""


def faults(path: Path) -> list[str]:
    """Return every rule that the trace in `path` breaks, one sentence each."""
    trace = json.loads(path.read_text(), parse_constant=lambda name: f"not JSON: {name}")
    if not isinstance(trace, dict) or not isinstance(trace.get("traceEvents"), list):
        return ["there is no list traceEvents in an object"]
    events = trace["traceEvents"]
    found = [] if trace.get("displayTimeUnit") in ("ms", "ns") else ["displayTimeUnit is neither"]
    for event in events:
        found += _event_faults(event)
    if found:
        return found
    return (
        _order_faults(events)
        + _nesting_faults(events)
        + _flow_faults(events)
        + _name_faults(events)
    )


def _event_faults(event: dict[str, Any]) -> list[str]:
    phase = event.get("ph")
    found = []
    if phase not in PHASES:
        found.append(f"phase {phase!r} is unknown")
    if not isinstance(event.get("name"), str) or not event["name"]:
        found.append(f"{event} has no name")
    wrong = [key for key in ("pid", "tid") if type(event.get(key)) is not int]
    found += [f"{key} of {event} is not an integer" for key in wrong]
    if phase != "M" and not (_is_number(event.get("ts")) and event["ts"] >= 0):
        found.append(f"ts of {event} is not a time")
    if "args" in event and not isinstance(event["args"], dict):
        found.append(f"args of {event} are not an object")
    if phase == "X" and not (_is_number(event.get("dur")) and event["dur"] >= 0):
        found.append(f"dur of {event} is not a duration")
    if phase == "C" and not (
        event.get("args") and all(_is_number(value) for value in event["args"].values())
    ):
        found.append(f"the counter {event} has no numbers")
    if phase == "i" and event.get("s") not in ("g", "p", "t"):
        found.append(f"the instant {event} has no scope")
    if phase in ("s", "t", "f") and not isinstance(event.get("id"), int | str):
        found.append(f"the flow event {event} has no id")
    return found


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _order_faults(events: list[dict[str, Any]]) -> list[str]:
    """Names come first, and times never run backward through the file."""
    times = [-1.0 if event["ph"] == "M" else event["ts"] for event in events]
    return [] if times == sorted(times) else ["the events are not in order of time"]


def _nesting_faults(events: list[dict[str, Any]]) -> list[str]:
    """Spans of one thread either follow each other or lie one within the other."""
    threads = defaultdict(list)
    for event in events:
        if event["ph"] == "X":
            threads[event["pid"], event["tid"]].append((event["ts"], event["dur"], event["name"]))
    found = []
    for thread, spans in threads.items():
        ends: list[float] = []
        for begin, duration, name in sorted(spans, key=lambda span: (span[0], -span[1])):
            while ends and ends[-1] <= begin + SLACK_US:
                ends.pop()
            if ends and begin + duration > ends[-1] + SLACK_US:
                found.append(f"{name} at {begin} overlaps another span of thread {thread}")
            ends.append(begin + duration)
    return found


def _flow_faults(events: list[dict[str, Any]]) -> list[str]:
    """A flow starts once, then steps, then ends once, in order of time, each within a span."""
    spans = defaultdict(list)
    flows = defaultdict(list)
    for event in events:
        if event["ph"] == "X":
            spans[event["pid"], event["tid"]].append((event["ts"], event["ts"] + event["dur"]))
        elif event["ph"] in ("s", "t", "f"):
            flows[event["cat"], event["id"]].append(event)
    found = []
    for flow, steps in flows.items():
        steps.sort(key=lambda step: "stf".index(step["ph"]))
        phases = "".join(step["ph"] for step in steps)
        if phases != "s" + "t" * (len(steps) - 2) + "f":
            found.append(f"flow {flow} goes {phases}")
        if len({step["name"] for step in steps}) != 1:
            found.append(f"flow {flow} has several names")
        times = [steps[0]["ts"], *sorted(s["ts"] for s in steps[1:-1]), steps[-1]["ts"]]
        if times != sorted(times):
            found.append(f"flow {flow} runs backward in time: {times}")
        in_the_air = [
            step
            for step in steps
            if not any(
                begin - SLACK_US <= step["ts"] <= end + SLACK_US
                for begin, end in spans[step["pid"], step["tid"]]
            )
        ]
        found += [f"a step of flow {flow} lies in no span" for _ in in_the_air]
    return found


def _name_faults(events: list[dict[str, Any]]) -> list[str]:
    found = []
    for event in events:
        if event["ph"] == "M":
            kind = METADATA.get(event["name"])
            values = list(event.get("args", {}).values())
            if kind is None or len(values) != 1 or not isinstance(values[0], kind):
                found.append(f"the metadata {event} are not understood")
    named = {e["pid"] for e in events if e["ph"] == "M" and e["name"] == "process_name"}
    found += [f"process {p} has no name" for p in {e["pid"] for e in events} - named]
    return found

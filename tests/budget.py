"""A table at the end of a run of the tests: how long each folder took."""

import os
from collections import defaultdict
from collections.abc import Generator
from pathlib import PurePosixPath
from typing import Any

import pytest

_started: dict[str, float] = {}
"""CPU time at the end of the last phase of the test that runs."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    _started["cpu_s"] = _cpu_s()
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    now_s = _cpu_s()
    # What is set here travels with the report from the process that ran the test.
    vars(report)["cpu_s"] = now_s - _started["cpu_s"]
    _started["cpu_s"] = now_s
    return report


def pytest_terminal_summary(terminalreporter: Any) -> None:
    reports = [
        report
        for of_one_kind in terminalreporter.stats.values()
        for report in of_one_kind
        if isinstance(report, pytest.TestReport)
    ]
    if len({report.nodeid for report in reports}) > 1:
        terminalreporter.section("seconds by folder, all processes together")
        for line in table(reports):
            terminalreporter.line(line)


def table(reports: list[pytest.TestReport]) -> list[str]:
    """Return the lines of the table, the longest folder first, what all took last.

    The CPU time is that of the tests' own process and of the processes that it waited for; the
    stages of a live session hang on another process and are not in it.
    """
    tests: dict[str, set[str]] = defaultdict(set)
    seconds: dict[str, float] = defaultdict(float)
    cpu: dict[str, float] = defaultdict(float)
    for report in reports:
        folder = str(PurePosixPath(report.nodeid.split("::")[0]).parent)
        for name in (folder, "all"):
            tests[name].add(report.nodeid)
            seconds[name] += report.duration
            cpu[name] += vars(report).get("cpu_s", 0.0)
    ordered = sorted(seconds, key=lambda name: (name == "all", -seconds[name]))
    rows = [
        f"{name:<32}{len(tests[name]):>7}{seconds[name]:>9.1f}{cpu[name]:>9.1f}" for name in ordered
    ]
    return [f"{'folder':<32}{'tests':>7}{'seconds':>9}{'CPU s':>9}", *rows]


def _cpu_s() -> float:
    return sum(os.times()[:4])

"""Where nothing may be missing, a skipped test fails, unless a file names it with its reason."""

import os
from collections.abc import Generator
from fnmatch import fnmatch
from pathlib import Path
from typing import Final, TypeVar

import pytest

ALLOWED_FILE: Final = Path(__file__).with_name("allowed_skips.txt")
VARIABLE: Final = "PHYSIO_TESTS_ALL"
"""Set to 1 by `.ci/run`."""
Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)


def allowed() -> dict[str, str]:
    """Return the reason for each pattern of node ids that may be skipped."""
    lines = ALLOWED_FILE.read_text(encoding="utf-8").splitlines()
    named = [line.split(maxsplit=1) for line in lines if line and not line.startswith("#")]
    return {line[0]: line[1] for line in named}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    is_expected = hasattr(report, "wasxfail") or item.get_closest_marker("hardware") is not None
    return report if is_expected else _without_skips(report)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    return _without_skips((yield))


def _without_skips(report: Report) -> Report:
    """Return the report, failed if it says skipped where that is not allowed."""
    name = report.nodeid
    if (
        report.skipped
        and os.environ.get(VARIABLE) == "1"
        and not any(fnmatch(name, pattern) for pattern in allowed())
    ):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{name}: {reason}; {ALLOWED_FILE.name} does not name it"
    return report

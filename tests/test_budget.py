"""The table of how long each folder of tests took."""

import pytest

from tests.budget import table


def report(nodeid: str, duration: float, cpu_s: float) -> pytest.TestReport:
    made = pytest.TestReport(nodeid, ("", 0, ""), {}, "passed", None, "call", duration=duration)
    vars(made)["cpu_s"] = cpu_s
    return made


def test_seconds_are_added_up_by_folder_and_the_longest_comes_first() -> None:
    head, *rows = table(
        [
            report("tests/bus/test_codec.py::test_one", 1.0, 0.5),
            report("tests/page/test_model.py::test_one", 2.0, 0.25),
            report("tests/page/test_model.py::test_one", 3.0, 0.25),
            report("tests/page/test_server.py::test_two[a/b]", 4.0, 1.0),
        ]
    )
    assert head.split() == ["folder", "tests", "seconds", "CPU", "s"]
    assert [row.split() for row in rows] == [
        ["tests/page", "2", "9.0", "1.5"],
        ["tests/bus", "1", "1.0", "0.5"],
        ["all", "3", "10.0", "2.0"],
    ]

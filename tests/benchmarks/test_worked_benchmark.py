"""The benchmark of CONTRIBUTING.md is asked through the command line, by its registry row."""

import re
from typing import Final

import pytest

from benchmarks.registry import BENCHMARKS, Row
from tests.conftest import Physio
from tests.worked_examples import DOCUMENT, added

FILE: Final = "benchmarks/lowpass/sample_by_sample.py"
ROW: Final = re.compile(r'^"([\w-]+)": Row\("([\w.]+:\w+)", "([^"]+)"\),$', re.MULTILINE)


def test_the_benchmark_of_the_document_runs(
    physio: Physio, monkeypatch: pytest.MonkeyPatch
) -> None:
    [(name, where, line)] = ROW.findall(DOCUMENT.read_text(encoding="utf-8"))
    with added(FILE):
        monkeypatch.setitem(BENCHMARKS.rows, name, Row(where, line))
        assert line in physio("bench", "--help").out.replace("\n", " ")
        ended = physio("bench", name, "--rounds", 2, "--json", "-")
    assert ended.code == 0
    assert ended.json["benchmark"] == name
    assert ended.json["ratio"]["median"] > 0
    assert "a second at 50 Hz" in ended.err

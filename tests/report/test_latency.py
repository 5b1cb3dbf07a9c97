"""A session's latencies become one page that asks nobody outside for anything."""

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest

from edge.report.errors import LatencyReportError
from edge.report.latency import comparison_html, latency_html
from edge.report.latency_figures import read_latency
from edge.runtime.latency import LatencyBook
from tests.conftest import Physio
from tests.runtime.test_latency import MS, beat, book


@pytest.fixture
def session(tmp_path: Path) -> Path:
    measured: dict[str, tuple[int, ...]] = {
        "work": tuple(range(1 * MS, 40 * MS, MS)),
        "wait": (1 * MS, 2 * MS),
        "end/progress": (3 * MS,) * 50,
        "period/Imu": (80 * MS,),
        "jitter/Imu": (4 * MS,),
    }
    told: LatencyBook = book(
        beat(0, 0, measured_ns=measured),
        *(beat(i, i, taken={"Imu": 12}, cpu_ns=20 * MS, drops={"gap": 2}) for i in (1, 2, 3)),
    )
    told.write(tmp_path / "latency.json")
    return tmp_path


class Addresses(HTMLParser):
    """Whatever a browser would fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [v or "" for k, v in attrs if k in ("src", "href", "xlink:href", "action")]
        if tag not in ("meta", "path", "polyline"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in ("meta", "path", "polyline"):
            assert self.open.pop() == tag


def checked(html: str) -> str:
    addresses = Addresses()
    addresses.feed(html)
    assert addresses.found == addresses.open == []
    assert "http" not in html
    assert "url(" not in html
    return html


def test_the_page_shows_all_and_asks_nobody(session: Path) -> None:
    html = checked(latency_html(read_latency(session / "latency.json"), "Session <1>"))
    for words in ("Session &lt;1&gt;", "motion: work", "Imu 12.0", "gap 2", "too few", "not known"):
        assert words in html
    assert html.count("<polyline") == 1


def test_a_comparison_becomes_a_page() -> None:
    row = {"figure": "ours: p50", "one": 1.0, "other": 2.0, "ratio": 2.0, "verdict": "more"}
    compared = {
        "environment": {"governor": ["performance", "powersave"]},
        "figures": [{**row, "low": 1.9, "high": 2.1}, {**row, "low": None, "high": None}],
    }
    html = checked(comparison_html(compared, "a.json", "b.json"))
    assert "powersave" in html
    assert "1.900 to 2.100" in html


def test_the_command_writes_it(session: Path, physio: Physio) -> None:
    ended = physio("report", session, "--latency", "--json", "-")
    assert ended.code == 0
    assert ended.json["stages"]["motion"]["work"]["n"] == 39
    checked((session / "latency.html").read_text())


def test_what_is_missing_is_said(tmp_path: Path, physio: Physio) -> None:
    ended = physio("report", tmp_path, "--latency")
    assert ended.code == 2
    assert "the session left no latencies" in ended.err
    (tmp_path / "latency.json").write_text(json.dumps({"stages": {}}))
    with pytest.raises(LatencyReportError, match="no latencies of this version"):
        read_latency(tmp_path / "latency.json")

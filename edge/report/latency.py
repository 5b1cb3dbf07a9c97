"""Where the time went, as one self-contained HTML page: of a session, or of two results."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any, Final

import numpy as np

from edge.core.palette import css_variables
from edge.report.errors import LatencyReportError
from edge.report.page_frame import framed
from edge.report.percentile_plot import Curve, percentile_plot
from edge.runtime.distribution import PERCENTILES, RARE, Distribution
from edge.runtime.latency import DURATIONS, END

CONTENT: Final = Path(__file__).with_name("latency.html")
COLUMNS: Final = ("n", "min", *PERCENTILES, RARE, "max")
END_WORDS: Final[Mapping[str, str]] = {
    "progress": "radio packet → live picture sent",
    "feedback": "radio packet → feedback sent",
    "pose": "frame → pose sent",
    "page": "radio packet → live picture in the page's process",
    "browser": "radio packet → live picture handed to a browser",
}


def latency_html(figures: Mapping[str, Any], title: str) -> str:
    """Return the page about one session's `latency.json`.

    Args:
        figures: as `edge.report.latency_figures.read_latency` gives them.
        title: of the page.

    Raises:
        LatencyReportError: a histogram in it is damaged.
    """
    ends = {words: figures["end_to_end"].get(name) for name, words in END_WORDS.items()}
    stages = figures["stages"]
    works = {
        f"{name}: {part}": stage.get(part) for name, stage in stages.items() for part in DURATIONS
    }
    jitter = {
        f"{name}: {stream}": row
        for name, stage in stages.items()
        for stream, row in stage["jitter"].items()
    }
    curves = _curves(figures["histograms"])
    sections = [
        _notes(figures.get("notes", ())),
        "<h2>End to end, milliseconds</h2>",
        percentile_plot("Latency by percentile", curves) if curves else "",
        _distributions(ends),
        "<h2>By design, not by computing</h2>",
        _table(("delay", "ms", "about"), map(_delay, figures["algorithmic_delay"])),
        "<h2>Each process, milliseconds</h2>",
        _distributions(works),
        "<h2>Jitter against the sensor's clock, milliseconds</h2>",
        _distributions(jitter),
        "<h2>Load, losses, memory</h2>",
        _table(
            ("process", "in, a second", "out, a second", "queue, most", "drops", "CPU %", "MB"),
            (_load(name, stage) for name, stage in stages.items()),
        ),
        "<h2>Measured on</h2>",
        _environment(figures.get("environment", {})),
    ]
    return _page(title, sections)


def comparison_html(compared: Mapping[str, Any], first: str, second: str) -> str:
    """Return the page about what `benchmarks.compare` found between two results."""
    environments = [(name, *pair) for name, pair in compared["environment"].items()]
    rows = [
        (
            row["figure"],
            f"{row['one']:.4g}",
            f"{row['other']:.4g}",
            f"{row['ratio']:.3f}",
            "–" if row["low"] is None else f"{row['low']:.3f} to {row['high']:.3f}",
            row["verdict"],
        )
        for row in compared["figures"]
    ]
    sections = [
        "<h2>What differs around the figures</h2>",
        _table(("", first, second), environments)
        if environments
        else _notes(["Nothing: the same environment."]),
        "<h2>The figures</h2>",
        _notes(["Ratio: second over first, with the 95 % interval of a bootstrap."]),
        _table(("figure", first, second, "ratio", "95 % interval", "verdict"), rows),
    ]
    return _page(f"{first} and {second}", sections)


def _page(title: str, sections: Iterable[str]) -> str:
    body = "\n".join(filter(None, sections))
    return framed(CONTENT, language="en", title=title, colours=css_variables(), sections=body)


def _curves(histograms: Mapping[str, str]) -> dict[str, Curve]:
    merged: dict[str, Distribution] = {}
    for key, text in histograms.items():
        name = key.partition("/")[2].removeprefix(END)
        if f"/{END}" in key and name in END_WORDS:
            try:
                decoded = Distribution.decoded(text)
            except ValueError as error:
                raise LatencyReportError(f"the latencies are damaged: {error}") from error
            merged.setdefault(name, Distribution()).merge(decoded)
    curves: dict[str, Curve] = {}
    for name, distribution in merged.items():
        values, counts = distribution.counted()
        if len(values):
            curves[name] = values, np.cumsum(counts) / counts.sum()
    return curves


def _distributions(rows: Mapping[str, Mapping[str, float | None] | None]) -> str:
    shown = [
        (name, *(_figure(row.get(column)) for column in COLUMNS))
        for name, row in rows.items()
        if row is not None
    ]
    return _table(("", *COLUMNS), shown) if shown else _notes(["Nothing was measured."])


def _figure(value: float | None) -> str:
    if value is None:
        return "too few"
    return str(value) if isinstance(value, int) else f"{value:.3g}"


def _delay(delay: Mapping[str, Any]) -> tuple[str, ...]:
    known = "not known" if delay["ms"] is None else f"{delay['ms']:.1f}"
    return delay["name"], known, delay["about"]


def _load(name: str, stage: Mapping[str, Any]) -> tuple[str, ...]:
    share = stage["cpu_percent"]
    return (
        name,
        _counts(stage["rate_in_hz"], ".1f"),
        _counts(stage["rate_out_hz"], ".1f"),
        str(stage["queue_high_water"]),
        _counts(stage["drops"], "d") or "none",
        "–" if share is None else f"{share:.1f}",
        f"{stage['memory_mb']:.0f}",
    )


def _counts(counts: Mapping[str, float], form: str) -> str:
    return ", ".join(f"{name} {count:{form}}" for name, count in counts.items())


def _environment(environment: Mapping[str, Any]) -> str:
    rows = []
    for name, value in environment.items():
        if isinstance(value, Mapping):
            value = ", ".join(f"{key} {item}" for key, item in value.items())  # noqa: PLW2901
        elif isinstance(value, list):
            value = "; ".join(map(str, value))  # noqa: PLW2901
        rows.append((name, "not told" if value in (None, "") else value))
    return _table(("", ""), rows)


def _notes(notes: Iterable[str]) -> str:
    return "".join(f'<p class="note">{escape(note)}</p>' for note in notes)


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    columns = "".join(f"<th>{escape(name)}</th>" for name in head)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in row) + "</tr>" for row in rows
    )
    return (
        f'<div class="wide"><table><thead><tr>{columns}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )

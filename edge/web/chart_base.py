"""What all charts (ECharts) have in common: no movement, a description, quiet axes."""

from typing import Any

from edge.core.palette import INK, LINE, QUIET

Options = dict[str, Any]
"""What ECharts is given, in terms of JSON."""


def base_options() -> Options:
    """Return what every chart begins with."""
    return {
        "animation": False,
        "textStyle": {"fontFamily": "Roboto, system-ui, sans-serif", "fontSize": 13},
        "aria": {"enabled": True},
        "tooltip": {"trigger": "axis", "confine": True},
    }


def title_options(text: str) -> Options:
    """Return a title that stands in the chart."""
    return {"text": text, "textStyle": {"fontSize": 14, "fontWeight": 500, "color": INK}, "top": 2}


def value_axis(**more: Any) -> Options:
    """Return an axis of numbers; `more` comes on top."""
    return {
        "type": "value",
        "axisLabel": {"color": QUIET},
        "splitLine": {"lineStyle": {"color": LINE}},
    } | more

"""What patients told about themselves in questionnaires (PROMs): their scales and bounds."""

import json
import math
from collections.abc import Mapping
from typing import Final

from edge.screening.errors import ScreeningError

BOUNDS: Final[Mapping[str, tuple[int, int]]] = {
    "VAS": (0, 10),
    "ODI": (0, 100),
    "PCS": (0, 52),
    "PSEQ": (0, 60),
    "SBT": (0, 9),
    "TSK": (17, 68),
    "CSQ": (0, 36),
    "PASS-20": (0, 100),
}
"""Least and largest score of each scale."""


def read_scores(text: str) -> dict[str, float]:
    """Return the scores by their figures' names, such as `proms.TSK`.

    Args:
        text: a JSON object of scores by the names of `BOUNDS`.

    Raises:
        ScreeningError: it is not, a scale is not known, or a score lies outside of its scale.
    """
    try:
        given = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ScreeningError(
            "the questionnaires are not in JSON", remedy='write them as {"TSK": 37, "ODI": 24}'
        ) from error
    if not isinstance(given, dict):
        raise ScreeningError(
            "the questionnaires are no JSON object", remedy='write them as {"TSK": 37, "ODI": 24}'
        )
    return {f"proms.{name}": _score(name, value) for name, value in given.items()}


def _score(name: str, value: object) -> float:
    if name not in BOUNDS:
        raise ScreeningError(
            f"there is no questionnaire {name!r}", remedy=f"known are {', '.join(BOUNDS)}"
        )
    low, high = BOUNDS[name]
    number = value if isinstance(value, int | float) and not isinstance(value, bool) else math.nan
    if not low <= number <= high:
        raise ScreeningError(f"{name} is {value!r}", remedy=f"its scores go from {low} to {high}")
    return float(number)

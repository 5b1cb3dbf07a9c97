"""The table that a plan's text holds, which a hub may have sent or somebody may have pasted."""

import re
import tomllib
from typing import Any, Final

from edge.records.errors import PlanError

MOST_SIGNS: Final = 64 * 1024
"""Of a plan's text; no more goes over the exchange either."""
_DEEP: Final = re.compile(r"""(?:\.[ \t]*(?:[\w-]+|"[^"\n]*"|'[^'\n]*')[ \t]*){16}""")
"""Names within names, for which the library's work grows with the square of how many they are."""


def plan_table(text: str) -> dict[str, Any]:
    """Return the table of a plan's text, whatever is in it.

    Raises:
        PlanError: it is not TOML, or none that somebody would write as a plan.
    """
    if len(text) > MOST_SIGNS:
        raise PlanError(f"the plan has {len(text)} signs, and {MOST_SIGNS} are allowed")
    if _DEEP.search(text):
        raise PlanError("the plan is not valid: its names lie within each other too deep")
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise PlanError(f"the plan is not valid TOML: {error}") from error

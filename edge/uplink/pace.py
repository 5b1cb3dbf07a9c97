"""When it is tried again to reach the hub; knows no clock of its own."""

from random import Random
from typing import Final

FIRST_S: Final = 5.0
LONGEST_S: Final = 3_600.0
USUAL_S: Final = 900.0
"""Between two exchanges that went well."""
JITTER: Final = 0.25
"""By this share a pause is longer or shorter, so that not all machines of a clinic come at once."""


def pause_s(failures: int, random: Random) -> float:
    """Return how long to wait: 5 s after the first failure, twice as long each time up to an hour.

    Args:
        failures: one after the other so far; 0 where the last exchange went well.
        random: of the jitter.
    """
    # Not a power of any count: after a month offline it would overflow.
    doubled = min(failures - 1, 12)
    usual_s = min(FIRST_S * 2**doubled, LONGEST_S) if failures else USUAL_S
    return usual_s * random.uniform(1 - JITTER, 1 + JITTER)

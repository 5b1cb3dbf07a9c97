"""How many files and connections a process may have open."""

import resource
from typing import Final

MOST: Final = 65_536


def raise_descriptor_limit() -> int:
    """Return how many descriptors this process may have now: as many as the system lets it."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = min(hard, MOST) if hard != resource.RLIM_INFINITY else MOST
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    return most

"""How often Python looks for rings of garbage, in processes that serve for weeks."""

import gc
from typing import Final

RECORDS_CONTAINERS: Final = 10_000
"""New containers between looks where records are taken in; a hundred records or so."""
PAGES_CONTAINERS: Final = 50_000
"""In the same way where pages are made; a few pages."""


def collect_seldom(containers: int) -> None:
    """Let Python look for rings of garbage seldom, and never among what stays.

    A record or a page is many small containers that are freed without a look. To look through all
    that is kept again and again was a tenth of what a record cost, and made one page in ten wait
    for half a second.

    Args:
        containers: new ones between two looks at the newest.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(containers, 20, 50)

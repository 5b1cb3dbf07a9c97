"""The time zone of this machine, by its IANA name."""

import os
import re
from pathlib import Path
from typing import Final

_LINK: Final = Path("/etc/localtime")
_NAME: Final = "[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+){0,3}"


def zone_name(link: Path = _LINK) -> str:
    """Return the name, as in Europe/Zurich; "" where the machine does not tell.

    Args:
        link: what points to the zone's file, where the variable TZ does not name it.
    """
    told = os.environ.get("TZ", "").removeprefix(":")
    try:
        name = told or str(link.readlink()).partition("zoneinfo/")[2]
    except OSError:
        return ""
    return name if re.fullmatch(_NAME, name) else ""

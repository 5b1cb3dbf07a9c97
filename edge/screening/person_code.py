"""The code by which a person is known here, in the place of a name."""

import re
from typing import Final

from edge.screening.errors import ScreeningError

_CODE: Final = re.compile(r"(?=.*\d)[A-Za-z0-9-]{1,16}")


def checked_code(code: str) -> str:
    """Return the code of a person, which must not be a name.

    Raises:
        ScreeningError: it is longer than 16 letters, digits and dashes, or has no digit.
    """
    if not _CODE.fullmatch(code):
        raise ScreeningError(
            f"{code!r} is no code",
            remedy="give up to 16 letters, digits and dashes with a digit among them, and no name",
        )
    return code

"""What the tests of phones share."""

from typing import Never


def nobody() -> Never:
    raise AssertionError("a phone is not simulated")

"""The few texts that a phone's page sends beside its motion, strictly read."""

import json
from dataclasses import dataclass
from typing import Final, Literal, get_args

from edge.sources.errors import SourceError

LONGEST: Final = 1_000
_LONGEST_KEY: Final = 100

Step = Literal["ready", "denied", "no_sensor", "hidden", "seen"]
"""Where the page stands: it waits for a tap, the phone refuses its motion or measures none, nobody
sees the page, or somebody sees it again."""
STEPS: Final[tuple[Step, ...]] = get_args(Step)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hello:
    """The first text: by which a phone is known.

    Attributes:
        token: of the code that was read; '' where it was read before.
        key: that the phone was given the last time; '' for none.
    """

    token: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pong:
    """An answer.

    Attributes:
        number: of the question.
        phone_ms: the phone's clock as it answered.
    """

    number: int
    phone_ms: float


def read_text(text: str) -> Hello | Pong | Step:
    """Return what a page says.

    Raises:
        SourceError: it is nothing that the page sends.
    """
    if len(text) > LONGEST:
        raise _nothing()
    try:
        said = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _nothing() from error
    match said:
        case {"token": str(token), "key": str(key), **rest} if not rest:
            if max(len(token), len(key)) <= _LONGEST_KEY and (token + key).isascii():
                return Hello(token=token, key=key)
        case {"pong": int(number), "ms": float() | int() as phone_ms, **rest} if not rest:
            if not isinstance(number, bool) and abs(phone_ms) < 2.0**53:
                return Pong(number=number, phone_ms=float(phone_ms))
        case {"step": str(step), **rest} if not rest:
            for known in STEPS:
                if step == known:
                    return known
    raise _nothing()


def _nothing() -> SourceError:
    return SourceError(
        "a phone sent a text that its page does not send", remedy="load the page once more"
    )

"""What the fields of the exchange can hold: one table by their names, for every dataclass of it."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any, Final

UUID: Final = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_SHA256: Final = "[0-9a-f]{64}"
_NAME: Final = "[A-Za-z0-9][A-Za-z0-9_.:+-]{0,63}"
_DAY: Final = "[1-9][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_YEAR_10000_MS: Final = 253_402_300_800_000

BOUNDS: Final[dict[str, tuple[float, float]]] = {
    # A clock may be wrong by decades, as after a battery has died; the hub compares it.
    **dict.fromkeys(
        ("began_ms", "ended_ms", "sent_at_ms", "written_at_ms", "now_ms"), (0, _YEAR_10000_MS - 1)
    ),
    **dict.fromkeys(("prescribed", "done", "compared", "correct"), (0, 2_000)),
    **dict.fromkeys(("held", "over_limit", "cue_counts"), (0, 2_000)),
    **dict.fromkeys(("most_over_limit_deg", "mean_rom_deg", "max_rom_deg", "rom_deg"), (0, 720)),
    **dict.fromkeys(("target_rom_deg", "limit_rom_deg"), (0, 360)),
    **dict.fromkeys(("pain", "effort"), (0, 10)),
    **dict.fromkeys(("start", "end", "share", "similarity"), (0, 1)),
    **dict.fromkeys(("duration_s", "tempo_s"), (0, 86_400)),
    **dict.fromkeys(("index", "segment"), (0, 999)),
    **dict.fromkeys(("seq", "have_plan", "have_message", "counter"), (0, 2**53)),
    **dict.fromkeys(("waiting", "downlink"), (0, 1_000_000)),
    **dict.fromkeys(("revision", "schema", "protocol"), (1, 1_000_000)),
    **dict.fromkeys(("record_bytes", "a_minute", "burst", "bytes_a_day"), (1, 2**40)),
    "plan_version": (0, 1_000_000),
    "version": (1, 1_000_000),
    "offset_min": (-24 * 60, 24 * 60),
    "stability": (-1_000, 1_000),
    "later_s": (0, 86_400),
}
"""Least and most of each field of numbers."""
PATTERNS: Final[dict[str, str]] = {
    **dict.fromkeys(("session_id", "install_id", "invite_id", "message_id"), UUID),
    "plan_id": "([A-Za-z0-9][A-Za-z0-9_-]{0,63})?",
    **dict.fromkeys(("sha256", "plan_sha256"), _SHA256),
    "name": _NAME,
    "local_day": _DAY,
    "zone": "([A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+){0,3})?",
    "reason": "[a-z0-9_]{0,64}",
    "software": "[!-~]{0,64}",
    "watch": "[^\n]{0,200}",
    "next_hub_key": "([!-~]{40})?",
    "new_key": "[0-9A-Za-z.:+=^!/*?&<>()\\[\\]{}@%$#-]{40}",
    **dict.fromkeys(("endpoints", "next_endpoints"), "tcp://[!-~]{1,250}"),
    "words": "(?s:.*)",
    "text": "(?s:.+)",
    "label": "[^\n]{1,128}",
    "subject": "([A-Za-z0-9][A-Za-z0-9_-]{0,63})?",
    "patient": "[A-Za-z0-9][A-Za-z0-9_-]{0,63}",
}
"""What each field of text must match in full, beside the limits that hold for every text."""


def fault_of(value: object) -> str | None:
    """Return what a dataclass of the exchange holds that cannot be, None of a good one."""
    return next(_faults(value), None)


def _faults(value: Any) -> Iterator[str]:
    for field in fields(value):
        yield from _field_faults(field.name, getattr(value, field.name))


def _field_faults(name: str, value: Any) -> Iterator[str]:
    """Yield what is wrong with a field, an item of it or a value in its table."""
    if isinstance(value, tuple):
        if not _are_within(name, value):
            for each in value:
                yield from _field_faults(name, each)
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from _field_faults("name", key)
            yield from _field_faults(name, each)
    elif is_dataclass(value):
        yield from _faults(value)
    elif isinstance(value, str):
        wrong = name in PATTERNS and re.fullmatch(PATTERNS[name], value) is None
        if wrong or (name == "local_day" and not is_day(value)):
            yield f"{name} is {value!r:.80}"
    elif isinstance(value, int | float) and not isinstance(value, bool):
        least, most = BOUNDS[name]
        if not least <= value <= most:
            yield f"{name} is {value!r:.80}"


def _are_within(name: str, values: tuple[Any, ...]) -> bool:
    """Tell at once whether all of a column of figures are good, without looking at each."""
    figures = [each for each in values if each is not None]
    if not figures or set(map(type, figures)) != {float}:
        return not figures
    least, most = BOUNDS[name]
    return bool(least <= min(figures) and max(figures) <= most)


def is_day(text: str) -> bool:
    """Tell whether a text in the form of a day is one of the calendar."""
    year, month, day = map(int, text.split("-"))
    return day <= monthrange(year, month)[1]

"""Every colour that means something, for page, film, report and annotated pictures alike.

Codes are those of HTML. Text has a contrast of at least 7:1 on `GROUND` and `CARD`; own and
reference are told apart by people who confuse red and green too.
"""

from collections.abc import Mapping
from typing import Final

INK: Final = "#14202b"
QUIET: Final = "#44525f"
GROUND: Final = "#f3f5f8"
CARD: Final = "#ffffff"
LINE: Final = "#d3dae1"

OWN: Final = "#0b57a4"
"""What the patient does."""
REFERENCE: Final = "#a8470a"
"""What the therapist supervised."""
GOOD: Final = "#0f6138"
NEAR: Final = "#7a4b00"
FAR: Final = "#a1201a"
CRITICAL: Final = "#6a2fb0"
"""The part of a movement that a score rests on."""
CRITICAL_GROUND: Final = "#e3d9f2"
"""Behind that part in a chart."""
SIMULATED: Final = "#4b2a84"
"""Nobody real moves."""

BODY: Final = "#bcc6d0"
TRAJECTORY: Final = "#8d99a5"
"""Body and path of a drawn figure, where neither is critical."""
LIMB: Final = "#56b4e9"
GHOST: Final = "#e69f00"
"""Over a person's own picture: the limb, and where it is to go."""
FOLLOWED: Final = "#50dc50"
UNFOLLOWED: Final = "#ff9600"
"""A skeleton over a camera's picture: while its person is followed, and while not."""

NIGHT: Final = INK
"""Around and under what is shown over a person's own picture, in the dark too."""
ON: Final = "#ffffff"
"""Text on one of the strong colours."""
TRACK: Final = "#e3e8ed"
ZONE: Final = "#a9dcc0"
BEYOND: Final = "#f2b8b3"
"""A dial's whole course, its target zone, and what lies beyond the limit."""
NOTICE_GROUND: Final = "#fff3d6"
NOTICE: Final = "#4a2d00"
"""A strip with something to know, and its text."""

SERIES: Final = (OWN, REFERENCE, "#3f6212", CRITICAL, "#0f766e", "#854d0e")
"""Curves side by side, none of which means more than another."""

JOINT_GROUPS: Final[Mapping[str, str]] = {
    "very_low": "#0072b2",
    "low": "#56b4e9",
    "high": "#e69f00",
    "very_high": "#d55e00",
    "none": "#ffffff",
    "unseen": "#9aa5af",
}
"""How strongly a joint of an infant speaks for the abnormal group; told apart by people who confuse
red and green, and in grey together with their shapes and letters."""
PAPER_GROUPS: Final[Mapping[str, str]] = {
    **JOINT_GROUPS,
    "very_low": "#2ca02c",
    "low": "#ffd92f",
    "high": "#ff7f0e",
    "very_high": "#d62728",
}
"""The same in the colours of the paper, which many people cannot tell apart."""

_VARIABLES: Final = {
    "ink": INK,
    "quiet": QUIET,
    "ground": GROUND,
    "card": CARD,
    "line": LINE,
    "own": OWN,
    "reference": REFERENCE,
    "good": GOOD,
    "near": NEAR,
    "far": FAR,
    "critical": CRITICAL,
    "simulated": SIMULATED,
    "body": BODY,
    "trajectory": TRAJECTORY,
    "limb": LIMB,
    "ghost": GHOST,
    "night": NIGHT,
    "on": ON,
    "track": TRACK,
    "zone": ZONE,
    "beyond": BEYOND,
    "notice-ground": NOTICE_GROUND,
    "notice": NOTICE,
}

_DARK: Final = _VARIABLES | {
    "ink": "#f0f4f8",
    "quiet": "#b9c5d1",
    "ground": "#0e141a",
    "card": "#19222b",
    "line": "#36444f",
    "own": "#8cc2fa",
    "reference": "#ffb37a",
    "good": "#84dcab",
    "near": "#f2c56e",
    "far": "#ffa79f",
    "critical": "#cdabff",
    "body": "#667582",
    "trajectory": "#8d99a5",
    "on": "#0e141a",
    "track": "#36444f",
    "zone": "#2f7a52",
    "beyond": "#8c3f39",
    "notice-ground": "#3b2c0a",
    "notice": "#ffe2a8",
}
"""The same where a person has asked for a dark screen."""


def css_variables() -> str:
    """Return a rule that gives style sheets the colours by name, as in var(--ink)."""
    return f":root {{ {_declared(_VARIABLES)} }}\n"


def css_themes() -> str:
    """Return the rules of `css_variables`, and those for whom a dark screen suits better."""
    dark = f":root {{ color-scheme: dark; {_declared(_DARK)} }}"
    return f"{css_variables()}@media (prefers-color-scheme: dark) {{ {dark} }}\n"


def bgr(code: str) -> tuple[int, int, int]:
    """Return a colour as OpenCV takes it: blue, green and red, 0–255 each."""
    red, green, blue = bytes.fromhex(code.removeprefix("#"))
    return blue, green, red


def _declared(colours: Mapping[str, str]) -> str:
    return " ".join(f"--{name}: {code};" for name, code in colours.items())

"""What the page says, other than the coach's own words: differences, the link and the processes."""

from typing import Final

from edge.assessment.cues import SPOKEN_DEG
from edge.core.messages.imu import Link, LinkState
from edge.core.messages.status import StageStatus

SAME_DEG: Final = SPOKEN_DEG
"""Below this a difference is not spoken of, neither live nor by the coach."""
NEAR_DEG: Final = 15.0
"""Up to this a difference is called small."""

STAGE_NAMES: Final = {
    "watch": "The connection to the watch",
    "camera": "The camera",
    "pose": "The camera's pose estimate",
    "motion": "The movement tracker",
    "coach": "The coach",
    "recorder": "The recorder",
    "page": "This page",
    "uplink": "The link to the therapist",
}

_KEPT: Final = {
    "watch": "your repetitions so far are kept",
    "recorder": "at most the last second is missing from the recording",
}

_LINK: Final[dict[LinkState, str]] = {
    "scanning": "Looking for the watch",
    "connecting": "Connecting to the watch",
    "streaming": "Watch connected",
    "lost": "Watch out of reach, trying again",
    "ended": "The watch has stopped sending",
}

_LINK_HELP: Final[dict[LinkState, str]] = {
    "scanning": "Switch the watch on and keep it near this device.",
    "connecting": "Keep the watch near this device.",
    "streaming": "",
    "lost": "Come closer to this device. What was recorded is kept.",
    "ended": "Finish the session, or switch the watch on again.",
}


def link_words(link: Link | None) -> str:
    """Return the state of the connection in a few words."""
    return "Waiting for the watch" if link is None else _LINK[link.state]


def link_help(link: Link | None) -> str:
    """Return what the patient can do about the connection; empty when all is well."""
    return _LINK_HELP["scanning" if link is None else link.state]


def hold_words(left_s: int) -> str:
    """Return how much longer the end is to be held, in whole seconds."""
    return f"Hold: {left_s} s" if left_s else "Held: come back"


def difference_words(difference_deg: float) -> str:
    """Return how the angle stands to the reference's, as in "12° below your reference"."""
    if abs(difference_deg) < SAME_DEG:
        return "With your reference"
    side = "above" if difference_deg > 0 else "below"
    return f"{abs(difference_deg):.0f}° {side} your reference"


def figure_words(value: float | None, form: str) -> str:
    """Return a figure in that form, or that there is none yet."""
    return "not known yet" if value is None else form.format(value)


def restart_words(stage: str) -> str:
    """Return the sentence that tells that a process was started again."""
    kept = _KEPT.get(stage, "nothing recorded was lost")
    return f"{_name(stage)} was restarted; {kept}."


def state_words(stage: StageStatus) -> str:
    """Return the sentence for a process that does not run; empty when it does."""
    name = _name(stage.name)
    if stage.state == "restarting":
        return f"{name} is being restarted. Please hold still for a moment."
    if stage.state == "held_off":
        return f"{name} keeps stopping and is tried again every few seconds: {stage.last_words}"
    if stage.state == "failed":
        return (
            f"{name} stopped five times within a minute and is given up; the session goes on "
            f"without it: {stage.last_words}"
        )
    return ""


def _name(stage: str) -> str:
    return STAGE_NAMES.get(stage, f"The part called {stage}")

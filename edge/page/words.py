"""What the page says, other than the coach's own words: differences, the link and the processes."""

from datetime import datetime
from typing import Final

from edge.assessment.cues import SPOKEN_DEG
from edge.core.drift import SensorDrift
from edge.core.messages.imu import LinkStatus
from edge.core.messages.status import RecordingStatus, StageStatus
from edge.wording.drift import bias_words, heading_words
from edge.wording.language import Language

SAME_DEG: Final = SPOKEN_DEG
"""Below this a difference is not spoken of, neither live nor by the coach."""
NEAR_DEG: Final = 15.0
"""Up to this a difference is called small."""

LATE_MS: Final = 300.0
"""A device that gathers its samples for longer is not fit for words during a movement."""


def link_words(link: LinkStatus | None, language: Language) -> str:
    """Return the state of the connection in a few words."""
    if link is not None and link.trouble:
        return language.say(f"trouble.{link.trouble}")
    if link is not None and link.state == "streaming" and link.gathers_ms >= LATE_MS:
        return language.say("link.late", seconds=link.gathers_ms / 1000.0)
    return language.say("link.none" if link is None else f"link.{link.state}")


def link_help(link: LinkStatus | None, language: Language) -> str:
    """Return what the patient can do about the connection; empty when all is well."""
    if link is not None and link.trouble:
        return language.say(f"trouble_help.{link.trouble}")
    return language.say("help.scanning" if link is None else f"help.{link.state}")


def difference_words(difference_deg: float, language: Language) -> str:
    """Return how the angle stands to the reference's, as in "12° below your reference"."""
    if abs(difference_deg) < SAME_DEG:
        return language.say("angle.same")
    side = "above" if difference_deg > 0 else "below"
    return language.say(f"angle.{side}", degrees=abs(difference_deg))


def hold_words(left_s: int, language: Language) -> str:
    """Return how much longer the end is to be held, in whole seconds."""
    return language.say("hold.left", seconds=left_s) if left_s else language.say("hold.done")


def figure_words(value: float | None, form: str, language: Language) -> str:
    """Return a figure in the form `value.FORM` of the catalogue, or that there is none yet."""
    if value is None:
        return language.say("value.unknown")
    return language.say(f"value.{form}", value=value)


def drift_facts(drift: SensorDrift | None, language: Language) -> tuple[tuple[str, str], ...]:
    """Return names and figures of the gyroscope's drift, and how well the heading is known."""
    bias = heading = language.say("value.unknown")
    if drift is not None:
        bias, heading = bias_words(drift, language), heading_words(drift, language)
    return (language.say("fact.gyro_bias"), bias), (language.say("fact.heading"), heading)


def restart_words(stage: str, language: Language) -> str:
    """Return the sentence that tells that a process was started again."""
    kept = "watch" if stage == "watch" else "other"
    return language.say(f"restarted.{kept}", name=_name(stage, language))


def recording_words(recording: RecordingStatus, language: Language) -> str:
    """Return the sentence for a recording that cannot be written; empty when it can."""
    if recording.problem in ("none", "removed"):
        return ""
    kept_until = datetime.fromtimestamp(recording.kept_until_s)
    return language.say(f"recording.{recording.problem}", time=f"{kept_until:%H:%M:%S}")


def state_words(stage: StageStatus, language: Language) -> str:
    """Return the sentence for a process that does not run; empty when it does."""
    if stage.state not in ("silent", "restarting", "held_off", "failed"):
        return ""
    name = _name(stage.name, language)
    return language.say(f"notice.{stage.state}", name=name, words=stage.last_words)


def _name(stage: str, language: Language) -> str:
    if f"process.{stage}" in language.sentences:
        return language.say(f"process.{stage}")
    return language.say("process.other", name=stage)

"""How far a gyroscope has drifted, and how well the heading is known, in words."""

from edge.core.drift import SensorDrift
from edge.wording.language import Language


def bias_words(drift: SensorDrift, language: Language) -> str:
    """Return what the gyroscope reads at rest about x, y and z, each with its interval."""
    return ", ".join(
        language.say("value.bias", value=value, within=half)
        for value, half in zip(drift.gyro_bias_dps, drift.gyro_bias_95_dps, strict=True)
    )


def heading_words(drift: SensorDrift, language: Language) -> str:
    """Return how well the heading is known, and whether it still tells the movement's plane."""
    known = "known" if drift.plane_known else "lost"
    return language.say(f"value.heading_{known}", value=drift.heading_95_deg)

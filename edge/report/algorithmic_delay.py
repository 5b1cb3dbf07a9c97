"""Delays that no faster computer takes away: what filters, packets and exposure add by design."""

from collections.abc import Mapping
from typing import Any, Final

from edge.core.anchor import PIPELINE_RATE_HZ
from edge.signals.filters import LOW_PASS_SETTINGS, group_delay_s

MOVEMENT_HZ: Final = 1.0
"""The frequency of movement at which the filter's delay is given; an exercise is slower."""


def algorithmic_delay(stages: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return one line per delay: `{"name", "ms", "about"}`; `ms` is None where it is not known.

    Args:
        stages: the figures of the stages, for the periods that were measured.
    """
    return [
        {
            "name": "filter before the alignment",
            "ms": 1e3 * group_delay_s(PIPELINE_RATE_HZ, frequency_hz=MOVEMENT_HZ),
            "about": (
                f"group delay at {MOVEMENT_HZ:g} Hz of the Butterworth low-pass, order "
                f"{LOW_PASS_SETTINGS.order}, {LOW_PASS_SETTINGS.cutoff_hz:g} Hz at "
                f"{PIPELINE_RATE_HZ:g} Hz; the live angle does not pass through it"
            ),
        },
        {
            "name": "radio packet",
            "ms": _period_ms(stages, "watch", "Imu"),
            "about": "period of the packets: so long the oldest sample of one waits for the newest",
        },
        {
            "name": "camera frame",
            "ms": _period_ms(stages, "camera", "FrameRef"),
            "about": "period of the frames: so long a movement waits at most to be seen",
        },
        {
            "name": "camera exposure",
            "ms": None,
            "about": "cameras do not tell it; it is at most the period of the frames",
        },
    ]


def _period_ms(stages: Mapping[str, Any], stage: str, stream: str) -> float | None:
    period = stages.get(stage, {}).get("period", {}).get(stream)
    return None if period is None else float(period["p50"])

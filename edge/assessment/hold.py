"""A repetition whose end was to be held, made ready to be judged as a movement.

How long the end is held is asked for by the plan and judged by itself. The reference may have been
recorded without a hold, or with another one, so that the time at the far end must not count as
slowness or as a departure: before a repetition is compared, its hold is brought to the length of
the reference's own stay at the far end, by running the time faster or slower there and nowhere
else. Tempo, range, steadiness, lean and similarity are then those of the way out and the way back,
whatever the hold. Where the plan asks for no hold nothing of this happens.
"""

from dataclasses import replace

import numpy as np

from edge.core.anchor import PIPELINE_RATE_HZ, Anchor
from edge.core.arrays import Floats
from edge.core.messages.exercise import Repetition
from edge.repetitions.hold import Hold, longest_hold
from edge.signals.rotations import continuous


def with_hold_of(anchor: Anchor, repetition: Repetition) -> Repetition:
    """Return the repetition with its hold as long as the anchor's; its end time stays as it was.

    A repetition that never stands at its end is returned as it is.
    """
    own = longest_hold(repetition.angle_deg, anchor.rom_deg, PIPELINE_RATE_HZ)
    if own is None:
        return repetition
    usual = longest_hold(anchor.angle_deg, anchor.rom_deg, PIPELINE_RATE_HZ)
    steps = 0 if usual is None else usual.last - usual.first
    at = _places(own, max(steps, 1), len(repetition.angle_deg))
    orientation = _at(continuous(repetition.orientation), at)
    first_ns = int(repetition.t_ns[0])
    return replace(
        repetition,
        t_ns=first_ns + np.round(np.arange(len(at)) * (1e9 / PIPELINE_RATE_HZ)).astype(np.int64),
        signal=_at(repetition.signal, at),
        orientation=orientation / np.linalg.norm(orientation, axis=1, keepdims=True),
        angle_deg=_at(repetition.angle_deg[:, np.newaxis], at)[:, 0],
    )


def _places(hold: Hold, steps: int, count: int) -> Floats:
    """Return the (k,) places among `count` samples that take the hold in that many steps."""
    return np.concatenate(
        [
            np.arange(hold.first),
            np.linspace(hold.first, hold.last, steps + 1),
            np.arange(hold.last + 1, count),
        ]
    )


def _at(values: Floats, at: Floats) -> Floats:
    """Return the (k, c) values between the samples (n, c) of a signal."""
    samples = np.arange(len(values))
    columns = [np.interp(at, samples, column) for column in values.T]
    return np.ascontiguousarray(np.column_stack(columns))

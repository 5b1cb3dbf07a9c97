"""What the network that places faults sees of a signal, by number.

`models.inference.time_aligned` makes it.
"""

from typing import Final

CHANNELS: Final = 17
"""Acceleration (3), rate (3), angle (3), time, log speed, log restlessness of acceleration and of
rate, change of angle (3) and of time nearby."""
VECTORS: Final = (slice(0, 3), slice(3, 6), slice(6, 9), slice(13, 16))
"""Acceleration, rate, angle and its change."""
SETTING: Final = 4
"""What stays the same along a repetition: log of the anchor's duration (in 5 s), of its rate (in
rad/s), its acceleration over its rate (in m/s² per rad/s); and 1."""

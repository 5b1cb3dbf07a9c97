"""Constants of nature and of the house that more than one room needs."""

from typing import Final

import numpy as np

from edge.core.arrays import Floats

STANDARD_GRAVITY_M_S2: Final = 9.80665
"""What an accelerometer at rest measures along the vertical (ISO 80000-3)."""

UP: Final[Floats] = np.array([0.0, 0.0, 1.0])
"""(3,) the vertical in the world's frame."""
UP.setflags(write=False)

STEEP: Final = 0.7
"""An axis, as a unit vector, whose vertical part is larger than this is nearer to the vertical than
to level: it says nothing about the heading."""

LONGEST_REPETITION_S: Final = 40.0
"""A movement that has not come back after this, the prescribed hold not counted, is no repetition.
How much of the watch's stream is kept follows from it."""

LONGEST_HOLD_S: Final = 60
"""The longest hold at the end of a movement that a plan may prescribe."""

SILENCE_ENDS_S: Final = 600.0
"""A session whose watch has not been heard for this long ends by itself."""

COMPARED_S: Final = 30.0
"""How much is kept of what watch and camera both saw, the prescribed hold not counted. Of a slower
repetition the newest part is compared: `LONGEST_REPETITION_S` is for what may still be one, this
for what people do."""

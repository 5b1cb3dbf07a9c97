"""What a watch's stored calibration corrects, said before it is used."""

import numpy as np

from edge.signals.imu_calibration import Calibration
from edge.signals.rotations import to_rotation_vector
from edge.terminal.output import say


def say_correction(correction: Calibration | None) -> None:
    """Say that the watch is calibrated, and how it is turned; nothing where it is not."""
    if correction is None:
        return
    turned_deg = np.degrees(np.linalg.norm(to_rotation_vector(correction.wearing)))
    say(
        f"Calibrated watch: {correction.poses} still poses, and turned on the wrist by "
        f"{turned_deg:.0f}° against the reference."
    )

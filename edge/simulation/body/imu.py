"""The ideal watch: what a perfect accelerometer and gyroscope on this body would read.

Sensor axes on the wrist: x along the forearm towards the hand, z out of the back of the wrist,
y = z × x (to the thumb on the right wrist, to the little finger on the left), then turned by the
watch's roll about x and yaw about z as the patient wears it. On the shank x points towards the
foot and z out of its outer side.
"""

from collections.abc import Callable
from typing import Final

import numpy as np

from edge.avatar.kinematics import Frame, turn
from edge.core.arrays import Floats
from edge.core.constants import STANDARD_GRAVITY_M_S2, UP
from edge.core.exercises import Side, Worn
from edge.signals.rotations import conjugate, multiply, rotate
from edge.simulation.body.patient import PatientSettings

_STEP_S: Final = 5e-4
"""Step of the difference quotients: their error is below 1e-4 of the signal, noise 1e-6 m/s²."""
_RADIUS_SHARE: Final[dict[Worn, float]] = {"wrist": 0.017, "shank": 0.024}
"""Where the watch lies, from the segment's axis, as a share of body height."""
# From the frame of the hanging forearm or shank (x forward, y left, z up) to the sensor's.
_OUTSIDE: Final[dict[Side, Floats]] = {
    "right": np.array([0.5, 0.5, 0.5, -0.5]),
    "left": np.array([0.5, -0.5, 0.5, 0.5]),
}


def watch_frame(patient: PatientSettings, segment: Frame, worn: Worn) -> Frame:
    """Return the sensor's frame on that forearm or shank: axes as in the module's docstring."""
    outside = _OUTSIDE[patient.side]
    rolled = multiply(outside, turn("x", np.array(patient.watch_roll_deg)))
    strapped = multiply(rolled, turn("z", np.array(patient.watch_yaw_deg)))
    # The strap's roll moves the watch around the limb; it stays on the skin.
    skin_m = rotate(rolled, np.array([0.0, 0.0, _RADIUS_SHARE[worn] * patient.height_m]))
    offset_m = skin_m + np.array([0.0, 0.0, patient.watch_offset_m])
    return Frame(multiply(segment.rotation, strapped), segment.point(offset_m))


def ideal_imu(frame_at: Callable[[Floats], Frame], t_s: Floats) -> tuple[Frame, Floats, Floats]:
    """Return the sensor's frame, specific force (m/s²) and angular rate (rad/s) at n instants.

    Specific force is acceleration minus gravity; both signals, (n, 3) each, are in the sensor's
    own frame. Derivatives are central differences of fourth order on the continuous kinematics,
    so they do not depend on the sample rate.

    Args:
        frame_at: the sensor's frame as a function of time.
        t_s: (n,) instants in seconds.
    """
    around = frame_at(np.concatenate([t_s + k * _STEP_S for k in (-2, -1, 0, 1, 2)]))
    x = around.origin.reshape(5, -1, 3)
    acceleration = (16.0 * (x[1] + x[3]) - x[0] - x[4] - 30.0 * x[2]) / (12.0 * _STEP_S**2)
    q = around.rotation.reshape(5, -1, 4)
    change = (8.0 * (q[3] - q[1]) - (q[4] - q[0])) / (12.0 * _STEP_S)
    to_sensor = conjugate(q[2])
    gyro = 2.0 * multiply(to_sensor, change)[:, 1:]
    accel = rotate(to_sensor, acceleration + STANDARD_GRAVITY_M_S2 * UP)
    return Frame(q[2], x[2]), accel, gyro

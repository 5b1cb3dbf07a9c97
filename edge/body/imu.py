"""The ideal wrist sensor: what a perfect accelerometer and gyroscope on this body would read.

Sensor axes: x along the forearm towards the hand, z out of the back of the wrist, y = z × x (to
the thumb on the right wrist, to the little finger on the left), then turned by the watch's roll
about x and yaw about z as the patient wears it.
"""

from collections.abc import Callable
from typing import Final

import numpy as np
from scipy.spatial.transform import Rotation

from edge.body.kinematics import Frame, side_sign
from edge.body.patient import PatientSettings
from edge.messages import Floats

GRAVITY_M_S2: Final = 9.80665
_STEP_S: Final = 5e-4
"""Step of the difference quotients: their error is below 1e-4 of the signal, noise 1e-6 m/s²."""
_WRIST_RADIUS_SHARE: Final = 0.017


def watch_frame(patient: PatientSettings, wrist: Frame) -> Frame:
    """Return the sensor's frame on that wrist: axes as in the module's docstring."""
    sign = side_sign(patient.side)
    dorsal = Rotation.from_matrix([[0.0, -sign, 0.0], [0.0, 0.0, sign], [-1.0, 0.0, 0.0]])
    worn = Rotation.from_euler("XZ", [patient.watch_roll_deg, patient.watch_yaw_deg], degrees=True)
    # On the skin, where the watch's roll puts it.
    normal = dorsal.apply(
        Rotation.from_euler("X", patient.watch_roll_deg, degrees=True).apply([0.0, 0.0, 1.0])
    )
    offset_m = normal * _WRIST_RADIUS_SHARE * patient.height_m
    offset_m = offset_m + np.array([0.0, 0.0, patient.watch_offset_m])
    return Frame(wrist.rotation * (dorsal * worn), wrist.point(offset_m))


def ideal_imu(frame_at: Callable[[Floats], Frame], t_s: Floats) -> tuple[Frame, Floats, Floats]:
    """Return the sensor's frame, specific force (m/s²) and angular rate (rad/s) at n instants.

    Specific force is acceleration minus gravity, both of (n, 3) are in the sensor's own frame.
    Derivatives are central differences of fourth order on the continuous kinematics, so they do
    not depend on the sample rate.

    Args:
        frame_at: the sensor's frame as a function of time.
        t_s: (n,) instants in seconds.
    """
    count = len(t_s)
    around = frame_at(np.concatenate([t_s + k * _STEP_S for k in (-2, -1, 0, 1, 2)]))
    x = around.origin.reshape(5, count, 3)
    acceleration = (16.0 * (x[1] + x[3]) - x[0] - x[4] - 30.0 * x[2]) / (12.0 * _STEP_S**2)
    m = around.rotation.as_matrix().reshape(5, count, 3, 3)
    change = (8.0 * (m[3] - m[1]) - (m[4] - m[0])) / (12.0 * _STEP_S)
    rotation = Rotation.from_matrix(m[2])
    spin = np.swapaxes(m[2], 1, 2) @ change
    gyro = 0.5 * np.stack(
        [
            spin[:, 2, 1] - spin[:, 1, 2],
            spin[:, 0, 2] - spin[:, 2, 0],
            spin[:, 1, 0] - spin[:, 0, 1],
        ],
        axis=1,
    )
    accel = rotation.apply(acceleration + np.array([0.0, 0.0, GRAVITY_M_S2]), inverse=True)
    return Frame(rotation, x[2]), accel, gyro

"""The simulated patient shows how the watch is worn: arm hanging, forearm forward, hand on belly.

The poses of `calibration.placing`, held as people hold them: the arm hangs a little bent, the
forearm is level to some degrees, and the thumb points up to some more.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from edge.avatar.kinematics import Frame, wrist_frame
from edge.core.arrays import Floats
from edge.simulation.body.imu import ideal_imu, watch_frame
from edge.simulation.body.patient import PatientSettings
from edge.simulation.body.simulate import device_of
from edge.simulation.body.trajectory import minimum_jerk

JOINTS: Final = (
    "shoulder_plane",
    "shoulder_elevation",
    "shoulder_axial",
    "elbow_flexion",
    "forearm_supination",
)
_PLACING: Final = 6
"""Its stream of random numbers of a seed, beside those of `edge.simulation.body.simulate`."""
_TREMOR_HZ: Final = 5.5


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SimulatedPlacing:
    """A recording of the three poses, and who made it.

    Attributes:
        patient: `side`, `watch_roll_deg` and `watch_yaw_deg` are what is to be told.
        t_s: (n,) sample times from 0.
        accel_m_s2: (n, 3) specific force as the watch reads it.
        gyro_rad_s: (n, 3) angular rate as the watch reads it.
    """

    patient: PatientSettings
    t_s: Floats
    accel_m_s2: Floats
    gyro_rad_s: Floats


def simulate_placing(
    patient: PatientSettings, *, seed: int, rate_hz: float = 50.0
) -> SimulatedPlacing:
    """Return what the watch reads while that person goes through the three poses.

    Args:
        patient: who does it, and how the watch is worn.
        seed: the device, and how the poses are held.
        rate_hz: sample rate.
    """
    rng = np.random.default_rng([seed, _PLACING])
    poses_deg = _poses_deg(patient, rng)
    holds_s, moves_s = rng.uniform(2.4, 3.5, 3), rng.uniform(0.9, 1.6, 2)
    starts_s = np.cumsum(holds_s[:2]) + np.append(0.0, moves_s[0])
    duration_s = float(holds_s.sum() + moves_s.sum())
    sway_rad = rng.uniform(0.0, 2.0 * np.pi, 4)

    def frame_at(t_s: Floats) -> Frame:
        moved = [
            minimum_jerk((t_s - start) / move)
            for start, move in zip(starts_s, moves_s, strict=True)
        ]
        steps = np.diff(poses_deg, axis=0)
        joints = poses_deg[0] + moved[0][:, None] * steps[0] + moved[1][:, None] * steps[1]
        tremor = patient.physiological_tremor_deg * np.sin(
            2.0 * np.pi * _TREMOR_HZ * t_s[:, None] + sway_rad[None, :2]
        )
        joints[:, 3:] += tremor
        angles = {
            f"{patient.side}_{name}_deg": column
            for name, column in zip(JOINTS, joints.T, strict=True)
        }
        for name, hz, phase in (
            ("leg_forward_deg", 0.3, sway_rad[2]),
            ("leg_side_deg", 0.23, sway_rad[3]),
        ):
            angles[name] = patient.sway_deg * np.sin(2.0 * np.pi * hz * t_s + phase)
        return watch_frame(patient, wrist_frame(angles, patient.skeleton, patient.side), "wrist")

    t_s = np.arange(round(duration_s * rate_hz)) / rate_hz
    _, accel, gyro = ideal_imu(frame_at, t_s)
    read = device_of(seed).measure(accel, gyro, rate_hz=rate_hz, rng=rng)
    return SimulatedPlacing(patient=patient, t_s=t_s, accel_m_s2=read[0], gyro_rad_s=read[1])


def _poses_deg(patient: PatientSettings, rng: np.random.Generator) -> Floats:
    """Return the angles (3, 5) of `JOINTS` in the three poses."""
    slack_deg = 0.5 * patient.carry_deg + abs(rng.normal(0.0, 2.0))
    supination_deg = patient.roll_deg + rng.normal(0.0, 9.0)
    return np.array(
        [
            [
                rng.uniform(30.0, 100.0),
                slack_deg,
                rng.normal(0.0, 8.0),
                patient.carry_deg + abs(rng.normal(0.0, 3.0)),
                rng.normal(0.0, 15.0),
            ],
            [
                90.0 + rng.normal(0.0, 10.0),
                slack_deg,
                rng.normal(0.0, 8.0),
                90.0 + rng.normal(0.0, 8.0),
                supination_deg,
            ],
            [
                90.0 + rng.normal(0.0, 10.0),
                slack_deg + abs(rng.normal(0.0, 4.0)),
                -rng.uniform(50.0, 80.0),
                95.0 + rng.normal(0.0, 8.0),
                supination_deg + rng.normal(0.0, 8.0),
            ],
        ]
    )

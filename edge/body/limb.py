"""The exercising limb as the watch feels it: the sensor's frame over time, and the angle turned."""

from dataclasses import dataclass

import numpy as np
from scipy.spatial.transform import Rotation

from edge.body.course import Course, Drive
from edge.body.imu import watch_frame
from edge.body.kinematics import Frame, Skeleton, wrist_frame
from edge.body.movements import joint_angles
from edge.body.patient import PatientSettings
from edge.messages import Floats


@dataclass(frozen=True, slots=True)
class Limb:
    """The exercising limb as a function of time, and its rest pose and main axis."""

    patient: PatientSettings
    course: Course

    def sensor_at(self, t_s: Floats) -> Frame:
        """Return the frame of the sensor at n instants, seconds from the start."""
        return self._sensor(self.course.at(t_s))

    def rest_and_axis(self) -> tuple[Rotation, Floats]:
        """Return the sensor's orientation at rest and the world axis of the pure movement."""
        zero = np.zeros(2)
        progress = np.array([0.0, 1.0])
        ends = self._sensor(
            Drive(
                progress=progress,
                move_deg=progress * self.patient.rom_deg,
                lean_deg=zero,
                cross_deg=zero,
                roll_deg=zero,
                sway_forward_deg=zero,
                sway_side_deg=zero,
                breath_deg=zero,
            )
        ).rotation
        turn = (ends[1] * ends[0].inv()).as_rotvec()
        return ends[0], turn / np.linalg.norm(turn)

    def _sensor(self, drive: Drive) -> Frame:
        angles = joint_angles(self.patient, drive)
        skeleton = Skeleton(height_m=self.patient.height_m)
        return watch_frame(self.patient, wrist_frame(angles, skeleton, self.patient.side))


def twist_deg(rotations: Rotation, axis: Floats) -> Floats:
    """Return the part of each rotation about `axis` (swing–twist decomposition), −180 to 180."""
    quaternion = rotations.as_quat(canonical=True)
    along = quaternion[..., :3] @ axis
    twist: Floats = np.rad2deg(2.0 * np.arctan2(along, quaternion[..., 3]))
    return twist

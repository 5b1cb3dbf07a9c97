"""The exercising limb as the watch feels it: the sensor's frame over time, and the angle turned."""

from dataclasses import dataclass

import numpy as np

from edge.avatar.kinematics import Frame, shank_frame, wrist_frame
from edge.core.arrays import Floats
from edge.core.exercises import EXERCISES
from edge.signals.rotations import conjugate, multiply, to_rotation_vector, twist_rad
from edge.simulation.body.imu import watch_frame
from edge.simulation.body.movements import joint_angles
from edge.simulation.body.patient import PatientSettings
from edge.simulation.body.trajectory import Course, Drive


@dataclass(frozen=True, slots=True)
class Limb:
    """The exercising limb as a function of time, and its rest pose and main axis."""

    patient: PatientSettings
    course: Course

    def sensor_at(self, t_s: Floats) -> Frame:
        """Return the frame of the sensor at n instants, seconds from the start."""
        return self._sensor(self.course.at(t_s))

    def rest_and_axis(self) -> tuple[Floats, Floats]:
        """Return the sensor's orientation (4,) at rest and the pure movement's axis (3,) in it."""
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
        turn = to_rotation_vector(multiply(conjugate(ends[0]), ends[1]))
        return ends[0], turn / np.linalg.norm(turn)

    def _sensor(self, drive: Drive) -> Frame:
        patient = self.patient
        worn = EXERCISES[patient.exercise].worn
        segment = wrist_frame if worn == "wrist" else shank_frame
        angles = joint_angles(patient, drive)
        return watch_frame(patient, segment(angles, patient.skeleton, patient.side), worn)


def turned_deg(orientation: Floats, rest: Floats, axis: Floats) -> Floats:
    """Return the angles (n,) by which orientations (n, 4) are turned from rest about `axis`.

    The twist of the swing–twist decomposition, from −180 to 180.
    """
    twist_deg = np.rad2deg(twist_rad(multiply(conjugate(rest), orientation), axis))
    return (twist_deg + 180.0) % 360.0 - 180.0

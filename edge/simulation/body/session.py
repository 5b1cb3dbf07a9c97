"""What a simulation yields: signals, truth, and the body at any instant."""

from collections.abc import Mapping
from dataclasses import dataclass

from edge.avatar.kinematics import joint_positions
from edge.avatar.proportions import Skeleton
from edge.core.arrays import Floats
from edge.simulation.body.patient import PatientSettings
from edge.simulation.body.rules import Impairment


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueRepetition:
    """One repetition as it really was.

    Attributes:
        start_s: the limb leaves its rest pose.
        end_s: it is back.
        rom_deg: largest angle that the limb turns relative to the world about the movement's
            axis, from its angle at the start; a helping lean included, as a watch sees it.
        joint_rom_deg: angle of the moving joint alone.
        lean_deg: trunk lean that helped.
        tremor_deg: tremor amplitude of the moving joint.
        hold_s: time at the far end.
        impairment: what is wrong by the rule of `edge.simulation.body.rules`, None if nothing is.
    """

    start_s: float
    end_s: float
    rom_deg: float
    joint_rom_deg: float
    lean_deg: float
    tremor_deg: float
    hold_s: float
    impairment: Impairment | None

    @property
    def tempo_s(self) -> float:
        """Duration."""
        return self.end_s - self.start_s


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SimulatedSession:
    """A simulated recording with everything that is true about it.

    Attributes:
        patient: who moved; `patient.rom_deg` and `patient.tempo_s` are the references.
        rate_hz: sample rate.
        t_s: (n,) sample times from 0.
        accel_m_s2: (n, 3) specific force as the watch reads it, gravity included.
        gyro_rad_s: (n, 3) angular rate as the watch reads it.
        ideal_accel_m_s2: (n, 3) specific force without any error.
        ideal_gyro_rad_s: (n, 3) angular rate without any error.
        orientation: (n, 4) true quaternion w, x, y, z, sensor to world (z up).
        position_m: (n, 3) true position of the sensor.
        angle_deg: (n,) true angle of the limb about the movement's axis from its rest pose,
            positive outward.
        axis: (3,) that axis in the sensor's frame at rest, a unit vector.
        truth: the repetitions, in order.
        joint_angles: (n,) degrees by name, see `edge.avatar.kinematics.JOINT_ANGLES`.
    """

    patient: PatientSettings
    rate_hz: float
    t_s: Floats
    accel_m_s2: Floats
    gyro_rad_s: Floats
    ideal_accel_m_s2: Floats
    ideal_gyro_rad_s: Floats
    orientation: Floats
    position_m: Floats
    angle_deg: Floats
    axis: Floats
    truth: tuple[TrueRepetition, ...]
    joint_angles: Mapping[str, Floats]

    @property
    def skeleton(self) -> Skeleton:
        """Segment lengths of the body."""
        return self.patient.skeleton

    def body(self, index: int) -> dict[str, Floats]:
        """Return the (3,) world position in metres of every joint at that sample."""
        now = {name: angle[[index]] for name, angle in self.joint_angles.items()}
        return {name: xyz[0] for name, xyz in joint_positions(now, self.skeleton).items()}

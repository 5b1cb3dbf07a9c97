"""Who is simulated: body size, habits of movement, and how the watch is worn."""

from dataclasses import dataclass
from typing import Annotated, Final, get_args, get_type_hints

import numpy as np

from edge.avatar.proportions import LEG_SHARE, Skeleton
from edge.core.errors import ExerciseError
from edge.core.exercises import Side, exercise_named, number_of
from edge.simulation.body.errors import BodyError


@dataclass(frozen=True, slots=True)
class Bounds:
    """Closed interval in which a parameter makes sense."""

    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientSettings:
    """One person doing one exercise on one side, as the therapist taught it.

    The bounds beside each number are what the model is meant for; `draw_patient` stays well
    within them.

    Attributes:
        exercise: name of the exercise, a key of `edge.core.exercises.EXERCISES`.
        side: the side that moves and wears the watch; for the trunk, that of the arm that wears it.
        height_m: body height; segment lengths follow from it.
        leg_share: ankle to hip as a share of body height; long legs go with a short trunk.
        rom_deg: range of motion of a correct repetition, the person's reference.
        outward_s: duration of the way out of a correct repetition.
        hold_s: time spent at the far end.
        returning_s: duration of the way back.
        rom_variability: natural standard deviation of the range between repetitions, as a share;
            no repetition departs by more than two and a half of them.
        tempo_variability: the same of the duration.
        plane_deg: how far forward of the frontal plane the arm is raised to the side (scaption),
            or inward of the sagittal plane when it is raised to the front.
        carry_deg: elbow flexion while the arm is meant to be straight, and slack of rest poses.
        roll_deg: turning of the forearm about its own axis that accompanies the movement.
        ripple: unevenness of a natural movement (1.5–3 Hz) as a share of its range.
        tremor_hz: frequency of tremor.
        physiological_tremor_deg: tremor amplitude that everybody has.
        sway_deg: amplitude of postural sway about the ankles.
        breath_deg: amplitude of the thorax's pitch in breathing.
        lumbar_share: share of a trunk bend that the lumbar spine takes.
        thoracic_share: share that the thoracic spine takes; the hips take the rest.
        lean_onset: share of the way out after which a compensating lean sets in.
        watch_offset_m: from the wrist towards the elbow to the sensor, or from the ankle towards
            the knee.
        watch_roll_deg: turn of the watch about the forearm from the dorsal mid-line.
        watch_yaw_deg: turn of the strap about the normal of the display.
    """

    exercise: str
    side: Side
    height_m: Annotated[float, Bounds(1.4, 2.1)] = 1.72
    leg_share: Annotated[float, Bounds(0.46, 0.52)] = LEG_SHARE
    rom_deg: Annotated[float, Bounds(10.0, 160.0)]
    outward_s: Annotated[float, Bounds(0.4, 6.0)] = 1.45
    hold_s: Annotated[float, Bounds(0.0, 5.0)] = 0.4
    returning_s: Annotated[float, Bounds(0.4, 6.0)] = 1.65
    rom_variability: Annotated[float, Bounds(0.0, 0.03)] = 0.02
    tempo_variability: Annotated[float, Bounds(0.0, 0.05)] = 0.03
    plane_deg: Annotated[float, Bounds(-10.0, 45.0)] = 8.0
    carry_deg: Annotated[float, Bounds(0.0, 20.0)] = 7.0
    roll_deg: Annotated[float, Bounds(-15.0, 15.0)] = 3.0
    ripple: Annotated[float, Bounds(0.0, 0.01)] = 0.003
    tremor_hz: Annotated[float, Bounds(4.0, 8.0)] = 5.5
    physiological_tremor_deg: Annotated[float, Bounds(0.0, 0.05)] = 0.02
    sway_deg: Annotated[float, Bounds(0.0, 1.0)] = 0.2
    breath_deg: Annotated[float, Bounds(0.0, 1.0)] = 0.3
    lumbar_share: Annotated[float, Bounds(0.2, 0.6)] = 0.4
    thoracic_share: Annotated[float, Bounds(0.05, 0.35)] = 0.15
    lean_onset: Annotated[float, Bounds(0.0, 0.5)] = 0.15
    watch_offset_m: Annotated[float, Bounds(0.0, 0.08)] = 0.03
    watch_roll_deg: Annotated[float, Bounds(-180.0, 180.0)] = 0.0
    watch_yaw_deg: Annotated[float, Bounds(-180.0, 180.0)] = 0.0

    def __post_init__(self) -> None:
        """Check the names and bounds.

        Raises:
            BodyError: a value is out of bounds, or exercise or side is unknown.
        """
        try:
            exercise_named(self.exercise)
        except ExerciseError as error:
            raise BodyError(str(error)) from None
        if self.side not in get_args(Side):
            raise BodyError(f"side is {self.side!r}", remedy="give 'left' or 'right'")
        for name, bounds in PARAMETER_BOUNDS.items():
            value = getattr(self, name)
            if not bounds.low <= value <= bounds.high:
                raise BodyError(
                    f"{name} is {value:g}",
                    remedy=f"give a value from {bounds.low:g} to {bounds.high:g}",
                )

    @property
    def skeleton(self) -> Skeleton:
        """Segment lengths of the body."""
        return Skeleton(height_m=self.height_m, leg_share=self.leg_share)

    @property
    def tempo_s(self) -> float:
        """Duration of a correct repetition."""
        return self.outward_s + self.hold_s + self.returning_s


def _declared_bounds() -> dict[str, Bounds]:
    hints = get_type_hints(PatientSettings, include_extras=True)
    return {
        name: bounds
        for name, hint in hints.items()
        for bounds in getattr(hint, "__metadata__", ())
        if isinstance(bounds, Bounds)
    }


PARAMETER_BOUNDS: Final[dict[str, Bounds]] = _declared_bounds()
"""Bounds of every numeric parameter of `PatientSettings`, by name."""

_WEARING_ROLL_SD_DEG: Final = 8.0
_WEARING_YAW_SD_DEG: Final = 4.0


def draw_patient(
    *, exercise: str, side: Side = "right", seed: int, wearing: int = 0
) -> PatientSettings:
    """Return the person of that seed: the same body and habits on every call.

    Args:
        exercise: what the person does; only what depends on the exercise depends on it.
        side: left or right.
        seed: the person.
        wearing: which time the watch was put on; 0 is when the anchor was recorded, every other
            number turns the watch on the limb by several degrees.

    Raises:
        BodyError: exercise or side is unknown.
    """
    try:
        reference_rom_deg = exercise_named(exercise).movement.reference_rom_deg
    except ExerciseError as error:
        raise BodyError(str(error)) from None
    person = np.random.default_rng([seed, 0])
    taught = np.random.default_rng([seed, 1, number_of(exercise)])
    strap = np.random.default_rng([seed, 2, wearing])
    return PatientSettings(
        exercise=exercise,
        side=side,
        height_m=person.uniform(1.52, 1.92),
        plane_deg=person.uniform(0.0, 15.0),
        carry_deg=person.uniform(3.0, 12.0),
        roll_deg=person.uniform(-6.0, 6.0),
        ripple=person.uniform(0.0015, 0.005),
        tremor_hz=person.uniform(4.2, 7.0),
        physiological_tremor_deg=person.uniform(0.01, 0.03),
        sway_deg=person.uniform(0.08, 0.25),
        breath_deg=person.uniform(0.1, 0.3),
        lumbar_share=person.uniform(0.35, 0.5),
        thoracic_share=person.uniform(0.1, 0.2),
        lean_onset=person.uniform(0.0, 0.3),
        watch_offset_m=person.uniform(0.02, 0.05),
        rom_deg=taught.uniform(*reference_rom_deg),
        outward_s=taught.uniform(1.3, 1.6),
        hold_s=taught.uniform(0.3, 0.5),
        returning_s=taught.uniform(1.5, 1.8),
        watch_roll_deg=strap.normal(0.0, _WEARING_ROLL_SD_DEG),
        watch_yaw_deg=strap.normal(0.0, _WEARING_YAW_SD_DEG),
    )

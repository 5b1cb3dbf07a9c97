"""The anchor: the therapist-supervised reference repetition that everything is compared with.

Recording, choosing and storing anchors is `calibration.anchor`; this is what they yield.
"""

from dataclasses import dataclass
from typing import Annotated, Final

from edge.core.arrays import AXES, FREE, WXYZ, XYZ, Floats, Shape
from edge.core.exercises import Side

PIPELINE_RATE_HZ: Final = 50.0
"""The uniform rate to which `motion` resamples every watch, so that anchors fit any watch."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Anchor:
    """One reference repetition at `PIPELINE_RATE_HZ`.

    Attributes:
        exercise: name of the exercise.
        side: the side it was recorded on.
        signal: (m, 6) the axes of `edge.core.arrays.AXES`, calibrated, not low-passed.
        orientation: (m, 4) quaternions w, x, y, z, sensor to world (z up, heading arbitrary).
        angle_deg: (m,) angle about `axis`, 0 at the start, positive outward.
        axis: (3,) unit vector, main axis of rotation in the sensor's frame at rest.
        rom_deg: range of motion, the largest of `angle_deg`.
        stability: NJS of the movement, larger is smoother.
        tempo_s: duration.
        spread: mean DTW cost per path step among the recorded repetitions (normalised signals):
            how much a good repetition of this person differs from another one.
        rom_spread_deg: standard deviation of the range of motion among them.
        arm_length_m: distance from the joint's centre to the watch fitted from the recording,
            None where the movement does not tell.
        recorded: what it was recorded from, in words; says so when it is simulated.
        simulated: the recording was not of a person.
        lean_spread_deg: how much the trunk's lean differs among the recorded repetitions, as far
            as the watch can tell; 0 where that was not asked.
        others: (k, 6) each, the other recorded repetitions, as if worn like this one; empty in a
            reference that kept none.
    """

    exercise: str
    side: Side
    signal: Annotated[Floats, Shape(("m", AXES))]
    orientation: Annotated[Floats, Shape(("m", WXYZ))]
    angle_deg: Annotated[Floats, Shape(("m",))]
    axis: Annotated[Floats, Shape((XYZ,))]
    rom_deg: float
    stability: float
    tempo_s: float
    spread: float
    rom_spread_deg: float
    arm_length_m: float | None
    recorded: str
    simulated: bool
    lean_spread_deg: float = 0.0
    others: tuple[Annotated[Floats, Shape((FREE, AXES))], ...] = ()

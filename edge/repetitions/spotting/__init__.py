"""Every execution of an exercise in a recording: where, which exercise, and of which type.

An execution leaves the rest pose and comes back to it. So it is found as an excursion of the
sensors' orientation towards gravity, along the direction in which a therapist's templates move;
template and recording are compared by DTW; and the executions of one recording are classified by
how long and how far they go, starting from the templates and adapting to the person's day.
"""

from edge.repetitions.spotting.execution_types import execution_types_of
from edge.repetitions.spotting.pose_motion import PoseMotion, most_moving, motion_of
from edge.repetitions.spotting.recognition import Recognised, Spotted, recognise, spot
from edge.repetitions.spotting.reference import Reference, Template, reference_of

__all__ = [
    "PoseMotion",
    "Recognised",
    "Reference",
    "Spotted",
    "Template",
    "execution_types_of",
    "most_moving",
    "motion_of",
    "recognise",
    "reference_of",
    "spot",
]

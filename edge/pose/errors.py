"""The one error of this package."""

from edge.core.errors import PhysioError


class PoseError(PhysioError, ValueError):
    """A pose engine or its model cannot be used; the message says why and what to do."""

    usual_cause = "no_pose_engine"

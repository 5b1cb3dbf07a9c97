"""The one error of this package."""

from edge.core.errors import PhysioError


class SupervisorError(PhysioError, RuntimeError):
    """The processes cannot be started at all."""

    usual_cause = "cannot_start"

"""The errors of this package."""

from edge.core.errors import PhysioError


class SupervisorError(PhysioError, RuntimeError):
    """The processes cannot be started at all."""

    usual_cause = "cannot_start"


class AbsenceError(SupervisorError):
    """A session ran to its end, and a process that it needs was away for a time."""

    usual_cause = "was_away"

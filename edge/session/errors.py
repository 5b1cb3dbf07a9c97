"""The error of sessions that cannot begin, or did not go well."""

from edge.core.errors import PhysioError


class SessionError(PhysioError, RuntimeError):
    """A session cannot begin, or not all of it is kept; the message says what and where."""

    usual_cause = "session"

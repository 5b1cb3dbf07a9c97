"""The one error of this package."""

from edge.core.errors import PhysioError


class SignalError(PhysioError, ValueError):
    """A signal, or a setting for it, that cannot be processed; the message says what to change."""

    usual_cause = "bad_signal"

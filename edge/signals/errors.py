"""The one error of this package."""


class SignalError(ValueError):
    """A signal, or a setting for it, that cannot be processed; the message says what to change."""

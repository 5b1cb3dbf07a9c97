"""The one error of this package."""


class ExplainError(ValueError):
    """What cannot be explained, or a setting that is not possible; the message says why."""

"""The one error of this package."""


class EvaluationError(ValueError):
    """The data or settings of an evaluation do not fit; the message says what to change."""

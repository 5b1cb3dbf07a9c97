"""The one error of this package."""

from edge.core.errors import PhysioError


class ExplainError(PhysioError, ValueError):
    """What cannot be explained, or a setting that is not possible; the message says why."""

    usual_cause = "cannot_explain"

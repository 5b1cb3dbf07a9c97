"""The one error of this package."""

from edge.core.errors import PhysioError


class RiskError(PhysioError, ValueError):
    """What was measured or answered cannot be judged; the message says why."""

    usual_cause = "cannot_be_judged"

"""The one error of this package."""

from edge.core.errors import PhysioError


class CohortError(PhysioError, ValueError):
    """A cohort was asked for that cannot be; the message says what to change."""

    usual_cause = "bad_cohort"

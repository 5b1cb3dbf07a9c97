"""The one error of this package."""

from edge.core.errors import PhysioError


class PageError(PhysioError, ValueError):
    """The page cannot show what it was given; the message says why."""

    usual_cause = "cannot_show"

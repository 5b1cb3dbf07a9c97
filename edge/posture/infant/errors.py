"""The one error of this package."""

from edge.core.errors import PhysioError


class InfantError(PhysioError, ValueError):
    """The movement of an infant cannot be used; the message says why and what to do."""

    usual_cause = "unusable_movement"

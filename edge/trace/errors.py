"""The one error of this package."""

from edge.core.errors import PhysioError


class TraceError(PhysioError, ValueError):
    """The trace cannot be written where it should be."""

    usual_cause = "trace_not_written"

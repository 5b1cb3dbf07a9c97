"""The one error of this package."""

from edge.core.errors import PhysioError


class LatencyReportError(PhysioError, ValueError):
    """There are no latency figures to report."""

    usual_cause = "no_latencies"

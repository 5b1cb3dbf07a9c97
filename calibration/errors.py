"""The error of this package; what is wrong with its files is `edge.records.errors`."""

from edge.records.errors import CalibrationError


class PlacementError(CalibrationError):
    """How the watch sits now cannot be determined from what was recorded."""

    usual_cause = "placement_unclear"

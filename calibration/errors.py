"""The errors of this package; what is wrong with its files is `edge.records.errors`."""

from edge.records.errors import CalibrationError


class PlacementError(CalibrationError):
    """How the watch sits now cannot be determined from what was recorded."""

    usual_cause = "placement_unclear"


class ThresholdError(CalibrationError):
    """No tolerances can be learnt from these repetitions."""

    usual_cause = "no_thresholds"

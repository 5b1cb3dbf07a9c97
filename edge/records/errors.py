"""The errors of what is kept: `CalibrationError` and below it one per kind of file."""


class CalibrationError(ValueError):
    """A calibration cannot be made or read; the message says what to do about it."""


class AnchorError(CalibrationError):
    """A reference repetition cannot be made, found or read."""


class ImuCalibrationError(CalibrationError):
    """Bias and scale of a watch cannot be found from what was recorded."""

"""The errors of this package: `CalibrationError` and below it one per kind of calibration."""


class CalibrationError(ValueError):
    """A calibration cannot be made or read; the message says what to do about it."""


class AnchorError(CalibrationError):
    """A reference repetition cannot be made, found or read."""

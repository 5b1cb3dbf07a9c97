"""The errors of what is kept: one base, and below it one class per kind of file."""

from collections.abc import Sequence
from typing import Self

from edge.core.errors import PhysioError


class RecordsError(PhysioError, ValueError):
    """Base of every error of `edge.records`: something that is kept cannot be read or written."""

    usual_cause = "bad_record"


class FieldError(RecordsError):
    """Settings are missing, unknown or out of bounds; the message names each with its path.

    Attributes:
        problems: a sentence about each setting that is wrong.
    """

    usual_cause = "bad_field"

    def __init__(
        self,
        message: str,
        *,
        cause: str | None = None,
        remedy: str = "",
        problems: tuple[str, ...] = (),
    ) -> None:
        super().__init__(message, cause=cause, remedy=remedy)
        self.problems: tuple[str, ...] = problems or (str(self),)

    @classmethod
    def of(cls, problems: Sequence[str], where: str = "") -> Self:
        """Return the error about one problem or several, with the place of all in front."""
        front = f"{where}: " if where else ""
        if len(problems) == 1:
            return cls(front + problems[0], problems=tuple(problems))
        lines = "".join(f"\n  {problem}" for problem in problems)
        return cls(f"{front}{len(problems)} things are wrong:{lines}", problems=tuple(problems))


class PlanError(FieldError):
    """A plan cannot be used; the message names the field and what would be right."""

    usual_cause = "bad_plan"


class RecordingError(RecordsError):
    """A recording cannot be read at all."""

    usual_cause = "bad_recording"


class HistoryError(RecordsError):
    """The history cannot be read; the message names the file and the line."""

    usual_cause = "bad_history"


class ConsentError(RecordsError):
    """The patient's agreement cannot be read, so that it is taken for none."""

    usual_cause = "bad_consent"


class HubLinkError(RecordsError):
    """The link to the therapist's hub cannot be read."""

    usual_cause = "bad_hub_link"


class OutboxError(RecordsError):
    """What waits for the hub cannot be read or kept; the message names the file."""

    usual_cause = "bad_outbox"


class CalibrationError(RecordsError):
    """A calibration cannot be made or read; the message says what to do about it."""

    usual_cause = "bad_calibration"


class AnchorError(CalibrationError):
    """A reference repetition cannot be made, found or read."""

    usual_cause = "bad_anchor"


class ToleranceError(CalibrationError):
    """Learnt tolerances cannot be found or read."""

    usual_cause = "bad_tolerances"


class ImuCalibrationError(CalibrationError):
    """Bias and scale of a watch cannot be found from what was recorded."""

    usual_cause = "bad_imu_calibration"


class CameraPlaceError(CalibrationError):
    """Where a camera stands cannot be found or read."""

    usual_cause = "bad_camera_place"

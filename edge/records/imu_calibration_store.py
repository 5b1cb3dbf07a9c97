"""Calibrations of watches on disk: one JSON file each, in one folder per patient.

`<root>/<patient>/watches/<name>.json`; every number round-trips exactly.
"""

from pathlib import Path
from typing import Final

from edge.records.codec import FileCodec
from edge.records.errors import ImuCalibrationError
from edge.records.patient_files import PatientFiles
from edge.records.plausible import calibration_fault
from edge.signals.imu_calibration import ImuCalibration

CALIBRATION_CODEC: Final = FileCodec(
    ImuCalibration,
    noun="calibration",
    remedy="make it anew",
    error=ImuCalibrationError,
    fault=calibration_fault,
)
CALIBRATIONS: Final = PatientFiles(
    CALIBRATION_CODEC,
    folder="watches",
    noun="calibration of the watch",
    command="physio calibrate imu",
    error=ImuCalibrationError,
)


def calibration_if_known(root: Path, patient: str, name: str) -> ImuCalibration | None:
    """Return a stored calibration; None if there is none of that name.

    Raises:
        ImuCalibrationError: its file is damaged.
    """
    known = name in CALIBRATIONS.names(root, patient)
    return CALIBRATIONS.load(root, patient, name) if known else None

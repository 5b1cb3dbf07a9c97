"""Calibrations of watches on disk: one JSON file each, in one folder per patient.

`<root>/<patient>/watches/<name>.json`; every number round-trips exactly.
"""

import dataclasses
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, get_type_hints

import numpy as np

from calibration.errors import ImuCalibrationError
from calibration.imu import Calibration
from calibration.patient_files import PatientFiles
from edge.messages import Floats

SCHEMA: Final = 1

_FILES: Final = PatientFiles("watches", "watch", ImuCalibrationError)
_ARRAYS: Final = {name for name, kind in get_type_hints(Calibration).items() if kind == Floats}


def calibration_to_json(calibration: Calibration) -> str:
    """Return the calibration as JSON; `calibration_from_json` gives it back exactly."""
    row: dict[str, Any] = {"schema": SCHEMA}
    for field in dataclasses.fields(calibration):
        value = getattr(calibration, field.name)
        row[field.name] = value.tolist() if field.name in _ARRAYS else value
    return json.dumps(row, indent=1) + "\n"


def calibration_from_json(text: str) -> Calibration:
    """Return the calibration that `calibration_to_json` wrote.

    Raises:
        ImuCalibrationError: the text is not a calibration of this schema.
    """
    try:
        row = json.loads(text)
    except json.JSONDecodeError as error:
        raise ImuCalibrationError(f"the calibration is not valid JSON: {error}") from error
    if not isinstance(row, Mapping) or row.get("schema") != SCHEMA:
        raise ImuCalibrationError(f"the calibration is not of schema {SCHEMA}; make it anew")
    values = {name: value for name, value in row.items() if name != "schema"}
    try:
        values |= {name: np.array(values[name], dtype=np.float64) for name in _ARRAYS}
        calibration = Calibration(**values)
    except (KeyError, TypeError, ValueError) as error:
        raise ImuCalibrationError(f"the calibration is damaged ({error}); make it anew") from error
    for name in _ARRAYS:
        expected = (4,) if name == "wearing" else (3,)
        if values[name].shape != expected or not np.isfinite(values[name]).all():
            raise ImuCalibrationError(f"{name} of the calibration is damaged; make it anew")
    return calibration


def save_calibration(root: Path, patient: str, name: str, calibration: Calibration) -> Path:
    """Store the calibration in the patient's folder, replacing one of that name; return the file.

    Raises:
        ImuCalibrationError: the patient or the name cannot be part of a file's name.
    """
    return _FILES.save(root, patient, name, calibration_to_json(calibration))


def load_calibration(root: Path, patient: str, name: str) -> Calibration:
    """Return a stored calibration.

    Raises:
        ImuCalibrationError: there is none of that name, or its file is damaged.
    """
    path = _FILES.path(root, patient, name)
    try:
        return calibration_from_json(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ImuCalibrationError(
            f"{patient} has no calibration of the watch {name!r}; "
            "make one with 'physio calibrate imu'"
        ) from None
    except ImuCalibrationError as error:
        raise ImuCalibrationError(f"{path}: {error}") from error


def calibration_if_known(root: Path, patient: str, name: str) -> Calibration | None:
    """Return a stored calibration; None if there is none of that name.

    Raises:
        ImuCalibrationError: its file is damaged.
    """
    known = name in calibration_names(root, patient)
    return load_calibration(root, patient, name) if known else None


def calibration_names(root: Path, patient: str) -> tuple[str, ...]:
    """Return the names of the patient's calibrated watches, sorted; empty if there are none."""
    return _FILES.names(root, patient)

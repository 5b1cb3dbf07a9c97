"""Where a patient's cameras stand: one JSON file each, in one folder per patient.

`<root>/<patient>/cameras/<name>.json`; every number round-trips exactly.
"""

import re
from pathlib import Path
from typing import Final

from edge.records.codec import FileCodec
from edge.records.errors import CameraPlaceError
from edge.records.patient_files import PatientFiles
from edge.records.plausible import camera_place_fault
from edge.signals.camera_place import CameraPlace

CAMERA_PLACE_CODEC: Final = FileCodec(
    CameraPlace,
    noun="calibration",
    remedy="make it anew",
    error=CameraPlaceError,
    fault=camera_place_fault,
)
CAMERA_PLACES: Final = PatientFiles(
    CAMERA_PLACE_CODEC,
    folder="cameras",
    noun="calibration of the camera",
    command="physio calibrate camera",
    error=CameraPlaceError,
)


def camera_place_if_known(root: Path, patient: str, name: str) -> CameraPlace | None:
    """Return a stored calibration; None if there is none of that name.

    Raises:
        CameraPlaceError: its file is damaged.
    """
    known = name in CAMERA_PLACES.names(root, patient)
    return CAMERA_PLACES.load(root, patient, name) if known else None


def camera_key(source: str) -> str:
    """Return the name under which a camera's calibration is kept; '' if it has none.

    A film's camera is not here any more. What comes before an address's @ is a password.
    """
    kind, _, address = source.partition(":")
    words = re.findall("[A-Za-z0-9_]+", f"{kind}:{address.rpartition('@')[2]}")
    return "-".join(words).strip("_")[:64] if kind in {"webcam", "rtsp", "rtsps", "body"} else ""

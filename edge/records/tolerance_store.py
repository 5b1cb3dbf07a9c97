"""Learnt tolerances on disk: one JSON file for each reference, in one folder per patient.

`<root>/<patient>/tolerances/<name of the reference>.json`; every number round-trips exactly.
"""

from pathlib import Path
from typing import Final

from edge.core.anchor import Anchor
from edge.core.tolerances import LearntTolerances
from edge.records.anchor_store import reference_sha256
from edge.records.codec import FileCodec
from edge.records.errors import ToleranceError
from edge.records.patient_files import PatientFiles
from edge.records.plausible import tolerances_fault

TOLERANCE_CODEC: Final = FileCodec(
    LearntTolerances,
    noun="set of learnt tolerances",
    remedy="learn them anew with 'physio calibrate thresholds'",
    error=ToleranceError,
    fault=tolerances_fault,
)
TOLERANCES: Final = PatientFiles(
    TOLERANCE_CODEC,
    folder="tolerances",
    noun="set of learnt tolerances",
    command="physio calibrate thresholds",
    error=ToleranceError,
)


def tolerances_if_known(
    root: Path, patient: str, name: str, anchor: Anchor
) -> LearntTolerances | None:
    """Return what was learnt against a reference; None if nothing was, or against a former one.

    Args:
        root: folder with one folder per patient.
        patient: the patient's code.
        name: of the reference.
        anchor: the reference as it is now.

    Raises:
        ToleranceError: the file is damaged.
    """
    if name not in TOLERANCES.names(root, patient):
        return None
    learnt = TOLERANCES.load(root, patient, name)
    return learnt if learnt.reference_sha256 == reference_sha256(anchor) else None

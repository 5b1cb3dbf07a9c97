"""Reference repetitions on disk: one JSON file each, in one folder per patient.

`<root>/<patient>/anchors/<name>.json`; every number round-trips exactly.
"""

from pathlib import Path
from typing import Final

from edge.core.anchor import Anchor
from edge.records.array_json import ArrayJson
from edge.records.errors import AnchorError
from edge.records.patient_files import PatientFiles

ANCHOR_JSON: Final = ArrayJson(
    Anchor,
    {"signal": (None, 6), "orientation": (None, 4), "angle_deg": (None,), "axis": (3,)},
    several={"others": (None, 6)},
    noun="reference",
    remedy="record it again",
    error=AnchorError,
)
ANCHORS: Final = PatientFiles(
    ANCHOR_JSON,
    folder="anchors",
    noun="reference",
    command="physio anchor record",
    error=AnchorError,
)


def patients(root: Path) -> tuple[str, ...]:
    """Return the patients who have an anchor, sorted."""
    return tuple(sorted({path.parents[1].name for path in root.glob("*/anchors/*.json")}))

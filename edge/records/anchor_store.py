"""Reference repetitions on disk: one JSON file each, in one folder per patient.

`<root>/<patient>/anchors/<name>.json`; every number round-trips exactly.
"""

import hashlib
from pathlib import Path
from typing import Final

from edge.core.anchor import Anchor
from edge.records.codec import FileCodec
from edge.records.errors import AnchorError
from edge.records.patient_files import PatientFiles
from edge.records.plausible import anchor_fault

ANCHOR_CODEC: Final = FileCodec(
    Anchor,
    noun="reference",
    remedy="record it again",
    error=AnchorError,
    fault=anchor_fault,
)
ANCHORS: Final = PatientFiles(
    ANCHOR_CODEC,
    folder="anchors",
    noun="reference",
    command="physio anchor record",
    error=AnchorError,
)


def patients(root: Path) -> tuple[str, ...]:
    """Return the patients who have an anchor, sorted."""
    return tuple(sorted({path.parents[1].name for path in root.glob("*/anchors/*.json")}))


def reference_sha256(anchor: Anchor) -> str:
    """Return the hash that names a reference by all it holds, in hexadecimal."""
    return hashlib.sha256(ANCHOR_CODEC.text(anchor).encode()).hexdigest()

"""Reference repetitions on disk: one JSON file each, in one folder per patient.

`<root>/<patient>/anchors/<name>.json`; every number round-trips exactly.
"""

import dataclasses
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, get_type_hints

import numpy as np

from calibration.errors import AnchorError
from calibration.patient_files import PatientFiles
from edge.anchor import Anchor
from edge.messages import Floats

SCHEMA: Final = 1

_FILES: Final = PatientFiles("anchors", "reference", AnchorError)
_ARRAYS: Final = {name for name, kind in get_type_hints(Anchor).items() if kind == Floats}
_WIDTH: Final = {"signal": (6,), "orientation": (4,), "angle_deg": (), "axis": ()}


def anchor_to_json(anchor: Anchor) -> str:
    """Return the anchor as JSON, one field per line; `anchor_from_json` gives it back exactly."""
    values: dict[str, Any] = {"schema": SCHEMA}
    for field in dataclasses.fields(anchor):
        value = getattr(anchor, field.name)
        values[field.name] = value.tolist() if field.name in _ARRAYS else value
    lines = (f" {json.dumps(key)}: {json.dumps(value)}" for key, value in values.items())
    return "{\n" + ",\n".join(lines) + "\n}\n"


def anchor_from_json(text: str) -> Anchor:
    """Return the anchor that `anchor_to_json` wrote.

    Raises:
        AnchorError: the text is not an anchor of this schema.
    """
    try:
        row = json.loads(text)
    except json.JSONDecodeError as error:
        raise AnchorError(f"the reference is not valid JSON: {error}") from error
    if not isinstance(row, Mapping) or row.get("schema") != SCHEMA:
        raise AnchorError(f"the reference is not of schema {SCHEMA}; record it again")
    values = {key: value for key, value in row.items() if key != "schema"}
    try:
        for name in _ARRAYS:
            values[name] = _array(name, values[name])
        anchor = Anchor(**values)
    except (KeyError, TypeError) as error:
        raise AnchorError(f"the reference lacks or adds a field: {error}") from error
    if len({len(anchor.signal), len(anchor.orientation), len(anchor.angle_deg)}) != 1:
        raise AnchorError("the reference's arrays differ in length; record it again")
    return anchor


def save_anchor(root: Path, patient: str, name: str, anchor: Anchor) -> Path:
    """Store the anchor in the patient's folder, replacing one of that name; return the file.

    Raises:
        AnchorError: the patient or the name cannot be part of a file's name.
    """
    return _FILES.save(root, patient, name, anchor_to_json(anchor))


def load_anchor(root: Path, patient: str, name: str) -> Anchor:
    """Return a stored anchor.

    Raises:
        AnchorError: there is none of that name, or its file is damaged.
    """
    path = _FILES.path(root, patient, name)
    try:
        return anchor_from_json(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        known = ", ".join(anchor_names(root, patient)) or "none"
        raise AnchorError(
            f"{patient} has no reference {name!r} (there are: {known}); "
            "record one with 'physio anchor record'"
        ) from None
    except AnchorError as error:
        raise AnchorError(f"{path}: {error}") from error


def anchor_names(root: Path, patient: str) -> tuple[str, ...]:
    """Return the names of the patient's anchors, sorted; empty if there are none."""
    return _FILES.names(root, patient)


def patients(root: Path) -> tuple[str, ...]:
    """Return the patients who have an anchor, sorted."""
    return tuple(sorted({path.parents[1].name for path in root.glob("*/anchors/*.json")}))


def _array(name: str, rows: object) -> Floats:
    try:
        array = np.array(rows, dtype=np.float64)
    except (TypeError, ValueError):
        array = np.empty(0)
    if array.size == 0 or array.shape[1:] != _WIDTH[name] or not np.isfinite(array).all():
        raise AnchorError(f"{name} of the reference is damaged; record it again")
    return array

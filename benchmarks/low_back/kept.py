"""Measured people on the disk: a file for each, named by all that it follows from.

So a cohort goes on where it was interrupted, and two cohorts that share people share their files.
Code that changes what is drawn or measured changes the name.
"""

import ast
import hashlib
import importlib.util
import io
import json
import zipfile
import zlib
from dataclasses import asdict, fields
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.low_back.measured import FilmSettings, MeasuredBends, Source
from edge.machine.durable import replace_durably
from edge.posture.angle_bins import DIRECTIONS, Direction
from edge.simulation.low_back.persons import Person

_DRAWN_BY: Final = (
    *("benchmarks.low_back.measured", "edge.avatar.kinematics", "edge.avatar.proportions"),
    *(f"edge.simulation.low_back.{name}" for name in ("courses", "films", "outfit", "trunk")),
    *(
        f"edge.simulation.body.{name}"
        for name in ("render", "render_camera", "render_kernel", "render_looks", "render_truth")
    ),
    *("edge.simulation.body.shape", "edge.simulation.body.shape_table"),
    *("edge.posture.back_mask", "edge.posture.motion_features"),
    "edge.repetitions.angle_repetitions",
)
_SEEN_BY: Final = (
    *(f"edge.pose.{name}" for name in ("clip", "clothing", "follower", "picture", "tracker")),
    "edge.pose.mediapipe_engine",
    *(f"edge.posture.{name}" for name in ("body_track", "body_view", "spine")),
)
_NAME_LENGTH: Final = 32


def file_of(folder: Path, person: Person, settings: FilmSettings, source: Source) -> Path:
    """Return where a person's measurements are kept, or are to be.

    Args:
        folder: of all.
        person: who; the label does not count, nor what only questionnaires tell.
        settings: how the person is filmed.
        source: the truth, or the camera.
    """
    facts = {
        "person": [person.seed, person.number, person.phenotype == "passive_extension"],
        "numbers": {name: value.hex() for name, value in person.numbers.items()},
        "covariates": asdict(person.covariates),
        "film": asdict(settings),
        "code": _code(source),
    }
    digest = hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()
    return folder / f"{source}-{digest[:_NAME_LENGTH]}.npz"


def packed(bends: dict[Direction, MeasuredBends]) -> bytes:
    """Return a person's measurements as a file holds them; equal ones are equal bytes."""
    arrays = {
        f"{direction}_{field.name}": getattr(measured, field.name)
        for direction, measured in bends.items()
        for field in fields(MeasuredBends)
    }
    file = io.BytesIO()
    np.savez_compressed(file, **arrays)
    return file.getvalue()


def keep(path: Path, data: bytes) -> None:
    """Write what `packed` gave, whole or not at all.

    Raises:
        OSError: it cannot be written.
    """
    replace_durably(path, data)


def kept(path: Path, direction: Direction) -> MeasuredBends:
    """Return a person's measurements in one direction.

    Raises:
        OSError: they are not there.
    """
    with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as arrays:
        values = {
            field.name: arrays[f"{direction}_{field.name}"] for field in fields(MeasuredBends)
        }
    values["found"] = int(values["found"])
    return MeasuredBends(**values)


def is_kept(path: Path) -> bool:
    """Tell whether the file is there and whole."""
    try:
        for direction in DIRECTIONS:
            kept(path, direction)
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error):
        return False
    return True


@cache
def _code(source: Source) -> str:
    """Return a digest of the code behind a measurement; what only people read does not count."""
    modules = _DRAWN_BY if source == "true" else _DRAWN_BY + _SEEN_BY
    digest = hashlib.sha256(b"" if source == "true" else version("mediapipe").encode())
    for module in modules:
        found = importlib.util.find_spec(module)
        assert found is not None and found.origin is not None
        tree = _Silent().visit(ast.parse(Path(found.origin).read_text("utf-8")))
        digest.update(ast.dump(tree).encode())
    return digest.hexdigest()


class _Silent(ast.NodeTransformer):
    """Takes the texts that stand alone out of code: docstrings, and what is said of constants."""

    def visit_Expr(self, node: ast.Expr) -> ast.AST | None:
        """Return the statement unless it is a text."""
        is_text = isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        return None if is_text else node

"""Recordings of other apps: what they are read as, and how many repetitions are counted in them.

Every file, folder and zip that lies in the folder is a recording of its own. A truth names for each
what is right: `format`, `unit`, `rate_hz`, `count`, or `refuse` (true, or a word of the reason).
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich.table import Table

from benchmarks.errors import EvaluationError
from benchmarks.question import Progress, stepped
from benchmarks.tables import table_of
from edge.core.errors import PhysioError
from edge.importers.registry import read_watch_recording
from edge.importers.repetition_count import counted
from edge.importers.watch_recording import described

RATE_SHARE: Final = 0.03
"""A rate is right that differs by less: what apps ask for, sensors keep about so well."""
ASKED: Final = ("format", "unit", "rate_hz", "count", "refuse")


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedFile:
    """What one recording was read as.

    Attributes:
        file: its name in the folder.
        format: of it; None where it was refused before that was known.
        unit: of its acceleration.
        sign: "force" where a watch that lies face up reads +1 g, "gravity" where it reads −1 g.
        rate_hz: of its samples.
        changed: what was changed, as sentences.
        gyroscope: whether there is one in it.
        sets: the sets in it, each with start, end and count.
        count: of the repetitions.
        refused: why it is not imported; None where it is.
        wrong: what differs from the truth; empty without one.
    """

    file: str
    format: str | None = None
    unit: str | None = None
    sign: str | None = None
    rate_hz: float | None = None
    changed: tuple[str, ...] = ()
    gyroscope: bool | None = None
    sets: tuple[dict[str, Any], ...] = ()
    count: int | None = None
    refused: str | None = None
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportFigures:
    """All recordings of a folder.

    Attributes:
        files: one each.
        refused: how many were refused.
        asked: about how many there is a truth.
        right: how many of those are as the truth says.
    """

    files: tuple[ImportedFile, ...]
    refused: int
    asked: int
    right: int

    def table(self) -> Table:
        """Return a row for each recording."""
        rows = {
            one.file: {
                "format": one.format,
                "unit": one.unit,
                "sign": one.sign,
                "rate_hz": one.rate_hz,
                "count": one.count,
                "refused": one.refused,
                "wrong": one.wrong or None,
            }
            for one in self.files
        }
        right = f"{self.right} of {self.asked} right, " if self.asked else ""
        return table_of(rows, title=f"{right}{self.refused} refused", name="file")


@dataclass(frozen=True, slots=True, kw_only=True)
class Imports:
    """What the recordings of a folder are read as; its settings."""

    data: Annotated[Path, typer.Option(metavar="FOLDER", help="Where the recordings lie.")]
    truth: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="JSON: name to format, unit, rate_hz, count or refuse."),
    ] = None

    def run(self, progress: Progress) -> ImportFigures:
        """Return what each of them is read as.

        Raises:
            EvaluationError: there is no such folder, nothing in it, or the truth cannot be read.
        """
        truth = _truth(self.truth)
        if not self.data.is_dir():
            raise EvaluationError(f"there is no folder {self.data}")
        own = None if self.truth is None else self.truth.resolve()
        paths = [
            path
            for path in sorted(self.data.iterdir())
            if not path.name.startswith(".") and path.resolve() != own
        ]
        known = {path.name for path in paths}
        paths += [self.data / name for name in sorted(truth) if name not in known]
        if not paths:
            raise EvaluationError(f"{self.data} holds nothing")
        files = tuple(
            _imported(path, self.data, truth.get(str(path.relative_to(self.data))))
            for path in stepped(paths, progress)
        )
        asked = [one for one in files if one.file in truth]
        return ImportFigures(
            files=files,
            refused=sum(one.refused is not None for one in files),
            asked=len(asked),
            right=sum(not one.wrong for one in asked),
        )


def _truth(path: Path | None) -> dict[str, dict[str, Any]]:
    if path is None:
        return {}
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise EvaluationError(f"the truth {path} cannot be read: {error}") from error
    if not isinstance(found, dict) or not all(isinstance(one, dict) for one in found.values()):
        raise EvaluationError(f"{path} is no truth", remedy="it must map names to objects")
    return found


def _imported(path: Path, folder: Path, truth: dict[str, Any] | None) -> ImportedFile:
    found: dict[str, Any] = {"file": str(path.relative_to(folder))}
    try:
        recording = read_watch_recording(path)
        found |= {key: value for key, value in described(recording).items() if key != "gyro_unit"}
        found["changed"] = tuple(found["changed"])
        found["gyroscope"] = recording.gyro_rad_s is not None
        result = counted(recording, str(path))
        found |= {"count": result["count"], "sets": tuple(result["sets"])}
        recording.refuse_without_gravity(str(path))
    except PhysioError as error:
        found["refused"] = str(error)
    return ImportedFile(**found, wrong=tuple(_wrong(found, truth or {})))


def _wrong(found: dict[str, Any], truth: dict[str, Any]) -> list[str]:
    """Return which of the figures differ from the truth, in the order in which it is asked."""
    return [key for key in ASKED if key in truth and not _agrees(key, found, truth[key])]


def _agrees(key: str, found: dict[str, Any], expected: Any) -> bool:
    refused, got = found.get("refused"), found.get(key)
    if key == "refuse":
        if isinstance(expected, str):
            return refused is not None and expected.lower() in refused.lower()
        return (refused is not None) == bool(expected)
    if expected is None or got is None:
        return expected is got
    if key == "rate_hz":
        return abs(float(got) / float(expected) - 1.0) < RATE_SHARE
    if key == "count":
        return bool(got == expected)
    told, named = _plain(str(got)), _plain(str(expected))
    return told == named or (key == "format" and (told in named or named in told))


def _plain(name: str) -> str:
    """Return a name in small letters and digits alone."""
    return re.sub(r"[^a-z0-9]", "", name.lower().replace("²", "2"))

"""The formats of recordings that the project reads, one file each; a new one is one more line.

A format in somebody's own package is found by the entry point `physio_edge.importers`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import Final

from edge.importers import watch_csv
from edge.importers.errors import ImporterError
from edge.importers.format import Format
from edge.importers.formats import (
    acti_graph,
    acti_graph_gt3x,
    andro_sensor,
    axivity,
    axivity_cwa,
    bangle,
    empatica,
    gene_activ,
    meta_base,
    movella_dot,
    movesense,
    phyphox,
    physics_toolbox,
    polar_sensor_logger,
    sensor_log,
    sensor_logger,
    wit_motion,
    xsens_mtw,
)
from edge.importers.head import HEAD_BYTES, Head
from edge.importers.recorded_files import RecordedFile, gathered
from edge.importers.remark import Remark
from edge.importers.watch_recording import WatchRecording, recording_of

FORMATS: Final[tuple[Format, ...]] = (
    watch_csv.FORMAT,
    sensor_log.FORMAT,
    sensor_logger.FORMAT,
    phyphox.FORMAT,
    physics_toolbox.FORMAT,
    andro_sensor.FORMAT,
    polar_sensor_logger.FORMAT,
    wit_motion.FORMAT,
    movesense.FORMAT,
    meta_base.FORMAT,
    movella_dot.FORMAT,
    xsens_mtw.FORMAT,
    bangle.FORMAT,
    acti_graph.FORMAT,
    acti_graph_gt3x.FORMAT,
    axivity.FORMAT,
    axivity_cwa.FORMAT,
    empatica.FORMAT,
    gene_activ.FORMAT,
)
ENTRY_POINTS: Final = "physio_edge.importers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """The files of one recording.

    Attributes:
        format: of all of them.
        files: those that are of it.
        left_out: how many that were named one by one are of no format.
    """

    format: Format
    files: tuple[RecordedFile, ...]
    left_out: int = 0


def read_watch_recording(*paths: Path) -> WatchRecording:
    """Return the recording in files of any of the formats, recognised by their content.

    A file that is of none is read as a watch CSV, whose errors say what such a file looks like.

    Args:
        paths: files, folders and zips that hold one recording, at least one.

    Raises:
        ImporterError: a file cannot be read, or they hold no recording, or several.
    """
    found = recognised(paths)
    name = str(paths[0]) if len(paths) == 1 else f"{paths[0]} and {len(paths) - 1} more"
    readings = found.format.read(found.files)
    if found.left_out:
        said = Remark(kind="files_left_out", facts={"n": found.left_out})
        readings = replace(readings, remarks=[*readings.remarks, said])
    return recording_of(readings, name, found.format.title)


def recognised(paths: Sequence[Path]) -> Recognised:
    """Return of which format the files of a recording are.

    What else is given or lies in a folder or a zip is left alone.

    Raises:
        ImporterError: a file cannot be read, or they are of several formats.
    """
    known: dict[str, tuple[Format, list[RecordedFile]]] = {}
    unknown = []
    for file in gathered(paths):
        kind = format_of(Head(data=file.head(HEAD_BYTES), title=file.title))
        if kind is None:
            unknown.append(file)
        else:
            known.setdefault(kind.title, (kind, []))[1].append(file)
    if not known and not unknown:
        raise ImporterError(f"{paths[0]} holds no files", remedy="give a recording")
    if not known:
        return Recognised(format=watch_csv.FORMAT, files=tuple(unknown[:1]))
    if len(known) > 1:
        raise ImporterError(
            f"{paths[0]} holds recordings of {' and of '.join(known)}", remedy="give one of them"
        )
    ((kind, files),) = known.values()
    named = sum(file.path in paths and not file.member for file in unknown)
    return Recognised(format=kind, files=tuple(files), left_out=named)


def format_of(head: Head) -> Format | None:
    """Return the format that is surest of a file's beginning, None where none knows it."""
    everything = [*other_formats(), *FORMATS]
    surest = max(everything, key=lambda one: one.recognise(head))
    return surest if surest.recognise(head) > 0 else None


@cache
def other_formats() -> tuple[Format, ...]:
    """Return the formats that other packages bring along.

    Raises:
        ImporterError: what a package names there is no format.
    """
    found = []
    for point in entry_points(group=ENTRY_POINTS):
        try:
            loaded = point.load()
        except Exception as error:
            raise ImporterError(
                f"the format {point.name} of another package cannot be loaded: {error!r}",
                remedy="mend or uninstall that package",
            ) from error
        if not isinstance(loaded, Format):
            raise ImporterError(f"{point.value}, named as the format {point.name}, is no Format")
        found.append(loaded)
    return tuple(found)

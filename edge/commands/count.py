"""`physio count`: the repetitions in a recording, with no anchor, whatever the exercise."""

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape

from edge.importers.registry import read_watch_recording
from edge.importers.repetition_count import counted
from edge.terminal.output import JsonOption, console, say, write_json

RecordingArgument = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE...",
        help="A watch CSV or another app's files (docs/devices.md), folders and zips too; several "
        "are the parts of one recording.",
        show_default=False,
    ),
]


def count(
    files: RecordingArgument,
    json: JsonOption = None,
) -> None:
    """Count the repetitions in a recording of a watch, whatever the exercise."""
    name = files[0].name
    with console().status(escape(f"Counting the repetitions in {name} …")):
        recording = read_watch_recording(*files)
        recording.refuse_without_gravity(str(files[0]))
        result = counted(recording, str(files[0]))
    left_out = result["remarks"][len(recording.remarks) :]
    for sentence in [*recording.spoken(), *(remark["sentence"] for remark in left_out)]:
        say(f"{name}: {sentence}")
    if str(json) != "-":
        console(stdout=True).print(_summary(result), highlight=False)
    write_json(result, json)


def _summary(result: dict[str, Any]) -> str:
    """Return the count in words, with the sets where there are several."""
    total = f"{result['count']} repetitions"
    if len(result["sets"]) < 2:
        return total
    sets = ", ".join(
        f"{one['count']} from {one['start_s']:.0f} to {one['end_s']:.0f} s"
        for one in result["sets"]
    )
    return f"{total} in {len(result['sets'])} sets: {sets}"

"""`physio replay`: the same stages over a recording, as fast as the machine allows."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from benchmarks.evaluate_command import counting
from edge.commands.output import JsonOption, TraceOption, plain, say, write_json
from edge.core.messages import Feedback, Message, Summary
from edge.core.stage import Stage
from edge.film.errors import FilmError
from edge.film.film import takes_of, write_film
from edge.film.writer import RATE_HZ, check_path
from edge.processes.comparison import open_comparison
from edge.processes.graph import CONSUMED
from edge.records.recording import Recording, read_recording
from edge.records.session_plan import Prescription
from edge.stages.offline import run_stages
from edge.trace.session import check_target
from edge.trace.stages import stage_trace


def replay(
    session: Annotated[Path, typer.Argument(help="A session's folder, or one of its .mcap files.")],
    video: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write a film of the repetitions, .webm or .mp4."),
    ] = None,
    repetition: Annotated[
        int | None, typer.Option(min=1, help="The only repetition that the film shows.")
    ] = None,
    trace: TraceOption = None,
    json: JsonOption = None,
) -> None:
    """Run the stages over a recording, and compare with what the live session said."""
    check_film(video, repetition)
    recording = read_recording(session)
    for warning in recording.warnings:
        say(warning)
    started_s = time.perf_counter()
    if trace is None:
        messages = played(recording)
    else:
        check_target(trace)
        with stage_trace(trace) as tracing:
            messages = played(recording, tracing.around)
    given = told(messages)
    took_s = time.perf_counter() - started_s
    live = told(recording.messages)
    same = as_shown(given) == as_shown(live)
    feedbacks = [message for message in given if isinstance(message, Feedback)]
    Console(stderr=True).print(_table(feedbacks))
    say(f"{len(feedbacks)} repetitions, replayed in {took_s:.1f} s.")
    say("The same as live." if same else "Not the same as live: see 'live' in the JSON.")
    if video is not None:
        film(video, messages, recording, repetition)
    write_json(
        {
            "repetitions": as_shown(feedbacks),
            "summaries": as_shown([m for m in given if isinstance(m, Summary)]),
            "live": as_shown(live),
            "same_as_live": same,
            "warnings": recording.warnings,
        },
        json,
    )


def replayed(recording: Recording) -> list[Message]:
    """Return the feedback and summaries among what `played` returns."""
    return told(played(recording))


def played(
    recording: Recording, around: Callable[[str, Stage], Stage] = lambda name, stage: stage
) -> list[Message]:
    """Return all that the stages give on what `motion` consumed.

    A session that went on by alignment alone is replayed by alignment alone.

    Args:
        recording: of a session.
        around: may put something around a stage that watches it.

    Raises:
        PlanError: the recording carries no plan.
        AnchorError: an anchor in it is damaged.
    """
    prescription = Prescription.from_metadata(recording.metadata)
    consumed = (m for m in recording.messages if isinstance(m, CONSUMED))
    compare = open_comparison() if _used_network(recording) else None
    return list(run_stages(prescription, consumed, compare, around))


def _used_network(recording: Recording) -> bool:
    return any(m.scored_by == "network" for m in recording.messages if isinstance(m, Feedback))


def told(messages: Any) -> list[Message]:
    """Return the feedback and summaries among messages."""
    return [message for message in messages if isinstance(message, Feedback | Summary)]


def check_film(video: Path | None, repetition: int | None) -> None:
    """Refuse options of a film that cannot be made, before the recording is run through.

    Raises:
        FilmError: it cannot be written there, or only its repetition is given.
    """
    if video is not None:
        check_path(video)
    elif repetition is not None:
        raise FilmError("--repetition chooses what the film shows; give --video FILE too")


def film(
    video: Path, messages: Sequence[Message], recording: Recording, repetition: int | None
) -> None:
    """Write a film of the repetitions among what the stages gave.

    Raises:
        FilmError: there is no such repetition, or it cannot be written there.
    """
    takes = takes_of(messages, repetition)
    with counting("Film") as progress:
        pictures = write_film(
            video,
            takes,
            Prescription.from_metadata(recording.metadata),
            simulated=recording.metadata.get("simulated") == "yes",
            progress=progress,
        )
    shown = "1 repetition" if len(takes) == 1 else f"{len(takes)} repetitions"
    say(f"Wrote {video}: {shown}, {pictures / RATE_HZ:.0f} s.")


def as_shown(messages: list[Any]) -> list[dict[str, Any]]:
    """Return messages as plain values without their numbering, which a restart begins anew."""
    rows = (plain(message) for message in messages)
    return [{key: value for key, value in row.items() if key != "seq"} for row in rows]


def _table(feedbacks: list[Feedback]) -> Table:
    table = Table("", "range", "stability", "tempo", "likeness", "cue")
    for feedback in feedbacks:
        table.add_row(
            str(feedback.number),
            f"{feedback.rom_deg:.0f}°",
            f"{feedback.stability:.1f}",
            f"{feedback.tempo_s:.1f} s",
            f"{feedback.similarity:.2f}",
            feedback.cue,
        )
    return table

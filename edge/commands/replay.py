"""`physio replay`: the same stages over a recording, as fast as the machine allows."""

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.table import Table

from edge.commands.replay_screening import replay_answer
from edge.core.messages.base import Message
from edge.core.messages.exercise import Feedback, Summary
from edge.film.errors import FilmError
from edge.film.film import takes_of, write_film
from edge.film.writer import RATE_HZ, check_path
from edge.processes.graph import FOLLOWED
from edge.records.errors import RecordingError
from edge.records.recording import Recording, read_recording
from edge.records.screening_metadata import is_screening
from edge.records.session_metadata import SessionMetadata
from edge.session.replay import Likeness, likeness, outputs, without_seq
from edge.session.replay import replay as replay_recording
from edge.terminal.output import JsonOption, TraceOption, say, show, write_json
from edge.terminal.progress import counting
from edge.trace.session import check_target
from edge.trace.stages import stage_trace

LIKENESS: Final[dict[Likeness, str]] = {
    "same": "The same as live.",
    "worded_otherwise": (
        "The same as live: all that was measured and counted, and the kinds of cues. It was "
        "recorded by version 0.1.0, which named places of a movement otherwise and had another "
        "network: some sentences are worded anew, and the network's scores are those of now."
    ),
    "scored_otherwise": (
        "The same as live: all that was measured and counted, and the kinds of cues. Other "
        "networks compared the repetitions then: the scores are those of now, and some sentences."
    ),
    "different": "Not the same as live: see 'live' in the JSON.",
}


def replay(
    session: Annotated[Path, typer.Argument(help="A session's folder, or one of its .mcap files.")],
    video: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write a film of the repetitions, .webm or .mp4."),
    ] = None,
    repetition: Annotated[
        int | None, typer.Option(min=1, help="The only repetition that the film shows.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Of a screening: where page and JSON of the answer go."),
    ] = None,
    trace: TraceOption = None,
    json: JsonOption = None,
) -> None:
    """Run the stages over a recording, and compare with what the live session said."""
    check_film(video, repetition)
    recording = read_recording(session)
    for warning in recording.warnings:
        say(warning)
    if is_screening(recording.metadata):
        if video is not None or trace is not None:
            raise RecordingError(
                f"{session} is a screening, of which there is neither film nor trace",
                remedy="leave --video and --trace out; --out DIR writes the page",
            )
        replay_answer(recording, out, json)
        return
    if out is not None:
        raise RecordingError(f"{session} is no screening", remedy="leave --out out")
    started_s = time.perf_counter()
    if trace is None:
        messages = replay_recording(recording)
    else:
        check_target(trace)
        with stage_trace(trace, FOLLOWED) as tracing:
            messages = replay_recording(recording, tracing.wrap)
    given = outputs(messages)
    took_s = time.perf_counter() - started_s
    like = likeness(given, recording)
    feedbacks = [message for message in given if isinstance(message, Feedback)]
    show(_table(feedbacks))
    say(f"{len(feedbacks)} repetitions, replayed in {took_s:.1f} s.")
    say(LIKENESS[like])
    if video is not None:
        film(video, messages, recording, repetition)
    write_json(
        {
            "repetitions": without_seq(feedbacks),
            "summaries": without_seq([m for m in given if isinstance(m, Summary)]),
            "live": without_seq(outputs(recording.messages)),
            "same_as_live": like != "different",
            "worded_otherwise": like == "worded_otherwise",
            "scored_otherwise": like == "scored_otherwise",
            "warnings": recording.warnings,
        },
        json,
    )


def check_film(video: Path | None, repetition: int | None) -> None:
    """Refuse options of a film that cannot be made, before the recording is run through.

    Raises:
        FilmError: it cannot be written there, or only its repetition is given.
    """
    if video is not None:
        check_path(video)
    elif repetition is not None:
        raise FilmError("--repetition chooses what the film shows", remedy="give --video FILE too")


def film(
    video: Path, messages: Sequence[Message], recording: Recording, repetition: int | None
) -> None:
    """Write a film of the repetitions among what the stages gave.

    Raises:
        FilmError: there is no such repetition, or it cannot be written there.
    """
    takes = takes_of(messages, repetition)
    metadata = SessionMetadata.read(recording.metadata)
    with counting("Film") as progress:
        pictures = write_film(
            video,
            takes,
            metadata.required_plan(),
            simulated=metadata.simulated,
            progress=progress,
        )
    shown = "1 repetition" if len(takes) == 1 else f"{len(takes)} repetitions"
    say(f"Wrote {video}: {shown}, {pictures / RATE_HZ:.0f} s.")


def _table(feedbacks: list[Feedback]) -> Table:
    table = Table("", "range", "stability", "tempo", "similarity", "cue")
    for feedback in feedbacks:
        judgement = feedback.judgement
        table.add_row(
            str(feedback.number),
            "–" if judgement is None else f"{judgement.rom_deg:.0f}°",
            "–" if judgement is None else f"{judgement.stability:.1f}",
            f"{feedback.tempo_s:.1f} s",
            "–" if judgement is None else f"{judgement.similarity:.2f}",
            feedback.cue,
        )
    return table

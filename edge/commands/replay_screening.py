"""`physio replay` of a screening: the same answer once more, out of what was recorded."""

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from edge.records.recording import Recording
from edge.session.screening_files import PAGE, result_in, write_answer
from edge.session.screening_replay import Likeness, replay_screening
from edge.terminal.output import say, write_json
from models.inference.card import ZOO

_LIKENESS: Final[Mapping[Likeness, str]] = {
    "same": "The same as live.",
    "answered_now": "It ended before it was answered live; this is the answer to what there is.",
    "answered_otherwise": "Not the same as live: other networks were asked then.",
    "different": "Not the same as live.",
}


def replay_answer(recording: Recording, out: Path | None, json: Path | None) -> None:
    """Say and write what the networks make of a recorded screening.

    Args:
        recording: of a screening.
        out: where page and JSON of its last answer go, None for nowhere.
        json: where the result of the command goes.

    Raises:
        RecordingError: what it says about the screening is damaged.
        CatalogError: there is no network to ask.
    """
    started_s = time.perf_counter()
    replayed = replay_screening(recording, ZOO)
    took_s = time.perf_counter() - started_s
    answer = replayed.answers[-1] if replayed.answers else None
    if answer is None:
        say("Nobody has begun in it, so there is nothing to answer.")
    else:
        for line in answer.sentences:
            say(line)
        if out is not None:
            write_answer(answer.page, result_in(answer), out)
            say(f"{out / PAGE}")
    say(f"{len(replayed.answers)} answers, replayed in {took_s:.1f} s.")
    say(_LIKENESS[replayed.likeness])
    write_json(
        {
            "answers": [{"end": one.end, **result_in(one)} for one in replayed.answers],
            "same_as_live": replayed.likeness == "same",
            "likeness": replayed.likeness,
            "warnings": recording.warnings,
        },
        json,
    )

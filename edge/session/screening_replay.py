"""A recorded screening run through its stage once more, and set beside what was answered live."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

from edge.core.messages.base import Message
from edge.core.messages.screening import ScreeningAnswer, ScreeningCommand
from edge.processes.bend_networks import NetworkKind, network_names, networks_named
from edge.records.recording import Recording
from edge.records.screening_metadata import ScreeningMetadata
from edge.report.screening_answer import AnswerMaker
from edge.stages.screening import CONSUMED, BendScreening, followed

Likeness = Literal["same", "answered_now", "answered_otherwise", "different"]
"""`answered_now`: the session ended before it was answered; `answered_otherwise`: other networks
were asked then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """What a replay gave.

    Attributes:
        answers: in their order; of a session that was not answered, one to what there is.
        likeness: how they are like those that were given live.
    """

    answers: tuple[ScreeningAnswer, ...]
    likeness: Likeness


def replay_screening(recording: Recording, zoo: Path) -> Replayed:
    """Return what the stage gives on what it consumed.

    Args:
        recording: of a screening.
        zoo: the catalogue of the networks.

    Raises:
        RecordingError: what it says about the screening is damaged.
        CatalogError: there is no network to ask.
    """
    about = ScreeningMetadata.read(recording.metadata)
    networks = networks_named(cast(NetworkKind | None, about.network or None), zoo)
    maker = AnswerMaker(
        networks=networks,
        scores=about.scores,
        made_on=about.made_on,
        simulated=about.simulated,
    )
    consumed = [message for message in recording.messages if isinstance(message, CONSUMED)]
    live = [message for message in recording.messages if isinstance(message, ScreeningAnswer)]
    stage, given = followed(lambda: BendScreening(maker), consumed)
    answers = _answers(given)
    if not answers and not live and consumed:
        answers = _answers(stage.process(_asked_now(consumed)))
        return Replayed(answers=answers, likeness="answered_now")
    same = [_said(one) for one in answers] == [_said(one) for one in live]
    others = about.networks != network_names(networks)
    likeness: Likeness = "same" if same else "answered_otherwise" if others else "different"
    return Replayed(answers=answers, likeness=likeness)


def _answers(messages: Iterable[Message]) -> tuple[ScreeningAnswer, ...]:
    return tuple(message for message in messages if isinstance(message, ScreeningAnswer))


def _asked_now(consumed: Sequence[Message]) -> ScreeningCommand:
    """Return the wish for an answer in the language in which it was begun."""
    begun = [m for m in consumed if isinstance(m, ScreeningCommand) and m.action == "begin"]
    last = consumed[-1]
    return ScreeningCommand(
        seq=0,
        sensor_ns=last.sensor_ns,
        host_ns=last.host_ns,
        action="answer",
        language=begun[-1].language if begun else "en",
    )


def _said(answer: ScreeningAnswer) -> tuple[str, str, str]:
    return answer.end, answer.page, answer.result

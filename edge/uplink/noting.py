"""From messages of a session to the facts of it that the outbox keeps."""

from collections.abc import Iterable, Sequence

from edge.assessment.session_record import end_of, facts_of
from edge.core.anchor import Anchor
from edge.core.messages.base import Message
from edge.core.messages.exercise import Feedback, Summary
from edge.records.outbox import Outbox
from edge.records.outbox_rows import END, Fact
from edge.records.session_facts import ENDS, HEADS, REPETITIONS, SessionHead


def note_messages(
    outbox: Outbox,
    head: SessionHead,
    anchors: Sequence[Anchor],
    messages: Iterable[tuple[Message, int]],
) -> None:
    """Note what messages say of a session, all of it or nothing; what is known changes nothing.

    Args:
        outbox: of the patient.
        head: of the session.
        anchors: the references of the plan's exercises.
        messages: each with when it was heard, UTC in milliseconds; other kinds than feedback and
            summaries are passed over.

    Raises:
        RecordsError: a message holds what cannot be kept.
    """
    with outbox.transaction():
        outbox.begin(head.session_id, HEADS.line(head))
        for message, noted_ms in messages:
            match message:
                case Feedback():
                    text = REPETITIONS.line(facts_of(message, anchors[message.exercise]))
                    number = message.number
                case Summary():
                    text, number = ENDS.line(end_of(message)), END
                case _:
                    continue
            fact = Fact(exercise=message.exercise, number=number, text=text, noted_ms=noted_ms)
            outbox.note(head.session_id, fact)

"""What a patient may know of a day before it begins: the plan's days, and what waits to be sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from textwrap import shorten
from typing import Final, Self

from edge.records.schedule import Due, Schedule
from edge.records.session_history import HistoryEntry
from edge.wording.language import Language

MOST_SIGNS: Final = 200
"""Of the therapist's words on the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """The day of a session.

    Attributes:
        due: what it is by the plan.
        turns: the day on which that changes, where it is one that the patient should know.
        waiting: sessions whose record waits to be sent to the therapist.
        waiting_since: the day of the oldest of them; None where none waits.
        messages: words of the therapist that were not read yet.
    """

    due: Due = "unscheduled"
    turns: date | None = None
    waiting: int = 0
    waiting_since: date | None = None
    messages: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        schedule: Schedule,
        day: date,
        history: Sequence[HistoryEntry],
        *,
        waiting: int = 0,
        waiting_since: date | None = None,
        messages: tuple[str, ...] = (),
    ) -> Self:
        """Return what a day is by a plan and what was done before.

        Args:
            schedule: of the plan.
            day: by the patient's clock.
            history: earlier sessions.
            waiting: see `Today`.
            waiting_since: see `Today`.
            messages: see `Today`.
        """
        done = {date.fromisoformat(entry.date) for entry in history if entry.done}
        due = schedule.due(day, done)
        turns = {
            "early": schedule.first_day,
            "over": schedule.last_day,
            "not_today": schedule.next_day(day, done),
        }
        return cls(
            due=due,
            turns=turns.get(due),
            waiting=waiting,
            waiting_since=waiting_since,
            messages=messages,
        )


def today_words(today: Today, language: Language) -> tuple[str, ...]:
    """Return the sentences about a day, none where there is nothing to say."""
    # The newest alone, and as much as there is room for; 'physio uplink status' says all of it.
    written = [shorten(text, MOST_SIGNS, placeholder=" …") for text in today.messages[-1:]]
    sentences = [language.say("uplink.message", text=text) for text in written]
    if today.due != "unscheduled":
        known = today.due != "not_today" or today.turns is not None
        key = f"today.{today.due}" if known else "today.rest"
        sentences.append(language.say(key, day=str(today.turns)))
    if today.waiting:
        since = str(today.waiting_since)
        sentences.append(language.say("uplink.waiting", n=today.waiting, since=since))
    return tuple(sentences)

"""How an exercise of the last session felt, told after the page was closed."""

from dataclasses import dataclass, replace
from pathlib import Path

from edge.machine.file_layer import FILES, FileLayer
from edge.records.errors import RecordsError
from edge.records.outbox import Outbox
from edge.records.outbox_rows import END, Fact
from edge.records.patient_lock import only_session_of
from edge.records.plan import Plan
from edge.records.session_facts import ENDS, HEADS, ExerciseEnd
from edge.records.session_history import append_history, read_history
from edge.uplink.settling import settle_sessions


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    """An exercise that was rated later.

    Attributes:
        session_id: of the session.
        day: on which it began.
        exercise: name of the exercise.
        pain: 0–10, None where not told.
        effort: 0–10, None where not told.
    """

    session_id: str
    day: str
    exercise: str
    pain: int | None
    effort: int | None


def rate_last_session(
    patient_dir: Path,
    *,
    number: int | None,
    pain: int | None,
    effort: int | None,
    now_ms: int,
    files: FileLayer = FILES,
) -> Rated:
    """Return what was rated; the session's record has a next revision, and so has the history.

    Args:
        patient_dir: folder of the patient.
        number: of the exercise in the plan, from 1; None where only one was begun.
        pain: 0–10; None leaves what was told before.
        effort: 0–10; None leaves what was told before.
        now_ms: the clock on the wall, UTC.
        files: the disk.

    Raises:
        RecordsError: a session is under way, there is none that could be rated, or the exercise
            was not begun in it.
    """
    with only_session_of(patient_dir), Outbox.of(patient_dir) as outbox:
        last = outbox.last_session()
        if last is None:
            raise RecordsError(
                "no session is kept that could be rated",
                remedy="the last one can be, where the therapist's hub is told of it",
                cause="no_session",
            )
        session_id, text = last
        head = HEADS.value(text)
        facts = outbox.facts(session_id)
        index = _index(number, sorted({fact.exercise for fact in facts}))
        planned = Plan.from_toml(head.plan).exercises[index]
        its = [fact for fact in facts if fact.exercise == index]
        ends = [ENDS.value(fact.text) for fact in its if fact.number == END]
        before = (
            ends[0] if ends else ExerciseEnd(pain=None, effort=None, ended_because="cut", words="")
        )
        after = replace(
            before,
            pain=before.pain if pain is None else pain,
            effort=before.effort if effort is None else effort,
        )
        # The session ended when it did, whenever it is rated.
        noted_ms = max(fact.noted_ms for fact in its)
        fact = Fact(exercise=index, number=END, text=ENDS.line(after), noted_ms=noted_ms)
        with outbox.transaction():
            outbox.note(session_id, fact)
        if problems := settle_sessions(outbox, now_ms):
            raise RecordsError(problems[0])
        for entry in read_history(patient_dir).entries:
            same = (entry.session_id, entry.exercise, entry.side)
            if same == (session_id, planned.name, planned.side):
                rated = replace(entry, pain=after.pain, effort=after.effort)
                append_history(patient_dir, rated, files)
    return Rated(
        session_id=session_id,
        day=head.local_day,
        exercise=planned.name,
        pain=after.pain,
        effort=after.effort,
    )


def _index(number: int | None, begun: list[int]) -> int:
    if number is None and len(begun) == 1:
        return begun[0]
    if number is not None and number - 1 in begun:
        return number - 1
    known = ", ".join(str(index + 1) for index in begun)
    raise RecordsError(
        f"exercise {number} was not begun" if number else "several exercises were begun",
        remedy=f"say --exercise with one of {known}",
        cause="which_exercise",
    )

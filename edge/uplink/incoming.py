"""What comes from the hub: plans, which are checked when they come, and words for the patient."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Final

from edge.exchange.messages import Done, SentMessage, SentPlan
from edge.machine.durable import replace_durably
from edge.records.errors import AnchorError, PlanError, RecordsError
from edge.records.outbox import Outbox
from edge.records.outbox_rows import Answer, Kind
from edge.records.plan import Plan
from edge.records.plan_in_force import SENT_PLAN
from edge.records.session_plan import reference_of

MOST_WORDS: Final = 1_000


class Incoming:
    """Takes in what the hub sends to a patient, each number once.

    Args:
        patient_dir: folder of the patient; the one above it holds all patients.
        outbox: of the patient, which keeps what was answered.
        now_ms: the clock on the wall, UTC.
    """

    def __init__(self, patient_dir: Path, outbox: Outbox, now_ms: Callable[[], int]) -> None:
        self._patient_dir = patient_dir
        self._outbox = outbox
        self._now_ms = now_ms

    def take(self, message: SentPlan | SentMessage) -> Done:
        """Return the answer to a plan or a message; a number that came before has its old answer.

        A plan that is accepted is what the next session goes by; where one is refused, the plan
        before it stays in force.

        Raises:
            OSError: an accepted plan cannot be kept; the answer is still owed.
        """
        kind: Kind = "plan" if isinstance(message, SentPlan) else "message"
        known = [one for one in self._outbox.answers(kind) if one.seq == message.seq]
        if known:
            return _done(known[0])
        if isinstance(message, SentPlan):
            answer = self._plan(message)
        else:
            answer = self._answer("message", message.seq, content=message.text)
        self._outbox.answer(answer)
        return _done(answer)

    def _plan(self, sent: SentPlan) -> Answer:
        content = f"{sent.plan_id} version {sent.version}"
        try:
            if sent.seq < self._outbox.last_seq("plan"):
                raise PlanError("a newer plan has come before", cause="superseded")
            self._check(sent)
        except RecordsError as error:
            return self._answer(
                "plan", sent.seq, content=content, reason=error.cause, words=str(error)
            )
        replace_durably(self._patient_dir / SENT_PLAN, sent.toml)
        return self._answer("plan", sent.seq, content=content)

    def _check(self, sent: SentPlan) -> None:
        """Return if the next session can go by a plan.

        Raises:
            RecordsError: it cannot; its cause is what the hub is told.
        """
        if hashlib.sha256(sent.toml).hexdigest() != sent.sha256:
            raise PlanError("the plan is another one than its hash says", cause="mismatch")
        try:
            plan = Plan.from_toml(sent.toml.decode())
        except UnicodeDecodeError as error:
            raise PlanError("the plan is no text") from error
        if plan.patient != self._patient_dir.name:
            raise PlanError("the plan is of another patient", cause="other_patient")
        if (plan.plan_id, plan.version) != (sent.plan_id, sent.version):
            raise PlanError("the plan has another name or version than it says", cause="mismatch")
        for index in range(len(plan.exercises)):
            try:
                reference_of(plan, index, self._patient_dir.parent)
            except AnchorError as error:
                raise PlanError(str(error), cause="reference_missing") from error
            except PlanError as error:
                raise PlanError(str(error), cause="reference_unfit") from error

    def _answer(
        self, kind: Kind, seq: int, *, content: str, reason: str = "", words: str = ""
    ) -> Answer:
        return Answer(
            kind=kind,
            seq=seq,
            answer="refused" if reason else "accepted",
            reason=reason,
            words=words[:MOST_WORDS],
            content=content,
            came_ms=self._now_ms(),
        )


def _done(answer: Answer) -> Done:
    return Done(seq=answer.seq, answer=answer.answer, reason=answer.reason, words=answer.words)

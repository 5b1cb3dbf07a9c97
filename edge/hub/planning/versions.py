"""Versions of a patient's plan, none of which is ever changed, and how each one stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from edge.records.errors import PlanError
from edge.records.plan import Plan

State = Literal["waiting", "sent", "accepted", "refused", "superseded"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanVersion:
    """A version of a plan.

    Attributes:
        plan_id: name of the plan, the same in all its versions.
        version: of the plan; one that was made later has a higher one.
        author: name of whoever wrote it; "" where that account is gone.
        toml: its text, as the patient's machine reads it.
        sha256: of the text, in hexadecimal.
        made_at: when it was written.
        sent_at: when the patient's machine fetched it; None before.
        answered_at: when it answered; None before.
        answer: accepted or refused; None before.
        reason: why it was refused, in the machine's words.
        superseded_at: when a later one was accepted; None before.
    """

    plan_id: str
    version: int
    author: str
    toml: str
    sha256: str
    made_at: datetime
    sent_at: datetime | None
    answered_at: datetime | None
    answer: str | None
    reason: str
    superseded_at: datetime | None

    @property
    def state(self) -> State:
        """How it stands; a refused one stays refused."""
        if self.answer == "refused":
            return "refused"
        if self.superseded_at is not None:
            return "superseded"
        if self.answer == "accepted":
            return "accepted"
        return "waiting" if self.sent_at is None else "sent"

    def plan(self) -> Plan | None:
        """Return what it prescribes, None where this version of the program cannot read it."""
        try:
            return Plan.from_toml(self.toml)
        except PlanError:
            return None


def in_force(versions: Sequence[PlanVersion]) -> PlanVersion | None:
    """Return the version by which the patient exercises, None where none was accepted.

    Args:
        versions: the newest first.
    """
    return next((each for each in versions if each.state == "accepted"), None)

"""The warm-up goes through everything that a session will need."""

from collections.abc import Iterable, Iterator

import pytest

from edge.assessment.explanation import Compare
from edge.core.messages.base import Message
from edge.core.messages.exercise import Feedback, Progress, Repetition
from edge.records.session_plan import SessionPlan
from edge.stages import warmup
from edge.stages.offline import run_stages
from tests.stages.playing import session_plan_of


def test_every_anchor_is_performed_and_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[Message] = []

    def noted(
        session_plan: SessionPlan, consumed: Iterable[Message], compare: Compare | None
    ) -> Iterator[Message]:
        for message in run_stages(session_plan, consumed, compare):
            given.append(message)
            yield message

    monkeypatch.setattr(warmup, "run_stages", noted)
    assert warmup.warm_up(session_plan_of()) == len(given)
    assert sum(isinstance(message, Repetition) for message in given) == 1
    (feedback,) = [message for message in given if isinstance(message, Feedback)]
    assert feedback.judgement is not None
    phases = [message.phase for message in given if isinstance(message, Progress)]
    assert any(phase is not None and phase > 1.9 for phase in phases)

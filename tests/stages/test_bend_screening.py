"""The stage of a live screening: what it takes in, when it answers, and that it can go on."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from edge.core.messages.base import Message
from edge.core.messages.screening import (
    BodySighting,
    ScreeningAnswer,
    ScreeningProgress,
    ScreeningResumption,
)
from edge.report.screening_answer import AnswerMaker
from edge.stages.screening import CONSUMED, LONGEST_S, BendScreening, followed
from tests.screening.filmed import network
from tests.screening.watched import BEGIN_NS, bending, camera, command, empty, standing_on

SHORT = (60.0, 60.0, -25.0, -26.0)


@pytest.fixture
def maker(tmp_path: Path) -> AnswerMaker:
    return AnswerMaker(networks=[network(tmp_path / "zoo")], scores={}, made_on=date(2026, 11, 29))


def through(stage: BendScreening, messages: Iterable[Message]) -> list[Message]:
    return [out for message in messages for out in stage.process(message)]


def progresses(messages: Iterable[Message]) -> list[ScreeningProgress]:
    return [message for message in messages if isinstance(message, ScreeningProgress)]


def answers(messages: Iterable[Message]) -> list[ScreeningAnswer]:
    return [message for message in messages if isinstance(message, ScreeningAnswer)]


def test_it_counts_says_which_way_is_next_and_answers_once_there_are_enough(
    maker: AnswerMaker,
) -> None:
    out = through(BendScreening(maker, wanted=2), [command("begin", code="P-1"), *bending(SHORT)])
    told = progresses(out)
    assert [told[0].direction, told[-1].direction] == ["forward", None]
    assert "backward" in {one.direction for one in told}
    assert (told[-1].forward, told[-1].backward, told[-1].phase) == (2, 2, "answered")
    (answer,) = answers(out)
    assert answer.end == "complete"
    assert "P-1" in answer.page
    place = out.index(answer)
    assert isinstance(out[place - 1], ScreeningProgress)
    assert out[place - 1].phase == "answering"  # type: ignore[attr-defined]
    passed_on = [message for message in out if isinstance(message, BodySighting)]
    assert len(passed_on) < len(bending(SHORT)), "nothing is taken in once it is answered"


def test_a_simulated_person_is_called_simulated_on_the_page_and_in_the_file(
    maker: AnswerMaker,
) -> None:
    messages = [command("begin", code="P-1"), *bending(SHORT)]
    for simulated in (True, False):
        own = replace(maker, simulated=simulated)
        (answer,) = answers(through(BendScreening(own, wanted=2), messages))
        assert ("The person who bends is simulated." in answer.page) == simulated
        assert json.loads(answer.result)["simulated_person"] == simulated


def test_nothing_is_taken_in_before_it_has_begun(maker: AnswerMaker) -> None:
    out = through(BendScreening(maker), bending((60.0,)))
    assert {type(message) for message in out} == {ScreeningProgress}
    assert {one.phase for one in progresses(out)} == {"waiting"}


def test_begun_again_nothing_is_left_of_what_was_seen(maker: AnswerMaker) -> None:
    pictures = bending(SHORT)
    stage = BendScreening(maker, wanted=2)
    out = through(stage, [command("begin"), *pictures[:108]])
    assert progresses(out)[-1].forward == 2
    out = through(stage, [command("restart", pictures[108].sensor_ns), *pictures[109:]])
    assert progresses(out)[0].forward == progresses(out)[-1].forward == 0
    assert progresses(out)[-1].backward == 2
    assert not answers(out)


@pytest.mark.parametrize(
    ("last", "end"),
    [
        (command("answer", BEGIN_NS + 10**12), "asked"),
        (camera("ended", BEGIN_NS + 10**12), "over"),
        (camera("lost", BEGIN_NS + round(1.1e9 * LONGEST_S)), "long"),
    ],
)
def test_too_few_bends_are_answered_when_they_must_be(
    maker: AnswerMaker, last: Message, end: str
) -> None:
    out = through(BendScreening(maker), [command("begin"), *bending((60.0,)), last])
    (answer,) = answers(out)
    assert answer.end == end
    assert not answer.answered
    assert any("whole bends" in sentence for sentence in answer.sentences)
    assert progresses(out)[-1].phase == "answered"


def test_nobody_for_long_gets_an_answer_that_says_so(maker: AnswerMaker) -> None:
    nobody = standing_on([empty(bending((60.0,))[0])], 40)
    out = through(
        BendScreening(maker),
        [command("begin"), *nobody, camera("streaming", BEGIN_NS + round(1.1e9 * LONGEST_S))],
    )
    assert progresses(out)[-3].troubles == ("nobody",)
    (answer,) = answers(out)
    assert any("Nobody is found" in sentence for sentence in answer.sentences)


def consumed_by(messages: Sequence[Message]) -> list[Message]:
    return [message for message in messages if isinstance(message, CONSUMED)]


def test_a_stage_that_was_restarted_replays_as_it_went(maker: AnswerMaker) -> None:
    def make() -> BendScreening:
        return BendScreening(maker, wanted=2)

    pictures = bending(SHORT)
    first = consumed_by(through(make(), [command("begin"), *pictures[:100]]))
    known = len(first) - 3  # so many were on the disk when it was restarted
    second, _ = followed(make, first[:known])
    mark = ScreeningResumption(seq=0, sensor_ns=0, host_ns=0, known=known)
    live = through(second, pictures[100:])
    recorded = [*first, mark, *consumed_by(live)]
    _, again = followed(make, recorded)
    (answer,), (replayed,) = answers(live), answers(again)
    assert (replayed.page, replayed.result) == (answer.page, answer.result)
    assert progresses(again)[-1].forward == 2


def test_what_is_delivered_twice_counts_once(maker: AnswerMaker) -> None:
    begin, pictures = command("begin"), bending((60.0,))
    out = through(
        BendScreening(maker), [begin, *(again for one in pictures for again in (one, one))]
    )
    assert consumed_by(out) == [begin, *pictures]

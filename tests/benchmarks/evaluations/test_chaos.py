"""What is broken at random is drawn fairly, is really broken, and what is missing is counted."""

import errno
import os
import subprocess
import time
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.evaluations.chaos import broken_disk
from benchmarks.evaluations.chaos.disasters import (
    FREEZE_S,
    GRIEVANCES,
    MOST_COSTLY,
    OBSERVERS,
    TOGETHER_S,
    VICTIMS,
    Disaster,
    drawn,
)
from benchmarks.evaluations.chaos.judging import judged
from benchmarks.evaluations.chaos.leftovers import alive, drafts
from benchmarks.evaluations.chaos.witness import Witness
from edge.core.messages.base import Message
from edge.page.exercise.model import ExerciseModel
from edge.session.outcome import Outcome
from tests.commands.recorded import said
from tests.page.scenes import make_anchors, make_plan, status
from tests.stages.playing import PATIENT, START, session_of

TEN_MINUTES_S = 600.0
SECOND_NS = 1_000_000_000


@settings(deadline=None, max_examples=25)
@given(seed=st.integers(0, 10_000))
def test_what_is_drawn_is_various_and_leaves_most_of_the_session_whole(seed: int) -> None:
    found = drawn(seed, TEN_MINUTES_S, can_fill=True)
    assert found == drawn(seed, TEN_MINUTES_S, can_fill=True)
    assert [one.at_s for one in found] == sorted(one.at_s for one in found)
    assert len(found) > 30
    assert len({one.kind for one in found}) >= 6
    outages = [one.outage_s for one in found if one.is_costly]
    assert sum(until - since for since, until in outages) <= MOST_COSTLY * TEN_MINUTES_S
    for one in found:
        minute = [o for o in found if o.victim and one.at_s <= o.at_s < one.at_s + 60.0]
        assert max(Counter(o.victim for o in minute).values(), default=0) <= GRIEVANCES
    assert all(one.at_s + one.for_s < TEN_MINUTES_S for one in found)
    assert not [one for one in drawn(seed, 60.0, can_fill=False) if one.kind == "disk_filled"]


def test_everything_happens_to_everybody_also_at_once() -> None:
    sessions = [drawn(seed, TEN_MINUTES_S, can_fill=True) for seed in range(150)]
    every = [one for session in sessions for one in session]
    struck = Counter((one.kind, one.victim) for one in every)
    for kind in ("kill", "terminate", "freeze"):
        assert {victim for its, victim in struck if its == kind} >= set(VICTIMS)
    assert set(OBSERVERS) | {"clock_set"} <= {kind for kind, victim in struck if not victim}
    pairs = [pair for session in sessions for pair in pairwise(session)]
    at_once = {
        frozenset((one.victim, other.victim))
        for one, other in pairs
        if other.at_s - one.at_s <= TOGETHER_S
    }
    assert frozenset(("motion", "recorder")) in at_once
    blinded = {other.kind for one, other in pairs if one.blinds(other) and one.kind == "freeze"}
    assert {"radio_gone", "home_removed"} <= blinded
    assert all(one.for_s == FREEZE_S for one in every if one.kind == "freeze")


def test_a_disk_is_full_while_it_is_wanted_to_be(tmp_path: Path) -> None:
    full = tmp_path / "full"
    disk = broken_disk.BrokenDisk(full)
    descriptor = disk.open(tmp_path / "file", os.O_RDWR | os.O_CREAT)
    assert disk.write(descriptor, b"one", 0) == 3
    full.touch()
    for attempt in (
        lambda: disk.write(descriptor, b"two", 3),
        lambda: disk.open(tmp_path / "other", os.O_RDWR | os.O_CREAT),
        lambda: disk.make_folder(tmp_path / "folder"),
    ):
        with pytest.raises(OSError, match="No space") as refused:
            attempt()
        assert refused.value.errno == errno.ENOSPC
    disk.sync(descriptor)
    full.unlink()
    assert disk.write(descriptor, b"two", 3) == 3
    os.close(descriptor)


def test_a_clock_that_is_set_is_wrong_by_as_much(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = time.time
    monkeypatch.setattr(time, "time", right)
    broken_disk.set_clock_by(tmp_path / "clock")
    assert abs(time.time() - right()) < 60
    (tmp_path / "clock").write_text("3600.0")
    assert abs(time.time() - right() - 3600) < 60


class Ports:
    """Brings what it is given."""

    def __init__(self, messages: list[Message]) -> None:
        self._messages = messages

    def poll(self) -> list[Message]:
        messages, self._messages = self._messages, []
        return messages


def test_the_witness_knows_what_the_page_has_spoken_of() -> None:
    plan = make_plan()
    statuses: list[Message] = [status(0), status(1, coach=1)]
    witness = Witness(ExerciseModel(plan=plan, anchors=make_anchors(plan)), Ports(statuses))
    witness.look()
    now_ns = max(one.at_ns for one in witness.said)
    kill = Disaster(at_s=1.0, kind="kill", victim="coach")
    begin_ns = now_ns - 2 * SECOND_NS
    assert witness.has_told(kill, begin_ns)
    assert not witness.has_told(replace(kill, victim="motion"), begin_ns)
    assert not witness.has_told(replace(kill, at_s=3.0), begin_ns), "it was said before"
    gone = replace(kill, kind="radio_gone", victim="")
    assert not witness.has_told(gone, begin_ns, [kill])
    assert not witness.has_told(gone, begin_ns, [replace(kill, victim="watch", at_s=500.0)])
    assert not witness.has_told(gone, begin_ns, [replace(kill, victim="watch")])
    watched = Witness(
        ExerciseModel(plan=plan, anchors=make_anchors(plan)), Ports([status(0), status(1, watch=1)])
    )
    watched.look()
    assert watched.has_told(gone, begin_ns, [replace(kill, victim="watch")])


def test_what_is_missed_is_counted_unless_an_outage_touches_it() -> None:
    truth = session_of(PATIENT).truth
    outcome = Outcome()
    for message in said():
        outcome.hear(message)
    whole = judged(outcome.feedbacks, truth, (), begin_ns=START.host_ns)
    assert (whole.found, whole.excluded) == (len(truth), 0)
    assert (whole.missed, whole.invented) == ((), ())
    less = judged(outcome.feedbacks[1:], truth, (), begin_ns=START.host_ns)
    assert less.missed == (truth[0],)
    outage = Disaster(at_s=truth[0].start_s, kind="kill", victim="motion")
    touched = judged(outcome.feedbacks[1:], truth, (outage,), begin_ns=START.host_ns)
    assert touched.missed == ()
    assert 1 <= touched.excluded <= 2
    harmless = replace(outage, victim="coach")
    assert judged(outcome.feedbacks[1:], truth, (harmless,), begin_ns=0).excluded == 0
    moved = judged(outcome.feedbacks, truth, (), begin_ns=START.host_ns + 10**12)
    assert len(moved.invented) == len(truth)


def test_what_is_left_is_found(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    for name in ("a/.room-for-history", "a/history.jsonl.part", "a/session-000.mcap"):
        (tmp_path / name).touch()
    assert len(drafts(tmp_path)) == 2
    assert alive([os.getpid()]) == [os.getpid()]
    ended = subprocess.Popen(["true"])
    os.waitid(os.P_PID, ended.pid, os.WEXITED | os.WNOWAIT)
    assert alive([ended.pid]) == [], "nobody has asked about its end"
    ended.wait()
    assert alive([ended.pid]) == []

"""What is in the outbox stays there until the hub has it, whoever dies in between."""

import os
import signal
import sqlite3
import stat
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from edge.records.errors import OutboxError
from edge.records.outbox import FILE_NAME, Outbox
from edge.records.outbox_rows import Answer, Fact, OutboxRecord
from edge.records.uplink_state import waiting_of

ROOT = Path(__file__).parents[2]


def record(number: int, revision: int = 1) -> OutboxRecord:
    return OutboxRecord(
        session_id=f"s{number}",
        revision=revision,
        body=b"body %d" % number,
        sha256=f"{number:064x}",
        made_ms=1_000 + number,
    )


def fact(number: int, text: str = "{}", exercise: int = 0) -> Fact:
    return Fact(exercise=exercise, number=number, text=text, noted_ms=7)


def test_the_file_is_its_owners_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        with Outbox.of(tmp_path) as outbox:
            outbox.remember("a", "b")
    finally:
        os.umask(before)
    assert [stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()] == [0o600] * len(
        list(tmp_path.iterdir())
    )


def test_every_commit_is_on_the_disk(tmp_path: Path) -> None:
    with Outbox.of(tmp_path) as outbox:
        pragma = outbox._sql.execute("PRAGMA synchronous").fetchone()
        assert pragma == (2,)  # FULL
        assert outbox._sql.execute("PRAGMA journal_mode").fetchone() == ("truncate",)


def test_a_record_waits_until_it_is_answered_and_then_lets_its_body_go(tmp_path: Path) -> None:
    with Outbox.of(tmp_path) as outbox:
        for number in range(4):
            outbox.settle(f"s{number}", record(number))
        outbox.answered(record(0), "stored")
        outbox.answered(record(1), "known")
        outbox.answered(record(2), "refused", "conflict")
    with Outbox.of(tmp_path) as outbox:
        assert [one.body for one in outbox.records("stored", "known")] == [None, None]
        (dead,) = outbox.records("refused")
        assert (dead.body, dead.reason) == (b"body 2", "conflict")
        assert outbox.next_due(0) == record(3)
        assert outbox.last_revision("s0") == 1
    waiting = waiting_of(tmp_path)
    assert (waiting.sessions, waiting.since_ms, waiting.last_ms) == (1, 1_003, 1_001)
    assert [one.session_id for one in waiting.refused] == ["s2"]


def test_a_record_that_was_tried_is_not_due_before_its_time(tmp_path: Path) -> None:
    with Outbox.of(tmp_path) as outbox:
        outbox.settle("s0", record(0))
        outbox.settle("s1", record(1))
        outbox.tried(record(0), 500)
        due = outbox.next_due(499)
        assert due is not None
        assert due.session_id == "s1"
        again = outbox.next_due(500)
        assert again is not None
        assert (again.session_id, again.tries) == ("s0", 1)


def test_the_same_fact_twice_is_one_and_another_first_repetition_begins_anew(
    tmp_path: Path,
) -> None:
    with Outbox.of(tmp_path) as outbox:
        outbox.begin("s", "head")
        for number in (1, 2, 3, 2, 3):
            outbox.note("s", fact(number))
        assert [one.number for one in outbox.facts("s")] == [1, 2, 3]
        outbox.note("s", fact(1, exercise=1))
        outbox.note("s", fact(1))
        assert len(outbox.facts("s")) == 4
        outbox.note("s", fact(1, "anew"))
        assert [(one.exercise, one.number) for one in outbox.facts("s")] == [(0, 1), (1, 1)]


def test_a_settled_session_is_unsettled_by_a_later_fact_until_the_next_one_begins(
    tmp_path: Path,
) -> None:
    with Outbox.of(tmp_path) as outbox:
        outbox.begin("s", "head")
        outbox.note("s", fact(1))
        outbox.settle("s", record(0))
        assert outbox.unsettled() == []
        outbox.note("s", fact(0, "rated"))
        assert outbox.unsettled() == [("s", "head")]
        outbox.settle("s", None)
        outbox.begin("t", "head")
        assert outbox.facts("s") == []
        assert outbox.unsettled() == [("t", "head")]


def test_numbers_rise_and_the_name_stays(tmp_path: Path) -> None:
    counters, names = [], set()
    for _ in range(3):
        with Outbox.of(tmp_path) as outbox:
            counters.append(outbox.next_counter())
            names.add(outbox.install_id())
    assert counters == [1, 2, 3]
    assert len(names) == 1


def test_an_answer_is_kept_by_its_number(tmp_path: Path) -> None:
    said = Answer(
        kind="plan", seq=4, answer="refused", reason="bad", words="so", content="", came_ms=1
    )
    with Outbox.of(tmp_path) as outbox:
        assert outbox.last_seq("plan") == 0
        outbox.answer(said)
    with Outbox.of(tmp_path) as outbox:
        assert outbox.answers("plan") == [said]
        assert (outbox.last_seq("plan"), outbox.last_seq("message")) == (4, 0)


def test_a_file_of_a_later_version_is_left_alone_in_one_sentence(tmp_path: Path) -> None:
    with Outbox.of(tmp_path) as outbox:
        outbox._sql.execute("PRAGMA user_version = 9")
    with pytest.raises(OutboxError, match="version 9, and this program knows version 1"):
        waiting_of(tmp_path)


def test_a_damaged_file_is_named_and_kept(tmp_path: Path) -> None:
    path = tmp_path / FILE_NAME
    path.write_bytes(b"no database at all" * 100)
    with pytest.raises(OutboxError, match="cannot be used"):
        waiting_of(tmp_path)
    assert path.read_bytes() == b"no database at all" * 100


def test_a_transaction_that_fails_changes_nothing(tmp_path: Path) -> None:
    with Outbox.of(tmp_path) as outbox:
        outbox.begin("s", "head")
        with pytest.raises(RuntimeError), outbox.transaction():
            outbox.note("s", fact(1))
            raise RuntimeError
        assert outbox.facts("s") == []
    with pytest.raises(OutboxError), Outbox.of(tmp_path) as outbox:
        raise sqlite3.OperationalError("disk I/O error")


KILLED = textwrap.dedent(
    """
    import os, signal, sys
    from pathlib import Path
    from edge.records.outbox import Outbox
    from tests.records.test_outbox import fact
    with Outbox.of(Path(sys.argv[1])) as outbox:
        with outbox.transaction():
            outbox.begin("s", "head")
            outbox.note("s", fact(1))
        outbox._sql.execute("BEGIN IMMEDIATE")
        outbox.note("s", fact(2))
        os.kill(os.getpid(), signal.SIGKILL)
    """
)


def test_what_was_committed_outlives_a_kill_and_what_was_not_is_not_there(tmp_path: Path) -> None:
    killed = subprocess.run([sys.executable, "-c", KILLED, tmp_path], cwd=ROOT, check=False)
    assert killed.returncode == -signal.SIGKILL
    with Outbox.of(tmp_path) as outbox:
        assert [one.number for one in outbox.facts("s")] == [1]
        outbox.note("s", fact(2))
        assert [one.number for one in outbox.facts("s")] == [1, 2]

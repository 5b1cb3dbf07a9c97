"""The `uplink` process acknowledges what it was told once that is on the disk, and not before."""

from pathlib import Path

import pytest

from edge.bus.edges import Policy
from edge.bus.inbox import Delivery
from edge.bus.wire import Stamp
from edge.core.messages.base import Message
from edge.processes.graph import GRAPH
from edge.processes.uplink import RETRY_S, UplinkNotes
from edge.records.errors import OutboxError
from edge.records.outbox import FILE_NAME, Outbox
from tests.uplink.noted import ANCHORS, SAID, head


class Fed:
    """A coach that keeps what is not acknowledged."""

    def __init__(self, folder: Path) -> None:
        self.kept = list(enumerate(SAID))
        self.now_ns = 0
        self.notes = UplinkNotes(
            folder, head(), ANCHORS, self, clock_ns=lambda: self.now_ns, wall_ms=lambda: 5
        )

    def acknowledge(self, delivery: Delivery) -> None:
        self.kept = [one for one in self.kept if one[0] > delivery.stamp.seq]

    def finished(self) -> None:
        return

    def send(self, epoch: int = 1) -> None:
        """Send all that is not acknowledged, as to a process that has just been started."""
        self.notes.take([delivered(seq, message, epoch) for seq, message in self.kept])


def delivered(seq: int, message: Message, epoch: int) -> Delivery:
    return Delivery(message, Stamp("coach", epoch, seq, 0, 0), Policy.EVERY, 0)


def numbers(folder: Path) -> list[int]:
    with Outbox.of(folder) as outbox:
        return [fact.number for fact in outbox.facts(head().session_id)]


def test_what_is_noted_is_acknowledged(tmp_path: Path) -> None:
    coach = Fed(tmp_path)
    coach.send()
    assert coach.kept == []
    assert numbers(tmp_path) == [0, 1, 2, 3]


def test_what_comes_once_more_after_a_kill_is_noted_once(tmp_path: Path) -> None:
    first, second = Fed(tmp_path), Fed(tmp_path)
    first.send()
    second.send(epoch=2)  # it had died before it could acknowledge
    assert numbers(tmp_path) == [0, 1, 2, 3]


def test_where_the_disk_fails_nothing_is_acknowledged_and_it_is_tried_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / FILE_NAME).mkdir()  # opening it fails
    coach = Fed(tmp_path)
    coach.send()
    coach.notes.take([])
    assert len(coach.kept) == len(SAID)
    assert len(caplog.records) == 1
    with pytest.raises(OutboxError):
        coach.notes.finish()
    (tmp_path / FILE_NAME).rmdir()
    coach.notes.take([])
    assert len(coach.kept) == len(SAID)  # not yet time
    coach.now_ns += round(RETRY_S * 1e9)
    coach.notes.take([])
    assert coach.kept == []
    assert numbers(tmp_path) == [0, 1, 2, 3]


def test_nothing_from_the_coach_to_the_outbox_may_be_lost() -> None:
    (edge,) = [edge for edge in GRAPH.edges if edge.consumer == "uplink"]
    assert (edge.producer, edge.policy) == ("coach", Policy.EVERY)
    (process,) = [process for process in GRAPH.processes if process.name == "uplink"]
    assert process.optional

"""What becomes of messages between two processes, under each policy."""

from pathlib import Path

import pytest
import zmq

from edge.bus.codec import MAX_MESSAGE_BYTES, encode
from edge.bus.edges import LONGEST_PATH, address_of
from edge.bus.errors import AddressError
from edge.bus.ports import Ports
from edge.bus.wire import Stamp
from edge.core.messages.base import Message
from tests.bus.examples import command, imu, link, progress
from tests.bus.joined import EDGES, PATIENCE_S, numbers, opened, settle


def meet(sender: Ports, receiver: Ports) -> None:
    """Wait until the lossy links between the two stand."""
    before = receiver.waiting
    while receiver.waiting == before:
        sender.send(progress(0) if sender.name == "motion" else link(0))
        receiver.wait(0.02)
        receiver.drain()
    settle(sender, receiver)
    receiver.take()


def test_every_message_waits_for_its_consumer(run_dir: Path) -> None:
    with opened("watch", run_dir) as watch:
        for seq in range(50):
            watch.send(imu(seq))
        assert watch.backlog == 50
        with opened("motion", run_dir) as motion:
            watch.wait(PATIENCE_S)
            watch.drain()
            assert numbers(motion, 50) == list(range(50))
            assert watch.backlog, "not every acknowledgement is sent at once"
            motion.wait(PATIENCE_S)
            motion.drain()
            assert watch.flush(PATIENCE_S)


def test_a_port_takes_several_producers(run_dir: Path) -> None:
    with (
        opened("motion", run_dir) as motion,
        opened("watch", run_dir) as watch,
        opened("page", run_dir) as page,
    ):
        watch.send(imu(1))
        page.send(command(2))
        settle(watch, page)
        assert sorted(numbers(motion, 2)) == [1, 2]


def test_newest_drops_the_oldest_and_counts_it(run_dir: Path) -> None:
    with opened("page", run_dir) as page, opened("motion", run_dir) as motion:
        meet(motion, page)
        absent = motion.drops.get("absent", 0)
        for seq in range(1, 11):
            motion.send(progress(seq))
        settle(page)
        assert [d.message.seq for d in page.take()] == [8, 9, 10]
        assert page.drops == {"queue": 7}
        assert motion.drops.get("absent", 0) == absent


def test_newest_does_not_wait_for_an_absent_consumer(run_dir: Path) -> None:
    with opened("motion", run_dir) as motion:
        motion.send(progress(0))
        assert motion.drops == {"absent": 1}
        assert motion.backlog == 0
        with opened("page", run_dir) as page:
            settle(motion, page)
            assert page.take() == []


def test_conflate_keeps_the_latest_and_counts_nothing(run_dir: Path) -> None:
    with opened("page", run_dir) as page, opened("watch", run_dir) as watch:
        meet(watch, page)
        for seq in range(1, 6):
            watch.send(link(seq))
        settle(page)
        assert [d.message.seq for d in page.take()] == [5]
        assert page.drops == {}


class Stranger:
    """Whoever has got hold of the address of a port."""

    def __init__(self, run_dir: Path, port: str, kind: int) -> None:
        self._context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
        self._socket = self._context.socket(kind)
        self._socket.linger = 1000
        self._socket.connect(address_of(run_dir, port))

    def send(self, *frames: bytes) -> None:
        self._socket.send_multipart(frames)

    def close(self) -> None:
        self._socket.close()
        self._context.term()


def stamped(message: Message, seq: int, producer: str, base: int = 0) -> list[bytes]:
    return [Stamp(producer, 1, seq, base, 0).pack(encode(message))]


@pytest.mark.parametrize(
    ("frames", "cause"),
    [
        ([b"?"], "malformed"),
        ([b""], "malformed"),
        ([Stamp("watch", 1, 0, 0, 0).pack(b"")], "malformed"),
        ([Stamp("watch", 1, 0, 0, 0).pack(b"\xc1")], "malformed"),
        (stamped(progress(0), 0, "watch"), "malformed"),
        ([Stamp("watch", 1, 0, 0, 0).pack(bytes(MAX_MESSAGE_BYTES + 1))], "oversized"),
    ],
    ids=["no stamp", "nothing", "no message", "no MessagePack", "not of this edge", "too large"],
)
def test_a_bad_message_is_counted_and_the_next_ones_come(
    run_dir: Path, frames: list[bytes], cause: str, caplog: pytest.LogCaptureFixture
) -> None:
    with opened("motion", run_dir) as motion:
        stranger = Stranger(run_dir, "motion.every", zmq.DEALER)
        stranger.send(*frames)
        stranger.send(*stamped(imu(7), 1, "watch", base=1))
        assert numbers(motion, 1) == [7]
        assert motion.drops == {cause: 1}
        assert "dropped a message from" in caplog.text
        stranger.close()


def test_a_refused_message_is_not_sent_for_ever(run_dir: Path) -> None:
    with opened("motion", run_dir) as motion:
        context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
        socket = context.socket(zmq.DEALER)
        socket.connect(address_of(run_dir, "motion.every"))
        socket.send_multipart(stamped(imu(1), 0, "watch"))
        socket.send(Stamp("watch", 1, 1, 0, 0).pack(b"?"))
        socket.send(Stamp("watch", 1, 2, 0, 0).pack(b"?"))
        settle(motion)
        assert socket.poll(0) == 0, "the first one is not processed yet"
        motion.acknowledge(motion.take()[0])
        assert socket.poll(1000)
        assert socket.recv() == b"\x01" + bytes(7) + b"\x02" + bytes(7)
        socket.close(0)
        context.term()


def test_a_loss_on_the_way_is_counted(run_dir: Path) -> None:
    with opened("page", run_dir) as page:
        stranger = Stranger(run_dir, "page.newest", zmq.PUSH)
        for seq in (4, 5, 9):
            stranger.send(*stamped(progress(seq), seq, "motion"))
        settle(page)
        assert [d.message.seq for d in page.take()] == [4, 5, 9]
        assert page.drops == {"gap": 3}
        stranger.close()


def test_a_message_of_its_own_that_cannot_be_sent_is_counted(
    run_dir: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with opened("watch", run_dir) as watch:
        watch.send(imu(0, samples=MAX_MESSAGE_BYTES // 56 + 1))
        assert watch.drops == {"oversized": 1}
        assert watch.backlog == 0
        assert "exceeds the limit" in caplog.text


def test_a_message_without_an_edge_goes_nowhere(run_dir: Path) -> None:
    with opened("watch", run_dir) as watch:
        watch.send(command(0))
        assert watch.backlog == 0


def test_a_port_that_cannot_be_opened_says_so(run_dir: Path) -> None:
    with pytest.raises(AddressError, match="cannot listen at"):
        Ports("motion", EDGES, run_dir / "missing")


def test_a_path_that_no_socket_can_have_says_what_to_do() -> None:
    with pytest.raises(AddressError, match="set TMPDIR"):
        address_of(Path("/" + "x" * LONGEST_PATH), "motion.every")

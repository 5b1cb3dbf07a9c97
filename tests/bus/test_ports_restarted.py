"""What becomes of messages between two processes that die and come back."""

import random
from pathlib import Path

import pytest

from edge.bus.inbox import Delivery
from edge.bus.ports import Ports
from tests.bus.examples import imu
from tests.bus.joined import numbers, opened, settle


def test_a_restarted_consumer_gets_what_was_not_acknowledged(run_dir: Path) -> None:
    with opened("watch", run_dir) as watch:
        with opened("motion", run_dir) as motion:
            for seq in range(10):
                watch.send(imu(seq))
            settle(watch, motion)
            deliveries = motion.take()
            assert [d.message.seq for d in deliveries] == list(range(10))
            motion.acknowledge(deliveries[3])
            settle(watch)
        assert watch.backlog == 6
        watch.send(imu(10))
        with opened("motion", run_dir) as motion:
            settle(watch, motion)
            assert numbers(motion, 7) == [4, 5, 6, 7, 8, 9, 10]


def test_a_restarted_producer_is_not_taken_for_a_repetition(run_dir: Path) -> None:
    with opened("motion", run_dir) as motion:
        for life in range(3):
            with opened("watch", run_dir) as watch:
                for seq in range(3):
                    watch.send(imu(100 * life + seq))
                settle(watch, motion)
        with opened("watch", run_dir) as watch:
            assert taken(motion, watch) == [0, 1, 2, 100, 101, 102, 200, 201, 202]


def test_what_a_dead_producer_left_comes_before_what_its_successor_says(run_dir: Path) -> None:
    """Also where the successor speaks to a new consumer before it knows that this is a new one."""
    with opened("motion", run_dir) as motion:
        with opened("watch", run_dir) as watch:
            for seq in range(3):
                watch.send(imu(seq))
            settle(watch, motion)
        watch = opened("watch", run_dir)
        settle(watch, motion)
    with watch, opened("motion", run_dir) as motion:
        motion.wait(0.3)  # until the connection is there; the watch does not look
        watch.send(imu(3))
        assert taken(motion, watch) == [0, 1, 2, 3]


def taken(motion: Ports, watch: Ports) -> list[int]:
    """Return the numbers of all messages that come, each acknowledged."""
    seen: list[int] = []
    while watch.backlog:
        settle(motion, watch)
        for delivery in motion.take():
            seen.append(delivery.message.seq)
            motion.acknowledge(delivery)
    return seen


class Pair:
    """A producer and a consumer that are restarted at will; the consumer notes what it saw."""

    def __init__(self, run_dir: Path, rng: random.Random) -> None:
        self._run_dir, self._rng = run_dir, rng
        self.watch, self.motion = opened("watch", run_dir), opened("motion", run_dir)
        self.sent = 0
        self.seen: list[int] = []
        self._held: list[Delivery] = []

    def send(self) -> None:
        for _ in range(self._rng.randint(1, 5)):
            self.watch.send(imu(self.sent))
            self.sent += 1

    def take(self) -> None:
        self.motion.wait(0.005)
        self.motion.drain()
        self.watch.wait(0)
        self.watch.drain()
        for delivery in self.motion.take():
            self.seen.append(delivery.message.seq)
            self._held.append(delivery)
            if self._rng.random() < 0.7:
                self.motion.acknowledge(delivery)

    def acknowledge_all(self) -> None:
        self.take()
        for delivery in self._held:
            self.motion.acknowledge(delivery)
        self._held.clear()

    def restart_consumer(self) -> None:
        self._held.clear()
        self.motion.close()
        self.motion = opened("motion", self._run_dir)

    def kill_producer(self) -> None:
        """With whatever nobody has acknowledged, or even seen."""
        self.watch.close()
        self.watch = opened("watch", self._run_dir)

    def kill_both(self) -> None:
        self.motion.close()
        self.kill_producer()
        self._held.clear()
        self.motion = opened("motion", self._run_dir)

    def finish(self) -> None:
        while not self.watch.flush(0.005):
            self.acknowledge_all()
        self.watch.close()
        self.motion.close()


@pytest.mark.parametrize("seed", range(6))
def test_nothing_is_lost_or_out_of_order_whoever_dies_when(run_dir: Path, seed: int) -> None:
    """A consumer may see again what its predecessor had not acknowledged, and nothing else."""
    rng = random.Random(seed)
    pair = Pair(run_dir, rng)
    actions = [pair.send, pair.send, pair.send, pair.take, pair.take, pair.acknowledge_all]
    for _ in range(100):
        rng.choice([*actions, pair.restart_consumer, pair.kill_producer, pair.kill_both])()
    pair.finish()
    newest = -1
    for seq in pair.seen:
        assert seq <= newest + 1, "a message was skipped or overtaken"
        newest = max(newest, seq)
    assert newest == pair.sent - 1

"""The recorder acknowledges what is on the disk, and nothing else."""

import os
import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from edge.bus.edges import Edge, Policy
from edge.bus.inbox import Delivery
from edge.bus.ports import Ports
from edge.bus.stop import Stop
from edge.bus.wire import Stamp
from edge.core.messages.imu import Imu
from edge.machine.putting_back import HeldFiles
from edge.processes import recorder
from edge.processes.options import SessionOptions
from edge.processes.recorder import HANGS_S, RETRY_S
from edge.records.plan import Storage
from edge.records.recording import parts_of, read_recording
from edge.records.reserve import RECORDING, Reserve
from edge.runtime.context import SessionContext
from edge.runtime.service import ServicePorts
from tests.bus.examples import imu, short_dir
from tests.failing_files import FailingFiles, every_failure
from tests.processes.feeding import Feed, Slow, on_disk
from tests.stages.playing import options_of

EDGES = (Edge(producer="motion", consumer="recorder", types=(Imu,), policy=Policy.EVERY),)
PATIENCE_S = 10.0


class Recording:
    """A recorder in a thread, and the motion that feeds it."""

    def __init__(self, session_dir: Path, run_dir: Path, options: SessionOptions) -> None:
        self.stop = Stop()
        self.motion = Ports("motion", EDGES, run_dir)
        self._ports = ServicePorts(Ports("recorder", EDGES, run_dir), self.stop)
        context = SessionContext(
            process="recorder",
            session_dir=session_dir,
            run_dir=run_dir,
            options=options,
        )
        self._thread = threading.Thread(
            target=recorder.serve, args=(context, self._ports, self.stop)
        )
        self._thread.start()

    def finish(self) -> None:
        self.stop.set()
        self._thread.join()
        self._ports.close(0)
        self.motion.close()
        self.stop.close()


@pytest.fixture
def recording(tmp_path: Path) -> Iterator[Recording]:
    with short_dir() as run_dir:
        yield Recording(tmp_path, run_dir, options_of(tmp_path, watch="file:one"))


def test_what_is_acknowledged_can_be_read_at_once(recording: Recording, tmp_path: Path) -> None:
    for seq in range(30):
        recording.motion.send(imu(seq))
    assert recording.motion.flush(PATIENCE_S)
    live = read_recording(tmp_path)
    assert [message.seq for message in live.messages] == list(range(30))
    assert live.metadata["watch"] == "file:one"
    recording.finish()
    assert read_recording(tmp_path).warnings == ()


def test_nothing_is_lost_whichever_call_fails_and_what_is_acknowledged_is_there(
    tmp_path: Path,
) -> None:
    number = count()

    def work(files: FailingFiles) -> None:
        folder = tmp_path / str(next(number))
        feed = Feed(folder, files)
        for _ in range(5):
            feed.bring(4)
            feed.bring(after_s=RETRY_S)
            assert on_disk(folder)[: feed.kept] == list(range(feed.kept))
        files.heal()
        feed.bring(4)
        feed.bring(after_s=RETRY_S)
        assert feed.kept == 24
        feed.recorder.finish()
        whole = read_recording(folder)
        assert [message.seq for message in whole.messages] == list(range(24))
        assert whole.warnings == ()
        assert {path.name for path in folder.iterdir()} == {"session-000.mcap"}

    for times in (1, 4):
        failures = list(every_failure(work, times=times))
        assert len(failures) > 10


def test_a_disk_that_stays_full_keeps_what_was_acknowledged_and_says_up_to_when(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def work(files: FailingFiles) -> None:
        folder = tmp_path / str(next(number))
        feed = Feed(folder, files)
        for _ in range(6):
            feed.bring(4)
        feed.recorder.finish()
        assert on_disk(folder)[: feed.kept] == list(range(feed.kept))
        assert all(part.stat().st_size for part in parts_of(folder))
        if files.failed and feed.kept < 24:
            assert feed.told[-1].problem == "full"
            assert feed.told[-1].waiting == 24 - feed.kept

    number = count()
    assert len(list(every_failure(work, times=10_000))) > 10
    assert "the session is kept up to" in caplog.text


def test_the_end_of_a_session_on_a_full_disk_takes_the_room_that_was_set_aside(
    tmp_path: Path,
) -> None:
    """The disk holds what was there when it filled up, and what a reserve gives back."""

    class FullDisk(FailingFiles):
        def write(self, descriptor: int, data: bytes, offset: int) -> int:
            if sum(path.stat().st_size for path in tmp_path.iterdir()) + len(data) > room:
                raise OSError(28, "No space left on device")
            return super().write(descriptor, data, offset)

    room = 10**9
    files = FullDisk("none", 0)
    Reserve(tmp_path, RECORDING, files).take()
    feed = Feed(tmp_path, files)
    feed.bring(4)
    room = sum(path.stat().st_size for path in tmp_path.iterdir())
    feed.bring(20, after_s=RETRY_S)
    assert feed.kept == 4
    feed.recorder.finish()
    assert on_disk(tmp_path) == list(range(24))
    assert [status.problem for status in feed.told] == ["none", "full", "none"]
    assert {path.name for path in tmp_path.iterdir()} == {"session-000.mcap"}


def test_what_a_dead_producer_sent_last_is_written_when_its_successor_comes(
    tmp_path: Path,
) -> None:
    feed = Feed(tmp_path, FailingFiles("none", 0))
    feed.bring(1)
    feed.bring(1, after_s=0.01)
    assert on_disk(tmp_path) == [0]
    feed.bring(1, after_s=0.01, epoch=2)
    assert on_disk(tmp_path)[:2] == [0, 1]


def test_a_folder_that_is_removed_is_written_again_with_all_earlier_parts_and_told(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "session"
    first = Feed(folder, FailingFiles("none", 0))
    first.bring(4)
    first.recorder.finish()
    feed = Feed(folder, FailingFiles("none", 0), begin=4)
    feed.bring(4)
    shutil.rmtree(folder)
    feed.bring(4, after_s=RETRY_S)
    feed.bring(4, after_s=RETRY_S)
    feed.recorder.finish()
    assert on_disk(folder) == list(range(16))
    assert len(parts_of(folder)) == 2
    assert [status.problem for status in feed.told] == ["none", "removed", "none"]


def test_a_folder_that_is_removed_while_there_is_no_recorder_is_written_again_and_told(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "session"
    first = Feed(folder, FailingFiles("none", 0))
    first.bring(4)
    held = HeldFiles(parts_of(folder))
    first.recorder.finish()
    shutil.rmtree(folder)
    feed = Feed(folder, FailingFiles("none", 0), begin=4, holder=os.getpid())
    feed.bring(4)
    feed.bring(4, after_s=RETRY_S)
    feed.recorder.finish()
    held.close()
    assert on_disk(folder) == list(range(12))
    assert len(parts_of(folder)) == 2
    assert [status.problem for status in feed.told] == ["removed", "none"]


def test_a_disk_that_does_not_answer_is_told_and_what_comes_meanwhile_can_be_read(
    tmp_path: Path,
) -> None:
    slow = Slow()
    feed = Feed(tmp_path, FailingFiles("none", 0), slow)
    for _ in range(3):
        feed.bring(1)
    assert (feed.kept, feed.told) == (0, [])
    assert on_disk(tmp_path) == [0, 1, 2]
    feed.bring(1, after_s=HANGS_S)
    assert [(status.problem, status.waiting) for status in feed.told] == [("failed", 4)]
    slow.end()
    feed.bring()
    slow.end()
    feed.bring()
    assert feed.kept == 4
    assert feed.told[-1].problem == "none"


def test_a_message_that_cannot_be_written_is_left_out_once(tmp_path: Path) -> None:
    feed = Feed(tmp_path, FailingFiles("none", 0))
    feed.bring(1)
    poisonous = imu(1)
    object.__setattr__(poisonous, "lost", "many")
    delivery = Delivery(poisonous, Stamp("motion", 1, 1, 0, 0), Policy.EVERY, 0)
    feed.recorder.take([delivery])
    feed.bring()
    assert feed.drops == {"unwritable": 1}
    assert feed.kept == 2
    feed.recorder.finish()
    assert on_disk(tmp_path) == [0]


def without_recording(folder: Path) -> SessionOptions:
    options = options_of(folder)
    plan = replace(options.session_plan.plan, store=Storage(recording=False))
    return replace(options, session_plan=replace(options.session_plan, plan=plan))


@pytest.mark.parametrize("memory", [True, False])
def test_a_recording_that_is_not_wanted_is_on_no_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, memory: bool
) -> None:
    monkeypatch.setattr(recorder, "is_in_memory", lambda _: memory)
    with short_dir() as run_dir:
        running = Recording(tmp_path, run_dir, without_recording(tmp_path))
        running.motion.send(imu(0))
        assert running.motion.flush(PATIENCE_S)
        assert list(tmp_path.iterdir()) == []
        # Restarted processes read it there, if anywhere.
        assert on_disk(run_dir / "recording") == [0] * memory
        running.finish()

"""The recorder acknowledges what is on disk, and nothing else."""

import resource
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from edge.bus.edges import Edge, Policy
from edge.bus.ports import Ports
from edge.bus.stop import Stop
from edge.core.messages.imu import Imu
from edge.processes import recorder
from edge.records.recording import parts_of, read_recording
from edge.runtime.context import SessionContext
from edge.runtime.service import ServicePorts
from tests.bus.examples import imu, short_dir
from tests.stages.playing import options_of

EDGES = (Edge(producer="motion", consumer="recorder", types=(Imu,), policy=Policy.EVERY),)
PATIENCE_S = 10.0


class Recording:
    """A recorder in a thread, and the motion that feeds it."""

    def __init__(self, session_dir: Path, run_dir: Path) -> None:
        self.stop = Stop()
        self.motion = Ports("motion", EDGES, run_dir)
        self._ports = ServicePorts(Ports("recorder", EDGES, run_dir), self.stop)
        context = SessionContext(
            process="recorder",
            session_dir=session_dir,
            run_dir=run_dir,
            options=options_of(session_dir, watch="one"),
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
        yield Recording(tmp_path, run_dir)


def test_what_is_acknowledged_can_be_read_at_once(recording: Recording, tmp_path: Path) -> None:
    for seq in range(30):
        recording.motion.send(imu(seq))
    assert recording.motion.flush(PATIENCE_S)
    live = read_recording(tmp_path)
    assert [message.seq for message in live.messages] == list(range(30))
    assert live.metadata["watch"] == "one"
    recording.finish()
    assert read_recording(tmp_path).warnings == ()


def test_a_full_disk_loses_nothing(
    recording: Recording,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(recorder, "RETRY_S", 0.1)
    recording.motion.send(imu(0))
    assert recording.motion.flush(PATIENCE_S)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (parts_of(tmp_path)[0].stat().st_size, limits[1]))
    try:
        for seq in range(1, 40):
            recording.motion.send(imu(seq))
        assert not recording.motion.flush(0.8)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert recording.motion.flush(PATIENCE_S)
    recording.finish()
    assert "cannot record to" in caplog.text
    joined = read_recording(tmp_path)
    assert [message.seq for message in joined.messages] == list(range(40))
    assert len(parts_of(tmp_path)) > 1

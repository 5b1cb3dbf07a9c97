"""The camera process with a fake camera that is covered, frozen, unplugged and plugged in again."""

import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from edge.bus.clock import now_ns
from edge.bus.frames import attach_ring
from edge.bus.stop import Stop
from edge.core.messages.camera import CameraStatus, FrameRef
from edge.pose.picture import LONGEST_PX, reduced
from edge.processes.camera import opener, stream
from edge.processes.options import SIMULATION_LEAD_S, simulation_begin_ns
from edge.runtime.context import SessionContext
from edge.simulation.patient import SimulatedPatient
from edge.sources.camera import CameraName, camera_name
from edge.sources.camera_body import BodyCamera
from edge.sources.camera_device import without_password
from edge.sources.camera_grab import Grabber
from edge.sources.camera_video import VideoCamera
from edge.sources.errors import SourceError
from tests.sources.fake_camera import SHAPE, FakeCamera, until
from tests.sources.videos import write_video
from tests.stages.playing import options_of


class Session:
    """The camera process in a thread, and what it has sent."""

    def __init__(self, camera: FakeCamera, ring_path: Path) -> None:
        self.stop = Stop()
        self.sent: list[CameraStatus | FrameRef] = []
        self.ring_path = ring_path
        self._thread = threading.Thread(
            target=stream, args=(camera.open, ring_path, self.sent.append, self.stop)
        )
        self._thread.start()

    @property
    def frames(self) -> list[FrameRef]:
        return [message for message in self.sent if isinstance(message, FrameRef)]

    @property
    def states(self) -> list[str]:
        return [message.state for message in self.sent if isinstance(message, CameraStatus)]

    @property
    def last(self) -> CameraStatus:
        return [message for message in self.sent if isinstance(message, CameraStatus)][-1]

    def ends(self) -> bool:
        self._thread.join(5)
        return not self._thread.is_alive()


@pytest.fixture
def camera() -> FakeCamera:
    return FakeCamera()


@pytest.fixture
def session(camera: FakeCamera, tmp_path: Path) -> Iterator[Session]:
    running = Session(camera, tmp_path / "frames.ring")
    yield running
    running.stop.set()
    camera.hung.clear()
    assert running.ends()
    running.stop.close()


def test_every_frame_that_is_told_of_lies_in_the_ring(session: Session) -> None:
    until(lambda: len(session.frames) >= 5)
    frame = session.frames[-1]
    with attach_ring(session.ring_path) as ring:
        picture = ring.read(frame.slot, (frame.height, frame.width, 3), frame.sensor_ns)
    assert picture is not None
    assert picture.shape == SHAPE
    assert picture.std() > 10
    seqs = [frame.seq for frame in session.frames]
    assert seqs == list(range(len(seqs)))
    assert all(frame.host_ns >= frame.sensor_ns for frame in session.frames)
    until(lambda: "streaming" in session.states)
    assert session.last.simulated


def test_a_covered_camera_is_told_and_so_is_that_it_sees_again(
    session: Session, camera: FakeCamera
) -> None:
    until(lambda: "streaming" in session.states)
    camera.covered = True
    until(lambda: session.last.state == "covered")
    camera.covered = False
    until(lambda: session.last.state == "streaming")
    assert session.last.trouble == ""
    assert session.last.rate_hz is not None
    assert 5 < session.last.rate_hz < 60


def test_a_picture_that_stands_still_is_told(session: Session, camera: FakeCamera) -> None:
    until(lambda: "streaming" in session.states)
    camera.frozen = True
    until(lambda: session.last.state == "frozen")


def test_an_unplugged_camera_is_told_and_picked_up_again(
    session: Session, camera: FakeCamera
) -> None:
    until(lambda: "streaming" in session.states)
    camera.plugged = False
    until(lambda: session.last.state == "lost")
    assert "fake camera" in session.last.trouble
    count = len(session.frames)
    camera.plugged = True
    until(lambda: session.last.state == "streaming")
    assert camera.opened == 2
    until(lambda: len(session.frames) > count)


def test_a_driver_that_hangs_is_a_lost_camera(session: Session, camera: FakeCamera) -> None:
    until(lambda: "streaming" in session.states)
    camera.hung.set()
    until(lambda: session.last.state == "lost")


def test_a_source_that_is_over_ends_the_process(session: Session, camera: FakeCamera) -> None:
    until(lambda: "streaming" in session.states)
    camera.over = True
    assert session.ends()
    assert session.last.state == "ended"


def test_who_takes_late_gets_the_newest_frame_and_the_others_are_counted(
    camera: FakeCamera,
) -> None:
    stop = Stop()
    grabber = Grabber(camera.open, stop)
    until(lambda: grabber.dropped >= 5)
    first = grabber.take(5.0)
    second = grabber.take(5.0)
    stop.set()
    grabber.close()
    stop.close()
    assert first is not None
    assert second is not None
    assert 0 < second.t_ns - first.t_ns < 5e9
    assert grabber.dropped >= 5


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("webcam:2", CameraName("webcam", "2")),
        ("webcam", CameraName("webcam", "0")),
        ("rtsp://house/door", CameraName("rtsp", "rtsp://house/door")),
        ("body", CameraName("body", "")),
    ],
)
def test_cameras_have_names(text: str, name: CameraName) -> None:
    assert camera_name(text) == name


@pytest.mark.parametrize("text", ["", "webcam:front", "video:", "photo:x.png", "body:2"])
def test_what_names_no_camera_is_refused_with_what_would(text: str) -> None:
    with pytest.raises(SourceError, match=r"webcam:0, video:PATH"):
        camera_name(text)


def test_a_video_that_is_not_there_is_refused() -> None:
    with pytest.raises(SourceError, match=r"there is no video nowhere\.mp4"):
        camera_name("video:nowhere.mp4")


def test_a_password_is_not_repeated() -> None:
    assert without_password("rtsp://me:secret@house/door") == "rtsp://house/door"


def test_large_pictures_are_scaled_down_and_others_left_alone() -> None:
    large = np.zeros((2160, 3840, 3), np.uint8)
    assert reduced(large).shape == (720, LONGEST_PX, 3)
    small = np.zeros(SHAPE, np.uint8)
    assert reduced(small) is small


PATIENT = SimulatedPatient(
    exercise="trunk_flexion", side="left", profile="healthy", seconds=60.0, seed=1
)


def context(tmp_path: Path, camera: str, began_ns: int) -> SessionContext:
    return SessionContext(
        process="camera",
        session_dir=tmp_path,
        run_dir=tmp_path,
        began_ns=began_ns,
        options=options_of(tmp_path, camera=camera, patient=PATIENT),
    )


def test_the_body_is_a_camera_that_films_in_its_own_time(tmp_path: Path) -> None:
    camera = opener(context(tmp_path, "body", now_ns()))()
    first, second = camera.read(), camera.read()
    camera.close()
    assert isinstance(camera, BodyCamera)
    assert camera.simulated
    assert first is not None
    assert second is not None
    assert first.frame.shape == (480, 640, 3)
    period_s = (second.t_ns - first.t_ns) * 1e-9
    assert period_s * 25 == pytest.approx(round(period_s * 25))
    assert period_s > 0


def test_a_body_whose_session_is_over_is_over() -> None:
    assert BodyCamera(PATIENT, begin_ns=0).read() is None


def test_the_body_moves_as_the_watch_does(tmp_path: Path) -> None:
    began_ns = now_ns() - round(SIMULATION_LEAD_S * 1e9) + 500_000_000
    camera = opener(context(tmp_path, "body", began_ns))()
    grab = camera.read()
    assert grab is not None
    assert (grab.t_ns - simulation_begin_ns(began_ns)) * 25 % 10**9 == 0
    # A session of twelve seconds that began long ago is over.
    assert opener(context(tmp_path, "body", 7_000_000_000))().read() is None


def test_a_video_plays_at_its_own_pace_and_goes_on_after_a_restart(tmp_path: Path) -> None:
    path = write_video(tmp_path / "film.mp4", frames=6, rate_hz=20.0)
    once = opener(context(tmp_path, f"video:{path}", 0))()
    again = opener(context(tmp_path, f"video:{path}", 0))()
    for camera in (once, again):
        assert isinstance(camera, VideoCamera)
        times = []
        while (grab := camera.read()) is not None:
            times.append(grab.t_ns)
        camera.close()
        assert np.diff(times) == pytest.approx(5e7)
    assert len(times) == 6

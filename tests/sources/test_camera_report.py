import pytest

from edge.bus.stop import Stop
from edge.core.messages.camera import CameraStatus, FrameRef
from edge.sources import camera_report
from edge.sources.camera import Camera
from edge.sources.camera_grab import Grabber
from edge.sources.camera_report import OPENING_NS, PERIOD_NS, SILENCE_NS, CameraReport
from edge.sources.errors import SourceError


def test_a_camera_that_takes_long_to_open_is_not_called_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stop, times_ns = Stop(), [0]

    def opened_late() -> Camera:
        stop.wait()
        raise SourceError("the test is over")

    monkeypatch.setattr(camera_report, "now_ns", lambda: times_ns[-1])
    told: list[CameraStatus | FrameRef] = []
    report, grabber = CameraReport(told.append), Grabber(opened_late, stop)
    for time_ns in (PERIOD_NS, SILENCE_NS + PERIOD_NS, OPENING_NS, OPENING_NS + PERIOD_NS):
        times_ns.append(time_ns)
        report.tell_if_due(grabber, None)
    states = [status.state for status in told if isinstance(status, CameraStatus)]
    assert states == ["opening", "opening", "opening", "lost"]
    stop.set()

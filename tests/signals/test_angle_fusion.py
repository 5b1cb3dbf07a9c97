import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge.core.arrays import Floats
from edge.signals.angle_fusion import AngleFusion, LiveAngle
from edge.signals.angle_match import SeenAngle

SECOND_NS = 1_000_000_000
WATCH_NS, FRAME_NS = 20_000_000, 33_333_333


def seen(angle_deg: float, *, told: bool = True) -> SeenAngle:
    return SeenAngle(angle_deg=angle_deg, told=told, marks=np.empty(0))


def movement_deg(t_ns: Floats | int) -> Floats:
    """Return repetitions of 90° every four seconds, resting in between."""
    share = np.clip((np.asarray(t_ns) * 1e-9 % 4.0) / 3.0, 0.0, 1.0)
    return np.asarray(45.0 * (1.0 - np.cos(2.0 * np.pi * share)))


class Sensors:
    """Feeds both sensors as time goes by; either may fall silent."""

    def __init__(
        self,
        *,
        factor: float = 1.0,
        offset_deg: float = 0.0,
        noise_deg: float = 0.0,
        told_deg: float = 180.0,
        seed: int = 0,
    ) -> None:
        self.fusion = AngleFusion()
        self.now_ns = 0
        self._line = factor, offset_deg
        self._noise_deg, self._told_deg = noise_deg, told_deg
        self._rng = np.random.default_rng(seed)

    def go(
        self, seconds: float, *, watch: bool = True, camera: bool = True
    ) -> list[tuple[int, LiveAngle | None]]:
        """Return what was live after every sample of the watch's grid."""
        shown = []
        end_ns = self.now_ns + round(seconds * SECOND_NS)
        while self.now_ns < end_ns:
            before_ns, self.now_ns = self.now_ns, self.now_ns + WATCH_NS
            if watch:
                times = np.array([self.now_ns])
                self.fusion.take_watch(times, movement_deg(times))
            frame_ns = self.now_ns // FRAME_NS * FRAME_NS
            if camera and frame_ns > before_ns:
                self.fusion.take_camera(frame_ns, self._seen(frame_ns))
            shown.append((self.now_ns, self.fusion.live(self.now_ns)))
        return shown

    def _seen(self, t_ns: int) -> SeenAngle:
        factor, offset_deg = self._line
        noise_deg = self._noise_deg * self._rng.normal()
        angle_deg = (float(movement_deg(t_ns)) - offset_deg) / factor + noise_deg
        return seen(angle_deg, told=angle_deg <= self._told_deg)


def test_the_watch_leads_while_it_talks() -> None:
    for now_ns, live in Sensors(factor=0.8, offset_deg=9.0).go(8.0):
        assert live is not None
        assert live.source == "watch"
        assert live.angle_deg == pytest.approx(float(movement_deg(now_ns)))


@settings(max_examples=20, deadline=None)
@given(
    factor=st.floats(0.8, 1.25),
    offset_deg=st.floats(-8.0, 8.0),
    silent_at_s=st.floats(8.0, 12.0),
    seed=st.integers(0, 1000),
)
def test_the_camera_carries_on_what_the_watch_would_have_said(
    factor: float, offset_deg: float, silent_at_s: float, seed: int
) -> None:
    sensors = Sensors(factor=factor, offset_deg=offset_deg, noise_deg=1.0, seed=seed)
    sensors.go(silent_at_s)
    shown = sensors.go(6.0, watch=False)
    carried = [(now_ns, live) for now_ns, live in shown if live and live.source == "camera"]
    assert carried[0][0] - shown[0][0] <= 0.5 * SECOND_NS
    assert len(carried) >= len(shown) - 17
    # A frame is up to 33 ms old, in which the movement goes 3°.
    errors_deg = [abs(live.angle_deg - float(movement_deg(now_ns))) for now_ns, live in carried]
    assert np.percentile(errors_deg, 95) < 7.0


def test_the_watch_takes_over_again_without_a_jump() -> None:
    sensors = Sensors(factor=0.85, offset_deg=5.0)
    sensors.go(10.0)
    sensors.go(4.0, watch=False)
    shown = [live for _, live in sensors.go(4.0) if live]
    sources = [live.source for live in shown]
    assert sources[0] == "camera"
    assert sources[-1] == "watch"
    assert sources.index("watch") * WATCH_NS <= 0.5 * SECOND_NS
    assert sources == sorted(sources)
    assert np.abs(np.diff([live.angle_deg for live in shown])).max() < 5.0
    assert shown[-1].angle_deg == pytest.approx(float(movement_deg(sensors.now_ns)), abs=0.1)


def test_a_difference_that_was_not_learned_fades_instead_of_jumping() -> None:
    fusion = AngleFusion()
    for k in range(1, 20):
        fusion.take_watch(np.array([k * WATCH_NS]), np.array([50.0]))
        fusion.take_camera(k * WATCH_NS, seen(20.0))
        assert fusion.live(k * WATCH_NS) == LiveAngle(angle_deg=50.0, source="watch")
    angles_deg = []
    for k in range(20, 200):
        fusion.take_camera(k * WATCH_NS, seen(20.0))
        live = fusion.live(k * WATCH_NS)
        assert live is not None
        angles_deg.append(live.angle_deg)
    assert angles_deg[15] == pytest.approx(50.0, abs=2.0)
    assert np.abs(np.diff(angles_deg)).max() < 1.0


def test_both_silent_is_no_angle() -> None:
    sensors = Sensors()
    assert sensors.fusion.live(0) is None
    sensors.go(2.0)
    *_, (_, last) = sensors.go(1.0, watch=False, camera=False)
    assert last is None


def test_a_camera_alone_shows_its_own_angle() -> None:
    *_, (_, last) = Sensors(offset_deg=-3.0).go(3.9, watch=False)
    assert last is not None
    assert last.source == "camera"
    assert last.angle_deg == pytest.approx(3.0, abs=0.1)


def test_a_frame_in_which_nothing_is_seen_is_silence() -> None:
    sensors = Sensors()
    sensors.go(2.0)
    for k in range(30):
        sensors.fusion.take_camera(sensors.now_ns + k * FRAME_NS, seen(np.nan))
    assert sensors.fusion.live(sensors.now_ns + 30 * FRAME_NS) is None


def test_frames_that_an_offset_puts_back_in_time_do_no_harm() -> None:
    sensors = Sensors()
    sensors.go(8.0)
    late_ns = sensors.now_ns - SECOND_NS // 2
    sensors.fusion.take_camera(late_ns, seen(1000.0))
    shown = [live for _, live in sensors.go(3.0, watch=False) if live]
    assert max(live.angle_deg for live in shown) < 100.0
    assert sensors.fusion.ranges(8 * SECOND_NS, 11 * SECOND_NS).camera_deg == pytest.approx(
        90.0, abs=1.0
    )


def test_what_the_camera_cannot_tell_alone_it_tells_once_it_has_learned_it() -> None:
    def raised_share(sensors: Sensors) -> float:
        shown = [live for _, live in sensors.go(4.0, watch=False) if live]
        return float(np.mean([live.angle_deg > 70.0 for live in shown]))

    assert raised_share(Sensors(told_deg=50.0)) == 0.0
    sensors = Sensors(told_deg=50.0)
    sensors.go(8.0)
    assert raised_share(sensors) == pytest.approx(0.24, abs=0.05)
    assert sensors.fusion.ranges(8 * SECOND_NS, 11 * SECOND_NS).camera_deg is None


def test_ranges_are_told_by_each_sensor_alone() -> None:
    sensors = Sensors(factor=1.25)
    sensors.go(8.0)
    ranges = sensors.fusion.ranges(4 * SECOND_NS, 7 * SECOND_NS)
    assert ranges.watch_deg == pytest.approx(90.0, abs=0.1)
    assert ranges.camera_deg == pytest.approx(72.0, abs=1.0)


def test_a_sensor_that_missed_the_repetition_tells_no_range() -> None:
    sensors = Sensors()
    sensors.go(5.0)
    sensors.go(1.0, watch=False)
    sensors.go(2.0, camera=False)
    ranges = sensors.fusion.ranges(4 * SECOND_NS, 7 * SECOND_NS)
    assert ranges.watch_deg is None
    assert ranges.camera_deg is None
    sensors.fusion.reset()
    assert sensors.fusion.live(sensors.now_ns) is None

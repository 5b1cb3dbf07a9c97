from collections.abc import Iterator

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from calibration.camera_sync import CameraSync, Offset
from edge.core.arrays import Floats, Times
from edge.core.messages.camera import LANDMARKS, Pose

RATE_HZ = 50.0
ELBOW, WRIST = LANDMARKS.index("right_elbow"), LANDMARKS.index("right_wrist")


def swings(duration_s: float, seed: int = 0) -> tuple[Floats, Floats]:
    """Return times and a forearm's turn about the x axis: swings with rests between them."""
    t_s = np.arange(0.0, duration_s, 1.0 / RATE_HZ)
    period_s = np.random.default_rng(seed).uniform(3.0, 4.0)
    return t_s, np.radians(50.0) * (1.0 - np.cos(2 * np.pi * np.clip(t_s % 5 / period_s, 0, 1)))


def watch(t_s: Floats, turn_rad: Floats, worn: Rotation) -> tuple[Times, Floats]:
    poses = Rotation.from_rotvec(np.outer(turn_rad, [1.0, 0.0, 0.0])) * worn
    return np.round(t_s * 1e9).astype(np.int64), poses.as_quat(scalar_first=True)


def pose(seq: int, stamp_ns: int, forearm_px: Floats, *, visible: bool = True) -> Pose:
    landmarks = np.zeros((33, 2))
    landmarks[WRIST] = forearm_px
    visibility = np.zeros(33)
    visibility[[ELBOW, WRIST]] = 0.9 if visible else 0.1
    return Pose(
        seq=seq,
        sensor_ns=stamp_ns,
        host_ns=stamp_ns,
        presence="followed",
        height=480,
        width=640,
        landmarks_px=landmarks,
        visibility=visibility,
        world_m=np.zeros((33, 3)),
        engine_ns=0,
    )


def camera(
    t_s: Floats, turn_rad: Floats, offset_ms: float, *, view: Rotation, seed: int = 1
) -> Iterator[Pose]:
    """Yield a hanging forearm of 60 pixels as that view sees it, every twentieth frame missing."""
    rng = np.random.default_rng(seed)
    frames_s = np.arange(1.0, t_s[-1] - 1.0, 1 / 30)
    frames_s = frames_s[rng.random(len(frames_s)) > 0.05]
    turned = Rotation.from_rotvec(np.outer(np.interp(frames_s, t_s, turn_rad), [1.0, 0.0, 0.0]))
    seen = (view * turned).apply([0.0, 0.0, -60.0])[:, [1, 2]] * (1.0, -1.0)
    seen += rng.normal(0.0, 3.0, seen.shape)
    for seq, (at_s, xy) in enumerate(zip(frames_s, seen, strict=True)):
        yield pose(seq, round(at_s * 1e9 + offset_ms * 1e6), xy)


def feed(sync: CameraSync, samples: tuple[Times, Floats], poses: Iterator[Pose]) -> None:
    t_ns, orientation = samples
    waiting = next(poses, None)
    for k in range(0, len(t_ns), 5):
        sync.take_watch(t_ns[k : k + 5], orientation[k : k + 5])
        while waiting is not None and waiting.sensor_ns <= t_ns[min(k + 4, len(t_ns) - 1)]:
            sync.take_pose(waiting)
            waiting = next(poses, None)


def found(sync: CameraSync) -> Offset:
    assert sync.offset is not None
    return sync.offset


VIEWS = {"in plane": 0.0, "oblique": 50.0, "along the plane": 90.0}


@pytest.mark.parametrize("view_deg", VIEWS.values(), ids=VIEWS.keys())
@pytest.mark.parametrize("offset_ms", [-500.0, -37.0, 180.0, 500.0])
def test_the_offset_is_found_from_any_view_and_however_the_watch_is_worn(
    offset_ms: float, view_deg: float
) -> None:
    t_s, turn_rad = swings(20.0)
    worn = Rotation.random(rng=np.random.default_rng(round(offset_ms) % 7))
    view = Rotation.from_euler("z", view_deg, degrees=True)
    sync = CameraSync("right")
    feed(sync, watch(t_s, turn_rad, worn), camera(t_s, turn_rad, offset_ms, view=view))
    assert found(sync).settled
    assert found(sync).offset_ms == pytest.approx(offset_ms, abs=10.0)
    assert abs(found(sync).offset_ms - offset_ms) < 4 * found(sync).error_ms


def test_a_movement_that_has_nothing_to_do_with_the_watch_does_not_settle() -> None:
    t_s, turn_rad = swings(40.0)
    other_rad = np.roll(turn_rad, 2 * 50) * np.sin(t_s)
    sync = CameraSync("right")
    poses = camera(t_s, other_rad, 0.0, view=Rotation.identity())
    feed(sync, watch(t_s, turn_rad, Rotation.identity()), poses)
    assert sync.offset is None or not sync.offset.settled


def test_idle_time_teaches_nothing_and_costs_nothing() -> None:
    t_s, turn_rad = swings(20.0)
    idle_s = np.arange(0.0, 60.0, 1 / RATE_HZ) + 20.0
    both_s = np.concatenate([t_s, idle_s])
    both_rad = np.concatenate([turn_rad, np.full(len(idle_s), turn_rad[-1])])
    estimates = []
    for times_s, turns in ((t_s, turn_rad), (both_s, both_rad)):
        sync = CameraSync("right")
        poses = list(camera(both_s, both_rad, 90.0, view=Rotation.identity()))
        short = [p for p in poses if p.sensor_ns < t_s[-1] * 1e9]
        feed(sync, watch(times_s, turns, Rotation.identity()), iter(short))
        estimates.append(found(sync))
    assert estimates[1].settled
    assert estimates[1].offset_ms == pytest.approx(estimates[0].offset_ms, abs=3.0)
    assert estimates[1].error_ms <= 1.1 * estimates[0].error_ms


def test_frames_in_which_the_forearm_is_hidden_or_somebody_elses_say_nothing() -> None:
    t_s, turn_rad = swings(10.0)
    hidden = (pose(k, k * 33_000_000, np.zeros(2), visible=False) for k in range(250))
    sync = CameraSync("right")
    feed(sync, watch(t_s, turn_rad, Rotation.identity()), hidden)
    assert sync.offset is None


def test_a_hole_in_the_watch_is_not_bridged() -> None:
    t_s, turn_rad = swings(20.0)
    t_ns, orientation = watch(t_s, turn_rad, Rotation.identity())
    kept = np.arange(len(t_ns)) % 40 < 20
    sync = CameraSync("right")
    poses = camera(t_s, turn_rad, 0.0, view=Rotation.identity())
    feed(sync, (t_ns[kept], orientation[kept]), poses)
    assert sync.offset is None


def test_a_new_camera_begins_with_nothing() -> None:
    t_s, turn_rad = swings(20.0)
    sync = CameraSync("right")
    samples = watch(t_s, turn_rad, Rotation.identity())
    feed(sync, samples, camera(t_s, turn_rad, 200.0, view=Rotation.identity()))
    sync.reset()
    assert sync.offset is None
    feed(sync, samples, camera(t_s, turn_rad, -200.0, view=Rotation.identity()))
    assert found(sync).offset_ms == pytest.approx(-200.0, abs=10.0)

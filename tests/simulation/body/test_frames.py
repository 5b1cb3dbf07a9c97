import numpy as np
import pytest

from edge.simulation.body import SimulatedSession, simulate_session
from edge.simulation.body.frames import BodyFrame, body_frames, frames_at
from edge.simulation.body.render_camera import Camera
from edge.simulation.body.render_looks import draw_looks

CAMERA = Camera(width_px=96, height_px=72, azimuth_deg=80.0)


@pytest.fixture(scope="module")
def session() -> SimulatedSession:
    return simulate_session(exercise="trunk_flexion", duration_s=12.0, seed=4)


@pytest.fixture(scope="module")
def frames(session: SimulatedSession) -> list[BodyFrame]:
    return list(body_frames(session, draw_looks(4), CAMERA, rate_hz=10.0))


def test_frames_come_at_their_rate_until_the_end(frames: list[BodyFrame]) -> None:
    np.testing.assert_allclose([frame.t_s for frame in frames], np.arange(120) / 10.0)
    assert {frame.frame.shape for frame in frames} == {(72, 96, 3)}


def test_joints_and_angles_are_those_of_the_moment(
    session: SimulatedSession, frames: list[BodyFrame]
) -> None:
    for frame in frames[::10]:
        index = round(frame.t_s * session.rate_hz)
        for name, xyz in session.body(index).items():
            np.testing.assert_allclose(frame.joints_px[name], CAMERA.project(xyz), atol=1e-9)
        for name, angle_deg in session.joint_angles.items():
            assert frame.joint_angles[name] == pytest.approx(angle_deg[index])


def test_the_spine_angle_is_180_at_rest_and_falls_in_a_forward_bend(
    session: SimulatedSession, frames: list[BodyFrame]
) -> None:
    theta_deg = np.array([frame.spine_angle_deg for frame in frames])
    assert np.abs(theta_deg[:25] - 180.0).max() < 3.0
    deepest_s = frames[int(theta_deg.argmin())].t_s
    assert theta_deg.min() < 150.0
    assert any(true.start_s < deepest_s < true.end_s for true in session.truth)


def test_a_frame_does_not_depend_on_those_before_it(session: SimulatedSession) -> None:
    looks = draw_looks(4)
    t_s = np.linspace(4.0, 5.0, 5)
    first, again = (list(frames_at(session, looks, CAMERA, t_s)) for _ in range(2))
    np.testing.assert_array_equal(first[3].frame, again[3].frame)
    alone = next(iter(frames_at(session, looks, CAMERA, t_s[3:])))
    np.testing.assert_array_equal(first[3].mask, alone.mask)

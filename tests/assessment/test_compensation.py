from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge.assessment.compensation import posture_findings
from edge.core.arrays import Floats
from edge.core.exercises import EXERCISES, Side
from edge.core.messages.exercise import PostureFinding
from edge.posture.pose_track import track_of
from edge.simulation.body import SimulatedSession, TrueRepetition, simulate_session
from edge.simulation.body.landmark_noise import LandmarkNoise
from edge.simulation.body.landmarks import simulated_poses
from edge.simulation.body.render_camera import Camera

RATE_HZ = 30.0
REST_S = 0.5
NOISE = 0.3
"""Share of the measured errors. Those of one body follow the movement together, so its shape is
seen better than by landmarks that are as far off independently."""
FRONT, SIDE = 0.0, -90.0
LEANS_SEEN_FROM = {
    "shoulder_abduction": FRONT,
    "shoulder_flexion": SIDE,
    "external_rotation": FRONT,
    "elbow_flexion": SIDE,
}


@cache
def session_of(exercise: str, profile: str, seed: int, side: Side = "right") -> SimulatedSession:
    return simulate_session(
        exercise=exercise, side=side, profile=profile, duration_s=20.0, seed=seed
    )


def findings_in(
    session: SimulatedSession, azimuth_deg: float, *, noise: float = NOISE, seed: int = 0
) -> Iterator[tuple[TrueRepetition, tuple[PostureFinding, ...]]]:
    """Yield each repetition with what a camera at that place finds in it."""
    t_s = np.arange(0.0, session.t_s[-1], 1.0 / RATE_HZ)
    poses = list(
        simulated_poses(
            session,
            Camera(azimuth_deg=azimuth_deg),
            t_s,
            np.round(t_s * 1e9).astype(np.int64),
            seed=seed,
            noise=LandmarkNoise(share=noise),
        )
    )
    patient = session.patient
    for true in session.truth:
        start, end = round(true.start_s * RATE_HZ), round(true.end_s * RATE_HZ)
        yield (
            true,
            posture_findings(
                track_of(poses[max(0, start - round(REST_S * RATE_HZ)) : start]),
                track_of(poses[start:end]),
                exercise=EXERCISES[patient.exercise],
                side=patient.side,
            ),
        )


def with_more(session: SimulatedSession, more_deg: Mapping[str, float]) -> SimulatedSession:
    """Return the session with joints that turn by so much more at the far end of the movement."""
    progress = np.clip(session.angle_deg / session.patient.rom_deg, 0.0, 1.0)
    angles: dict[str, Floats] = dict(session.joint_angles)
    for name, most_deg in more_deg.items():
        angles[name] = angles.get(name, 0.0 * progress) + most_deg * progress
    return replace(session, joint_angles=angles)


@settings(max_examples=25, deadline=None)
@given(
    exercise=st.sampled_from(list(EXERCISES)),
    profile=st.sampled_from(["healthy", "stiff", "hasty", "tremor"]),
    seed=st.integers(0, 50_000),
    azimuth_deg=st.floats(-90.0, 90.0),
    noise=st.floats(0.2, 0.35),
)
def test_who_does_not_compensate_is_not_corrected(
    exercise: str, profile: str, seed: int, azimuth_deg: float, noise: float
) -> None:
    session = simulate_session(exercise=exercise, profile=profile, duration_s=15.0, seed=seed)
    for _, found in findings_in(session, azimuth_deg, noise=noise, seed=seed):
        assert found == ()


@pytest.mark.parametrize("exercise", LEANS_SEEN_FROM)
@settings(max_examples=4, deadline=None)
@given(seed=st.integers(0, 50_000), off_deg=st.floats(-30.0, 30.0))
def test_a_lean_is_seen_in_the_plane_of_the_picture(
    exercise: str, seed: int, off_deg: float
) -> None:
    session = simulate_session(exercise=exercise, profile="leaning", duration_s=20.0, seed=seed)
    for true, found in findings_in(session, LEANS_SEEN_FROM[exercise] + off_deg, seed=seed):
        kinds = [finding.kind for finding in found]
        assert kinds == (["leaning"] if true.impairment == "leaning" else [])


def test_how_far_it_leaned_is_found() -> None:
    session = session_of("shoulder_abduction", "leaning", 3)
    leans = [found[0] for _, found in findings_in(session, FRONT) if found]
    assert leans
    for lean in leans:
        assert 8.0 < lean.degrees_or_share < 25.0


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("towards_deg", [0.0, 30.0])
def test_an_elbow_that_bends_while_the_arm_is_raised_is_seen(
    side: Side, towards_deg: float
) -> None:
    azimuth_deg = towards_deg if side == "left" else -towards_deg
    straight = session_of("shoulder_abduction", "healthy", 4, side)
    bending = with_more(straight, {f"{side}_elbow_flexion_deg": 70.0})
    for _, found in findings_in(bending, azimuth_deg):
        (elbow,) = (finding for finding in found if finding.kind == "bent_elbow")
        assert 25.0 < elbow.degrees_or_share < 110.0


def test_an_elbow_that_is_meant_to_bend_is_not_corrected() -> None:
    for _, found in findings_in(session_of("elbow_flexion", "healthy", 4), SIDE):
        assert found == ()


@pytest.mark.parametrize(
    ("exercise", "azimuth_deg"),
    [("shoulder_abduction", FRONT), ("elbow_flexion", SIDE), ("external_rotation", FRONT)],
)
def test_a_shoulder_that_comes_up_to_the_ear_is_seen(exercise: str, azimuth_deg: float) -> None:
    relaxed = session_of(exercise, "healthy", 5)
    shrugging = with_more(relaxed, {"right_clavicle_elevation_deg": 32.0})
    for _, found in findings_in(shrugging, azimuth_deg):
        (shrug,) = (finding for finding in found if finding.kind == "shrug")
        assert 0.4 < shrug.degrees_or_share < 1.2


def test_where_the_trunk_is_meant_to_move_nothing_is_a_compensation() -> None:
    for _, found in findings_in(session_of("trunk_flexion", "healthy", 6), SIDE):
        assert found == ()


def test_too_few_frames_tell_nothing() -> None:
    session = session_of("shoulder_abduction", "leaning", 3)
    nobody = track_of([])
    exercise = EXERCISES["shoulder_abduction"]
    true = next(true for true in session.truth if true.impairment == "leaning")
    t_s = np.arange(true.start_s, true.end_s, 1.0 / RATE_HZ)
    stamps = np.round(t_s * 1e9).astype(np.int64)
    leaning = track_of(simulated_poses(session, Camera(), t_s, stamps, seed=0))
    few = track_of(list(simulated_poses(session, Camera(), t_s[:5], stamps[:5], seed=0)))
    for rest, repetition in ((nobody, leaning), (few, leaning), (leaning, few), (leaning, nobody)):
        assert posture_findings(rest, repetition, exercise=exercise, side="right") == ()

"""The exercise that CONTRIBUTING.md adds in one file runs from the simulated patient to the cue."""

from collections.abc import Iterator
from itertools import chain

import numpy as np
import pytest

from edge.assessment.compensation import posture_findings
from edge.avatar.body import joints_m
from edge.avatar.figure import Figure
from edge.avatar.pose_estimator import PoseEstimator
from edge.core.exercises import EXERCISES, Exercise, Side
from edge.core.exercises.registry import defined_in
from edge.core.messages.exercise import Command, Feedback, Summary
from edge.page.skeleton import limb_of, steps_of
from edge.posture.limb_angle import LimbAngle
from edge.posture.pose_track import track_of
from edge.records.plan import Plan
from edge.signals.imu_chunks import imu_chunks
from edge.simulation.body.landmarks import simulated_poses
from edge.simulation.patient import SimulatedPatient, pair_up
from edge.sources.camera_body import point_of_view
from edge.stages.offline import run_stages
from tests.judgements import judgement_of
from tests.worked_examples import added

SIDES: tuple[Side, ...] = ("left", "right")


@pytest.fixture(autouse=True)
def exercise(monkeypatch: pytest.MonkeyPatch) -> Iterator[Exercise]:
    """Add the file of the worked example, and its name to the registry."""
    with added("edge/core/exercises/knee_extension_seated.py") as module:
        own = defined_in(module.__name__.rpartition(".")[2])
        monkeypatch.setitem(EXERCISES, own.name, own)
        yield own


def patient_of(exercise: Exercise, profile: str, side: Side = "right") -> SimulatedPatient:
    return SimulatedPatient(
        exercise=exercise.name, side=side, profile=profile, seconds=45.0, seed=2, wearing=1
    )


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize(
    ("profile", "wrong"), [("healthy", None), ("stiff", "low_range"), ("hasty", "too_fast")]
)
def test_every_repetition_gets_the_cue_that_it_needs(
    exercise: Exercise, profile: str, wrong: str | None, side: Side
) -> None:
    patient = patient_of(exercise, profile, side)
    session = patient.session()
    start = Command(seq=0, sensor_ns=0, host_ns=0, action="start", exercise=0)
    chunks = imu_chunks(session.t_s, session.accel_m_s2, session.gyro_rad_s)
    plan = patient.session_plan(len(session.truth))
    messages = list(run_stages(plan, chain([start], chunks)))
    feedbacks = [message for message in messages if isinstance(message, Feedback)]
    pairs = pair_up(feedbacks, session.truth, 0)
    assert len(pairs) == len(session.truth) >= 4
    for pair in pairs:
        assert pair.truth is not None
        assert pair.feedback.cue_kind == (pair.truth.impairment or "praise")
        assert judgement_of(pair.feedback).rom_deg == pytest.approx(pair.truth.rom_deg, abs=3.0)
    assert {pair.truth.impairment for pair in pairs if pair.truth} <= {wrong, None}
    if profile == "stiff":
        low = next(item for item in feedbacks if item.cue_kind == "low_range")
        assert low.cue.startswith("Straighten your knee farther on the way up, ")
    assert [message.name for message in messages if isinstance(message, Summary)] == [exercise.name]


def test_the_watch_swings_with_the_shank_and_the_body_sits(exercise: Exercise) -> None:
    session = patient_of(exercise, "healthy").session()
    joints = session.body(0)
    top = session.body(int(session.angle_deg.argmax()))
    for side in SIDES:
        thigh = joints[f"{side}_knee"] - joints[f"{side}_hip"]
        assert abs(thigh[2]) < 0.02 * np.linalg.norm(thigh)
    near_ankle_m = np.linalg.norm(session.position_m[0] - joints["right_ankle"])
    assert near_ankle_m == pytest.approx(session.patient.watch_offset_m, abs=0.05)
    assert top["right_ankle"][2] - joints["right_ankle"][2] > 0.15
    np.testing.assert_allclose(top["left_ankle"], joints["left_ankle"])
    assert session.angle_deg.max() == pytest.approx(session.patient.rom_deg, rel=0.06)


@pytest.mark.parametrize("side", SIDES)
def test_the_avatar_finds_the_knee_from_the_watch_on_the_shank(
    exercise: Exercise, side: Side
) -> None:
    session = SimulatedPatient(
        exercise=exercise.name, side=side, profile="healthy", seconds=14.0, seed=4
    ).session()
    estimator = PoseEstimator(exercise.name, side, session.axis)
    moving = exercise.constraints.joints.index(exercise.constraints.moving)
    first = session.truth[0]
    start, end = (round(session.rate_hz * at_s) for at_s in (first.start_s, first.end_s))
    found = np.stack(
        [
            estimator.pose(now, session.orientation[start - 5])
            for now in session.orientation[start:end]
        ]
    )
    truth = session.joint_angles[f"{side}_knee_extension_deg"][start:end]
    assert np.ptp(truth) > 40.0
    np.testing.assert_allclose(found[:, moving], truth, atol=4.0)


@pytest.mark.parametrize("side", SIDES)
def test_the_figure_shows_the_leg_and_the_watch_on_it(exercise: Exercise, side: Side) -> None:
    figure = Figure(exercise.name, side)
    for angle_deg in (0.0, 40.0, 80.0):
        pose = exercise.constraints.at(angle_deg)
        joints = {
            name: xyz[0] for name, xyz in joints_m(pose[np.newaxis], exercise.name, side).items()
        }
        drawing = figure.draw(joints)
        drawn = {shape.role: shape for shape in drawing.shapes}
        assert {"ground", "body", "limb", "watch"} <= set(drawn)
        x, y = np.array(
            [point for shape in drawing.shapes if hasattr(shape, "start") for point in shape[1:3]]
        ).T
        box = drawing.box
        assert box.left < x.min() < x.max() < box.left + box.width
        assert box.top < y.min() < y.max() < box.top + box.height
    assert limb_of(exercise.name, side).joints[-1] == (f"{side}_ankle",)
    thigh, shank = steps_of(exercise.name, side, 60.0)
    np.testing.assert_allclose(thigh, [1.0, 0.0, 0.0], atol=1e-9)
    np.testing.assert_allclose(shank, [np.sin(np.pi / 3), 0.0, -0.5], atol=1e-9)


def test_a_camera_measures_the_angle_of_the_shank(exercise: Exercise) -> None:
    patient = patient_of(exercise, "healthy")
    session, limb = patient.session(), LimbAngle(exercise.name, "right")
    t_s = np.arange(0.0, 20.0, 0.04)
    stamps = np.round(t_s * 1e9).astype(np.int64)
    poses = simulated_poses(session, point_of_view(patient), t_s, stamps, seed=1)
    seen = np.array([limb.process(pose).alone_deg for pose in poses])
    error_deg = (seen - np.interp(t_s, session.t_s, session.angle_deg))[np.isfinite(seen)]
    assert len(error_deg) > 450
    assert np.sqrt(np.mean(error_deg**2)) < 4.0


@pytest.mark.parametrize("profile", ["healthy", "leaning"])
def test_a_camera_sees_the_lean_that_a_watch_on_the_shank_cannot_tell(
    exercise: Exercise, profile: str
) -> None:
    patient = patient_of(exercise, profile)
    session = patient.session()
    t_s = np.arange(0.0, 44.0, 0.04)
    stamps = np.round(t_s * 1e9).astype(np.int64)
    poses = list(simulated_poses(session, point_of_view(patient), t_s, stamps, seed=1))
    for repetition in session.truth:
        start, end = int(25 * repetition.start_s), int(25 * repetition.end_s)
        findings = posture_findings(
            track_of(poses[start - 20 : start]),
            track_of(poses[start:end]),
            exercise=exercise,
            side="right",
        )
        leans = repetition.impairment == "leaning"
        assert [finding.kind for finding in findings] == ["leaning"] * leans


def test_a_plan_may_prescribe_it(exercise: Exercise) -> None:
    plan = Plan.from_toml(
        f'''
        schema = 1
        patient = "p1"

        [[exercises]]
        name = "{exercise.name}"
        side = "left"
        target_rom_deg = 60
        '''
    )
    assert plan.exercises[0].name == exercise.name

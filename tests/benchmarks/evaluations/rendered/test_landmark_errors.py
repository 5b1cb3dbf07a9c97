"""The landmarks' errors are told apart; the engine's place is taken by simulated landmarks."""

from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from benchmarks.evaluations.rendered.error_parts import ErrorParts
from benchmarks.evaluations.rendered.landmark_clips import RATE_HZ, LandmarkClip, SeenClip
from benchmarks.evaluations.rendered.landmark_errors import LandmarkErrors
from benchmarks.question import ignored
from edge.posture.limb_angle import ELBOW_FLIGHT
from edge.simulation.body.landmark_noise import MEASURED, LandmarkNoise
from edge.simulation.body.landmarks import landmarks_m, middle_of, simulated_poses

SECONDS = 24.0


def test_the_parts_of_an_error_are_told_apart() -> None:
    rng = np.random.default_rng(1)
    t_s = np.arange(0.0, 200.0, 1.0 / RATE_HZ)
    progress = 0.5 * (1.0 - np.cos(2.0 * np.pi * t_s / 4.0))
    wander = np.empty(len(t_s))
    wander[0] = 0.0
    kept = np.exp(-1.0 / (0.4 * RATE_HZ))
    for i in range(1, len(t_s)):
        wander[i] = kept * wander[i - 1] + np.sqrt(1.0 - kept**2) * rng.normal()
    error = 5.0 + 2.0 * np.cos(np.pi * progress) + 1.5 * wander + rng.normal(0.0, 0.7, len(t_s))
    parts = ErrorParts.of(error, progress, RATE_HZ)
    assert parts.bias == pytest.approx(5.0, abs=0.3)
    assert parts.posture == pytest.approx(2.0 * np.cos(np.pi * progress).std(), rel=0.1)
    assert parts.slow == pytest.approx(1.5, rel=0.15)
    assert parts.slow_s == pytest.approx(0.4, rel=0.4)
    assert parts.white == pytest.approx(0.7, rel=0.15)


def test_an_error_without_parts_has_none() -> None:
    parts = ErrorParts.of(np.zeros(300), np.linspace(0.0, 1.0, 300), RATE_HZ)
    assert (parts.bias, parts.posture, parts.slow, parts.white) == pytest.approx((0, 0, 0, 0))


def simulated_clip(clip: LandmarkClip) -> SeenClip:
    """Return what an engine with the measured errors would have seen."""
    session, camera, t_s = clip.session(), clip.camera, clip.t_s
    stamps = np.round(t_s * 1e9).astype(np.int64)
    poses = list(
        simulated_poses(session, camera, t_s, stamps, seed=clip.seed, noise=LandmarkNoise())
    )
    seen_m = camera.see(landmarks_m(session, t_s))
    return SeenClip(
        px=np.array([pose.landmarks_px for pose in poses]),
        true_px=camera.project(landmarks_m(session, t_s)),
        world_m=np.array([pose.world_m for pose in poses]),
        true_world_m=seen_m - middle_of(seen_m, "hip")[:, None],
        visibility=np.array([pose.visibility for pose in poses]),
    )


def test_what_lies_in_the_folder_is_measured_and_not_drawn_again(tmp_path: Path) -> None:
    question = LandmarkErrors(
        bodies=3, seconds=SECONDS, exercise=("external_rotation",), keep=tmp_path
    )
    for seed in range(3):
        clip = LandmarkClip(exercise="external_rotation", seed=seed, seconds=SECONDS)
        seen = simulated_clip(clip)
        np.savez(
            tmp_path / f"external_rotation-{seed}-{SECONDS:g}s.npz",
            **{field.name: getattr(seen, field.name) for field in fields(SeenClip)},
        )
    result = question.run(ignored)
    assert result.elbow_flight == pytest.approx(ELBOW_FLIGHT, abs=0.25)
    for name in ("shoulder", "hip", "wrist", "foot"):
        found, put_in = result.groups[name].pixel, MEASURED[name].pixel
        assert found.white == pytest.approx(put_in.white, rel=0.4)
        assert found.slow == pytest.approx(put_in.slow, rel=0.4)
    angle = result.engine_angle["external_rotation"]
    assert angle == result.simulated_angle["external_rotation"]
    assert angle.told > 0.5
    assert 0.7 < angle.gain < 1.4
    assert result.table()

"""Labelled infants whose tracker, and nothing else, gives their labels away."""

import importlib.util
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.errors import EvaluationError
from benchmarks.evaluations.infant.kinematics import kinematics
from benchmarks.evaluations.infant.labelled_files import OPENPOSE, TRUTH
from benchmarks.evaluations.infant.labelled_infants import LabelledInfantsAsked
from benchmarks.question import ignored
from edge.core.infant import JOINTS
from edge.importers.skeletons.layouts import LAYOUTS
from edge.posture.infant.preparation import fill_holes
from edge.simulation.infant.infants import simulated_infant
from tests.benchmarks.shown import shown

LABELS = np.array([0, 1, 0, 0, 1, 0, 1], np.int8)
FRAMES = 170
RATE_HZ = 25.0


def leaking(folder: Path) -> Path:
    """Write infants who all move alike, with tracks that fail in the abnormal ones."""
    rng = np.random.default_rng(5)
    truth: dict[str, Any] = {"label": LABELS, "fps": np.float32(RATE_HZ)}
    tracks = dict(truth)
    for number, label in enumerate(LABELS.tolist(), start=1):
        seen = simulated_infant(number, "normal", 7.5, rate_hz=RATE_HZ).tracked.positions_px
        own = fill_holes(seen[:FRAMES], RATE_HZ)[0]
        by_name = {name: own[:, k] for k, name in enumerate(JOINTS)}
        by_name |= {"neck": by_name["upper_neck"], "mid_shoulders": by_name["thorax"]}
        by_name |= {"right_eye": by_name["nose"] + 3.0, "left_eye": by_name["nose"] - 3.0}
        name = f"infant_{number:02}"
        truth[name] = np.stack([by_name[j] for j in LAYOUTS["truth-14"].joints], 1).round()
        points = np.stack([by_name[j] for j in LAYOUTS["openpose-18"].joints], 1)
        sure = rng.uniform(0.7, 0.9, points.shape[:2])
        lost = (rng.random(points.shape[:2]) < 0.08) & bool(label)
        lost[0] = False
        tracks[name] = np.dstack([points, np.where(lost, 0.0, sure - 0.2 * label)])
        tracks[name.replace("infant", "error")] = np.where(lost[:, :12], 0.9, 0.05)
    np.savez(folder / TRUTH, **truth)
    np.savez(folder / OPENPOSE, **tracks)
    return folder


def test_a_tracker_that_gives_the_labels_away_is_caught_and_movement_is_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    found = LabelledInfantsAsked(data=leaking(tmp_path)).run(ignored)
    assert (found.infants, found.abnormal, found.rate_hz) == (7, 3, RATE_HZ)
    tracker, movement = found.rows["the tracker alone"], found.rows["plain kinematics"]
    assert tracker.ranking.auc == 1.0
    assert tracker.ranking.p == pytest.approx(1.0 / 35.0, abs=0.03)
    assert movement.ranking.p is not None
    assert movement.ranking.p > 0.05
    assert found.single["keypoints half a trunk off (OpenPose)"] == 1.0
    assert 0.0 <= found.rows["their own score"].ranking.auc <= 1.0
    words = shown(found, 200)
    assert "3 abnormal and 4 normal infants" in words
    assert "not cerebral palsy" in " ".join(words.split())
    assert "no graph network was trained" in words


def test_who_moves_twice_as_fast_has_twice_the_speed_and_frequency() -> None:
    t = np.arange(600) / 30.0
    rest = fill_holes(simulated_infant(3, "normal", 1.0, rate_hz=30.0).tracked.positions_px, 30.0)
    still = np.repeat(rest[0][:1], len(t), axis=0)

    def waving(rate_hz: float) -> tuple[float, float]:
        moved = still.copy()
        moved[:, [7, 11, 15, 18, 6, 10, 14, 17], 0] += (
            30.0 * np.sin(2.0 * np.pi * rate_hz * t)[:, None]
        )
        figures = kinematics(moved, 30.0)
        return float(figures[1]), float(figures[4])

    (slow, low), (fast, high) = waving(0.5), waving(1.0)
    assert fast - slow == pytest.approx(np.log(2.0), abs=0.02)
    assert low == pytest.approx(0.5, abs=0.06)
    assert high == pytest.approx(1.0, abs=0.06)


def test_a_folder_without_such_infants_is_said(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match=f"give a folder with {TRUTH}"):
        LabelledInfantsAsked(data=tmp_path).run(ignored)
    np.savez(tmp_path / TRUTH, label=LABELS, fps=25.0)
    with pytest.raises(EvaluationError, match="holds no infant_01"):
        LabelledInfantsAsked(data=tmp_path).run(ignored)
    np.savez(tmp_path / TRUTH, label=np.zeros(0), fps=25.0)
    with pytest.raises(EvaluationError, match="both groups"):
        LabelledInfantsAsked(data=tmp_path).run(ignored)

"""What a session is judged by is put together from what is stored for the patient."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from edge.records.anchor_store import ANCHORS
from edge.records.errors import AnchorError, PlanError
from edge.records.imu_calibration_store import CALIBRATIONS
from edge.records.plan import Plan
from edge.records.planned_exercise import PlannedExercise
from edge.records.session_plan import SessionPlan
from edge.signals.imu_calibration import uncorrected
from tests.stages.playing import session_plan_of

CALIBRATION = replace(
    uncorrected(), accel_bias_m_s2=np.array([0.1, -0.2, 1 / 3]), wearing=np.array([0.8, 0.6, 0, 0])
)


def plan(**changes: object) -> Plan:
    exercise = PlannedExercise(name="shoulder_abduction", side="right", target_rom_deg=90.0)
    return Plan(patient="p001", exercises=(replace(exercise, **changes),))  # type: ignore[arg-type]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    ANCHORS.save(tmp_path, "p001", "shoulder_abduction-right", session_plan_of().anchors[0])
    return tmp_path


def test_what_is_stored_for_the_patient_is_found(root: Path) -> None:
    CALIBRATIONS.save(root, "p001", "Watch-2", CALIBRATION)
    stored = SessionPlan.stored(plan(), root, "Watch-2")
    assert stored.anchors[0].rom_deg == session_plan_of().anchors[0].rom_deg
    assert stored.calibration is not None
    for other in ("", "Watch-3"):
        assert SessionPlan.stored(plan(), root, other).calibration is None


def test_a_missing_reference_is_named_with_those_there_are(root: Path) -> None:
    with pytest.raises(AnchorError, match="there are: shoulder_abduction-right"):
        SessionPlan.stored(plan(anchor="other"), root)


def test_a_reference_of_another_exercise_is_refused(root: Path) -> None:
    wrong = plan(name="elbow_flexion", anchor="shoulder_abduction-right")
    with pytest.raises(PlanError, match=r"exercises\[0\].anchor is .* name one of elbow_flexion"):
        SessionPlan.stored(wrong, root)


def test_a_reference_beyond_the_limit_is_refused_and_both_are_named(root: Path) -> None:
    reaches_deg = session_plan_of().anchors[0].rom_deg
    assert SessionPlan.stored(plan(max_rom_deg=reaches_deg), root).anchors
    beyond = rf"max_rom_deg is 92°, and its .*abduction-right reaches {reaches_deg:.1f}°"
    with pytest.raises(PlanError, match=beyond):
        SessionPlan.stored(plan(max_rom_deg=92.0), root)

"""What a recording carries besides its messages gives the session's plan back."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from edge.records.errors import AnchorError, ImuCalibrationError, PlanError, ToleranceError
from edge.records.session_metadata import SessionMetadata
from edge.signals.imu_calibration import uncorrected
from tests.records.test_tolerance_store import MADE
from tests.stages.playing import session_plan_of

CALIBRATION = replace(
    uncorrected(), accel_bias_m_s2=np.array([0.1, -0.2, 1 / 3]), wearing=np.array([0.8, 0.6, 0, 0])
)
METADATA = SessionMetadata(
    session_plan=session_plan_of(), simulated=True, watch="ble:Watch 2", networks=("a 01", "b 02")
)


def test_the_strings_give_everything_back() -> None:
    before = replace(session_plan_of(), calibration=CALIBRATION)
    read = SessionMetadata.read(replace(METADATA, session_plan=before).strings())
    assert (read.simulated, read.watch, read.began_at) == (True, "ble:Watch 2", None)
    assert read.networks == ("a 01", "b 02")
    after = read.required_plan()
    assert after.plan == before.plan
    np.testing.assert_array_equal(after.anchors[0].signal, before.anchors[0].signal)
    assert after.calibration is not None
    np.testing.assert_array_equal(after.calibration.wearing, CALIBRATION.wearing)
    np.testing.assert_array_equal(after.calibration.accel_bias_m_s2, CALIBRATION.accel_bias_m_s2)


def test_a_watch_without_calibration_is_left_as_it_is() -> None:
    strings = replace(METADATA, simulated=False).strings()
    read = SessionMetadata.read(strings)
    assert read.required_plan().calibration is None
    assert read.simulated is False


def test_the_beginning_is_a_time_on_the_wall_clock() -> None:
    strings = METADATA.strings() | {"began_at": "2026-11-20T12:00:00+00:00", "began_ns": "7"}
    assert SessionMetadata.read(strings).began_at == datetime(2026, 11, 20, 12, tzinfo=UTC)


def test_a_recording_without_a_plan_is_named_when_the_plan_is_asked_for() -> None:
    read = SessionMetadata.read({"anchors": "[]"})
    assert (read.session_plan, read.simulated, read.watch) == (None, False, "")
    with pytest.raises(PlanError, match="only recorded sessions carry one"):
        read.required_plan()


def test_what_is_damaged_is_named() -> None:
    with pytest.raises(ImuCalibrationError, match="schema"):
        SessionMetadata.read(METADATA.strings() | {"correction": "{}"})
    with pytest.raises(AnchorError, match="reference"):
        SessionMetadata.read(METADATA.strings() | {"anchors": '["{}"]'})


def test_learnt_tolerances_travel_with_the_session() -> None:
    before = replace(session_plan_of(), tolerances=(MADE,))
    read = SessionMetadata.read(replace(METADATA, session_plan=before).strings())
    assert read.required_plan().learnt == (MADE,)
    assert "tolerances" not in METADATA.strings()
    assert SessionMetadata.read(METADATA.strings()).required_plan().learnt == (None,)


@pytest.mark.parametrize("text", ["[", "{}", "[]", '["{}"]'])
def test_damaged_tolerances_are_named(text: str) -> None:
    with pytest.raises(ToleranceError, match="learnt tolerances"):
        SessionMetadata.read(METADATA.strings() | {"tolerances": text})

"""The gyroscope's drift over a session: found where it is there, and told with an interval."""

from dataclasses import replace

import numpy as np

from calibration.gyro_drift import SessionDrift, drift_over
from edge.core.messages.imu import Imu
from edge.signals.imu_calibration import uncorrected
from edge.signals.imu_chunks import imu_chunks
from edge.simulation.body import SimulatedSession, simulate_session
from edge.simulation.body.warming import warmed


def session(seed: int = 1) -> SimulatedSession:
    return simulate_session(exercise="shoulder_abduction", duration_s=60.0, seed=seed)


def chunks(it: SimulatedSession) -> list[Imu]:
    return list(imu_chunks(it.t_s, it.accel_m_s2, it.gyro_rad_s, chunk_s=0.1))


def told(stream: list[Imu]) -> SessionDrift:
    found = drift_over(stream)
    assert found is not None
    return found


def test_a_bias_that_grows_is_found_at_both_ends() -> None:
    it = session()
    grown_dps = np.outer(it.t_s / it.t_s[-1], [0.0, 0.2, 0.0])
    read = replace(it, gyro_rad_s=it.gyro_rad_s + np.radians(grown_dps))
    found = told(chunks(read))
    true_dps = np.degrees(read.gyro_rad_s - read.ideal_gyro_rad_s)
    for drift, when in ((found.start, slice(50, 150)), (found.end, slice(-100, None))):
        errors = np.abs(drift.gyro_bias_dps - true_dps[when].mean(axis=0))
        # 95 % intervals: half as wide again they hold in these six cases.
        assert np.all(errors < 1.5 * np.array(drift.gyro_bias_95_dps) + 0.02)
    steady = told(chunks(it))
    followed = np.subtract(found.end.gyro_bias_dps, steady.end.gyro_bias_dps)
    # So fast a drift is followed with a lag of some rests.
    np.testing.assert_allclose(followed, [0.0, 0.2, 0.0], atol=0.1)


def test_the_heading_is_known_less_and_less_until_a_gap_begins_it_anew() -> None:
    stream = chunks(session())
    found = told(stream)
    assert found.start.heading_95_deg < found.end.heading_95_deg
    assert found.end.plane_known
    assert not replace(found.end, heading_95_deg=20.0).plane_known
    broken = [replace(chunk, gap=chunk.gap or i == 400) for i, chunk in enumerate(stream)]
    assert told(broken).end.heading_95_deg < 0.5 * found.end.heading_95_deg


def test_what_a_calibration_knows_is_not_told_again() -> None:
    stream = chunks(session())
    plain = told(stream)
    bias_rad_s = np.radians(plain.end.gyro_bias_dps)
    known = drift_over(stream, replace(uncorrected(), gyro_bias_rad_s=bias_rad_s))
    assert known is not None
    np.testing.assert_allclose(known.end.gyro_bias_dps, 0.0, atol=0.02)


def test_a_watch_without_a_gyroscope_or_one_that_is_never_still_tells_nothing() -> None:
    stream = chunks(session())
    assert drift_over([replace(chunk, gyro_rad_s=None) for chunk in stream]) is None
    assert drift_over(stream[:3]) is None


def test_a_warming_watch_departs_from_one_that_is_not_and_only_in_its_gyroscope() -> None:
    it = session()
    warm = warmed(it, seed=1)
    added_dps = np.degrees(warm.gyro_rad_s - it.gyro_rad_s)
    np.testing.assert_array_equal(warm.accel_m_s2, it.accel_m_s2)
    np.testing.assert_array_equal(added_dps[0], 0.0)
    assert np.all(np.diff(np.abs(added_dps), axis=0) >= 0.0)
    assert 0.0 < np.abs(added_dps[-1]).max() < 0.5

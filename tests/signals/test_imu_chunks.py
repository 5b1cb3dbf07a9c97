"""A recording cut into packets: all of it, in order, with its holes told."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from edge.core.arrays import Floats
from edge.signals.imu_chunks import imu_chunks


def signals(count: int) -> tuple[Floats, Floats]:
    rows = np.arange(count * 6, dtype=np.float64).reshape(count, 6)
    return rows[:, :3], rows[:, 3:]


@given(
    st.lists(st.integers(1, 60), min_size=1, max_size=60),
    st.sampled_from([0.0, 0.02, 0.1]),
    st.integers(0, 10**15),
)
def test_every_sample_is_in_exactly_one_packet(
    steps_ms: list[int], chunk_s: float, begin_ns: int
) -> None:
    t_s = 7.0 + np.cumsum([0, *steps_ms]) * 1e-3
    accel, gyro = signals(len(t_s))
    chunks = list(imu_chunks(t_s, accel, gyro, begin_ns=begin_ns, chunk_s=chunk_s))
    np.testing.assert_array_equal(np.concatenate([c.accel_m_s2 for c in chunks]), accel)
    np.testing.assert_array_equal(np.concatenate([c.gyro_rad_s for c in chunks]), gyro)
    t_ns = np.concatenate([c.t_ns for c in chunks])
    np.testing.assert_allclose(t_ns - begin_ns, (t_s - 7.0) * 1e9, atol=1)
    assert [c.seq for c in chunks] == list(range(len(chunks)))
    for chunk in chunks:
        assert chunk.sensor_ns == chunk.host_ns == chunk.t_ns[-1]
        assert chunk.t_ns[-1] - chunk.t_ns[0] <= chunk_s * 1e9
        assert chunk.accel_m_s2.flags.c_contiguous


def test_holes_are_told_with_what_they_lost() -> None:
    t_s = np.delete(np.arange(200) / 50, np.r_[50:55, 100:150])
    chunks = list(imu_chunks(t_s, *signals(len(t_s)), chunk_s=0.1))
    # Five samples are bridged; fifty are a gap.
    assert [(c.t_ns[0] / 1e9, c.lost) for c in chunks if c.gap] == [(0.0, 0), (3.0, 50)]

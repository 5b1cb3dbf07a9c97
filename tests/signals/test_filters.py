import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.signal import sosfilt, sosfilt_zi, sosfiltfilt

from edge.core.arrays import Floats
from edge.signals.errors import SignalError
from edge.signals.filters import (
    LowPass,
    LowPassSettings,
    group_delay_s,
    lowpass_sos,
    moving_average,
    zero_phase_lowpass,
)

RATES = st.sampled_from([10.0, 25.0, 50.0, 52.0, 100.0, 1000.0])
DESIGNS = st.builds(
    LowPassSettings, cutoff_hz=st.floats(0.5, 30.0), order=st.integers(min_value=1, max_value=6)
)


def signal(seed: int, n: int, axes: int = 6) -> Floats:
    return np.cumsum(np.random.default_rng(seed).normal(size=(n, axes)), axis=0) + 9.81


def chunks(x: Floats, cuts: list[int]) -> list[Floats]:
    return np.split(x, sorted(cut % (len(x) + 1) for cut in cuts))


@given(
    seed=st.integers(0, 2**32 - 1),
    shape=st.tuples(st.integers(1, 300), st.integers(1, 7)),
    cuts=st.lists(st.integers(0, 300), max_size=30),
    rate_hz=RATES,
    design=DESIGNS,
)
@settings(deadline=None)
def test_streaming_equals_scipy_for_any_chunking(
    shape: tuple[int, int], seed: int, cuts: list[int], rate_hz: float, design: LowPassSettings
) -> None:
    x = signal(seed, *shape)
    sos = lowpass_sos(rate_hz, design)
    expected, _ = sosfilt(sos, x, axis=0, zi=sosfilt_zi(sos)[:, :, None] * x[0])
    lowpass = LowPass(rate_hz, design)
    streamed = np.concatenate([lowpass.process(part) for part in chunks(x, cuts)])
    np.testing.assert_allclose(streamed, expected, rtol=0, atol=1e-9)


def test_a_constant_passes_without_a_transient_and_again_after_a_reset() -> None:
    lowpass = LowPass(50.0)
    np.testing.assert_allclose(lowpass.process(np.full((40, 3), 9.81)), 9.81, atol=1e-9)
    lowpass.reset()
    np.testing.assert_allclose(lowpass.process(np.full((40, 2), -3.0)), -3.0, atol=1e-9)


def test_the_input_is_left_as_it_was() -> None:
    x = signal(1, 20)
    before = x.copy()
    LowPass(50.0).process(x)
    np.testing.assert_array_equal(x, before)


def test_a_value_that_is_not_finite_is_refused_and_does_not_spoil_the_state() -> None:
    x = signal(2, 30)
    expected = LowPass(50.0).process(x)
    lowpass = LowPass(50.0)
    head = lowpass.process(x[:10])
    bad = x[10:20].copy()
    bad[5, 3] = np.nan
    with pytest.raises(SignalError, match="not finite"):
        lowpass.process(bad)
    np.testing.assert_array_equal(np.concatenate([head, lowpass.process(x[10:])]), expected)


def test_a_change_of_axes_is_refused() -> None:
    lowpass = LowPass(50.0)
    lowpass.process(signal(3, 5, 6))
    with pytest.raises(SignalError, match="axes"):
        lowpass.process(signal(3, 5, 3))


@pytest.mark.parametrize("rate_hz", [25.0, 50.0, 200.0])
def test_the_cutoff_is_twenty_hertz_or_two_fifths_of_the_rate(rate_hz: float) -> None:
    cutoff_hz = min(20.0, 0.4 * rate_hz)
    t_s = np.arange(int(20 * rate_hz)) / rate_hz
    out = LowPass(rate_hz).process(np.sin(2 * np.pi * cutoff_hz * t_s + 0.3)[:, None])
    middle = out[len(out) // 4 :]
    assert np.sqrt(2 * np.mean(middle**2)) == pytest.approx(np.sqrt(0.5), abs=0.01)


@pytest.mark.parametrize("rate_hz", [50.0, 100.0])
def test_group_delay_is_the_delay_of_a_slow_movement(rate_hz: float) -> None:
    t_s = np.arange(int(20 * rate_hz)) / rate_hz
    out = LowPass(rate_hz).process(np.sin(2 * np.pi * t_s)[:, None])[:, 0]
    delay_s = group_delay_s(rate_hz, frequency_hz=1.0)
    late = t_s > 5
    # Phase delay and group delay agree this far below the cut-off.
    np.testing.assert_allclose(out[late], np.sin(2 * np.pi * (t_s[late] - delay_s)), atol=2e-3)


@given(seed=st.integers(0, 2**32 - 1), n=st.integers(2, 200), rate_hz=RATES)
@settings(deadline=None)
def test_zero_phase_equals_scipy_and_handles_short_inputs(
    seed: int, n: int, rate_hz: float
) -> None:
    x = signal(seed, n)
    padding = min(max(15, round(rate_hz / 10)), n - 1)
    expected = sosfiltfilt(lowpass_sos(rate_hz), x, axis=0, padlen=padding)
    np.testing.assert_allclose(zero_phase_lowpass(x, rate_hz), expected, atol=1e-9)


def test_zero_phase_does_not_shift_a_movement() -> None:
    t_s = np.arange(400) / 50.0
    x = np.sin(2 * np.pi * t_s)
    np.testing.assert_allclose(zero_phase_lowpass(x, 50.0)[50:-50], x[50:-50], atol=1e-4)


def test_zero_phase_of_one_sample_is_that_sample() -> None:
    np.testing.assert_array_equal(zero_phase_lowpass([[1.0, 2.0]], 50.0), [[1.0, 2.0]])


@given(seed=st.integers(0, 2**32 - 1), n=st.integers(1, 60), half=st.integers(0, 6))
@settings(deadline=None)
def test_moving_average_is_the_mean_around_each_sample(seed: int, n: int, half: int) -> None:
    x = signal(seed, n, 2)
    indices = np.clip(np.arange(n)[:, None] + np.arange(-half, half + 1), 0, n - 1)
    np.testing.assert_allclose(moving_average(x, 2 * half + 1), x[indices].mean(axis=1), atol=1e-9)


@pytest.mark.parametrize("width", [0, 4, -1])
def test_moving_average_needs_an_odd_width(width: int) -> None:
    with pytest.raises(SignalError, match="odd"):
        moving_average([1.0, 2.0], width)


@pytest.mark.parametrize("bad", [[], [1.0, np.inf], 3.0])
def test_finished_signals_must_be_finite_and_not_empty(bad: object) -> None:
    with pytest.raises(SignalError):
        zero_phase_lowpass(bad, 50.0)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rate_hz", "design"),
    [
        (0.0, LowPassSettings()),
        (np.nan, LowPassSettings()),
        (50.0, LowPassSettings(cutoff_hz=-1.0)),
        (50.0, LowPassSettings(order=0)),
    ],
)
def test_impossible_designs_are_refused(rate_hz: float, design: LowPassSettings) -> None:
    with pytest.raises(SignalError):
        lowpass_sos(rate_hz, design)

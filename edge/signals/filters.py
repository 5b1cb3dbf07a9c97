"""Low-pass filters of the six axes: causal for the live stream, zero-phase for what has ended."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from scipy.ndimage import uniform_filter1d
from scipy.signal import butter, group_delay, sosfilt_zi, sosfiltfilt

from edge.compiled.kernel import kernel
from edge.core.arrays import Floats
from edge.signals.errors import SignalError

NYQUIST_SHARE: Final = 0.4
"""Largest cut-off as a share of the sample rate, so that a slow sensor is still filtered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LowPassSettings:
    """A Butterworth low-pass.

    Attributes:
        cutoff_hz: −3 dB frequency; lowered to `NYQUIST_SHARE` of the sample rate where needed.
        order: of the filter, 1–10.
    """

    cutoff_hz: float = 20.0
    order: int = 4


LOW_PASS_SETTINGS: Final = LowPassSettings()


def lowpass_sos(rate_hz: float, settings: LowPassSettings = LOW_PASS_SETTINGS) -> Floats:
    """Return the (sections, 6) second-order sections of the filter at `rate_hz`.

    Raises:
        SignalError: the rate or the cut-off is not positive, or the order is not in 1–10.
    """
    if not (np.isfinite(rate_hz) and rate_hz > 0):
        raise SignalError(
            f"a sample rate of {rate_hz} Hz is not possible", remedy="give a positive one"
        )
    if not (np.isfinite(settings.cutoff_hz) and settings.cutoff_hz > 0):
        raise SignalError(
            f"a cut-off of {settings.cutoff_hz} Hz is not possible", remedy="give a positive one"
        )
    if not 1 <= settings.order <= 10:
        raise SignalError(
            f"a filter of order {settings.order} is not supported", remedy="choose 1 to 10"
        )
    cutoff_hz = min(settings.cutoff_hz, NYQUIST_SHARE * rate_hz)
    return _designed(settings.order, cutoff_hz, rate_hz).copy()


@lru_cache(maxsize=32)
def _designed(order: int, cutoff_hz: float, rate_hz: float) -> Floats:
    """Return the sections; their design takes longer than filtering a repetition."""
    return np.ascontiguousarray(butter(order, cutoff_hz, fs=rate_hz, output="sos"))


def group_delay_s(
    rate_hz: float, settings: LowPassSettings = LOW_PASS_SETTINGS, *, frequency_hz: float = 1.0
) -> float:
    """Return by how many seconds the causal filter delays a movement of `frequency_hz`."""
    samples = 0.0
    for section in lowpass_sos(rate_hz, settings):
        _, delays = group_delay((section[:3], section[3:]), w=[frequency_hz], fs=rate_hz)
        samples += float(delays[0])
    return samples / rate_hz


class LowPass:
    """Causal low-pass whose output does not depend on how the stream is cut into chunks.

    Equal to `scipy.signal.sosfilt` with `zi` scaled to the first sample: the stream is taken to
    have stood at its first value forever, so there is no start transient. After a gap, `reset`.

    Attributes:
        settings: the filter's settings.
        rate_hz: the stream's sample rate.
    """

    __slots__ = ("_design", "_primed", "_state", "rate_hz", "settings")

    def __init__(self, rate_hz: float, settings: LowPassSettings = LOW_PASS_SETTINGS) -> None:
        self.settings = settings
        self.rate_hz = rate_hz
        sos = lowpass_sos(rate_hz, settings)
        # Per section: b0 b1 b2 a1 a2, then the state that a constant 1 leads to.
        self._design = np.hstack([sos[:, :3], sos[:, 4:], sosfilt_zi(sos)])
        self._state = np.zeros((len(sos), 2, 0))
        self._primed = False

    def reset(self) -> None:
        """Forget the past: the next sample is the first one."""
        self._primed = False

    def process(self, chunk: Floats) -> Floats:
        """Return the filtered chunk, of the same shape.

        Args:
            chunk: (n, k), n ≥ 0; k must not change between resets.

        Raises:
            SignalError: a value is not finite (the state is then as before the call), or k
                changed.
        """
        # Allocated here and filled by the kernel: twice as fast as an array that it returns.
        signal = np.array(chunk, dtype=np.float64, order="C")
        if not self._primed:
            if len(signal) == 0:
                return signal
            self._state = np.zeros((len(self._design), 2, signal.shape[1]))
        _sections(self._design, self._state, self._primed, signal)
        self._primed = True
        return signal


@kernel
def _sections(design: Floats, state: Floats, primed: bool, signal: Floats) -> None:
    """Filter `signal` in place (transposed direct form II) and carry `state` (sections, 2, k)."""
    samples, axes = signal.shape
    if axes != state.shape[2]:
        raise SignalError(
            "the number of axes changed within a stream", remedy="reset the filter first"
        )
    for i in range(samples):
        for axis in range(axes):
            if not np.isfinite(signal[i, axis]):
                raise SignalError(
                    "the signal holds a value that is not finite", remedy="remove it first"
                )
    if not primed:
        for section in range(len(design)):
            for axis in range(axes):
                state[section, 0, axis] = design[section, 5] * signal[0, axis]
                state[section, 1, axis] = design[section, 6] * signal[0, axis]
    for section in range(len(design)):
        b0, b1, b2, a1, a2 = design[section, :5]
        for axis in range(axes):
            first, second = state[section, 0, axis], state[section, 1, axis]
            for i in range(samples):
                value = signal[i, axis]
                filtered = b0 * value + first
                first = b1 * value - a1 * filtered + second
                second = b2 * value - a2 * filtered
                signal[i, axis] = filtered
            state[section, 0, axis], state[section, 1, axis] = first, second


def zero_phase_lowpass(
    x: ArrayLike, rate_hz: float, settings: LowPassSettings = LOW_PASS_SETTINGS
) -> Floats:
    """Return `x` low-passed forward and backward: no delay, for signals that have ended.

    The attenuation of the settings applies twice. At both ends the signal is continued by its
    point reflection for two periods of the cut-off, or as far as there is signal, so that the
    filter has settled when the signal begins; a single sample is returned as it is.

    Args:
        x: (n,) or (n, k), filtered along the first axis.
        rate_hz: sample rate.
        settings: the filter's settings.

    Raises:
        SignalError: `x` is empty or not finite, or the settings are not possible.
    """
    signal = finite(x)
    sos = lowpass_sos(rate_hz, settings)
    if len(signal) == 1:
        return signal.copy()
    settling = max(2 * rate_hz / settings.cutoff_hz, 3 * (2 * len(sos) + 1))
    padding = min(round(settling), len(signal) - 1)
    return np.ascontiguousarray(sosfiltfilt(sos, signal, axis=0, padlen=padding))


def moving_average(x: ArrayLike, width: int = 5) -> Floats:
    """Return the centred moving average of `x`; beyond its ends `x` keeps its end values.

    Args:
        x: (n,) or (n, k), averaged along the first axis.
        width: odd number of samples.

    Raises:
        SignalError: `x` is empty or not finite, or `width` is even or below 1.
    """
    if width < 1 or width % 2 == 0:
        raise SignalError(f"a centred window needs an odd width of at least 1, not {width}")
    averaged: Floats = uniform_filter1d(finite(x), width, axis=0, mode="nearest")
    return averaged


def finite(x: ArrayLike) -> Floats:
    """Return `x` as a float64 array of at least one sample, all of it finite.

    Raises:
        SignalError: it is empty, or holds a value that is not finite.
    """
    signal = np.asarray(x, dtype=np.float64)
    if signal.ndim == 0 or len(signal) == 0:
        raise SignalError("the signal is empty", remedy="it needs at least one sample")
    if not np.isfinite(signal).all():
        raise SignalError("the signal holds a value that is not finite", remedy="remove it first")
    return signal

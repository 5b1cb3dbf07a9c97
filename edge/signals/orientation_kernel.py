"""The compiled recursion of the orientation filter.

The error state is (δθ_x, δθ_y, δb): the tilt's error as a rotation in the world's frame and the
error of the gyroscope's bias in the sensor's. Seen from the world δθ need not be turned from sample
to sample, and the accelerometer's equations say nothing of the heading, whose error is therefore
no part of the state: it could only be corrected by a jump in the middle of a movement.

    δθ' = δθ − dt·R·δb        δb' = δb        horizontal(R·a)/g = (−δθ_y, δθ_x) + noise

Each measurement is of one component of the state, so that the updates are scalar.
"""

import math
from typing import NamedTuple

import numpy as np

from edge.compiled.kernel import kernel
from edge.core.arrays import Floats
from edge.core.constants import STANDARD_GRAVITY_M_S2
from edge.signals.rotations import Quaternion, Vector, exponential, product, turned
from edge.signals.stillness import Flags


class Tuning(NamedTuple):
    """The filter's settings in the units of the recursion.

    Attributes:
        dt_s: sample period.
        gyro_variance: growth of the attitude's variance per sample, rad².
        scale_variance: growth of the attitude's variance per radian turned, rad².
        bias_variance: growth of the bias's variance per sample, (rad/s)².
        rate_variance: of the smoothed angular rate as a measurement of the bias, (rad/s)².
        sway_m_s2: acceleration left in stillness.
        reach_m: lever arm from joint to watch.
        correlation: samples over which an acceleration keeps its direction.
        decay: factor per sample by which a past acceleration is forgotten.
        lost_variance: of the tilt, above which it is as good as unknown, rad².
        lost_decay: the same factor then.
    """

    dt_s: float
    gyro_variance: float
    scale_variance: float
    bias_variance: float
    rate_variance: float
    sway_m_s2: float
    reach_m: float
    correlation: float
    decay: float
    lost_variance: float
    lost_decay: float


class State(NamedTuple):
    """What the recursion carries from chunk to chunk, changed in place.

    Attributes:
        attitude: (4,) quaternion, sensor to world.
        bias: (3,) of the gyroscope, rad/s.
        covariance: (5, 5) of the error state.
        rates: (2, 3) the two newest angular rates, newest first.
        disturbance: (1,) variance of the acceleration that is not gravity, (m/s²)².
    """

    attitude: Floats
    bias: Floats
    covariance: Floats
    rates: Floats
    disturbance: Floats


@kernel
def level(accel: Floats) -> Quaternion:
    """Return the rotation without heading that turns the specific force `accel` (3,) upward."""
    roll = math.atan2(accel[1], accel[2])
    pitch = math.atan2(-accel[0], math.hypot(accel[1], accel[2]))
    about_y = (math.cos(0.5 * pitch), 0.0, math.sin(0.5 * pitch), 0.0)
    levelled: Quaternion = product(about_y, (math.cos(0.5 * roll), math.sin(0.5 * roll), 0.0, 0.0))
    return levelled


@kernel
def estimate(
    signal: Floats, still: Flags, smooth_gyro: Floats, state: State, tuning: Tuning
) -> Floats:
    """Return the (n, 4) orientations of `signal` (n, 6) and leave the last one in `state`."""
    out = np.empty((len(signal), 4))
    error = np.zeros(5)
    for i in range(len(signal)):
        accel = signal[i, :3]
        turn = _turn(signal[i, 3:], state, tuning.dt_s)
        q = (state.attitude[0], state.attitude[1], state.attitude[2], state.attitude[3])
        q = product(q, exponential(turn))
        _grow(q, turn, state.covariance, tuning)
        up = turned(q, (accel[0], accel[1], accel[2]))
        # Where the tilt is unknown, even a moving watch's acceleration says more than nothing.
        is_lost = max(state.covariance[0, 0], state.covariance[1, 1]) > tuning.lost_variance
        decay = tuning.lost_decay if is_lost else tuning.decay
        variance = _disturbance(accel, state, tuning, decay) * tuning.correlation
        variance /= STANDARD_GRAVITY_M_S2 * STANDARD_GRAVITY_M_S2
        error[:] = 0.0
        _observe(error, state.covariance, 0, up[1] / STANDARD_GRAVITY_M_S2, variance)
        _observe(error, state.covariance, 1, -up[0] / STANDARD_GRAVITY_M_S2, variance)
        if still[i]:
            for axis in range(3):
                rest = smooth_gyro[i, axis] - state.bias[axis]
                _observe(error, state.covariance, 2 + axis, rest, tuning.rate_variance)
        q = product(exponential((error[0], error[1], 0.0)), q)
        norm = math.sqrt(q[0] ** 2 + q[1] ** 2 + q[2] ** 2 + q[3] ** 2)
        for k in range(4):
            out[i, k] = state.attitude[k] = q[k] / norm
        for axis in range(3):
            state.bias[axis] += error[2 + axis]
    return out


@kernel
def _turn(rate: Floats, state: State, dt_s: float) -> Vector:
    """Return the rotation vector since the last sample, in the sensor's frame.

    Adams-Moulton's third-order rule for the integral of the rate, and the coning term
    dt²/12·(ω₀ × ω₁) for the change of its direction.
    """
    now = rate - state.bias
    last = state.rates[0] - state.bias
    before = state.rates[1] - state.bias
    state.rates[1] = state.rates[0]
    state.rates[0] = rate
    mean = dt_s / 12 * (5 * now + 8 * last - before)
    coning = dt_s * dt_s / 12
    return (
        mean[0] + coning * (last[1] * now[2] - last[2] * now[1]),
        mean[1] + coning * (last[2] * now[0] - last[0] * now[2]),
        mean[2] + coning * (last[0] * now[1] - last[1] * now[0]),
    )


@kernel
def _grow(q: Quaternion, turn: Vector, covariance: Floats, tuning: Tuning) -> None:
    """Propagate `covariance` over one sample that turned by `turn` and ended at `q`."""
    effect = np.empty((2, 3))  # of the bias's error on the tilt's: -dt·R
    for k in range(3):
        one, two = -tuning.dt_s if k == 0 else 0.0, -tuning.dt_s if k == 1 else 0.0
        column = turned(q, (one, two, -tuning.dt_s if k == 2 else 0.0))
        effect[0, k], effect[1, k] = column[0], column[1]
    carried = np.zeros((2, 5))  # effect · (the bias's rows of the covariance)
    for i in range(2):
        for j in range(5):
            for k in range(3):
                carried[i, j] += effect[i, k] * covariance[2 + k, j]
    for i in range(2):
        for j in range(2):
            covariance[i, j] += carried[i, j] + carried[j, i]
            for k in range(3):
                covariance[i, j] += carried[i, 2 + k] * effect[j, k]
        for k in range(3):
            covariance[i, 2 + k] += carried[i, 2 + k]
            covariance[2 + k, i] = covariance[i, 2 + k]
    angle = math.sqrt(turn[0] ** 2 + turn[1] ** 2 + turn[2] ** 2)
    for i in range(2):
        covariance[i, i] += tuning.gyro_variance + tuning.scale_variance * angle
    for k in range(3):
        covariance[2 + k, 2 + k] += tuning.bias_variance


@kernel
def _disturbance(accel: Floats, state: State, tuning: Tuning, decay: float) -> float:
    """Return the variance of the acceleration that is not gravity, as far as that can be estimated.

    From the departure of ‖a‖ from g, which shows one component of it, and from the centripetal
    and tangential acceleration that the rotation brings about at the end of the lever arm. A
    large one is forgotten slowly: the acceleration of a movement passes through zero.
    """
    excess = math.sqrt(accel[0] ** 2 + accel[1] ** 2 + accel[2] ** 2) - STANDARD_GRAVITY_M_S2
    square, change = 0.0, 0.0
    for axis in range(3):
        square += (state.rates[0, axis] - state.bias[axis]) ** 2
        change += (state.rates[0, axis] - state.rates[1, axis]) ** 2
    centripetal = tuning.reach_m * square
    tangential = tuning.reach_m / tuning.dt_s * math.sqrt(change)
    now = excess**2 + centripetal**2 + tangential**2
    state.disturbance[0] = max(now, decay * state.disturbance[0])
    return float(state.disturbance[0]) + tuning.sway_m_s2**2


@kernel
def _observe(
    error: Floats, covariance: Floats, component: int, value: float, variance: float
) -> None:
    """Update `error` and `covariance` with a measurement of one component of the error."""
    row = covariance[component].copy()
    gain = row / (row[component] + variance)
    innovation = value - error[component]
    for i in range(len(row)):
        error[i] += gain[i] * innovation
        for k in range(len(row)):
            covariance[i, k] -= gain[i] * row[k]

"""Compiled kernels on the shapes of repetitions: resampled, aligned and averaged.

Each is a line or two of NumPy, called so often and on so few samples that NumPy's own overhead
was most of the time that counting took.
"""

import numpy as np

from edge.compiled.kernel import kernel
from edge.core.arrays import Floats
from edge.repetitions.counting.kernels import Indices, align, spot


@kernel
def energy_of(template: Floats) -> float:
    """Return the mean energy of a sample about the mean; (m, k), m ≥ 1."""
    m, channels = template.shape
    energy = 0.0
    for k in range(channels):
        mean = 0.0
        for i in range(m):
            mean += template[i, k]
        mean /= m
        for i in range(m):
            energy += (template[i, k] - mean) ** 2
    return float(energy / m)


@kernel
def stretched(x: Floats, length: int) -> Floats:
    """Return (n, k) samples resampled to `length` ≥ 2 samples, along straight lines; n ≥ 1."""
    n, channels = x.shape
    resampled = np.empty((length, channels))
    for i in range(length):
        at = i * ((n - 1) / (length - 1))
        left = min(int(at), max(n - 2, 0))
        right = min(left + 1, n - 1)
        for k in range(channels):
            resampled[i, k] = x[left, k] + (at - left) * (x[right, k] - x[left, k])
    return resampled


@kernel
def median_shape(shapes: Floats) -> Floats:
    """Return the (m, k) medians of (n, m, k) shapes, n ≥ 1."""
    n, m, channels = shapes.shape
    medians = np.empty((m, channels))
    values = np.empty(n)
    for j in range(m):
        for k in range(channels):
            # Sorted by insertion: mostly there are few.
            for i in range(n):
                value, at = shapes[i, j, k], i
                while at > 0 and values[at - 1] > value:
                    values[at] = values[at - 1]
                    at -= 1
                values[at] = value
            medians[j, k] = (values[(n - 1) // 2] + values[n // 2]) / 2
    return medians


@kernel
def aligned_shapes(
    z: Floats, starts: Indices, ends: Indices, template: Floats, stiffness: float
) -> Floats:
    """Return the (count, m, k) repetitions on the template's time, each as `align` gives it."""
    m, channels = template.shape
    shapes = np.empty((len(starts), m, channels))
    for i in range(len(starts)):
        shapes[i] = align(z[starts[i] : ends[i]], template, stiffness)[0]
    return shapes


@kernel
def cycle_shape(
    z: Floats, starts: Indices, ends: Indices, share: float, length: int, fewest: int
) -> Floats:
    """Return the (length, k) median of the parts from a share of each repetition to the next's.

    A part of fewer than `fewest` samples is left out; without any, nothing (0, k) is returned.
    """
    n, channels = z.shape
    parts = np.empty((len(starts), length, channels))
    count = 0
    for i in range(len(starts)):
        shift = int(share * (ends[i] - starts[i]))
        part = z[starts[i] + shift : min(ends[i] + shift, n)]
        if len(part) >= fewest:
            parts[count] = stretched(part, length)
            count += 1
    return median_shape(parts[:count]) if count else np.empty((0, channels))


@kernel
def spot_one(
    z: Floats,
    template: Floats,
    idle: Floats,
    stiffness: float,
    shortest: float,
    longest: float,
) -> tuple[Indices, Indices, Floats]:
    """Return first sample, last plus one, and loss of what `spot` finds by one template.

    The loss is relative to the cost of the same samples as background, `idle`.
    """
    bounds, stiff = np.array([0, len(template)]), np.array([stiffness])
    total, start, end, _ = spot(z, template, bounds, stiff, idle, shortest, longest)
    idle_sum = np.zeros(len(idle) + 1)
    for i in range(len(idle)):
        idle_sum[i + 1] = idle_sum[i] + idle[i]
    loss = np.empty(len(start))
    for i in range(len(start)):
        a, b = start[i], end[i]
        loss[i] = (total[b] - total[a]) / max(idle_sum[b] - idle_sum[a], 1e-12)
    return start, end, loss

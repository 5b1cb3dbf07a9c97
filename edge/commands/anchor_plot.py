"""An anchor as a picture, and as a line of a terminal."""

from pathlib import Path
from typing import Final

import numpy as np
from matplotlib.figure import Figure

from edge.core.anchor import PIPELINE_RATE_HZ, Anchor
from edge.core.arrays import AXES
from edge.core.exercises import exercise_named

_BARS: Final = "▁▂▃▄▅▆▇█"


def plot_anchor(anchor: Anchor, path: Path) -> None:
    """Write the anchor's angle and six signals as a picture; the ending tells the format.

    Raises:
        ValueError: the ending is of no format that can be written.
    """
    t_s = np.arange(len(anchor.signal)) / PIPELINE_RATE_HZ
    figure = Figure(figsize=(8, 7), layout="constrained")
    angle, accel, gyro = figure.subplots(3, 1, sharex=True)
    angle.plot(t_s, anchor.angle_deg)
    accel.plot(t_s, anchor.signal[:, :3], label=AXES[:3])
    gyro.plot(t_s, anchor.signal[:, 3:], label=AXES[3:])
    angle.set_ylabel("angle (°)")
    accel.set_ylabel("acceleration (m/s²)")
    gyro.set_ylabel("angular rate (rad/s)")
    gyro.set_xlabel("time (s)")
    for axes in (accel, gyro):
        axes.legend(loc="right")
    simulated = ", simulated" if anchor.simulated else ""
    title = exercise_named(anchor.exercise).words["en"].title
    figure.suptitle(f"{title}, {anchor.side}{simulated}")
    figure.savefig(path)


def sparkline(anchor: Anchor, width: int = 60) -> str:
    """Return the anchor's angle over time as one line of block characters."""
    at = np.linspace(0, len(anchor.angle_deg) - 1, width)
    angle_deg = np.interp(at, np.arange(len(anchor.angle_deg)), anchor.angle_deg)
    share = np.clip(angle_deg / anchor.rom_deg, 0.0, 1.0)
    return "".join(_BARS[level] for level in np.round(share * (len(_BARS) - 1)).astype(int))

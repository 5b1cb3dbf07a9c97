"""A cohort of toy backs: the positive group's bulge is higher up, and its people bend less far."""

import numpy as np
from numpy.typing import NDArray

from edge.posture.motion_features import FEATURES
from models.data.bends import Bends

COLUMNS = tuple(
    [
        f"{direction}.{signal}.{name}"
        for direction in ("forward", "backward")
        for signal in ("angle", "velocity", "acceleration")
        for name in FEATURES
    ]
    + [f"proms.{name}" for name in ("VAS", "ODI", "PCS", "PSEQ", "SBT", "TSK", "CSQ", "PASS-20")]
)


def cohort(people: int = 24, masks: int = 12, size_px: int = 48, seed: int = 0) -> Bends:
    """Return people of both groups in turn, half of their masks forward, half backward."""
    rng = np.random.default_rng(seed)
    labels = np.arange(people) % 2
    person = np.repeat(np.arange(people), masks)
    backward = np.tile(np.arange(masks) % 2 == 1, people)
    theta = np.where(
        backward, rng.uniform(180, 210, len(person)), rng.uniform(100, 180, len(person))
    )
    squares = [back(size_px, 0.35 + 0.3 * labels[p], rng) for p in person]
    figures = rng.normal(size=(people, len(COLUMNS)))
    figures[:, COLUMNS.index("forward.angle.F2 minimum")] += 3.0 * labels
    return Bends(
        names=("MCI", "MI"),
        masks=np.stack(squares),
        theta_deg=theta,
        person=person,
        backward=backward,
        columns=COLUMNS,
        figures=figures,
        labels=labels,
        groups=np.arange(people),
    )


def back(size_px: int, height: float, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Return a back whose bulge lies at that height, 0 at the neck and 1 at the hip."""
    down, across = np.mgrid[:size_px, :size_px] / size_px
    bulge = 0.2 + 0.15 * np.exp(-(((down - height - rng.normal(scale=0.03)) / 0.12) ** 2))
    inside = (across < 0.7) & (across > 0.7 - bulge) & (np.abs(down - 0.5) < 0.45)
    return np.where(inside, 255, 0).astype(np.uint8)

"""An engine that finds what a test has drawn."""

import numpy as np

from edge.pose.engine import Landmarks
from edge.pose.picture import Frame

SHAPE = (120, 160, 3)


class ScriptedEngine:
    """Finds a body whose silhouette is what is bright in the picture, nobody in a dark one."""

    def __init__(self) -> None:
        self.shapes: list[tuple[int, ...]] = []

    def process(self, frame: Frame, t_ns: int) -> Landmarks | None:
        self.shapes.append(frame.shape)
        mask = frame[:, :, 0] > 100
        if not mask.any():
            return None
        y, x = np.nonzero(mask)
        spread = np.linspace(-0.5, 0.5, 33)
        centre = np.array([x.mean(), y.mean()])
        return Landmarks(
            px=centre + np.stack([spread, spread], axis=1) * 40,
            visibility=np.ones(33),
            world_m=np.stack([spread, spread, 0 * spread], axis=1),
            mask=mask,
        )

    def close(self) -> None:
        return


def bright() -> Frame:
    """Return a picture of somebody."""
    frame = np.zeros(SHAPE, np.uint8)
    frame[20:80, 40:90] = 200
    return frame

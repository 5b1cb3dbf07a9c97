"""Small video files with known pictures."""

from pathlib import Path

import cv2
import numpy as np

from edge.pose.picture import Frame


def shade(number: int, size: tuple[int, int] = (64, 48)) -> Frame:
    """A picture whose brightness tells its number."""
    return np.full((size[1], size[0], 3), 20 + 10 * (number % 20), np.uint8)


def write_video(
    path: Path, *, frames: int = 20, rate_hz: float = 25.0, size: tuple[int, int] = (64, 48)
) -> Path:
    """Write a video of that many shades."""
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), rate_hz, size)
    assert writer.isOpened()
    for number in range(frames):
        writer.write(shade(number, size))
    writer.release()
    return path

"""The skeleton of an infant: 19 keypoints in the picture, their bones and the parts of the body.

After Pellano et al. 2025 (arXiv 2503.16452) and the public code of the same group. Right and left
are the infant's own.
"""

from typing import Final

JOINTS: Final = (
    "head_top",
    "nose",
    "right_ear",
    "left_ear",
    "upper_neck",
    "right_shoulder",
    "right_elbow",
    "right_wrist",
    "thorax",
    "left_shoulder",
    "left_elbow",
    "left_wrist",
    "pelvis",
    "right_hip",
    "right_knee",
    "right_ankle",
    "left_hip",
    "left_knee",
    "left_ankle",
)
PARENTS: Final = (1, 4, 1, 1, 8, 8, 5, 6, 8, 8, 9, 10, 8, 12, 13, 14, 12, 16, 17)
"""Of every joint; the root is its own."""
ROOT: Final = 8
THORAX: Final = 8
PELVIS: Final = 12
ORDER: Final = (8, 4, 1, 0, 2, 3, 5, 6, 7, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18)
"""Every joint after its parent. The joints' own numbers are no such order: 0 hangs on 1."""
BONES: Final = tuple((child, parent) for child, parent in enumerate(PARENTS) if child != ROOT)
"""Child and parent."""
HEAD: Final = (0, 1, 2, 3, 4)
SEGMENTS: Final[dict[str, tuple[int, ...]]] = {
    "head": HEAD,
    "trunk": (5, 8, 9),
    "right_arm": (6, 7),
    "left_arm": (10, 11),
    "pelvis": (12, 13, 16),
    "right_leg": (14, 15),
    "left_leg": (17, 18),
}
"""Parts whose joints are sped up or slowed down together."""
ARMS: Final = (6, 7, 10, 11)
LEGS: Final = (14, 15, 17, 18)
SWAPS: Final = ((2, 3), (5, 9), (6, 10), (7, 11), (13, 16), (14, 17), (15, 18))
"""The same joint on either side."""

RATE_HZ: Final = 30.0
"""At which a network sees an infant move."""
WINDOW_FRAMES: Final = 150
"""Of a window of 5 s."""
HOP_FRAMES: Final = 75
"""From one window to the next."""
CHANNELS: Final = ("px", "py", "vx", "vy", "bx", "by")
"""What a network takes of each joint: position, velocity per frame, vector from its parent."""

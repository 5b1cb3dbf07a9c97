"""Which joints trackers know, and how the 19 keypoints follow from them.

What a tracker does not know is worked out from its neighbours and marked as not observed, so that
no network's interest in it is ever shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from edge.core.arrays import Floats
from edge.core.infant import JOINTS

NECK_TL: Final = 0.12
"""From the middle of the shoulders to the upper neck, in trunk lengths."""
HEAD_TOP: Final = 1.5
"""From the upper neck to the top of the head, in lengths from the neck to the nose."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The joints of one kind of tracker.

    Attributes:
        title: what it is called, for people.
        joints: names in the tracker's order; those of the 19 keypoints are written as there.
        neck: which of its joints is the upper neck; '' where it has none.
    """

    title: str
    joints: tuple[str, ...]
    neck: str = ""


_SIDES: Final = tuple(
    f"{side}_{joint}" for side in ("right", "left") for joint in ("shoulder", "elbow", "wrist")
)
LAYOUTS: Final[Mapping[str, Layout]] = {
    "infant-19": Layout(title="the 19 keypoints", joints=JOINTS, neck="upper_neck"),
    "openpose-18": Layout(
        title="OpenPose COCO-18",
        joints=(
            *("nose", "mid_shoulders", *_SIDES),
            *("right_hip", "right_knee", "right_ankle", "left_hip", "left_knee", "left_ankle"),
            *("right_eye", "left_eye", "right_ear", "left_ear"),
        ),
    ),
    "openpose-25": Layout(
        title="OpenPose BODY-25",
        joints=(
            *("nose", "mid_shoulders", *_SIDES, "mid_hips"),
            *("right_hip", "right_knee", "right_ankle", "left_hip", "left_knee", "left_ankle"),
            *("right_eye", "left_eye", "right_ear", "left_ear"),
            *("left_big_toe", "left_small_toe", "left_heel"),
            *("right_big_toe", "right_small_toe", "right_heel"),
        ),
    ),
    "coco-17": Layout(
        title="COCO-17",
        joints=(
            *("nose", "left_eye", "right_eye", "left_ear", "right_ear"),
            *("left_shoulder", "right_shoulder", "left_elbow", "right_elbow"),
            *("left_wrist", "right_wrist", "left_hip", "right_hip"),
            *("left_knee", "right_knee", "left_ankle", "right_ankle"),
        ),
    ),
    "truth-14": Layout(
        title="the 14 joints of rendered infants",
        joints=(
            *("nose", "right_wrist", "right_elbow", "right_shoulder", "neck"),
            *("left_shoulder", "left_elbow", "left_wrist"),
            *("right_ankle", "right_knee", "right_hip", "left_hip", "left_knee", "left_ankle"),
        ),
        neck="neck",
    ),
}
"""By name."""


def layout_of_count(count: int) -> str | None:
    """Return the name of the layout with so many joints, None where there is none."""
    return next((name for name, own in LAYOUTS.items() if len(own.joints) == count), None)


def to_nineteen(layout: Layout, tracked: Floats) -> tuple[Floats, tuple[bool, ...]]:
    """Return (T, 19, 2) keypoints, and (19,) whether each was observed.

    Args:
        layout: of the tracker.
        tracked: (T, J, 2), NaN where nothing was found.
    """
    own = {name: tracked[:, k] for k, name in enumerate(layout.joints)}
    if layout.joints == JOINTS:
        keypoints = np.stack([own[name] for name in JOINTS], axis=1)
        return _without_ears(keypoints, [True] * len(JOINTS))
    found = {name: own[name] for name in JOINTS if name in own}
    found["thorax"] = 0.5 * (own["right_shoulder"] + own["left_shoulder"])
    found["pelvis"] = 0.5 * (own["right_hip"] + own["left_hip"])
    observed = {*found}
    if layout.neck:
        found["upper_neck"] = own[layout.neck]
        observed.add("upper_neck")
    else:
        found["upper_neck"] = found["thorax"] + NECK_TL * (found["thorax"] - found["pelvis"])
    nose = found["nose"]
    found["head_top"] = found["upper_neck"] + HEAD_TOP * (nose - found["upper_neck"])
    for ear in ("right_ear", "left_ear"):
        found.setdefault(ear, nose.copy())
    keypoints = np.stack([found[name] for name in JOINTS], axis=1)
    return _without_ears(keypoints, [name in observed for name in JOINTS])


def _without_ears(keypoints: Floats, observed: list[bool]) -> tuple[Floats, tuple[bool, ...]]:
    """Put an ear that was never found at the nose: it lies on the mat in many films."""
    nose = JOINTS.index("nose")
    for ear in (JOINTS.index("right_ear"), JOINTS.index("left_ear")):
        if not np.isfinite(keypoints[:, ear]).all(axis=1).any():
            keypoints[:, ear] = keypoints[:, nose]
            observed[ear] = False
    return keypoints, tuple(observed)

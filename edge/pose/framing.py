"""What keeps a clip's angles from being measured, each in a sentence that says what to change."""

from typing import Final

from edge.pose.clip import Clip
from edge.posture.spine import LARGEST_OFF_DEG

CROPPED_SHARE: Final = 0.1
"""A part of the body that is missing in more of the frames is worth a sentence."""
STRANGER_SHARE: Final = 0.05
_PARTS: Final = (("ear", "head"), ("hip", "hips"), ("ankle", "feet"))


def framing_remarks(clip: Clip) -> tuple[str, ...]:
    """Return what to do otherwise when filming again, nothing if all is well."""
    return (*_view(clip), *_cropped(clip), *_others(clip))


def _view(clip: Clip) -> list[str]:
    off_deg = clip.view.off_sagittal_deg
    if off_deg <= LARGEST_OFF_DEG:
        return []
    return [
        f"The body is seen {off_deg:.0f}° off its side, so there is no spine angle; film from the "
        "side if that is wanted."
    ]


def _cropped(clip: Clip) -> list[str]:
    said = []
    for part, what in _PARTS:
        missing = 1.0 - float(clip.track.shown(f"{clip.view.side}_{part}")[clip.followed].mean())
        if missing > CROPPED_SHARE:
            said.append(
                f"The {what} cannot be seen in {missing:.0%} of the frames; step back until the "
                "whole body is in the picture."
            )
    return said


def _others(clip: Clip) -> list[str]:
    said = []
    strange = float((clip.found & ~clip.followed).mean())
    if strange > STRANGER_SHARE:
        said.append(
            f"In {strange:.0%} of the frames it is not sure that the person is the one from the "
            "beginning; they are left out. Ask others to step out of the picture."
        )
    nobody = 1.0 - float(clip.found.mean())
    if nobody > CROPPED_SHARE:
        said.append(f"Nobody is found in {nobody:.0%} of the frames.")
    return said

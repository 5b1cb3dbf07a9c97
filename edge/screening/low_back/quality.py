"""How good a film of bends is, in numbers."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from edge.core.arrays import Floats
from edge.pose.clip import BackMask, Clip
from edge.posture.back_contour import back_contour
from edge.posture.back_mask import Square
from edge.posture.body_track import BodyTrack
from edge.posture.side_view import off_side_deg
from edge.signals.errors import SignalError

DEPTH_DEG: Final = (100.0, 180.0)
DEEPEST_SHARE: Final = (0.8, 0.56)
"""Of the trunk's length: so far behind the line from hip to neck the back lies at most, at these
two spine angles and linearly in between; somewhat more than of any rendered person on whom it
was chosen, as are the next ones."""
SHALLOWEST_SHARE: Final = 0.18
"""So far it lies at its deepest place at least."""
STEP_SHARE: Final = 0.1
"""Its largest step from one level of 48 to the next."""
SPLIT_SHARE: Final = 0.03
"""Of a mask: so much apart from its largest piece is no noise any more."""
CHANGE_SHARE: Final = 0.25
"""Of both masks together by which two in a row may differ."""
AT_ONCE_S: Final = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class FilmQuality:
    """What is known of the part of a film in which somebody bends, of all of it where nobody does.

    Shares are of the pictures of that part unless something else is said. How somebody comes and
    goes, and sets the camera up, does not count.

    Attributes:
        pictures: that were looked at in the whole film.
        rate_hz: pictures a second that were looked at.
        person_share: in which somebody is found.
        stranger_share: in which it is not sure that it is the person from the beginning.
        second_share: of those that were searched for somebody else, in which somebody is found;
            None where none was.
        camera_share: by how much the room moved at most, of the picture's height.
        head_hidden_share: in which the head is outside.
        feet_hidden_share: in which the feet are not seen.
        view_deg: off the pure side view, positive from before.
        implausible_share: of the masks, those that no back could have; 1 without any.
    """

    pictures: int
    rate_hz: float
    person_share: float
    stranger_share: float
    second_share: float | None
    camera_share: float
    head_hidden_share: float
    feet_hidden_share: float
    view_deg: float
    implausible_share: float


def quality_of(
    clip: Clip, part: slice, rate_hz: float, *, second_share: float | None, camera_share: float
) -> FilmQuality:
    """Return the quality of a film in which somebody is found.

    Args:
        clip: what was seen in it.
        part: the pictures that count, at least one.
        rate_hz: pictures a second.
        second_share: see `FilmQuality`.
        camera_share: likewise.
    """
    found, followed = clip.found[part], clip.followed[part]
    track = BodyTrack(
        px=clip.track.px[part],
        visibility=clip.track.visibility[part],
        world_m=clip.track.world_m[part],
    )
    head = track.point_px(f"{clip.view.side}_ear")[followed]
    height, width = clip.shape
    inside: NDArray[np.bool_] = np.all((head >= 0.0) & (head < (width, height)), axis=1)
    feet = track.shown(f"{clip.view.side}_ankle")[followed]
    try:
        view_deg = off_side_deg(track)
    except SignalError:
        view_deg = 90.0
    return FilmQuality(
        pictures=len(clip.t_s),
        rate_hz=rate_hz,
        person_share=float(found.mean()),
        stranger_share=float((found & ~followed).mean()),
        second_share=second_share,
        camera_share=camera_share,
        head_hidden_share=_missing(inside),
        feet_hidden_share=_missing(feet),
        view_deg=view_deg,
        implausible_share=implausible_share(
            (back for back in clip.backs if part.start <= back.frame < part.stop), clip.t_s
        ),
    )


def _missing(shown: NDArray[np.bool_]) -> float:
    return 1.0 - float(shown.mean()) if len(shown) else 1.0


def nobody(pictures: int, rate_hz: float) -> FilmQuality:
    """Return the quality of a film in which nobody is found."""
    return FilmQuality(
        pictures=pictures,
        rate_hz=rate_hz,
        person_share=0.0,
        stranger_share=0.0,
        second_share=None,
        camera_share=0.0,
        head_hidden_share=1.0,
        feet_hidden_share=1.0,
        view_deg=0.0,
        implausible_share=1.0,
    )


def implausible_share(backs: Iterable[BackMask], t_s: Floats) -> float:
    """Return the share of masks that no back could have: size, breaks, jumps; 1 without any.

    Args:
        backs: in their order.
        t_s: times of the frames.
    """
    bad: list[bool] = []
    before: BackMask | None = None
    for back in backs:
        soon = before is not None and t_s[back.frame] - t_s[before.frame] <= AT_ONCE_S
        jumps = soon and before is not None and _change(before.square, back.square) > CHANGE_SHARE
        bad.append(jumps or _is_odd(back))
        before = back
    return float(np.mean(bad)) if bad else 1.0


def _is_odd(back: BackMask) -> bool:
    contour = back_contour(back.square)
    deepest = float(np.max(contour))
    most = float(np.interp(back.theta_deg, DEPTH_DEG, DEEPEST_SHARE))
    # A mask without a contour has NaN, which lies in no range.
    if not (SHALLOWEST_SHARE <= deepest <= most and np.abs(np.diff(contour)).max() <= STEP_SHARE):
        return True
    square = back.square
    pieces = cv2.connectedComponentsWithStats((square > 0).astype(np.uint8))[2]
    largest = int(pieces[1:, cv2.CC_STAT_AREA].max())
    return bool(largest < (1.0 - SPLIT_SHARE) * np.count_nonzero(square))


def _change(one: Square, other: Square) -> float:
    a, b = one > 0, other > 0
    return 1.0 - float(np.count_nonzero(a & b)) / max(int(np.count_nonzero(a | b)), 1)

"""All that was seen of somebody who bends, in a film or live, on its way to an answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from edge.core.arrays import Floats
from edge.pose.clip import Clip
from edge.pose.surroundings import moved_share
from edge.posture.angle_bins import Direction
from edge.screening.low_back.answer import AskedNetwork, ask
from edge.screening.low_back.bends import Bends, bends_of
from edge.screening.low_back.quality import FilmQuality, nobody, quality_of
from edge.screening.low_back.rules import film_checks
from edge.screening.low_back.screening import Screening

_TICK_S: Final = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SeenFilm:
    """What was seen; arrays have one row per picture that was looked at.

    Attributes:
        clip: of the person, None where nobody was.
        t_s: (n,) increasing times.
        moved: (n, 2) by how much the room is off, of `edge.pose.surroundings.RoomWatch`.
        second: whether somebody else is there, None of a picture that was not searched.
        length_s: of the film.
        quarters: by which it was turned, counter-clockwise, so that the person is upright.
        remarks: about the file.
        simulated: nobody stood before the camera.
    """

    clip: Clip | None
    t_s: Floats
    moved: Floats
    second: Sequence[bool | None]
    length_s: float
    quarters: int = 0
    remarks: tuple[str, ...] = ()
    simulated: bool = False


def screening_of(
    seen: SeenFilm, networks: Sequence[AskedNetwork], scores: Mapping[str, float]
) -> Screening:
    """Return what the networks say about a film of bends, or why they say nothing.

    Args:
        seen: of one person, from the side.
        networks: to be asked.
        scores: questionnaires by the names of their figures.
    """
    clip, bends = seen.clip, dict[Direction, Bends]()
    if clip is not None:
        bends = bends_of(clip.t_s, clip.spine_angle_deg, clip.backs)
    quality = _quality(seen, bends)
    checks = film_checks(quality)
    allowed = not any(check.broken for check in checks)
    return Screening(
        length_s=seen.length_s,
        quality=quality,
        checks=checks,
        bends=bends,
        questions=ask(networks, bends, scores, allowed=allowed),
        clip=clip,
        quarters=seen.quarters,
        remarks=seen.remarks,
        simulated=seen.simulated,
    )


def _quality(seen: SeenFilm, bends: Mapping[Direction, Bends]) -> FilmQuality:
    """Return how good the film is where somebody bends, or all of it where nobody does."""
    t_s = seen.t_s
    if seen.clip is None:
        return nobody(len(t_s), rate_hz(t_s))
    begin_s = min((one.begin_s for one in bends.values()), default=t_s[0])
    end_s = max((one.end_s for one in bends.values()), default=t_s[-1])
    part = slice(*np.searchsorted(t_s, [begin_s, end_s + _TICK_S]).tolist())
    searched = [one for one in seen.second[part] if one is not None]
    return quality_of(
        seen.clip,
        part,
        rate_hz(t_s[part]),
        second_share=sum(searched) / len(searched) if searched else None,
        camera_share=moved_share(seen.moved[part]),
    )


def rate_hz(t_s: Floats) -> float:
    """Return how many pictures a second there are at these (n,) times, 0 of fewer than two."""
    return float(1.0 / np.median(np.diff(t_s))) if len(t_s) > 1 else 0.0

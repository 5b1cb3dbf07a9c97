"""Follows one person, and notices when what the engine has found is somebody else.

People move steadily; who is in another place, of another size or in other clothes from one picture
to the next is another person, or no person at all. Such frames are not trusted until the one who
is followed is seen again.
"""

from dataclasses import dataclass
from math import expm1, inf, log
from typing import Final

import numpy as np

from edge.core.arrays import Floats
from edge.core.messages.camera import Presence
from edge.pose.engine import Landmarks
from edge.posture.body_track import BodyTrack


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowerSettings:
    """What counts as the same person.

    Attributes:
        jump_m: the hips may be off by this much, whatever the time between two pictures.
        speed_m_s: and may move so fast.
        growth: a change of size beyond this factor is a jump.
        colour: largest distance between the mean colours of the clothes (CIE Lab).
        doubt_s: who is not the one who is followed for this long is somebody else.
        absence_s: without anybody for this long, nobody is there.
        acquire_s: who was followed for less than this was perhaps a mistake of the engine.
        adopt_s: after this long without the one who is followed, whoever is there is followed.
    """

    jump_m: float = 0.35
    speed_m_s: float = 3.0
    growth: float = 1.35
    colour: float = 18.0
    doubt_s: float = 0.4
    absence_s: float = 0.5
    acquire_s: float = 0.5
    adopt_s: float = inf


@dataclass(frozen=True, slots=True, eq=False)
class Appearance:
    """How a person appears in one picture.

    Attributes:
        hips_px: (2,) midpoint of the hips.
        px_per_m: scale of the picture at the person.
        colours: (6,) `edge.pose.clothing.clothing_colours`, NaN where they are not seen.
    """

    hips_px: Floats
    px_per_m: float
    colours: Floats


_CLOTHES_S: Final = 3.0
"""What is remembered of the clothes follows what is seen within this time: light changes slowly."""
_SIZE_S: Final = 0.5
"""So does the size in the picture: people walk up to the camera."""


def appearance_of(body: Landmarks, colours: Floats) -> Appearance:
    """Return how the person appears who was found."""
    track = BodyTrack.of_one(body.px, body.visibility, body.world_m)
    return Appearance(track.middle_px("hip")[0], float(track.px_per_m()[0]), colours)


class PersonFollower:
    """Says of each picture whether the person in it is the one who is followed.

    The first person seen is followed.
    """

    def __init__(self, settings: FollowerSettings | None = None) -> None:
        self._settings = settings or FollowerSettings()
        self.reset()

    def reset(self) -> None:
        """Follow whoever is seen next."""
        self._own: Appearance | None = None
        self._since_ns = 0
        """When the one who is followed was seen first."""
        self._own_ns: int | None = None
        """When the one who is followed was seen last."""
        self._stranger: Appearance | None = None
        self._stranger_since_ns = 0
        self._blind_ns = 0
        """For how long nobody has been seen since then."""
        self._seen_ns: int | None = None

    def see(self, person: Appearance | None, t_ns: int) -> Presence:
        """Return whose body it is that was found in the picture of that time."""
        before_ns = t_ns if self._seen_ns is None else self._seen_ns
        if person is None:
            if self._seen_ns is None:
                self._seen_ns = t_ns
            gone_s = (t_ns - before_ns) * 1e-9
            return "nobody" if gone_s >= self._settings.absence_s else "unsure"
        self._seen_ns = t_ns
        if self._own is None:
            self._follow(person, t_ns, anew=True)
            return "followed"
        if self._is_own(person, t_ns, before_ns):
            self._follow(person, t_ns, anew=False)
            return "followed"
        return self._doubt(person, t_ns)

    def _is_own(self, person: Appearance, t_ns: int, before_ns: int) -> bool:
        own, settings = self._own, self._settings
        if own is None:
            return False
        # Whoever is out of sight may move on unseen; while a stranger is watched nothing is known
        # of the other one, who is then expected where he was.
        unseen_s = (t_ns - before_ns) * 1e-9
        if self._stranger is not None:
            unseen_s = 0.0
        self._blind_ns += round(unseen_s * 1e9)
        moved_m = float(np.linalg.norm(person.hips_px - own.hips_px)) / own.px_per_m
        near = moved_m <= settings.jump_m + settings.speed_m_s * self._blind_ns * 1e-9
        slack = 1.0 + self._blind_ns * 1e-9
        alike = abs(log(person.px_per_m / own.px_per_m)) <= slack * log(settings.growth)
        # After a stranger in other clothes, the own ones are known again anywhere.
        told_apart = self._stranger is not None and self._dressed_otherwise(own, self._stranger)
        return (near or told_apart) and alike and not self._dressed_otherwise(own, person)

    def _dressed_otherwise(self, own: Appearance, person: Appearance) -> bool:
        return colour_distance(own.colours, person.colours) > self._settings.colour

    def _follow(self, person: Appearance, t_ns: int, *, anew: bool) -> None:
        own = self._own
        if anew or own is None or self._own_ns is None:
            self._own, self._since_ns = person, t_ns
        else:
            passed_s = (t_ns - self._own_ns) * 1e-9
            size_share, clothes_share = -expm1(-passed_s / _SIZE_S), -expm1(-passed_s / _CLOTHES_S)
            self._own = Appearance(
                person.hips_px,
                own.px_per_m + size_share * (person.px_per_m - own.px_per_m),
                _remembered(own.colours, person.colours, clothes_share),
            )
        self._own_ns = t_ns
        self._stranger = None
        self._blind_ns = 0

    def _doubt(self, person: Appearance, t_ns: int) -> Presence:
        settings = self._settings
        if self._stranger is None:
            self._stranger_since_ns = t_ns
        self._stranger = person
        doubt_s = (t_ns - self._stranger_since_ns) * 1e-9
        if doubt_s < settings.doubt_s:
            return "unsure"
        known_s = ((self._own_ns or t_ns) - self._since_ns) * 1e-9
        if known_s < settings.acquire_s or doubt_s >= settings.adopt_s:
            self._follow(person, t_ns, anew=True)
            return "followed"
        return "other"


def colour_distance(one: Floats, other: Floats) -> float:
    """Return how much two people's clothes differ where both are seen, 0 where nothing is."""
    distances = np.linalg.norm((one - other).reshape(-1, 3), axis=1)
    return float(np.nanmax(np.append(distances, 0.0)))


def _remembered(own: Floats, seen: Floats, share: float) -> Floats:
    """Return the colours that are remembered after a picture that counts for that share."""
    colours: Floats = np.where(np.isnan(own), seen, own)
    return np.where(np.isnan(seen), colours, colours + share * (seen - colours))

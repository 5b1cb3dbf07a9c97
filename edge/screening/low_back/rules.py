"""When there is no answer: every rule with its limit, in one table."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from edge.posture.angle_bins import DIRECTIONS, Direction
from edge.screening.low_back.bends import Bends
from edge.screening.low_back.quality import FilmQuality

RuleName = Literal[
    "person",
    "stranger",
    "second",
    "camera",
    "rate",
    "head",
    "feet",
    "view",
    "silhouette",
    "bends",
    "range",
    "unusual",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule.

    Attributes:
        limit: what is measured must not lie beyond it.
        least: the limit is the least that will do, not the most.
        unit: of the limit: a share, a count, degrees or pictures a second.
    """

    limit: float
    least: bool
    unit: Literal["share", "count", "degrees", "hertz"]

    def broken_by(self, measured: float) -> bool:
        """Tell whether a measured value lies beyond the limit."""
        return measured < self.limit if self.least else measured > self.limit


RULES: Final[Mapping[RuleName, Rule]] = {
    "person": Rule(limit=0.9, least=True, unit="share"),
    "stranger": Rule(limit=0.05, least=False, unit="share"),
    "second": Rule(limit=0.25, least=False, unit="share"),
    "camera": Rule(limit=0.02, least=False, unit="share"),
    "rate": Rule(limit=8.0, least=True, unit="hertz"),
    "head": Rule(limit=0.1, least=False, unit="share"),
    "feet": Rule(limit=0.1, least=False, unit="share"),
    "view": Rule(limit=25.0, least=False, unit="degrees"),
    "silhouette": Rule(limit=0.1, least=False, unit="share"),
    "bends": Rule(limit=3.0, least=True, unit="count"),
    "range": Rule(limit=0.6, least=True, unit="share"),
    "unusual": Rule(limit=0.25, least=False, unit="share"),
}
"""In the order in which a person should see to them.

person: of the pictures, in which a person is found. stranger: of the pictures, in which it is not
sure that the person is the same. second: of some pictures that are searched for somebody else, in
which somebody is found. camera: by how much the room moved, of the picture's height. rate: pictures
a second. head, feet: of the pictures, in which they are not seen. view: off the pure side view.
silhouette: of the masks, those no back of a person could have. bends: in a direction. range: how
far from standing, of `USUAL_REACH_DEG`. unusual: by how much a figure lies beyond those of the
people of the training, of their range.
"""
USUAL_REACH_DEG: Final[Mapping[Direction, float]] = {"forward": 75.0, "backward": 19.0}
"""So far from standing nearly all simulated people bend at least."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One rule put to a film.

    Attributes:
        rule: its name.
        measured: what was found.
        direction: of the bends that it is about, None of the whole film.
        figure: that it is about, None of the others.
    """

    rule: RuleName
    measured: float
    direction: Direction | None = None
    figure: str | None = None

    @property
    def limit(self) -> float:
        """The rule's limit."""
        return RULES[self.rule].limit

    @property
    def broken(self) -> bool:
        """Whether there must be no answer."""
        return RULES[self.rule].broken_by(self.measured)


def film_checks(quality: FilmQuality) -> tuple[Check, ...]:
    """Return the rules about a whole film; where nobody is in it the others have no meaning."""
    person = Check(rule="person", measured=quality.person_share)
    if quality.person_share == 0.0:
        return (person,)
    measured: dict[RuleName, float | None] = {
        "stranger": quality.stranger_share,
        "second": quality.second_share,
        "camera": quality.camera_share,
        "rate": quality.rate_hz,
        "head": quality.head_hidden_share,
        "feet": quality.feet_hidden_share,
        "view": abs(quality.view_deg),
        "silhouette": quality.implausible_share,
    }
    known = [Check(rule=rule, measured=x) for rule, x in measured.items() if x is not None]
    return (person, *known)


def bend_checks(bends: Mapping[Direction, Bends], wanted: Direction) -> tuple[Check, ...]:
    """Return the rules about the bends in one direction.

    Args:
        bends: of the film.
        wanted: the direction.
    """
    own = bends.get(wanted)
    count = Check(rule="bends", measured=0 if own is None else own.count, direction=wanted)
    if own is None:
        return (count,)
    # Bends that give a network no mask to see are as good as none.
    share = own.reach_deg / USUAL_REACH_DEG[wanted] if own.backs else 0.0
    return count, Check(rule="range", measured=share, direction=wanted)


def directions_in(bends: Mapping[Direction, Bends]) -> tuple[Direction, ...]:
    """Return the directions in which there is a bend."""
    return tuple(direction for direction in DIRECTIONS if direction in bends)

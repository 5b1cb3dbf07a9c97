"""What a rendered person and the room look like: build, clothes, wall and floor."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from edge.simulation.body.shape import Build
from edge.simulation.body.shape_table import Material

Bgr = tuple[float, float, float]

_LOOKS_STREAM: Final = 6
"""Stream of random numbers of a seed; `patient` and `simulate` beside this use 0–5."""
_LIGHT_SKIN: Final = np.array([165.0, 190.0, 230.0])
_DARK_SKIN: Final = np.array([60.0, 85.0, 125.0])
_HAIR: Final[tuple[Bgr, ...]] = ((25, 30, 40), (35, 55, 85), (70, 120, 165), (150, 150, 155))
_SHIRTS: Final[tuple[Bgr, ...]] = (
    (60, 70, 180),
    (160, 90, 50),
    (70, 130, 60),
    (90, 190, 220),
    (120, 60, 120),
    (70, 70, 75),
)
_TROUSERS: Final[tuple[Bgr, ...]] = ((95, 60, 40), (60, 60, 65), (110, 100, 85), (45, 60, 85))
_SHOE: Final[Bgr] = (45, 45, 48)
_EYE: Final[Bgr] = (40, 35, 35)
_WALLS: Final[tuple[Bgr, ...]] = ((205, 210, 215), (190, 205, 205), (215, 205, 190))


@dataclass(frozen=True, slots=True, kw_only=True)
class Looks:
    """A person's build and colours and the room behind; colours are B, G, R from 0 to 255.

    Attributes:
        build: girths.
        skin: face, arms and hands.
        hair: hair and eyebrows.
        shirt: its colour.
        trousers: their colour.
        wall: behind the person.
        floor: below the person.
    """

    build: Build
    skin: Bgr
    hair: Bgr
    shirt: Bgr
    trousers: Bgr
    wall: Bgr
    floor: Bgr

    def colour(self, material: Material) -> Bgr:
        """Return the colour of a material at full light."""
        match material:
            case "shoe":
                return _SHOE
            case "eye":
                return _EYE
            case "mouth":
                blue, green, red = self.skin
                return 0.7 * blue, 0.55 * green, 0.85 * red
            case _:
                own: Bgr = getattr(self, material)
                return own


def draw_looks(seed: int) -> Looks:
    """Return the looks of the person of that seed: the same on every call."""
    rng = np.random.default_rng([seed, _LOOKS_STREAM])
    blue, green, red = _LIGHT_SKIN + rng.uniform(0.0, 1.0) * (_DARK_SKIN - _LIGHT_SKIN)
    stout = rng.uniform(-1.0, 1.0)
    return Looks(
        build=Build(
            trunk=1.0 + 0.08 * stout,
            belly=1.0 + 0.12 * max(stout, -0.5),
            limb=1.0 + 0.06 * stout + rng.uniform(-0.04, 0.04),
            head=rng.uniform(0.97, 1.03),
        ),
        skin=(float(blue), float(green), float(red)),
        hair=_HAIR[rng.integers(len(_HAIR))],
        shirt=_SHIRTS[rng.integers(len(_SHIRTS))],
        trousers=_TROUSERS[rng.integers(len(_TROUSERS))],
        wall=_WALLS[rng.integers(len(_WALLS))],
        floor=(120.0, 140.0, 160.0),
    )

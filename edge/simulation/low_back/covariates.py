"""What differs between people and films, not between groups: body, clothes, camera and light."""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from edge.core.exercises import Side

Sex = Literal["female", "male"]
Arms = Literal["crossed", "hanging"]

FEMALE_SHARE: Final = 0.57
MEAN_AGE_YEARS: Final = 44.7
LARGEST_VIEW_DEG: Final = 15.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Covariates:
    """One person's body and clothes, and the camera and light of the film.

    Attributes:
        sex: female or male.
        age_years: 22–76.
        height_m: body height.
        bmi_kg_m2: 18–42; the girth follows from it.
        leg_share: ankle to hip as a share of body height.
        hip_width: factor on the width of the pelvis.
        standing_deg: the spine angle θ at which the person stands.
        shirt_share: share of the hollow of the back that the shirt bridges.
        arms: crossed on the chest, or hanging.
        looks_seed: of the colours of skin, hair, clothes and room.
        facing: the side of the body that faces the camera.
        view_deg: how far the camera stands off the pure side view, towards the front.
        distance_m: of the camera.
        elevation_m: height of the lens.
        roll_deg: turn of the camera about its axis.
        gain: brightness of the picture.
        ambient: share of the light that comes from all around.
        light_deg: how far the lamp is turned from its usual place.
        noise: standard deviation of a pixel's noise, of 255.
    """

    sex: Sex
    age_years: float
    height_m: float
    bmi_kg_m2: float
    leg_share: float
    hip_width: float
    standing_deg: float
    shirt_share: float
    arms: Arms
    looks_seed: int
    facing: Side
    view_deg: float
    distance_m: float
    elevation_m: float
    roll_deg: float
    gain: float
    ambient: float
    light_deg: float
    noise: float

    @property
    def numbers(self) -> tuple[float, ...]:
        """All of them as numbers, for a model that must learn nothing from them."""
        return (
            *(float(self.sex == "male"), self.age_years, self.height_m, self.bmi_kg_m2),
            *(self.leg_share, self.hip_width, self.standing_deg, self.shirt_share),
            *(float(self.arms == "hanging"), float(self.facing == "left"), self.view_deg),
            *(self.distance_m, self.elevation_m, self.roll_deg, self.gain, self.ambient),
            *(self.light_deg, self.noise),
        )


def draw_covariates(rng: np.random.Generator) -> Covariates:
    """Return those of one person. They depend on the generator alone, never on the group."""
    return Covariates(
        sex="female" if rng.uniform() < FEMALE_SHARE else "male",
        age_years=_between(rng, MEAN_AGE_YEARS, 11.8, 22.0, 76.0),
        height_m=_between(rng, 1.70, 0.099, 1.45, 2.0),
        bmi_kg_m2=_between(rng, 28.0, 5.0, 18.0, 42.0),
        leg_share=rng.uniform(0.472, 0.51),
        hip_width=rng.uniform(0.92, 1.12),
        standing_deg=rng.normal(177.0, 3.0),
        shirt_share=rng.beta(2.0, 5.0),
        arms="crossed" if rng.uniform() < 0.5 else "hanging",
        looks_seed=int(rng.integers(2**31)),
        facing="left" if rng.uniform() < 0.5 else "right",
        view_deg=rng.uniform(-LARGEST_VIEW_DEG, LARGEST_VIEW_DEG),
        distance_m=rng.uniform(2.6, 3.8),
        elevation_m=rng.uniform(0.9, 1.3),
        roll_deg=rng.uniform(-2.0, 2.0),
        gain=rng.uniform(0.6, 1.3),
        ambient=rng.uniform(0.3, 0.6),
        light_deg=rng.uniform(-60.0, 60.0),
        noise=rng.uniform(2.0, 8.0),
    )


def _between(rng: np.random.Generator, mean: float, sd: float, low: float, high: float) -> float:
    """Return a normal draw that lies between two bounds; others are drawn anew."""
    while True:
        value = float(rng.normal(mean, sd))
        if low <= value <= high:
            return value

"""Cohorts of simulated people: who they are, and to which group they belong."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal, get_args

import numpy as np

from edge.core.arrays import Floats
from edge.simulation.low_back.covariates import MEAN_AGE_YEARS, Covariates, draw_covariates
from edge.simulation.low_back.errors import CohortError
from edge.simulation.low_back.phenotypes import (
    COVARIANCE,
    INDEX,
    NAMES,
    Phenotype,
    Region,
    mean_of,
)
from edge.simulation.low_back.proms import draw_proms, phenotype_shift, prom_shifts
from edge.simulation.low_back.tasks import TASKS, Task, TaskName, group_means

_LEAST_PERSONS: Final = 4
_ROOT: Final = np.linalg.cholesky(COVARIANCE)
_COHORT_STREAM, _PERSON_STREAM, _COVARIATE_STREAM, _PROM_STREAM, _LABEL_STREAM = range(20, 25)
"""Streams of random numbers of a seed, one for each thing that must not depend on another."""
MOVEMENT_STREAM: Final = 25

_SEX_LORDOSIS_DEG: Final = {"male": -6.0, "female": 5.0}
_UPPER_SHARE: Final = 0.6
"""Of what sex adds to the lordosis."""
_ROM_DEG_PER_YEAR: Final = -0.2
_FOLLOWED_SHARE, _LEFT_SHARE = 0.8, 0.0
"""Shares of the hollow that the shirt bridges where it follows the label."""
TWIN_SHIFT_DEG: Final[dict[Region, float]] = {"ul": 12.0, "ll": 12.0, "lt": 8.0, "pelvis": 14.0}
"""By how much more flexed a region is in a person's usual twin."""
Cause = Literal["ul", "ll", "lt", "pelvis", "shirt"]
"""What alone may tell the groups of a cohort apart, where explanations are checked."""
CAUSES: Final[tuple[Cause, ...]] = get_args(Cause)


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortSettings:
    """From what a cohort follows: equal settings give equal people.

    Attributes:
        task: which groups are told apart.
        persons: how many there are.
        seed: of the cohort; cohorts of different seeds share nobody.
        separation: factor on all differences between the groups; 1 is what the literature bounds,
            0 makes them alike.
        label_noise: chance that a person is put down as of the other group.
        cause: the one region that differs, where explanations are checked; None leaves all.
        shirt_follows_label: a planted shortcut: the shirt bridges the back in one group alone.
    """

    task: TaskName
    persons: int
    seed: int
    separation: float = 1.0
    label_noise: float = 0.0
    cause: Region | None = None
    shirt_follows_label: bool = False

    def __post_init__(self) -> None:
        """Check the bounds.

        Raises:
            CohortError: a value is out of bounds.
        """
        for name, low, high in (
            ("persons", _LEAST_PERSONS, 100_000),
            ("seed", 0, 2**31 - 1),
            ("separation", 0.0, 3.0),
            ("label_noise", 0.0, 0.5),
        ):
            value = getattr(self, name)
            if not low <= value <= high:
                raise CohortError(
                    f"{name} is {value:g}", remedy=f"give a value from {low:g} to {high:g}"
                )

    @property
    def groups(self) -> Task:
        """The two groups."""
        return TASKS[self.task]

    @property
    def means(self) -> dict[Phenotype, Floats]:
        """The (20,) means of the phenotypes of this cohort."""
        return group_means(self.groups, separation=self.separation, cause=self.cause)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Person:
    """One simulated person.

    Attributes:
        seed: of the cohort.
        number: within the cohort.
        phenotype: the true one.
        label: 1 in the task's positive group, else 0; the truth.
        given_label: what was put down, which label noise may have turned.
        parameters: (20,) in the order of `edge.simulation.low_back.phenotypes.PARAMETERS`, before
            sex and age are added.
        covariates: body, clothes, camera and light.
        proms: (8,) scores in the order of `edge.simulation.low_back.proms.QUESTIONNAIRES`.
    """

    seed: int
    number: int
    phenotype: Phenotype
    label: int
    given_label: int
    parameters: Floats
    covariates: Covariates
    proms: Floats

    @property
    def numbers(self) -> dict[str, float]:
        """The parameters by name, with what sex and age add to the lumbar spine."""
        found = dict(zip(NAMES, self.parameters.tolist(), strict=True))
        offset_deg = _SEX_LORDOSIS_DEG[self.covariates.sex]
        found["ul_lordosis_deg"] += _UPPER_SHARE * offset_deg
        found["ll_lordosis_deg"] += (1.0 - _UPPER_SHARE) * offset_deg
        aged_deg = _ROM_DEG_PER_YEAR * (self.covariates.age_years - MEAN_AGE_YEARS)
        for end in ("flexed", "extension"):
            for region in ("ll", "ul"):
                found[f"{region}_{end}_deg"] += 0.5 * aged_deg
        return found


def draw_cohort(settings: CohortSettings) -> tuple[Person, ...]:
    """Return the people of a cohort, in an order that says nothing about their group."""
    task, means = settings.groups, settings.means
    shifts = prom_shifts(task, separation=settings.separation)
    positives = round(settings.persons * task.positive_share)
    kinds = [(kind, 1) for kind in _dealt(task.positive, positives)]
    kinds += [(kind, 0) for kind in _dealt(task.negative, settings.persons - positives)]
    order = np.random.default_rng([settings.seed, _COHORT_STREAM]).permutation(settings.persons)
    return tuple(
        _drawn(settings, number, kinds[place], means[kinds[place][0]], shifts[kinds[place][0]])
        for number, place in enumerate(order)
    )


def draw_person(phenotype: Phenotype, *, seed: int, number: int = 0) -> Person:
    """Return a person of any phenotype, of no task: the label is 0."""
    settings = CohortSettings(task="fp-ep", persons=_LEAST_PERSONS, seed=seed)
    return _drawn(settings, number, (phenotype, 0), mean_of(phenotype), phenotype_shift(phenotype))


def twin_of(person: Person, region: Region, shift_deg: float | None = None) -> Person:
    """Return the same person, body, clothes, film and tempo, one region of whom is more flexed.

    It is so standing and at the end of either bend. A pelvis cannot be while the person stands as
    upright; it goes farther forward and less far back.

    Args:
        person: whose twin.
        region: which.
        shift_deg: by how much; None takes `TWIN_SHIFT_DEG`.

    Raises:
        CohortError: no shift is given, and there is none for the region.
    """
    if shift_deg is None and region not in TWIN_SHIFT_DEG:
        raise CohortError(f"no usual twin differs in {region}", remedy="give shift_deg")
    by_deg = TWIN_SHIFT_DEG[region] if shift_deg is None else shift_deg
    signs = {
        "pelvis": {"pelvis_forward_deg": 1.0, "pelvis_backward_deg": -1.0},
        "ll": {"ll_lordosis_deg": -1.0, "ll_flexed_deg": 1.0},
        "ul": {"ul_lordosis_deg": -1.0, "ul_flexed_deg": 1.0},
        "lt": {"lt_kyphosis_deg": 1.0},
        "ut": {"ut_kyphosis_deg": 1.0},
    }[region]
    parameters = person.parameters.copy()
    for name, sign in signs.items():
        parameters[INDEX[name]] += sign * by_deg
    return replace(person, parameters=parameters)


def _dealt(group: Mapping[Phenotype, float], persons: int) -> list[Phenotype]:
    """Return the phenotypes of so many persons, in their shares; a remainder goes to the first."""
    counts = {kind: int(share * persons) for kind, share in group.items()}
    counts[next(iter(group))] += persons - sum(counts.values())
    return [kind for kind, count in counts.items() for _ in range(count)]


def _drawn(
    settings: CohortSettings,
    number: int,
    group: tuple[Phenotype, int],
    mean: Floats,
    shift_sd: Floats,
) -> Person:
    def stream(which: int) -> np.random.Generator:
        return np.random.default_rng([settings.seed, which, number])

    phenotype, label = group
    covariates = draw_covariates(stream(_COVARIATE_STREAM))
    if settings.shirt_follows_label:
        covariates = replace(covariates, shirt_share=_FOLLOWED_SHARE if label else _LEFT_SHARE)
    turned = stream(_LABEL_STREAM).uniform() < settings.label_noise
    return Person(
        seed=settings.seed,
        number=number,
        phenotype=phenotype,
        label=label,
        given_label=1 - label if turned else label,
        parameters=mean + _ROOT @ stream(_PERSON_STREAM).normal(size=len(NAMES)),
        covariates=covariates,
        proms=draw_proms(stream(_PROM_STREAM), shift_sd),
    )

"""The published and chosen numbers of the phenotypes, and the distribution that follows from them.

Angles in degrees, mean and standard deviation between the persons of a phenotype. No publication
gives group means of regional angles in a full bend: directions are published (Hemming 2018,
Dankaerts 2006, Kim 2013, Mitchell 2008, Laird 2014–2019), the sizes are chosen within bounds that
follow from them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from edge.core.arrays import Floats

Phenotype = Literal["healthy", "mi_flexion", "mci_fp", "mci_ep", "passive_extension"]
PHENOTYPES: Final[tuple[Phenotype, ...]] = (
    *("healthy", "mi_flexion", "mci_fp", "mci_ep", "passive_extension"),
)
"""Without pain; movement impairment in flexion; motor control impairment: flexion pattern, active
extension pattern, passive extension pattern."""

Region = Literal["pelvis", "ll", "ul", "lt", "ut"]
REGIONS: Final[tuple[Region, ...]] = ("pelvis", "ll", "ul", "lt", "ut")
"""Pelvis, lower lumbar (L3–S2), upper lumbar (T12–L3), lower and upper thoracic spine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One number of a person.

    Attributes:
        name: with its unit.
        region: that it is an angle of, None for tempo and steadiness.
        sd: between the persons of one phenotype, the same for all.
        means: by the order of `PHENOTYPES`.
    """

    name: str
    region: Region | None
    sd: float
    means: tuple[float, float, float, float, float]


def _angle(name: str, region: Region, sd: float, *means: float) -> Parameter:
    """Return an angle; the passive extension pattern is like the active one if nothing is said."""
    healthy, mi, fp, ep, *passive = means
    return Parameter(
        name=name, region=region, sd=sd, means=(healthy, mi, fp, ep, passive[0] if passive else ep)
    )


def _time(name: str, sd: float, *medians: float) -> Parameter:
    """Return the logarithm of a positive number; the passive extension pattern is like healthy."""
    healthy, mi, fp, ep = np.log(medians).tolist()
    return Parameter(name=f"ln_{name}", region=None, sd=sd, means=(healthy, mi, fp, ep, healthy))


PARAMETERS: Final[tuple[Parameter, ...]] = (
    # Lordosis positive; standing kyphosis positive.
    _angle("ll_lordosis_deg", "ll", 9.0, 13.5, 13.5, 13.0, 14.0, 15.0),
    _angle("ul_lordosis_deg", "ul", 10.0, 20.0, 18.5, 16.0, 20.5, 27.0),
    _angle("lt_kyphosis_deg", "lt", 6.5, 20.0, 20.5, 22.0, 18.5),
    _angle("ut_kyphosis_deg", "ut", 6.5, 21.0, 21.0, 21.0, 21.0),
    # At the end of the forward bend: lumbar angles positive beyond straight, others from standing.
    _angle("ll_flexed_deg", "ll", 7.5, 11.0, 6.5, 13.0, 9.0, 11.0),
    _angle("ul_flexed_deg", "ul", 8.5, 9.0, 1.0, 14.0, 2.0, 9.0),
    _angle("pelvis_forward_deg", "pelvis", 14.0, 59.0, 44.0, 46.0, 55.0, 59.0),
    _angle("lt_flexion_deg", "lt", 2.5, 6.5, 6.5, 7.8, 6.0),
    _angle("ut_flexion_deg", "ut", 2.2, 5.0, 5.0, 5.5, 5.0),
    # At the end of the backward bend, from standing.
    _angle("ll_extension_deg", "ll", 7.0, 6.0, 5.0, 6.5, 6.5),
    _angle("ul_extension_deg", "ul", 8.0, 14.0, 10.0, 5.0, 15.0, 17.0),
    _angle("pelvis_backward_deg", "pelvis", 6.0, 15.0, 11.0, 15.0, 8.5, 16.0),
    _angle("lt_extension_deg", "lt", 2.5, 5.0, 4.0, 3.0, 5.0),
    _angle("ut_extension_deg", "ut", 2.2, 3.5, 3.0, 2.5, 3.5),
    # Tempo, and how evenly a person repeats the bend.
    _time("forward_s", 0.28, 2.3, 3.4, 2.7, 2.9),
    _time("backward_s", 0.28, 1.9, 2.6, 2.1, 2.5),
    _time("hold_s", 0.6, 0.3, 0.7, 0.45, 0.45),
    Parameter(name="hesitation_logit", region=None, sd=1.0, means=(-3.0, -1.7, -2.5, -2.5, -3.0)),
    Parameter(name="pelvic_delay_share", region=None, sd=0.2, means=(0.10, 0.18, 0.20, 0.06, 0.10)),
    _time("depth_sd_deg", 0.4, 2.5, 3.2, 2.9, 2.9),
)
"""What makes a person, in the order of every array of parameters."""

NAMES: Final[tuple[str, ...]] = tuple(parameter.name for parameter in PARAMETERS)
INDEX: Final[dict[str, int]] = {name: number for number, name in enumerate(NAMES)}

_STANDING: Final = ("ll_lordosis_deg", "ul_lordosis_deg", "lt_kyphosis_deg", "ut_kyphosis_deg")
_FORWARD: Final = (
    *("ll_flexed_deg", "ul_flexed_deg", "pelvis_forward_deg", "lt_flexion_deg", "ut_flexion_deg"),
)
_BACKWARD: Final = (
    *("ll_extension_deg", "ul_extension_deg", "pelvis_backward_deg", "lt_extension_deg"),
    "ut_extension_deg",
)
FORWARD_SHAPE: Final = _STANDING + _FORWARD
"""What the shape of the back depends on in a forward bend."""
BACKWARD_SHAPE: Final = _STANDING + _BACKWARD
FORWARD_ALL: Final = (
    *FORWARD_SHAPE,
    *("ln_forward_s", "ln_hold_s", "hesitation_logit", "pelvic_delay_share", "ln_depth_sd_deg"),
)
"""All that a forward bend shows."""
BACKWARD_ALL: Final = (
    *BACKWARD_SHAPE,
    *("ln_backward_s", "ln_hold_s", "hesitation_logit", "pelvic_delay_share", "ln_depth_sd_deg"),
)

_CORRELATIONS: Final = (
    ("ll_lordosis_deg", "ul_lordosis_deg", -0.45),
    ("ul_lordosis_deg", "ul_flexed_deg", -0.40),
    ("ll_lordosis_deg", "ll_flexed_deg", -0.25),
    ("ll_flexed_deg", "ul_flexed_deg", -0.06),
    ("pelvis_forward_deg", "ul_flexed_deg", -0.30),
    ("pelvis_forward_deg", "ll_flexed_deg", -0.25),
    ("ul_lordosis_deg", "lt_kyphosis_deg", 0.30),
    ("lt_kyphosis_deg", "ut_kyphosis_deg", 0.2),
    ("ll_extension_deg", "ul_extension_deg", -0.35),
    ("ul_lordosis_deg", "ul_extension_deg", 0.25),
    ("ll_lordosis_deg", "ll_extension_deg", 0.19),
    ("pelvis_backward_deg", "ul_extension_deg", -0.25),
    ("pelvis_backward_deg", "ll_extension_deg", -0.15),
    ("pelvis_forward_deg", "pelvis_backward_deg", 0.3),
    ("lt_flexion_deg", "ut_flexion_deg", 0.2),
    ("lt_extension_deg", "ut_extension_deg", 0.2),
    ("ln_forward_s", "ln_hold_s", 0.3),
    ("ln_forward_s", "ln_backward_s", 0.7),
    ("hesitation_logit", "ln_forward_s", 0.3),
    ("hesitation_logit", "ln_hold_s", 0.3),
)


def _correlation() -> Floats:
    matrix = np.eye(len(PARAMETERS))
    for first, second, r in _CORRELATIONS:
        i, j = INDEX[first], INDEX[second]
        matrix[i, j] = matrix[j, i] = r
    return matrix


CORRELATION: Final = _correlation()
"""(20, 20), positive definite."""
_SD: Final = np.array([parameter.sd for parameter in PARAMETERS])
COVARIANCE: Final = CORRELATION * np.outer(_SD, _SD)
"""(20, 20) between the persons of one phenotype, the same for all."""


def indices(names: Sequence[str]) -> list[int]:
    """Return where those parameters stand in an array of all."""
    return [INDEX[name] for name in names]


def mean_of(phenotype: Phenotype) -> Floats:
    """Return the (20,) means of a phenotype as they are published or chosen."""
    number = PHENOTYPES.index(phenotype)
    return np.array([parameter.means[number] for parameter in PARAMETERS])

"""Whether an explanation is true: the risk when just the joints that it names move otherwise.

For each explanation and for its top joints and all others, a window is slowed by five factors and
sped by five; what the ensemble then says is compared with what it said. After Pellano et al. 2025,
sections 2.3 and 2.4: speeds, angles, and one after the other.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from edge.core.arrays import Floats
from edge.core.infant import ROOT, WINDOW_FRAMES
from edge.explain.infant.factors import (
    FACTORS,
    FAST,
    SLOW,
    Factors,
    FactorSettings,
    angular_factors,
    segments_of,
    velocity_factors,
)
from edge.explain.infant.perturbation import (
    PERTURBATION,
    PerturbationSettings,
    angle_perturbed,
    bone_change,
    velocity_perturbed,
)
from edge.posture.infant.preparation import PREPARATION, PreparationSettings, prepare
from edge.screening.infant.what_if import Risks, prepared_windows
from models.inference.infant_facts import InfantFacts, TopSet

Kind = Literal["velocity", "angle", "combined"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
MULTIPLIERS: Final = tuple(f"slow ×{m:.2f}" for m in SLOW) + tuple(f"fast ×{m:.0f}" for m in FAST)


@dataclass(frozen=True, slots=True, kw_only=True)
class PerturbationOptions:
    """The variants of factors, of the change itself, and of how what was changed is prepared."""

    factors: FactorSettings = FACTORS
    change: PerturbationSettings = PERTURBATION
    preparation: PreparationSettings = PREPARATION


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The windows of one group at one multiplier.

    Attributes:
        multiplier: such as `slow ×0.20`.
        median: of the windows' risks.
        low: 25th percentile over windows.
        high: 75th percentile.
    """

    multiplier: str
    median: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """One kind of change to one set of joints.

    Attributes:
        kind: what is changed.
        explanation: `cam` or `gradcam`, which named the joints.
        group: of the windows, `very_low` or `very_high`.
        subset: `top`, or `others`.
        joints: that are changed; with speeds, all joints of the segments that hold them.
        windows: how many.
        before: median risk as filmed.
        steps: five slow ones, five fast ones.
        bone_change: largest change of a bone's length in any frame, in trunk lengths.
    """

    kind: Kind
    explanation: str
    group: str
    subset: str
    joints: tuple[int, ...]
    windows: int
    before: float
    steps: tuple[Step, ...]
    bone_change: float


def analyses(
    ensemble: Risks,
    windows: Sequence[Floats],
    rate_hz: float,
    group: Literal["very_low", "very_high"],
    facts: InfantFacts,
    *,
    options: PerturbationOptions | None = None,
    kinds: Iterable[Kind] = KINDS,
) -> list[Analysis]:
    """Return the analyses of one risk group: each kind, both explanations, top joints and others.

    With both groups these are the paper's eight for each kind. A set without joints is left out.

    Args:
        ensemble: that judges.
        windows: as they were tracked, (T, 19, 2) each, without holes; at least one.
        rate_hz: frames per second of these.
        group: that the windows are in.
        facts: of the ensemble: the joints that matter, and the group's motion.
        options: the variants.
        kinds: of changes.
    """
    own = options or PerturbationOptions()
    reference = facts.low if group == "very_low" else facts.high
    prepared = [prepare(w, rate_hz, own.preparation).positions[:WINDOW_FRAMES] for w in windows]
    factors = [
        (velocity_factors(w, reference, own.factors), angular_factors(w, reference, own.factors))
        for w in prepared
    ]

    def asked(changed: Sequence[Floats]) -> Floats:
        return _risks(ensemble, prepared_windows(changed, rate_hz, own.preparation))

    before = asked(windows)
    found = []
    for top in (one for one in facts.top if one.group == group):
        for subset, joints in _subsets(top):
            for kind in kinds:
                changed = [
                    _changed(window, both, joints, kind, own.change)
                    for window, both in zip(windows, factors, strict=True)
                ]
                # All at once, so that no worker waits for another one between two multipliers.
                every = [ten[k] for k in range(len(MULTIPLIERS)) for ten in changed]
                risks = asked(every).reshape(len(MULTIPLIERS), -1)
                steps = []
                for name, own_risks in zip(MULTIPLIERS, risks, strict=True):
                    low, middle, high = np.percentile(own_risks, (25.0, 50.0, 75.0))
                    steps.append(
                        Step(
                            multiplier=name, median=float(middle), low=float(low), high=float(high)
                        )
                    )
                worst = max(
                    bone_change(window, one)
                    for window, ten in zip(windows, changed, strict=True)
                    for one in ten
                )
                found.append(
                    Analysis(
                        kind=kind,
                        explanation=top.explanation,
                        group=group,
                        subset=subset,
                        joints=joints,
                        windows=len(windows),
                        before=float(np.median(before)),
                        steps=tuple(steps),
                        bone_change=worst,
                    )
                )
    return found


def _subsets(top: TopSet) -> list[tuple[str, tuple[int, ...]]]:
    """Return the top joints and all others, both without the root, which has no bone."""
    others = tuple(j for j in range(19) if j != ROOT and j not in top.joints)
    named = [("top", tuple(j for j in top.joints if j != ROOT)), ("others", others)]
    return [(name, joints) for name, joints in named if joints]


def _changed(
    window: Floats,
    factors: tuple[Factors, Factors],
    joints: tuple[int, ...],
    kind: Kind,
    settings: PerturbationSettings,
) -> list[Floats]:
    """Return the ten changed windows; both kinds of factors are those of the window as filmed."""
    velocity, angle = factors
    # A segment moves as a whole: those that hold a joint of the set.
    parts = set(segments_of(joints))

    def faster(k: int) -> Callable[[Floats], Floats]:
        chosen = {name: f for name, f in velocity.steps()[k].items() if name in parts}
        return lambda x: velocity_perturbed(x, chosen, settings)

    def turned(k: int) -> Callable[[Floats], Floats]:
        chosen = {joint: angle.steps()[k][str(joint)] for joint in joints}
        return lambda x: angle_perturbed(x, chosen, settings)

    found = []
    for k in range(len(MULTIPLIERS)):
        changed = window if kind == "angle" else faster(k)(window)
        found.append(changed if kind == "velocity" else turned(k)(changed))
    return found


def _risks(ensemble: Risks, windows: NDArray[np.float32]) -> Floats:
    """Return (W,) the median of the networks for each window."""
    medians: Floats = np.median(ensemble.risks(windows).astype(np.float64), axis=1)
    return medians

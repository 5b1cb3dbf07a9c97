"""An ensemble that knows one thing is changed by it alone; all windows are prepared alike."""

from dataclasses import dataclass, field, replace
from itertools import chain

import numpy as np
import pytest
from numpy.typing import NDArray

from edge.core.arrays import Floats
from edge.core.infant import ARMS, LEGS, PARENTS, PELVIS, THORAX
from edge.explain.infant.perturbation import PerturbationSettings
from edge.posture.infant.motion_reference import reference_of
from edge.posture.infant.preparation import (
    PREPARATION,
    TRUNKS,
    PreparationSettings,
    bone_lengths_of,
    prepare,
)
from edge.screening.infant.analyses import MULTIPLIERS, Analysis, PerturbationOptions, analyses
from edge.screening.infant.judgement import TrackedInfant, judge
from edge.screening.infant.what_if import WhatIf, what_if
from edge.simulation.infant.classes import CLASSES
from edge.simulation.infant.movement import moving_infant
from models.inference.infant import JointMaps
from models.inference.infant_facts import InfantFacts, TopSet


class SlowArms:
    """Networks that have learned that slow wrists are abnormal, and look at nothing else."""

    def risks(self, windows: NDArray[np.float32]) -> NDArray[np.float32]:
        speed = np.linalg.norm(windows[:, 2:4][..., (7, 11)], axis=1).mean(axis=(1, 2))
        return np.repeat(np.exp(-40.0 * speed)[:, None], 5, axis=1)


def pixels(seconds: float, seed: int) -> Floats:
    rng = np.random.default_rng(seed)
    own = moving_infant(rng, CLASSES["normal"], seconds)
    own = own + 0.002 * rng.normal(size=own.shape)
    return 300.0 + 120.0 * own * (1.0, -1.0)


def facts(windows: list[Floats]) -> InfantFacts:
    prepared = np.stack([prepare(w, 30.0).positions[:150] for w in windows])
    slower = reference_of(0.6 * prepared)
    return InfantFacts(
        threshold=0.5,
        threshold_source="a test",
        cam_threshold=0.3,
        gradcam_threshold=0.3,
        trained_share=0.5,
        hand_speed=(0.0, 9.0),
        infants=1,
        simulated=True,
        low=slower,
        high=slower,
        top=(
            TopSet(explanation="cam", group="very_low", windows=9, joints=ARMS, doubtful=False),
            TopSet(explanation="gradcam", group="very_low", windows=9, joints=LEGS, doubtful=False),
        ),
    )


@pytest.fixture(scope="module")
def found() -> dict[tuple[str, str, str], Analysis]:
    windows = [pixels(5.0, seed) for seed in range(4)]
    rows = analyses(SlowArms(), windows, 30.0, "very_low", facts(windows))
    return {(one.kind, one.explanation, one.subset): one for one in rows}


def test_every_kind_and_set_is_asked_ten_times(
    found: dict[tuple[str, str, str], Analysis],
) -> None:
    assert len(found) == 3 * 2 * 2
    for one in found.values():
        assert [step.multiplier for step in one.steps] == list(MULTIPLIERS)
        assert all(step.low <= step.median <= step.high for step in one.steps)


def test_slower_arms_raise_what_rises_with_slow_arms_and_legs_do_nothing(
    found: dict[tuple[str, str, str], Analysis],
) -> None:
    arms, legs = found["velocity", "cam", "top"], found["velocity", "gradcam", "top"]
    slow = [step.median for step in arms.steps[:5]]
    assert slow == sorted(slow, reverse=True)
    assert slow[0] > arms.before + 0.1
    assert all(step.median == pytest.approx(legs.before, abs=1e-3) for step in legs.steps)


def test_turning_bones_keeps_them_and_both_together_are_both(
    found: dict[tuple[str, str, str], Analysis],
) -> None:
    assert found["angle", "cam", "top"].bone_change == pytest.approx(0.0, abs=1e-9)
    assert found["velocity", "cam", "others"].bone_change > 0.0
    combined = found["combined", "cam", "top"]
    assert combined.steps[0].median > combined.before


def test_what_if_says_which_way_was_learned() -> None:
    rows = {one.limbs: one for one in what_if(SlowArms(), pixels(20.0, 9), 30.0, [0, 75, 150])}
    assert rows["arms"].direction == "slower_raises"
    assert rows["legs"].direction == "no_difference"
    assert rows["all"].slower > rows["all"].before > rows["all"].faster


@pytest.mark.parametrize(
    ("slower", "faster", "direction"),
    [
        (0.7, 0.6, "both_raise"),
        (0.3, 0.3, "both_lower"),
        (0.6, 0.51, "slower_raises"),
        (0.51, 0.6, "slower_lowers"),
        (0.505, 0.495, "no_difference"),
    ],
)
def test_a_speed_is_said_to_lower_the_score_only_if_the_other_does_not(
    slower: float, faster: float, direction: str
) -> None:
    assert WhatIf(limbs="arms", before=0.5, slower=slower, faster=faster).direction == direction


@dataclass
class Listener(SlowArms):
    """Keeps the positions of all windows that it is asked about, in the order of the questions."""

    asked: list[Floats] = field(default_factory=list)

    def risks(self, windows: NDArray[np.float32]) -> NDArray[np.float32]:
        self.asked.append(windows[:, :2].transpose(0, 2, 3, 1).astype(np.float64))
        return super().risks(windows)

    def explain(self, windows: NDArray[np.float32]) -> JointMaps:
        maps = np.ones((len(windows), 5, 19), np.float32)
        return JointMaps(risks=self.risks(windows), cam=maps, gradcam=maps)


PIXELS = pixels(20.0, 11)
LONGER = tuple(1.2 * length for length in bone_lengths_of([prepare(PIXELS, 30.0).positions]))


def asked_with(
    settings: PreparationSettings, change: PerturbationSettings
) -> tuple[list[Floats], list[Floats]]:
    """Return the windows of the risk and of other speeds, and those of the changed joints."""
    own = facts([PIXELS[:150]])
    ear = Listener()
    judge(
        TrackedInfant(positions_px=PIXELS, rate_hz=30.0, observed=(True,) * 19, missing=0.0),
        ear,
        own,
        settings,
        change=change,
    )
    also = Listener()
    options = PerturbationOptions(change=change, preparation=settings)
    analyses(also, [PIXELS[:150]], 30.0, "very_low", own, options=options)
    assert len(ear.asked) == 1 + 1 + 3 * 2
    assert len(also.asked) == 1 + 3 * 2 * 2
    return ear.asked, also.asked


@pytest.mark.parametrize(("center", "align"), [("trunk_mid", True), ("pelvis", False)])
def test_all_that_is_asked_is_centred_and_turned_as_was_said(center: str, align: bool) -> None:
    settings = replace(PREPARATION, center=center, align_trunk=align)  # type: ignore[arg-type]
    for windows in chain(*asked_with(settings, PerturbationSettings())):
        thorax, pelvis = windows[:, :, THORAX], windows[:, :, PELVIS]
        origin = pelvis if center == "pelvis" else 0.5 * (thorax + pelvis)
        assert np.abs(origin).max() < 1e-6
        turned = np.abs(thorax - pelvis)[..., 0].max()
        assert turned < 1e-6 if align else turned > 1e-3


def test_all_that_is_asked_has_the_bones_that_were_said() -> None:
    settings = replace(PREPARATION, scale="per_bone_median", bone_lengths=LONGER)
    for windows in chain(*asked_with(settings, PerturbationSettings())):
        lengths = np.linalg.norm(windows - windows[:, :, PARENTS], axis=3)
        # Each window is brought to them by itself, but those of the risk with all of the film.
        medians = np.median(lengths, axis=(0, 1)) * TRUNKS
        assert medians == pytest.approx(LONGER, rel=0.2)
        assert np.mean(medians / np.maximum(LONGER, 1e-9)) == pytest.approx(18 / 19, rel=0.05)


def test_how_segments_hang_reaches_other_speeds_as_well() -> None:
    loose, _ = asked_with(PREPARATION, PerturbationSettings())
    attached, _ = asked_with(PREPARATION, PerturbationSettings(reattach=True))
    assert all(np.array_equal(*pair) for pair in zip(loose[:2], attached[:2], strict=True))
    # Arms and legs, slower and faster; where everything runs alike, nothing comes off.
    limbs = zip(loose[2:6], attached[2:6], strict=True)
    assert all(np.abs(a - b).max() > 1e-3 for a, b in limbs)

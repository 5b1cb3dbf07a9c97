"""An ensemble that knows one thing is changed by that thing alone."""

import numpy as np
import pytest
from numpy.typing import NDArray

from edge.core.arrays import Floats
from edge.core.infant import ARMS, LEGS
from edge.posture.infant.motion_reference import reference_of
from edge.posture.infant.preparation import prepare
from edge.screening.infant.analyses import MULTIPLIERS, Analysis, analyses
from edge.screening.infant.what_if import what_if
from edge.simulation.infant.classes import CLASSES
from edge.simulation.infant.movement import moving_infant
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

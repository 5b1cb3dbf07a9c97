"""How limbs move, in figures: against movements whose figures are known."""

import numpy as np
import pytest

from edge.core.arrays import Floats
from edge.core.infant import JOINTS
from edge.posture.infant.limb_motion import LIMBS, limb_figures, usual_figures

RADIUS_TL, TURNS_HZ = 0.5, 0.7


def circling(seconds: float = 20.0, **ways: float) -> Floats:
    """Return positions in quarters of a trunk: limbs circle, faster by the factors given."""
    t_s = np.arange(round(seconds * 30)) / 30.0
    positions = np.zeros((len(t_s), len(JOINTS), 2))
    for limb, joint in LIMBS.items():
        angle = 2.0 * np.pi * TURNS_HZ * ways.get(limb, 1.0) * t_s
        positions[:, joint] = 0.25 * RADIUS_TL * np.stack([np.cos(angle), np.sin(angle)], -1)
    return positions


def figures(positions: Floats) -> dict[tuple[str, str], float]:
    return {(one.limb, one.figure): one.value for one in limb_figures(positions)}


def test_a_circle_has_its_speed_its_radius_and_the_inverse_of_it_as_curvature() -> None:
    found = figures(circling(left_arm=2.0))
    speed = 2.0 * np.pi * TURNS_HZ * RADIUS_TL
    for limb, factor in (("right_arm", 1.0), ("left_arm", 2.0), ("left_leg", 1.0)):
        assert found[limb, "speed"] == pytest.approx(factor * speed, rel=0.02)
        assert found[limb, "spread"] == pytest.approx(RADIUS_TL, rel=0.02)
        assert found[limb, "curvature"] == pytest.approx(1.0 / RADIUS_TL, rel=0.02)


def test_a_pair_that_stops_and_goes_at_once_is_alike_and_one_at_rest_is_like_nothing() -> None:
    positions = np.zeros((600, len(JOINTS), 2))
    pace = 1.5 + np.sin(np.arange(600) / 15.0)
    positions[:, LIMBS["right_arm"], 0] = np.cumsum(pace) / 100.0
    positions[:, LIMBS["left_arm"], 1] = np.cumsum(2.0 * pace) / 100.0
    positions[:, LIMBS["right_leg"], 0] = np.cumsum(3.0 - pace) / 100.0
    found = figures(positions)
    assert found["arms", "likeness"] == pytest.approx(1.0)
    assert np.isnan(found["legs", "likeness"])
    assert np.isnan(found["left_leg", "curvature"])


def test_what_bridges_a_long_hole_does_not_count() -> None:
    whole = circling()
    holed = np.concatenate([whole[:300], np.repeat(whole[300:301], 300, axis=0)])
    known = np.arange(600) < 300
    limb = next(one for one in limb_figures(holed, known) if one.figure == "speed")
    assert limb.value == pytest.approx(2.0 * np.pi * TURNS_HZ * RADIUS_TL, rel=0.02)


def test_nine_of_ten_infants_lie_within_what_is_usual() -> None:
    infants = [circling(4.0, right_arm=f) for f in np.linspace(1.0, 2.0, 21)]
    usual = {(one.limb, one.figure): one for one in usual_figures(infants)}
    inside = [
        usual["right_arm", "speed"].low
        <= figures(own)["right_arm", "speed"]
        <= usual["right_arm", "speed"].high
        for own in infants
    ]
    assert sum(inside) == 19

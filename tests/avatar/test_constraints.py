"""Every exercise says what closes the gap."""

import numpy as np
import pytest

from edge.avatar.constraints import CLOSURES, FREE_DEG, JOINTS
from edge.core.exercises import EXERCISES


def test_there_is_a_row_for_each_exercise() -> None:
    assert list(CLOSURES) == list(EXERCISES)


@pytest.mark.parametrize("exercise", sorted(EXERCISES))
def test_each_joint_moves_or_has_its_give(exercise: str) -> None:
    closure = CLOSURES[exercise]
    assert set(closure.give_deg) | {closure.moving} == set(JOINTS)
    assert set(closure.start_deg) <= set(JOINTS)
    give = dict(zip(JOINTS, closure.give(), strict=True))
    assert give.pop(closure.moving) == FREE_DEG
    assert min(give.values()) > 0.0
    assert max(give.values()) < FREE_DEG / 4
    assert closure.words


@pytest.mark.parametrize("exercise", sorted(EXERCISES))
def test_the_moving_joint_alone_leaves_the_start_pose(exercise: str) -> None:
    closure = CLOSURES[exercise]
    away = closure.at(30.0) - closure.start()
    assert away[JOINTS.index(closure.moving)] == 30.0 * closure.outward
    assert np.count_nonzero(away) == 1


def test_a_lean_goes_where_it_helps() -> None:
    lateral, flexion = JOINTS.index("trunk_lateral"), JOINTS.index("trunk_flexion")
    leans = {
        (name, side): CLOSURES[name].start(side, 20.0)
        for name in EXERCISES
        for side in ("left", "right")
    }
    assert leans["shoulder_abduction", "left"][lateral] == -20.0
    assert leans["shoulder_abduction", "right"][lateral] == 20.0
    assert leans["shoulder_flexion", "right"][flexion] == -20.0
    assert leans["external_rotation", "left"][lateral] == 20.0
    assert leans["trunk_flexion", "left"][flexion] == 0.0

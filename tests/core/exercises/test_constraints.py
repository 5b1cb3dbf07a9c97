"""Every exercise says what closes the gap between an orientation and the joints."""

import numpy as np
import pytest

from edge.core.exercises import EXERCISES
from edge.core.exercises.constraints import FREE_DEG
from edge.core.exercises.terms import ARM_JOINTS


@pytest.mark.parametrize("exercise", sorted(EXERCISES))
def test_each_joint_moves_or_has_its_standard_deviation(exercise: str) -> None:
    constraints = EXERCISES[exercise].constraints
    assert set(constraints.sd_deg) | {constraints.moving} == set(constraints.joints)
    assert set(constraints.start_deg) <= set(constraints.joints)
    assert set(constraints.target_deg) <= set(constraints.joints)
    deviations = dict(zip(constraints.joints, constraints.deviations(), strict=True))
    assert deviations.pop(constraints.moving) == FREE_DEG
    assert min(deviations.values()) > 0.0
    assert max(deviations.values()) < FREE_DEG / 4


@pytest.mark.parametrize("exercise", sorted(EXERCISES))
def test_the_moving_joint_alone_leaves_the_start_pose(exercise: str) -> None:
    constraints = EXERCISES[exercise].constraints
    away = constraints.at(30.0) - constraints.start()
    assert away[constraints.joints.index(constraints.moving)] == 30.0 * constraints.outward
    assert np.count_nonzero(away) == 1


def test_a_lean_goes_where_it_helps() -> None:
    lateral, flexion = ARM_JOINTS.index("trunk_lateral"), ARM_JOINTS.index("trunk_flexion")
    leans = {
        (name, side): EXERCISES[name].constraints.start(side, 20.0)
        for name in EXERCISES
        for side in ("left", "right")
    }
    assert leans["shoulder_abduction", "left"][lateral] == -20.0
    assert leans["shoulder_abduction", "right"][lateral] == 20.0
    assert leans["shoulder_flexion", "right"][flexion] == -20.0
    assert leans["external_rotation", "left"][lateral] == 20.0
    assert leans["trunk_flexion", "left"][flexion] == 0.0

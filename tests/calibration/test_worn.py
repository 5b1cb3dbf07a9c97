"""How the watch is worn against the reference: what a movement tells, and what it cannot."""

import dataclasses
from functools import cache

import numpy as np
import pytest

from calibration.worn import AS_BEFORE, WAYS, Directions, Worn, seen, worn_like
from edge.assessment.mounting import Mounting
from edge.core.anchor import Anchor
from edge.core.exercises import EXERCISES, Side
from edge.core.findings import WornWay
from edge.signals.orientation import orientation_of
from edge.simulation.body import SimulatedSession, draw_patient, simulate_session
from edge.simulation.patient import SimulatedPatient

SEED = 4


@cache
def anchor(exercise: str) -> Anchor:
    return SimulatedPatient(
        exercise=exercise, side="right", profile="healthy", seconds=20.0, seed=SEED
    ).anchor()


def session(exercise: str, way: WornWay) -> SimulatedSession:
    """Return a session of the same person with the watch worn in another way."""
    side: Side = "left" if way.other_wrist else "right"
    patient = draw_patient(exercise=exercise, side=side, seed=SEED, wearing=1)
    patient = dataclasses.replace(
        patient,
        watch_roll_deg=(patient.watch_roll_deg + 180.0 * way.inside + 180.0) % 360.0 - 180.0,
        watch_yaw_deg=(patient.watch_yaw_deg + 180.0 * way.turned + 180.0) % 360.0 - 180.0,
    )
    return simulate_session(
        exercise=exercise, side=side, profile="healthy", duration_s=13.0, seed=SEED, patient=patient
    )


def told(exercise: str, way: WornWay) -> Worn:
    it = session(exercise, way)
    orientation = orientation_of(it.t_s, it.accel_m_s2, it.gyro_rad_s)
    span = slice(*np.searchsorted(it.t_s, [it.truth[0].start_s, it.truth[0].end_s]))
    signal = np.hstack([it.accel_m_s2, it.gyro_rad_s])[span]
    return worn_like(
        Directions.of_anchor(anchor(exercise)), Directions.of(signal, orientation[span])
    )


@pytest.mark.parametrize("exercise", sorted(EXERCISES))
def test_a_watch_put_on_as_before_is_never_doubted(exercise: str) -> None:
    worn = told(exercise, AS_BEFORE)
    assert worn.kind is None
    assert worn.best == AS_BEFORE
    assert sum(worn.probabilities) == pytest.approx(1.0)


@pytest.mark.parametrize("exercise", sorted(EXERCISES))
def test_the_other_way_round_is_told_by_every_exercise(exercise: str) -> None:
    worn = told(exercise, WornWay(turned=True))
    assert worn.tells("turned") is True
    assert worn.kind == "turned"
    assert worn.turn == WornWay(turned=True)


@pytest.mark.parametrize(
    ("exercise", "kind"),
    [
        ("external_rotation", "other_wrist"),
        ("trunk_flexion", "other_wrist"),
        # To the front, the other wrist looks like the inside of the same one.
        ("shoulder_flexion", "unclear"),
        ("elbow_flexion", "unclear"),
        # To the side, both arms do the same for the watch.
        ("shoulder_abduction", None),
    ],
)
def test_the_other_wrist_is_told_where_the_movement_can_tell_it(
    exercise: str, kind: str | None
) -> None:
    worn = told(exercise, WornWay(other_wrist=True))
    assert worn.kind == kind
    assert worn.tells("other_wrist") in (True, None)


@pytest.mark.parametrize("way", WAYS)
def test_each_way_of_wearing_is_the_turn_or_mirror_of_a_simulated_body(
    way: WornWay,
) -> None:
    # The reference here is the simulated body itself, with a strap that sits exactly straight.
    for exercise in ("shoulder_flexion", "trunk_flexion"):
        side: Side = "left" if way.other_wrist else "right"
        shown = []
        for how, of_side in ((AS_BEFORE, "right"), (way, side)):
            patient = draw_patient(exercise=exercise, side=of_side, seed=SEED)  # type: ignore[arg-type]
            patient = dataclasses.replace(
                patient, watch_roll_deg=180.0 * how.inside, watch_yaw_deg=180.0 * how.turned
            )
            it = simulate_session(
                exercise=exercise, side=patient.side, duration_s=13.0, seed=SEED, patient=patient
            )
            up = it.ideal_accel_m_s2[0] / np.linalg.norm(it.ideal_accel_m_s2[0])
            shown.append(Mounting(up=up, axis=it.axis))
        up, axis, _ = seen(way, Directions(mounting=shown[0], lever=None))
        # Breathing and sway are not mirrored.
        np.testing.assert_allclose(up, shown[1].up, atol=0.02)
        np.testing.assert_allclose(axis, shown[1].axis, atol=0.02)

import pytest

from benchmarks.evaluations.calibration.camera_people import (
    ASKED,
    Measured,
    one_person,
    told_of,
)
from edge.signals.camera_place import Known
from edge.simulation.body.standing import draw_scene


def test_what_is_told_is_near_the_truth_in_each_setting() -> None:
    told, scene = told_of(3), draw_scene(3)
    assert told[ASKED].distance_m == pytest.approx(scene.cameras[0].distance_m, abs=0.15)
    assert told["lens_unknown"].stature_m == pytest.approx(scene.person.height_m, abs=0.06)
    assert (told["nothing_told"].stature_m, told["nothing_told"].distance_m) == (None, None)
    assert told["field_told"].fov_deg is not None
    assert told_of(3) == told


def test_a_person_is_found_well_and_a_moved_camera_noticed() -> None:
    found = one_person(3)
    assert set(found.settings) == set(told_of(3))
    (height,) = found.settings[ASKED]["height"]
    assert abs(height.error) < 8.0
    assert len(found.settings[ASKED]["distance"]) == 4
    assert (found.still_moved, found.tilted_found, found.raised_found) == (False, True, True)


def test_an_error_is_told_in_its_own_unit() -> None:
    measured = Measured.of(Known(value=1.02, low=0.98, high=1.06), 1.0, 100.0)
    assert measured.error == pytest.approx(2.0)
    assert measured.reach == pytest.approx(4.0)
    assert measured.contained

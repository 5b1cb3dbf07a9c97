"""What the page says of how the camera sees the patient before an exercise."""

from dataclasses import replace

import numpy as np
import pytest

from calibration.camera import place_of
from calibration.camera_belief import Told
from calibration.stand import Stand
from edge.core.exercises import EXERCISES
from edge.core.messages.camera import Pose
from edge.page.exercise.model import ExerciseModel
from edge.page.exercise.view_watch import ViewWatch
from edge.signals.camera_place import CameraPlace
from edge.simulation.body.standing import StandingPoses, draw_scene
from edge.wording.languages import ENGLISH
from tests.page.scenes import make_anchors, make_plan

SCENE = draw_scene(11)
ABDUCTION = EXERCISES["shoulder_abduction"]


def place() -> CameraPlace:
    poses = StandingPoses(SCENE)
    stands = [Stand.of(list(poses.at(i, 4))) for i in range(5)]
    return place_of(stands, Told(stature_m=SCENE.person.height_m), simulated=True)


def day(*, tilted_deg: float = 0.0) -> list[Pose]:
    return list(StandingPoses(SCENE.moved(tilted_deg=tilted_deg), day=1).at(0, 16))


def watched(poses: list[Pose], where: CameraPlace | None) -> ViewWatch:
    watch = ViewWatch(where)
    for pose in poses:
        watch.take(pose)
    return watch


def test_a_camera_that_was_moved_is_told_before_an_exercise() -> None:
    here = place()
    assert watched(day(), here).misplaced(ABDUCTION) is None
    assert watched(day(tilted_deg=4.0), here).misplaced(ABDUCTION) == "moved"
    assert watched(day(tilted_deg=4.0), None).misplaced(ABDUCTION) is None


def test_a_picture_of_another_shape_is_not_compared() -> None:
    narrow = replace(place(), aspect=16 / 9)
    assert watched(day(), narrow).misplaced(ABDUCTION) == "shape"


def test_the_view_that_the_exercise_wants_is_told() -> None:
    assert EXERCISES["elbow_flexion"].camera.placed == "side"
    watch = watched(day(), None)
    assert watch.misplaced(EXERCISES["elbow_flexion"]) == "side"
    assert watch.misplaced(ABDUCTION) is None, "another exercise is looked at anew"


def test_nothing_is_said_before_somebody_stands_still() -> None:
    cut = [replace(pose, landmarks_px=pose.landmarks_px + np.array([0.0, 250.0])) for pose in day()]
    assert watched(cut[:3], None).misplaced(ABDUCTION) is None
    assert watched(cut, None).misplaced(ABDUCTION) == "feet"
    seated = replace(ABDUCTION, sitting=True)
    assert watched(cut, None).misplaced(seated) is None


@pytest.mark.parametrize("tilted_deg", [0.0, 4.0])
def test_the_page_says_it_while_it_waits_for_the_start(tilted_deg: float) -> None:
    planned = replace(make_plan().exercises[0], name="shoulder_abduction")
    plan = replace(make_plan(), exercises=(planned,))
    model = ExerciseModel(plan=plan, anchors=make_anchors(plan), camera_place=place())
    for pose in day(tilted_deg=tilted_deg):
        model.feed(pose)
    assert model.view().detail.endswith(ENGLISH.say("view_help.moved")) == (tilted_deg > 0.0)


def test_a_calibrated_camera_tells_from_where_it_sees_all_of_the_patient() -> None:
    near_m, far_m = watched([], place()).whole_m or (0.0, 0.0)
    planned = replace(make_plan().exercises[0], name="shoulder_abduction")
    plan = replace(make_plan(), exercises=(planned,))
    model = ExerciseModel(plan=plan, anchors=make_anchors(plan), camera_place=place())
    for pose in day():
        down = np.array([0.0, 250.0])
        model.feed(replace(pose, landmarks_px=pose.landmarks_px + down))
    said = model.view().detail
    assert ENGLISH.say("view_help.feet") in said
    assert f"This camera sees all of you from {near_m:.1f} to {far_m:.1f} m away." in said

"""What the model makes of the camera's messages, without any picture."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from edge.core.messages.base import Message
from edge.core.messages.camera import LANDMARKS, CameraState, Pose, Presence
from edge.page.camera import STALE_NS
from edge.page.exercise.model import ExerciseModel
from edge.page.exercise.own_picture import APART_NS, LAG_NS
from edge.page.picture_views import CameraView, Shot
from edge.wording.languages import ENGLISH
from tests.page.camera_scene import camera, frame_ref, point, pose
from tests.page.scenes import MS_NS, S_NS, link, make_anchors, make_plan, progress, status, summary

FRAME_NS = 40 * MS_NS


def new_model(*, picture: bool = True) -> ExerciseModel:
    plan = make_plan(picture=picture)
    return ExerciseModel(plan=plan, anchors=make_anchors(plan))


def seeing(at_ns: int = S_NS, **seen: object) -> Iterator[Message]:
    """Yield what camera and pose process send of one frame."""
    yield camera(at_ns=at_ns)
    yield frame_ref(at_ns)
    yield pose(at_ns=at_ns, **seen)  # type: ignore[arg-type]


def fed(model: ExerciseModel, *messages: Message) -> ExerciseModel:
    for message in messages:
        model.feed(message)
    return model


def seen_by(model: ExerciseModel) -> CameraView:
    view = model.view().camera
    assert view is not None
    return view


def shot_of(model: ExerciseModel) -> Shot:
    shot = seen_by(model).shot
    assert shot is not None
    return shot


def test_without_a_camera_nothing_is_said_of_one() -> None:
    model = fed(new_model(), link(), status(), progress())
    assert model.view().camera is None


IN_PART = (
    " From the front the camera can judge this exercise only once the watch has shown it how: "
    "begin with the watch on."
)


@pytest.mark.parametrize(
    ("exercise", "told"), [("external_rotation", True), ("shoulder_abduction", False)]
)
def test_before_an_exercise_it_is_told_that_the_camera_has_to_learn_it_from_the_watch(
    exercise: str, *, told: bool
) -> None:
    planned = replace(make_plan().exercises[0], name=exercise)
    plan = replace(make_plan(), exercises=(planned,))
    model = ExerciseModel(plan=plan, anchors=make_anchors(plan))
    assert not model.view().detail.endswith(IN_PART), "there is no camera"
    model.feed(camera())
    assert model.view().detail.endswith(IN_PART) == told
    model.feed(link())
    model.press("start", now_ns=1)
    assert not model.view().detail.endswith(IN_PART), "it has begun"


def test_a_camera_of_which_nothing_has_come_yet_is_being_opened_and_not_lost() -> None:
    model = fed(new_model(), camera("opening"))
    assert seen_by(model).badge == "Opening the camera"
    model.feed(camera("streaming"))
    assert seen_by(model).badge == "Opening the camera", "its first picture is on the way"


def test_no_picture_unless_the_plan_says_so() -> None:
    model = fed(new_model(picture=False), *seeing())
    view = seen_by(model)
    assert (view.offered, view.shown, view.shot, view.note) == (False, False, None, "")
    model.picture.switch(on=True)
    assert not seen_by(model).shown
    assert seen_by(model).badge == "Camera sees you"


def test_the_plans_picture_can_be_switched_off_and_on() -> None:
    model = fed(new_model(), *seeing())
    assert seen_by(model).shown
    model.picture.switch(on=False)
    assert (seen_by(model).shown, seen_by(model).shot) == (False, None)
    assert seen_by(model).offered
    model.picture.switch(on=True)
    assert shot_of(model).frame.sensor_ns == S_NS


def test_a_barred_picture_cannot_be_switched_on_and_the_reason_is_said() -> None:
    model = fed(new_model(), *seeing())
    model.picture.bar()
    model.picture.switch(on=True)
    view = seen_by(model)
    assert (view.offered, view.shown, view.shot) == (False, False, None)
    assert view.note == ENGLISH.say("picture.barred")
    unwanted = fed(new_model(picture=False), *seeing())
    unwanted.picture.bar()
    assert seen_by(unwanted).note == "", "who gets no picture anyway need not know"


def test_the_ghost_is_at_the_references_angle_of_the_phase_and_at_its_end_when_at_rest() -> None:
    def ghost_deg(model: ExerciseModel) -> float:
        (x0, y0), *_, (x, y) = shot_of(model).overlay.ghost
        return float(np.degrees(np.arctan2((x0 - x) * 640, (y - y0) * 480)))

    model = fed(new_model(), link(), *seeing())
    assert ghost_deg(model) == pytest.approx(90.0, abs=0.2)
    model.press("start", now_ns=1)
    for reference_deg in (20.0, 65.0):
        model.feed(progress(reference_deg=reference_deg))
        assert ghost_deg(model) == pytest.approx(reference_deg, abs=0.2)
    model.feed(progress("still", phase=None, reference_deg=None))
    assert ghost_deg(model) == pytest.approx(90.0, abs=0.2)


def test_the_skeleton_is_drawn_over_its_own_frame() -> None:
    model = fed(new_model(), *seeing(S_NS), frame_ref(S_NS + FRAME_NS))
    shot = shot_of(model)
    assert shot.frame.sensor_ns == S_NS
    assert shot.aspect == pytest.approx(4 / 3, abs=1e-4)
    np.testing.assert_allclose(shot.overlay.limb[0], point(pose(), "right_shoulder"), atol=1e-4)
    model.feed(pose(at_ns=S_NS + FRAME_NS))
    assert shot_of(model).frame.sensor_ns == S_NS + FRAME_NS


def test_late_poses_are_drawn_over_the_newest_frame_and_very_late_ones_not_at_all() -> None:
    late_ns = S_NS + LAG_NS + 1
    model = fed(new_model(), *seeing(S_NS), frame_ref(late_ns))
    assert shot_of(model).frame.sensor_ns == late_ns
    assert shot_of(model).overlay.body
    too_late_ns = S_NS + APART_NS + 1
    model.feed(frame_ref(too_late_ns))
    assert shot_of(model).frame.sensor_ns == too_late_ns
    assert not shot_of(model).overlay.body


@pytest.mark.parametrize(
    ("presence", "badge", "words"),
    [
        ("followed", "Camera sees you", ""),
        ("nobody", "Nobody in view", "Nobody is in view: stand so that the camera sees all"),
        ("other", "Somebody else in view", "Please let only one person stand in the picture"),
    ],
)
def test_who_is_in_view_is_said(presence: Presence, badge: str, words: str) -> None:
    model = fed(new_model(), *seeing(presence=presence))
    view = seen_by(model)
    assert view.badge == badge
    assert view.words.startswith(words)
    assert view.ok == (not words)
    assert bool(shot_of(model).overlay.body) == (presence == "followed")


def test_a_moments_doubt_changes_no_word_but_draws_no_body() -> None:
    model = fed(new_model(), *seeing(S_NS), *seeing(S_NS + FRAME_NS, presence="unsure"))
    assert seen_by(model).badge == "Camera sees you"
    assert not shot_of(model).overlay.body
    model = fed(new_model(), *seeing(S_NS, presence="other"))
    fed(model, *seeing(S_NS + FRAME_NS, presence="unsure"))
    assert seen_by(model).badge == "Somebody else in view"


def test_who_comes_back_is_measured_anew() -> None:
    """Lengths and view are those of the person who stands there now."""
    near = pose(at_ns=S_NS)
    far = replace(pose(at_ns=3 * S_NS), landmarks_px=320.0 + 0.5 * (near.landmarks_px - 320.0))
    model = new_model()
    for n in range(15):
        fed(model, *seeing(S_NS + n * MS_NS))
    fed(model, *seeing(2 * S_NS, presence="nobody"))
    fed(model, camera(at_ns=3 * S_NS), frame_ref(3 * S_NS), far)
    ghost = np.array(shot_of(model).overlay.ghost) * (640, 480)
    limb = np.array(shot_of(model).overlay.limb) * (640, 480)
    drawn, own = (np.linalg.norm(np.diff(line, axis=0), axis=1) for line in (ghost, limb))
    np.testing.assert_allclose(drawn, own, rtol=0.01)


@pytest.mark.parametrize("state", ["opening", "covered", "frozen", "lost", "ended"])
def test_the_cameras_own_words_come_first(state: CameraState) -> None:
    model = fed(new_model(), *seeing(presence="nobody"), camera(state))
    view = seen_by(model)
    assert view.words == ENGLISH.say(f"camera_help.{state}")
    assert view.badge.lower().find("camera") >= 0
    assert not view.ok


def test_what_the_driver_says_about_a_lost_camera_follows_in_brackets() -> None:
    view = seen_by(fed(new_model(), camera("lost", "webcam 0 gives no picture")))
    assert view.words.endswith(" (webcam 0 gives no picture)")


def test_an_old_picture_is_not_shown_as_if_it_were_now() -> None:
    model = fed(new_model(), *seeing(S_NS), status(S_NS + STALE_NS))
    assert shot_of(model)
    model.feed(status(S_NS + STALE_NS + 1))
    view = seen_by(model)
    assert view.shot is None
    assert view.words == "The camera sends no picture at the moment."


def test_a_pose_estimate_that_fell_silent_says_nothing_of_who_is_in_view() -> None:
    model = fed(new_model(), *seeing(S_NS, presence="nobody"))
    late_ns = S_NS + STALE_NS + 1
    fed(model, camera(at_ns=late_ns), frame_ref(late_ns))
    assert (seen_by(model).badge, seen_by(model).words) == ("Camera connected", "")


def test_without_its_picture_the_camera_speaks_among_the_notices() -> None:
    model = fed(new_model(picture=False), *seeing(presence="other"))
    sentence = "Please let only one person stand in the picture."
    assert model.view().notices == (sentence,)
    shown = fed(new_model(), *seeing(presence="other"))
    assert shown.view().notices == ()
    ended = fed(new_model(picture=False), progress(), summary(0), *seeing(presence="other"))
    assert ended.view().notices == ()


def test_no_picture_is_asked_for_between_exercises() -> None:
    model = fed(new_model(), progress(), *seeing())
    assert shot_of(model)
    model.feed(summary(0))
    assert model.view().phase == "review"
    assert seen_by(model).shot is None


def test_simulated_pictures_are_called_simulated() -> None:
    model = fed(new_model(), camera(simulated=True))
    assert model.view().simulated
    assert ("Camera", "Fake camera (simulated)") in seen_by(model).facts
    assert ("Pictures left out", "3") in seen_by(model).facts


def test_offset_and_source_are_told_and_the_camera_stands_in_for_a_silent_watch() -> None:
    model = fed(new_model(), link(), *seeing())
    assert ("Camera after watch", "not known yet") in seen_by(model).facts
    model.press("start", now_ns=1)
    model.feed(replace(progress(phase=0.2), source="watch", camera_offset_ms=61.7))
    assert ("Camera after watch", "62 ms") in seen_by(model).facts
    assert ("Live angle from the", "watch") in seen_by(model).facts
    model.feed(link(state="lost"))
    assert model.view().headline == "Watch out of reach, trying again"
    model.feed(replace(progress(phase=0.2), source="camera"))
    assert model.view().headline == "Raising"
    assert model.view().live.source == "camera"
    assert not model.view().connection.ok


def test_any_course_of_poses_can_be_drawn() -> None:
    """Landmarks at random, as a confused engine gives them."""
    rng = np.random.default_rng(3)
    model = new_model()
    for n in range(200):
        at_ns = S_NS + n * FRAME_NS
        wild = Pose(
            seq=n,
            sensor_ns=at_ns,
            host_ns=at_ns,
            presence=("followed", "unsure", "other", "nobody")[int(rng.integers(4))],
            height=480,
            width=640,
            landmarks_px=rng.normal(300.0, 300.0, (len(LANDMARKS), 2)),
            visibility=rng.random(len(LANDMARKS)),
            world_m=rng.normal(0.0, 0.5, (len(LANDMARKS), 3)),
            engine_ns=1,
        )
        fed(model, frame_ref(at_ns), wild)
        overlay = shot_of(model).overlay
        assert np.isfinite([xy for line in (overlay.limb, overlay.ghost) for xy in line]).all()

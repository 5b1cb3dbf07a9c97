"""What is told aloud, to a screen reader and by a voice: each thing once, at its moment."""

from dataclasses import replace
from typing import Any

from edge.core.messages.base import Message
from edge.page.exercise.announcer import Announcer
from edge.page.exercise.model import ExerciseModel
from edge.page.voice import Announcement
from tests.page.camera_scene import camera
from tests.page.scenes import (
    PRAISE,
    S_NS,
    feedback,
    link,
    make_anchors,
    make_plan,
    praise,
    progress,
    status,
    summary,
)

CALIBRATING: dict[str, Any] = {"angle_deg": None, "phase": None, "reference_deg": None}
AT_REST: dict[str, Any] = {"angle_deg": 0.0, "phase": None, "reference_deg": None}


class Listener:
    """Hears what is told of a session."""

    def __init__(self, **prescribed: Any) -> None:
        plan = make_plan(**prescribed)
        self.model = ExerciseModel(plan=plan, anchors=make_anchors(plan))
        self.model.feed(link())
        self._announcer = Announcer(self.model.language)
        assert self._announcer.follow(self.model.view()) is None

    def after(self, *messages: Message) -> Announcement | None:
        for message in messages:
            self.model.feed(message)
        return self._announcer.follow(self.model.view())

    def told(self, *messages: Message) -> str:
        heard = self.after(*messages)
        return "" if heard is None else heard.text

    def press(self, action: Any) -> str:
        self.model.press(action, now_ns=0)
        return self.told()


def test_the_whole_course_of_an_exercise_is_told() -> None:
    listener = Listener(sets=2, repetitions=1)
    listener.press("start")
    assert listener.told(progress("calibrating", **CALIBRATING)) == (
        "Hold still. Let your arm rest for about three seconds."
    )
    assert listener.told(progress("still", **AT_REST)) == "Go."
    assert listener.told(progress("moving")) == ""
    assert listener.told(feedback(1)).startswith("Raise your arm higher")
    at_rest = progress("still", completed=1, **AT_REST)
    assert listener.told(at_rest) == "Set 1 of 2 is done. Rest for 20 s."
    later = replace(at_rest, sensor_ns=5 * S_NS)
    assert listener.told(later) == "", "the seconds are not counted aloud"
    assert listener.told(replace(at_rest, sensor_ns=20 * S_NS)) == "Go."
    assert listener.told(praise(2)) == f"{PRAISE}."
    assert listener.told(summary(0)).startswith("How was it?")
    assert listener.told(summary(0)) == ""


def test_between_two_repetitions_go_is_not_told_again() -> None:
    listener = Listener()
    listener.press("start")
    told = [
        listener.told(progress(activity, completed=n))
        for n in range(3)
        for activity in ("still", "moving")
    ]
    assert told == ["Go.", "", "", "", "", ""]


def test_the_limit_interrupts_and_is_told_again_only_after_the_way_back() -> None:
    listener = Listener()
    listener.press("start")
    listener.after(progress(angle_deg=100.0))
    heard = listener.after(progress(angle_deg=111.0), praise(1))
    assert heard == Announcement(text="Beyond your limit of 110°: come back", urgent=True), (
        "before all else"
    )
    trembling = [listener.told(progress(angle_deg=angle)) for angle in (109.0, 111.0, 106.0, 112.0)]
    assert trembling == ["", "", "", ""]
    listener.after(progress(angle_deg=104.0))
    assert listener.told(progress(angle_deg=111.0)).startswith("Beyond your limit")


def test_a_hold_is_told_at_its_begin_and_when_it_is_over() -> None:
    listener = Listener(hold_s=3.0)
    listener.press("start")
    listener.after(progress("moving"))
    told = [listener.told(progress(hold_left_s=left_s)) for left_s in (3.0, 2.4, 1.0, 0.0, 0.0)]
    assert told == ["Hold: 3 s.", "", "", "Held: come back.", ""]


def test_pause_question_silence_of_the_watch_and_end_are_told() -> None:
    listener = Listener()
    listener.press("start")
    listener.after(progress("still", **AT_REST))
    assert listener.told(link(state="lost")).startswith("Watch out of reach, trying again.")
    assert listener.told(link(state="lost")) == ""
    assert listener.told(link(state="ended")).startswith("The watch has stopped sending.")
    assert listener.press("leave").startswith("End the session now?")
    assert listener.press("stay").startswith("The watch has stopped sending.")
    assert listener.told(link(), progress("still", **AT_REST)) == "Go."
    assert listener.press("pause").startswith("Paused.")
    ending = replace(status(), ending=True)
    assert listener.told(ending).startswith("The session has ended. The program was ended.")


def test_what_the_camera_lacks_is_told() -> None:
    listener = Listener()
    assert listener.told(camera("covered")).startswith("The camera sees nothing")
    assert listener.told(camera("covered")) == ""

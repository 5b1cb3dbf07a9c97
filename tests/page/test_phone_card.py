"""A phone that is to become the watch: what the page says of it, and what it draws."""

from xml.etree import ElementTree

import pytest

from edge.page.exercise.model import ExerciseModel
from edge.page.exercise.phone_drawings import Screen, warning_svg
from edge.sources.phone.desk import _TROUBLES
from edge.wording.language import Language
from edge.wording.languages import LANGUAGES
from tests.page.scenes import link, make_anchors, make_plan

URL = "https://192.168.1.5:8443/#0b2ca5bc9447edaea229eb"
STEPS = {*_TROUBLES.values(), "phone_waiting", "phone_certificate", "phone_socket"} | {
    "phone_lost",
    "phone_moved",
    "phone_old_code",
}
SCREENS: tuple[Screen, ...] = ("android.1", "android.2", "iphone.1", "iphone.2")


def model() -> ExerciseModel:
    plan = make_plan()
    return ExerciseModel(plan=plan, anchors=make_anchors(plan))


@pytest.mark.parametrize("step", sorted(STEPS))
def test_where_the_phone_stands_is_the_headline(step: str) -> None:
    page = model()
    page.feed(link(state="scanning", trouble=step, opens=URL))
    view = page.view()
    assert view.phone is not None
    assert (view.phone.url, view.phone.place) == (URL, "https://192.168.1.5:8443/")
    assert view.headline == page.language.say(f"trouble.{step}")
    assert view.detail == page.language.say(f"trouble_help.{step}")
    assert not view.connection.ok


def test_a_phone_that_has_come_and_does_not_send_yet_is_told_what_to_do() -> None:
    page = model()
    page.feed(link(state="connecting", trouble="phone_opened"))
    view = page.view()
    assert view.phone is None
    assert view.headline == page.language.say("trouble.phone_opened")


def test_once_a_phone_sends_nothing_more_is_said_of_it() -> None:
    page = model()
    page.feed(link(state="scanning", trouble="phone_waiting", opens=URL))
    page.feed(link(state="streaming", delay_ms=12.3))
    view = page.view()
    assert view.phone is None
    assert view.headline == page.language.say("now.ready", place="")
    assert (page.language.say("fact.delay"), "12.3 ms") in view.connection.facts


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=lambda language: language.code)
def test_every_step_can_be_said(language: Language) -> None:
    for step in STEPS:
        assert language.say(f"trouble.{step}")
        assert language.say(f"trouble_help.{step}")


def test_every_screen_has_a_drawing_of_its_own_that_is_well_formed() -> None:
    drawn = [warning_svg(screen) for screen in SCREENS]
    assert len(set(drawn)) == len(SCREENS)
    for svg in drawn:
        assert len(list(ElementTree.fromstring(svg).iter())) > 8

"""The page of a live screening: what it says when, what it takes, and how it is built."""

from collections.abc import Sequence

import pytest
from nicegui.testing import User
from nicegui.testing.user_simulation import user_simulation

from edge.core.messages.base import Message
from edge.core.messages.camera import FrameRef
from edge.core.messages.screening import (
    PictureTrouble,
    ScreeningAnswer,
    ScreeningCommand,
    ScreeningPhase,
    ScreeningProgress,
)
from edge.core.messages.status import PageDone, Status
from edge.page.bending.announcer import BendAnnouncer
from edge.page.bending.model import BendModel
from edge.page.bending.session import BendSession
from tests.page.driver import text_of
from tests.screening.watched import bending, camera

SEEN = bending((60.0,))[40]
ENDING = Status(seq=0, sensor_ns=0, host_ns=0, stages=(), ending=True)


def progress(
    phase: ScreeningPhase = "bending",
    forward: int = 0,
    backward: int = 0,
    troubles: Sequence[PictureTrouble] = (),
) -> ScreeningProgress:
    return ScreeningProgress(
        seq=0,
        sensor_ns=0,
        host_ns=0,
        phase=phase,
        code="P-1" if phase != "waiting" else "",
        forward=forward,
        backward=backward,
        wanted=5,
        direction="forward" if forward < 5 else "backward" if backward < 5 else None,
        theta_deg=178.0,
        troubles=tuple(troubles),
    )


def answer(*, answered: bool = True) -> ScreeningAnswer:
    return ScreeningAnswer(
        seq=0,
        sensor_ns=0,
        host_ns=0,
        end="complete",
        answered=answered,
        sentences=("a sentence",),
        page="<p>the whole page</p>",
        result="{}",
    )


def frame() -> FrameRef:
    return FrameRef(
        seq=0, sensor_ns=SEEN.sensor_ns, host_ns=SEEN.host_ns, slot=0, height=480, width=640
    )


def model(*messages: Message) -> BendModel:
    made = BendModel()
    made.resume([camera("streaming", SEEN.host_ns), frame(), SEEN, *messages])
    return made


@pytest.mark.parametrize(
    ("messages", "headline"),
    [
        ((), "Who is it?"),
        ((progress(),), "Bend forward slowly"),
        ((progress(forward=5),), "Bend backward slowly"),
        ((progress(forward=5, backward=5),), "Stand still"),
        ((progress(troubles=["view", "feet"]),), "Turn exactly sideways"),
        ((progress(troubles=["nobody"]),), "Nobody is seen"),
        ((progress("answering"),), "One moment"),
        ((progress("answered"),), "One moment"),
        ((progress("answered"), answer()), "There is an answer"),
        ((progress("answered"), answer(answered=False)), "No answer"),
        (
            (Status(seq=0, sensor_ns=0, host_ns=0, stages=(), ending=True),),
            "The screening has ended",
        ),
    ],
)
def test_what_to_do_now_stands_at_the_top(messages: tuple[Message, ...], headline: str) -> None:
    view = model(*messages).view()
    assert view.headline == headline
    assert view.detail
    assert view.camera.shot is not None
    assert view.camera.shot.overlay.limb


def test_a_code_that_may_be_a_name_is_refused_and_nothing_begins() -> None:
    page = model()
    page.code = "Anna"
    assert page.press("begin", now_ns=1) == []
    assert page.view().wrong_code
    page.code = " P-17 "
    (begun,) = page.press("begin", now_ns=2)
    assert (begun.action, begun.code, page.view().wrong_code) == ("begin", "P-17", False)
    page.code = ""
    (begun,) = page.press("begin", now_ns=3)
    assert begun.code == ""


def test_only_what_fits_the_moment_can_be_pressed() -> None:
    assert model().press("restart", now_ns=1) == []
    page = model(progress())
    assert [one.action for one in page.press("restart", now_ns=1)] == ["restart"]
    page = model(progress("answered"), answer())
    assert page.press("answer", now_ns=1) == []
    assert page.view().answer is not None
    page.press("restart", now_ns=1)
    assert page.view().answer is None, "what was answered before is not shown any more"
    page = model(progress())
    page.press("leave", now_ns=1)
    assert (page.is_done, page.view().headline) == (True, "The screening has ended")


def test_a_camera_without_pictures_and_a_simulated_person_are_told() -> None:
    page = model(progress())
    assert page.view().notices == ()
    assert page.view().simulated
    page.feed(camera("lost", SEEN.host_ns + 1))
    (notice,) = page.view().notices
    assert notice.startswith("The camera does not answer")
    page.speak("de")
    assert page.view().headline == "Langsam nach vorn beugen"


def test_each_new_bend_and_each_new_headline_is_told_aloud() -> None:
    announcer = BendAnnouncer()

    def told(*messages: Message) -> str:
        said = announcer.follow(model(*messages).view())
        return "" if said is None else said.text

    assert told(progress()) == "", "what is there already is not told"
    assert told(progress()) == ""
    assert told(progress(forward=1)) == "Forward: 1 of 5."
    assert told(progress(forward=5)).startswith("Forward: 5 of 5. Bend backward slowly.")
    assert told(progress(forward=5, troubles=["second"])).startswith("Two people are seen.")


class Exchange:
    """The other processes, which say what a test tells them to."""

    def __init__(self) -> None:
        self.sent: list[ScreeningCommand | PageDone] = []
        self.queue: list[Message] = []

    def fileno(self) -> int:
        raise AssertionError("the driver ticks by itself")

    def poll(self) -> list[Message]:
        queue, self.queue = self.queue, []
        return queue

    def send(self, message: ScreeningCommand | PageDone) -> None:
        self.sent.append(message)


async def test_a_person_is_led_from_the_code_to_the_answer() -> None:
    exchange = Exchange()
    session = BendSession(model(), exchange)

    def after(*messages: Message) -> None:
        exchange.queue += messages
        session.tick()

    async with user_simulation(root=session.build) as user:
        await user.open("/")
        assert text_of(user, "headline") == "Who is it?"
        user.find(marker="code").trigger("input", "Anna")
        user.find(marker="begin").click()
        await user.should_see(marker="wrong-code")
        assert exchange.sent == []
        user.find(marker="code").trigger("input", "P-1")
        user.find(marker="code").trigger("keydown.enter")
        (begun,) = exchange.sent
        assert isinstance(begun, ScreeningCommand)
        assert (begun.action, begun.code) == ("begin", "P-1")
        after(progress())
        await user.should_not_see(marker="code")
        assert text_of(user, "person") == "Code P-1"
        after(progress(forward=3))
        assert text_of(user, "bends-Forward") == "3 of 5"
        assert text_of(user, "said").startswith("Forward: 3 of 5.")
        await _in_german(user)
        after(progress("answered"), answer())
        (shown,) = user.find(marker="answer").elements
        (frame_element,) = [one for one in shown.descendants() if one.tag == "iframe"]
        assert frame_element.props["srcdoc"] == "<p>the whole page</p>"
        user.find(marker="leave").click()
        after()
        assert isinstance(exchange.sent[-1], PageDone)


async def _in_german(user: User) -> None:
    user.find(marker="language-de").click()
    assert text_of(user, "headline") == "Langsam nach vorn beugen"
    user.find(marker="language-en").click()


def test_the_picture_is_only_asked_for_where_it_is_shown() -> None:
    page = model(progress())
    assert page.view().camera.shown
    page.picture.switch(on=False)
    assert not page.view().camera.shown
    page.picture.switch(on=True)
    page.picture.bar()
    view = page.view().camera
    assert (view.shown, view.offered) == (False, False)
    assert "encryption" in view.note

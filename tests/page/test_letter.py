"""What the patient writes to the therapist at the end of an exercise."""

from nicegui.testing import User

from edge.page.exercise.views import Letter
from edge.records.errors import OutboxError
from tests.page.driver import Scene, press, text_of
from tests.page.scenes import praise, summary

PAINFUL = Letter(text="It hurts when I lift", about_pain=True)


def write(user: User) -> None:
    user.find(marker="letter-text").type(PAINFUL.text)
    user.find(marker="letter-pain").trigger("change", True)


def reviewed(scene: Scene, user: User) -> None:
    press(user, "start")
    scene.after(praise(1), summary(0, done=1))


async def test_what_is_written_is_kept_once_when_the_patient_goes_on() -> None:
    kept: list[Letter] = []
    scene = Scene(keep_letter=kept.append)
    async with scene.opened() as user:
        reviewed(scene, user)
        write(user)
        assert kept == []
        press(user, "continue")
        scene.after()
        assert kept == [PAINFUL]
        press(user, "worn")
        scene.after()
        press(user, "start")
        scene.after(summary(1, done=1))
        press(user, "finish")
    assert kept == [PAINFUL]


async def test_what_is_written_stays_in_another_language() -> None:
    kept: list[Letter] = []
    scene = Scene(keep_letter=kept.append)
    async with scene.opened() as user:
        reviewed(scene, user)
        write(user)
        press(user, "language-de")
        await user.should_see("Der Praxis schreiben")
        press(user, "continue")
    assert kept == [PAINFUL]


async def test_what_cannot_be_kept_is_said_and_holds_nobody_up() -> None:
    def keep(_: Letter) -> None:
        raise OutboxError("the disk is full")

    scene = Scene(keep_letter=keep)
    async with scene.opened() as user:
        reviewed(scene, user)
        write(user)
        press(user, "continue")
        assert "could not be kept" in text_of(user, "letter-note")
        assert [command.action for command in scene.pipeline.commands] == ["start"]
        press(user, "continue")
        assert [command.action for command in scene.pipeline.commands][-1] == "next"


async def test_nobody_is_asked_to_write_where_no_hub_is_told() -> None:
    scene = Scene()
    async with scene.opened() as user:
        reviewed(scene, user)
        await user.should_see(marker="summary")
        await user.should_not_see(marker="letter")

"""The whole page in NiceGUI's own driver: no browser, no server."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from nicegui import ui
from nicegui.testing import User
from nicegui.testing.user_simulation import user_simulation

from edge.core.messages.base import Message
from edge.page.exercise.letter import KeepLetter
from edge.page.exercise.model import ExerciseModel
from edge.page.exercise.moving import MovingElement
from edge.page.exercise.session import ExerciseSession
from edge.page.picture_feed import PictureFeed
from edge.page.session import Surroundings
from edge.page.settings import Network
from tests.page.scenes import FakePipeline, history, link, make_anchors, make_plan


class Scene:
    """A page in the driver, and the messages that reach it at the next tick.

    Args:
        network: that the page is served to.
        spoken: the plan wants cues spoken.
        picture: the plan shows the patient's picture.
        frames: ring of the camera's frames.
        keep_letter: keeps what the patient writes.
    """

    def __init__(
        self,
        *,
        network: Network = "none",
        spoken: bool = False,
        picture: bool = False,
        frames: Path | None = None,
        keep_letter: KeepLetter | None = None,
    ) -> None:
        plan = make_plan(spoken=spoken, picture=picture)
        self.pipeline = FakePipeline(plan, simulated=False)
        self.model = ExerciseModel(plan=plan, anchors=make_anchors(plan))
        self.switched: list[bool] = []
        self.session = ExerciseSession(
            self.model,
            self,
            Surroundings(
                network=network,
                pictures=None if frames is None else PictureFeed(frames),
                chosen=lambda: self.switched.append(self.model.picture.on),
            ),
            history=history(),
            keep_letter=keep_letter,
        )
        self.send = self.pipeline.send
        self._queue: list[Message] = [link()]

    def fileno(self) -> int:
        raise AssertionError("the driver ticks by itself")

    def poll(self) -> list[Message]:
        queue, self._queue = self._queue, []
        return queue

    def after(self, *messages: Message) -> None:
        self._queue += messages
        self.session.tick()

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[User]:
        async with user_simulation(root=self.session.build) as user:
            await user.open("/")
            self.session.tick()
            yield user


def text_of(user: User, marker: str) -> str:
    [element] = user.find(marker=marker).elements
    assert isinstance(element, ui.label)
    return str(element.text)


def moving(user: User, marker: str) -> MovingElement:
    [element] = user.find(marker=marker).elements
    assert isinstance(element, MovingElement)
    return element


def angle_of(user: User) -> str:
    return moving(user, "angle").words


def press(user: User, marker: str) -> None:
    user.find(marker=marker).click()

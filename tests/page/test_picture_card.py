"""The patient's own picture in NiceGUI's own driver, and how it is drawn."""

import re
from itertools import combinations
from pathlib import Path

import cv2
import numpy as np
import pytest
from nicegui import ui
from nicegui.testing import User

from edge.bus.frames import create_ring
from edge.core.arrays import Floats
from edge.core.messages.base import Message
from edge.core.messages.camera import Presence
from edge.page.live_page import STYLE
from edge.page.picture_card import overlay_svg
from edge.page.picture_views import Overlay
from edge.wording.languages import ENGLISH
from tests.page.camera_scene import RING, camera, drawing, frame_ref, pose
from tests.page.driver import Scene, press, text_of
from tests.page.scenes import MS_NS, S_NS, progress, summary

STEP_NS = 100 * MS_NS


class Filmed(Scene):
    """A scene with a camera that delivers a picture when it is told to."""

    def __init__(self, frames: Path, *, picture: bool = True) -> None:
        super().__init__(frames=frames, picture=picture)
        self._ring = create_ring(frames, RING)
        self._at_ns = S_NS

    def film(
        self, *messages: Message, presence: Presence = "followed", step_ns: int = STEP_NS
    ) -> int:
        """Let a picture arrive, and return the time of its grab."""
        self._at_ns = at_ns = self._at_ns + step_ns
        seen = pose(at_ns=at_ns, presence=presence)
        slot = self._ring.write(drawing(pose()), at_ns)
        self.after(*messages, camera(at_ns=at_ns), frame_ref(at_ns, slot=slot), seen)
        return at_ns


@pytest.fixture
def filmed(tmp_path: Path) -> Filmed:
    return Filmed(tmp_path / "frames.ring")


def source_of(user: User) -> str | None:
    """Return the address that the browser is asked to show, None for no picture."""
    try:
        [image] = user.find(marker="own-picture").elements
    except AssertionError:  # it is not seen
        return None
    return image.props.get("src")


def drawn(user: User) -> str:
    [overlay] = user.find(marker="overlay").elements
    assert isinstance(overlay, ui.html)
    return str(overlay.content)


def loaded(user: User) -> None:
    user.find(marker="own-picture").trigger("load")


async def test_a_picture_with_body_and_ghost_takes_the_figures_place(filmed: Filmed) -> None:
    async with filmed.opened() as user:
        await user.should_see(marker="figure-patient")
        await user.should_not_see(marker="picture")
        at_ns = filmed.film()
        assert source_of(user) == f"/picture/{at_ns}.jpg"
        assert drawn(user).count('class="ghost"><polyline') == 1
        assert text_of(user, "camera") == "Camera sees you"
        await user.should_not_see(marker="figure-patient")


async def test_the_next_picture_waits_until_the_last_is_shown_and_for_its_time(
    filmed: Filmed,
) -> None:
    async with filmed.opened() as user:
        first_ns = filmed.film()
        filmed.film()
        assert source_of(user) == f"/picture/{first_ns}.jpg"
        loaded(user)
        third_ns = filmed.film()
        assert source_of(user) == f"/picture/{third_ns}.jpg"
        loaded(user)
        filmed.film(step_ns=40 * MS_NS)
        assert source_of(user) == f"/picture/{third_ns}.jpg", "25 a second are more than needed"
        fifth_ns = filmed.film(step_ns=60 * MS_NS)
        assert source_of(user) == f"/picture/{fifth_ns}.jpg"


async def test_the_switch_hides_the_picture_and_brings_it_back(filmed: Filmed) -> None:
    async with filmed.opened() as user:
        filmed.film()
        press(user, "picture-switch")
        await user.should_see(marker="figure-patient")
        at_ns = filmed.film()
        assert source_of(user) is None
        assert not filmed.model.picture.on
        press(user, "picture-switch")
        assert source_of(user) == f"/picture/{at_ns}.jpg"
        assert filmed.switched == [False, True]


async def test_who_switches_it_off_in_one_browser_switches_it_off_in_all(filmed: Filmed) -> None:
    async with filmed.opened() as user:
        other = User(user.http_client)
        await other.open("/")
        filmed.film()
        with other:
            press(other, "picture-switch")
        assert source_of(user) is None
        assert filmed.switched == [False]


async def test_no_picture_and_no_switch_where_the_plan_wants_none(tmp_path: Path) -> None:
    scene = Filmed(tmp_path / "frames.ring", picture=False)
    async with scene.opened() as user:
        scene.film(presence="other")
        assert source_of(user) is None
        await user.should_not_see(marker="picture-switch")
        await user.should_see("Please let only one person stand in the picture.")


async def test_a_barred_picture_is_explained(filmed: Filmed) -> None:
    filmed.model.picture.bar()
    async with filmed.opened() as user:
        filmed.film()
        assert source_of(user) is None
        assert text_of(user, "picture-note") == ENGLISH.say("picture.barred")
        await user.should_not_see(marker="picture-switch")


async def test_who_is_in_view_is_said_over_the_picture(filmed: Filmed) -> None:
    async with filmed.opened() as user:
        filmed.film(presence="nobody")
        assert text_of(user, "picture-words").startswith("Nobody is in view")
        assert text_of(user, "camera") == "Nobody in view"
        filmed.film()
        await user.should_not_see(marker="picture-words")


async def test_the_picture_goes_when_the_exercise_is_over(filmed: Filmed) -> None:
    async with filmed.opened() as user:
        filmed.film(progress())
        assert source_of(user) is not None
        filmed.film(summary(0))
        assert source_of(user) is None


async def test_a_torn_picture_is_skipped(filmed: Filmed) -> None:
    async with filmed.opened() as user:
        filmed.after(camera(at_ns=S_NS), frame_ref(S_NS), pose(at_ns=S_NS))
        assert source_of(user) is None
        at_ns = filmed.film()
        assert source_of(user) == f"/picture/{at_ns}.jpg"


def test_the_drawing_covers_the_picture() -> None:
    overlay = Overlay(
        body=(((0.0, 0.0), (1.0, 1.0)),), limb=((0.5, 0.5), (0.25, 0.75)), ghost=((0.5, 0.5),)
    )
    svg = overlay_svg(overlay, 4 / 3)
    assert 'viewBox="0 0 1000 750"' in svg
    assert '<g class="bones"><polyline points="0,0 1000,750"/></g>' in svg
    assert '<g class="limb"><polyline points="500,375 250,562"/></g>' in svg
    assert '<polyline points=""' not in overlay_svg(Overlay(), 1.0)


# From linear RGB to what people without one of the three cones see: Machado, Oliveira and
# Fernandes (2009), severity 1.0.
VISION: dict[str, Floats] = {
    "all cones": np.eye(3),
    "no L cones": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "no M cones": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "no S cones": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}


def colour_of(group: str) -> str:
    found = re.search(rf"\.drawing \.{group} \{{[^}}]*stroke: (#[0-9a-f]+|var\((--\w+)\))", STYLE)
    assert found is not None
    code = found[1] if found[2] is None else STYLE.split(f"{found[2]}: ")[1].split(";")[0]
    return code.removeprefix("#")


def seen_as(colour: str, vision: Floats) -> Floats:
    """Return the colour (3,) in CIE L*a*b* as somebody sees it."""
    digits = colour if len(colour) == 6 else "".join(2 * digit for digit in colour)
    rgb = np.array([int(digits[i : i + 2], 16) for i in (0, 2, 4)]) / 255.0
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    seen = np.clip(vision @ linear, 0.0, 1.0).astype(np.float32)
    lab: Floats = cv2.cvtColor(seen[None, None], cv2.COLOR_LRGB2LAB)[0, 0].astype(np.float64)
    return lab


@pytest.mark.parametrize("vision", VISION)
def test_body_limb_and_ghost_are_told_apart_with_any_colour_vision(vision: str) -> None:
    seen = {
        group: seen_as(colour_of(group), VISION[vision])
        for group in ("bones", "limb", "limb-edge", "ghost")
    }
    for one, other in combinations(seen, 2):
        assert np.linalg.norm(seen[one] - seen[other]) > 25.0, f"{one} and {other}"

"""The voice and the live region in NiceGUI's own driver: no browser, no server."""

import asyncio
import json

import pytest
from nicegui import ui
from nicegui.testing import User

from tests.page.driver import Scene, text_of
from tests.page.scenes import PRAISE, feedback, praise, progress


async def spoken_by_browser(user: User) -> list[str]:
    """Return what the browser was asked to speak, as scripts."""
    await asyncio.sleep(0.2)  # until the outbox has sent them
    assert user.client is not None
    history = user.client.outbox.message_history
    scripts = [data["code"] for _, _, (_, kind, data) in history if kind == "run_javascript"]
    return [script for script in scripts if script.startswith("physioSpeak")]


@pytest.mark.parametrize("spoken", [True, False])
async def test_each_cue_is_told_once_and_spoken_only_when_wanted(spoken: bool) -> None:
    scene = Scene(spoken=spoken)
    scene.model.resume([feedback(1)])
    async with scene.opened() as user:
        assert text_of(user, "said") == "", "what is there when the page opens is not told"
        scene.after(praise(2))
        scene.after(progress("moving"))
        scene.after(praise(2))
        assert text_of(user, "said") == f"{PRAISE}."
        expected = [f'physioSpeak({json.dumps(f"{PRAISE}.")}, "en", false)'] if spoken else []
        assert await spoken_by_browser(user) == expected


async def test_that_no_voice_can_be_heard_is_said_as_long_as_it_is_so() -> None:
    async with Scene(spoken=True).opened() as user:
        await user.should_not_see(marker="voice-trouble")
        user.find(marker="voice").trigger("voicestate", "missing")
        assert text_of(user, "voice-trouble").startswith("Nothing can be heard: this browser")
        user.find(marker="voice").trigger("voicestate", "blocked")
        assert text_of(user, "voice-trouble").startswith("Nothing can be heard yet")
        user.find(marker="voice").trigger("voicestate", "ready")
        await user.should_not_see(marker="voice-trouble")


async def test_who_switches_the_voice_off_in_one_browser_switches_it_off_in_all() -> None:
    scene = Scene(spoken=True)
    async with scene.opened() as user:
        other = User(user.http_client)
        await other.open("/")
        (switch,) = user.find(marker="speech").elements
        assert isinstance(switch, ui.switch)
        switch.set_value(False)
        assert not scene.model.spoken
        with other:
            (others,) = other.find(marker="speech").elements
            assert isinstance(others, ui.switch)
            assert others.value is False

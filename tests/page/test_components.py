"""The page's components in NiceGUI's own driver: no browser, no server."""

import asyncio
from dataclasses import replace

import numpy as np
import pytest
from nicegui import ui
from nicegui.testing import User

from edge.avatar.figure_shapes import Drawing
from edge.core.messages.base import Message
from tests.page.driver import Scene, angle_of, moving, press, text_of
from tests.page.scenes import (
    PRAISE,
    feedback,
    link,
    praise,
    progress,
    status,
    summary,
)

ASPECTS = {"Overall": "overall", "Range of motion": "range_of_motion", "Stability": "stability"}


async def test_a_new_page_offers_the_first_exercise() -> None:
    async with Scene().opened() as user:
        assert text_of(user, "title") == "Raise the arm to the side"
        assert text_of(user, "place") == "Exercise 1 of 2, right side"
        assert text_of(user, "headline") == "Ready?"
        assert text_of(user, "connection") == "Watch connected"
        assert "straight elbow" in text_of(user, "assumptions")
        await user.should_see("Exercise aid, not a medical device")
        await user.should_see("Start")
        await user.should_not_see("SIMULATED PATIENT")
        await user.should_not_see(marker="remark")


async def test_angle_reference_and_verdict_follow_the_movement() -> None:
    scene = Scene()
    async with scene.opened() as user:
        press(user, "start")
        assert [command.action for command in scene.pipeline.commands] == ["start"]
        scene.after(progress(angle_deg=41.7, difference_deg=-24.0))
        assert angle_of(user) == "42°"
        assert [text_of(user, name) for name in ("goal-name", "goal")] == ["Target", "90°"]
        assert [text_of(user, name) for name in ("reference-name", "reference")] == [
            "Reference",
            "90°",
        ]
        assert text_of(user, "verdict") == "24° below your reference"
        scene.after(progress("still", angle_deg=0.0, phase=None, reference_deg=None))
        scene.after(progress("still", angle_deg=-0.4, phase=None, reference_deg=None))
        assert angle_of(user) == "0°"
        assert text_of(user, "verdict") == ""


async def test_an_angle_of_the_camera_is_called_so() -> None:
    scene = Scene()
    async with scene.opened() as user:
        press(user, "start")
        scene.after(replace(progress(), source="camera"))
        assert text_of(user, "angle-source") == "Measured by the camera"
        scene.after(replace(progress(), source="watch"))
        assert text_of(user, "angle-source") == ""


async def test_the_figures_move_with_patient_and_reference() -> None:
    scene = Scene()

    def drawn(user: User, who: str) -> Drawing | None:
        return moving(user, f"figure-{who}").drawing

    async with scene.opened() as user:
        press(user, "start")
        scene.after(progress("still", angle_deg=0.0, phase=0.0, reference_deg=0.0))
        patient, anchor = drawn(user, "patient"), drawn(user, "anchor")
        scene.after(progress(angle_deg=60.0, phase=0.0, reference_deg=0.0))
        assert drawn(user, "patient") != patient
        assert drawn(user, "anchor") == anchor
        scene.after(progress(angle_deg=60.0, phase=0.4, reference_deg=80.0))
        assert drawn(user, "anchor") != anchor


async def test_nothing_is_sent_while_nothing_changes() -> None:
    scene = Scene()
    async with scene.opened() as user:
        press(user, "start")
        still = progress("still", angle_deg=0.1, phase=None, reference_deg=None, completed=1)
        scene.after(still, praise(1), status())
        scene.model.feed(progress("moving", phase=0.1))
        scene.session.tick()
        client = user.client
        assert client is not None
        await asyncio.sleep(0)  # scripts are sent only then
        client.outbox.updates.clear()
        client.outbox.messages.clear()
        scene.after(progress("moving", phase=0.1), praise(1))
        await asyncio.sleep(0)
        assert dict(client.outbox.updates) == {}
        assert list(client.outbox.messages) == []
        scene.after(progress("moving", phase=0.1, angle_deg=50.0))
        await asyncio.sleep(0)
        assert dict(client.outbox.updates) == {}, "the page is not looked through"
        [(_, kind, _)] = client.outbox.messages
        assert kind == "run_javascript"


async def test_the_counter_counts() -> None:
    scene = Scene()
    async with scene.opened() as user:
        press(user, "start")
        scene.after(feedback(1), praise(2), progress("still", completed=2))
        assert text_of(user, "done") == "2"
        assert text_of(user, "of") == "of 3"


async def test_the_cue_appears_and_is_replaced() -> None:
    scene = Scene()
    async with scene.opened() as user:
        press(user, "start")
        assert text_of(user, "cue").startswith("Your cue appears here")
        scene.after(feedback(1))
        assert text_of(user, "cue").startswith("Raise your arm higher")
        scene.after(praise(2))
        assert text_of(user, "cue") == PRAISE


async def test_the_answers_are_sent_with_the_summary() -> None:
    scene = Scene()
    async with scene.opened() as user:
        press(user, "start")
        scene.after(feedback(1), summary(0))
        assert "You did 3 of 3" in text_of(user, "summary")
        user.find(marker="pain-3").trigger("change", "3")
        user.find(marker="effort-10").trigger("change", "10")
        press(user, "continue")
        rating = scene.pipeline.commands[1]
        assert (rating.action, rating.exercise) == ("rate", 0)
        assert (rating.pain, rating.effort) == (3, 10)
        assert [command.action for command in scene.pipeline.commands] == ["start", "rate", "next"]
        assert text_of(user, "title") == "Bend the elbow"


async def test_who_ends_an_exercise_early_is_asked_why() -> None:
    scene = Scene()
    async with scene.opened() as user:
        press(user, "start")
        scene.after(feedback(1), summary(0, done=1))
        await user.should_see("Why did you stop early?")
        user.find(marker="stopped-fatigue").trigger("change")
        press(user, "continue")
        rating = scene.pipeline.commands[1]
        assert (rating.action, rating.ended_because) == ("rate", "fatigue")


async def test_answers_stay_where_a_repetition_was_not_judged() -> None:
    scene = Scene()
    async with scene.opened() as user:
        press(user, "start")
        scene.after(replace(summary(0), rom_deg=np.array([np.nan, 90.0, 91.0])))
        user.find(marker="pain-4").trigger("change", "4")
        scene.after()
        press(user, "continue")
        assert scene.pipeline.commands[1].pain == 4


async def test_answers_are_not_carried_over_to_the_next_exercise() -> None:
    scene = Scene()
    async with scene.opened() as user:
        press(user, "start")
        scene.after(summary(0))
        user.find(marker="pain-9").trigger("change", "9")
        press(user, "continue")
        press(user, "worn")
        press(user, "start")
        scene.after(summary(1))
        press(user, "finish")
        assert [command.action for command in scene.pipeline.commands[-2:]] == ["start", "finish"]


async def test_simulated_data_restarts_and_an_open_network_are_told() -> None:
    scene = Scene(network="encrypted")
    async with scene.opened() as user:
        scene.after(link(simulated=True), status(0))
        scene.after(status(1, coach=1))
        await user.should_see("SIMULATED PATIENT")
        await user.should_see("Open to your home network")
        await user.should_see("The coach was restarted; nothing recorded was lost.")


def toggle(user: User, key: str, *, opened: bool) -> None:
    user.find(marker=f"panel-{key}").trigger("toggle", opened)


def choose(user: User, marker: str, label: str) -> None:
    """Press one button of a toggle."""
    (element,) = user.find(marker=marker).elements
    assert isinstance(element, ui.toggle)
    element.set_value(ASPECTS[label])


async def test_why_draws_six_charts_when_it_is_opened() -> None:
    scene = Scene()
    async with scene.opened() as user:
        press(user, "start")
        toggle(user, "W", opened=True)
        await user.should_see("The signals appear after the first repetition.")
        scene.after(feedback(1))
        charts = user.find(kind=ui.echart).elements
        assert len(charts) == 6
        assert "similarity 61%" in text_of(user, "why-figures")
        await user.should_see("24° below, 1.7 times as fast")
        await user.should_see("Scored by the comparing network")
        choose(user, "why-aspects", "Stability")
        assert "similarity 41%" in text_of(user, "why-figures")
        await user.should_see("Your arm departs in its stability")
        choose(user, "why-aspects", "Overall")
        toggle(user, "W", opened=False)
        scene.after(praise(2))
        assert "similarity 61%" in text_of(user, "why-figures"), "a closed panel is not drawn"
        toggle(user, "W", opened=True)
        assert "similarity 94%" in text_of(user, "why-figures")
        assert user.find(kind=ui.echart).elements == charts


async def test_a_repetition_that_was_not_judged_has_no_charts() -> None:
    scene = Scene()
    async with scene.opened() as user:
        press(user, "start")
        toggle(user, "W", opened=True)
        scene.after(feedback(1, judged=False))
        await user.should_see(marker="why-empty")
        await user.should_not_see(kind=ui.echart)


async def test_earlier_sessions_of_the_exercise_at_hand() -> None:
    scene = Scene()
    async with scene.opened() as user:
        toggle(user, "H", opened=True)
        await user.should_see("2026-11-02 (simulated)")
        await user.should_see("84°")
        press(user, "start")
        scene.after(summary(0))
        press(user, "continue")
        await user.should_see("This is the first session of this exercise.")


async def test_the_engine_room_lists_link_and_processes() -> None:
    scene = Scene()
    async with scene.opened() as user:
        scene.after(status())
        toggle(user, "C", opened=True)
        for words in ("Fake watch", "50.0 Hz", "-31.0 ppm", "recorder", "0.9 ms"):
            await user.should_see(words)


async def test_a_message_from_beside_the_plan_is_dropped_with_a_log_line(
    caplog: pytest.LogCaptureFixture,
) -> None:
    scene = Scene()
    async with scene.opened() as user:
        scene.after(progress(exercise=7), link(state="lost"))
        assert "message dropped: a message speaks of exercise 7" in caplog.text
        assert text_of(user, "connection") == "Watch out of reach, trying again"


async def test_two_browsers_show_the_same_session() -> None:
    scene = Scene()
    async with scene.opened() as user:
        other = User(user.http_client)
        await other.open("/")
        press(user, "start")
        scene.after(progress(angle_deg=33.0))
        for one in (user, other):
            with one:
                assert angle_of(one) == "33°"


async def test_every_moment_of_a_session_can_be_drawn() -> None:
    scene = Scene()
    steps: tuple[tuple[str, Message | None], ...] = (
        ("start", progress("calibrating", angle_deg=None, phase=None, reference_deg=None)),
        ("pause", progress("paused")),
        ("resume", feedback(1)),
        ("pause", None),
        ("end", summary(0, done=0)),
        ("continue", None),
        ("worn", None),
        ("start", summary(1)),
        ("finish", None),
    )
    async with scene.opened() as user:
        for marker, message in steps:
            press(user, marker)
            scene.after(*(() if message is None else (message,)))
        assert text_of(user, "headline") == "Session finished"
        await user.should_not_see("Start")

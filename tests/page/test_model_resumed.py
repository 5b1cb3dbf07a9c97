"""A page that is started anew in the middle of a session shows what it showed before."""

from hypothesis import given
from hypothesis import strategies as st

from edge.core.messages.base import Message
from edge.page.exercise.views import Answers, ButtonAction
from tests.page.models import new_model
from tests.page.scenes import S_NS, feedback, link, praise, progress, status, summary


def test_resume_brings_a_session_back() -> None:
    messages: list[Message] = [link(), status()]
    model = new_model()
    for message in messages:
        model.feed(message)
    messages += model.press("start", now_ns=1)
    for told in (feedback(1), praise(2), praise(3)):
        model.feed(told)
        messages.append(told)
    ended = summary(0)
    model.feed(ended)
    messages.append(ended)
    messages += model.press("continue", now_ns=2, answers=Answers(pain=1, effort=2))
    messages += model.press("start", now_ns=3)
    told = praise(1, exercise=1)
    model.feed(told)
    messages.append(told)

    restarted = new_model()
    restarted.resume(messages)
    assert restarted.view() == model.view()
    assert restarted.view().count.done == 1


def test_resume_without_commands_still_finds_the_exercise() -> None:
    model = new_model()
    model.resume([feedback(1), praise(2), praise(3), summary(0), praise(1, exercise=1)])
    view = model.view()
    assert (view.phase, view.task.index, view.count.done) == ("running", 1, 1)


PRESSES: tuple[ButtonAction, ...] = (
    "start", "pause", "resume", "end", "continue", "skip", "leave", "stay", "finish",
)  # fmt: skip


@given(
    st.lists(
        st.one_of(
            st.sampled_from(PRESSES),
            st.builds(
                progress,
                st.sampled_from(("waiting", "calibrating", "still", "moving", "paused")),
                exercise=st.sampled_from((None, 0, 1)),
                completed=st.integers(0, 5),
                angle_deg=st.none() | st.floats(-30, 200),
                phase=st.none() | st.floats(0, 2),
                difference_deg=st.none() | st.floats(-180, 180),
                reference_deg=st.none() | st.floats(-5, 180),
                at_ns=st.integers(0, 10**12),
            ),
            st.builds(feedback, st.integers(1, 5), exercise=st.sampled_from((0, 1))),
            st.builds(summary, st.sampled_from((0, 1)), done=st.integers(0, 5)),
        ),
        max_size=30,
    )
)
def test_every_course_of_events_can_be_shown_and_resumed(events: list[Message | str]) -> None:
    model, restarted = new_model(sets=2, repetitions=2), new_model(sets=2, repetitions=2)
    seen: list[Message] = []
    for at_s, event in enumerate(events):
        if isinstance(event, Message):
            model.feed(event)
            seen.append(event)
        else:
            seen += model.press(event, now_ns=at_s * S_NS)  # type: ignore[arg-type]
        view = model.view()
        assert view.count.done >= 0
        assert view.phase == "done" or view.buttons
        assert (view.review is not None) == (view.phase == "review")
    model.press("stay", now_ns=0)  # a restart takes back the question whether to end the session
    restarted.resume(seen)
    assert restarted.view() == model.view()

"""A session whose watch falls silent ends by itself, is summed up, kept, and says why."""

from dataclasses import replace
from pathlib import Path

import pytest

from edge.page.notices import SPOKEN_OF_S, Notices
from edge.records.session_history import read_history
from edge.runtime.silence import LONGEST_STEP_NS
from edge.runtime.supervisor import Supervisor
from edge.session.driver import Driver, simulated_session
from edge.session.watch_silence import WatchSilence
from edge.simulation.patient import SimulatedPatient
from edge.wording.languages import language_named
from tests.page.scenes import link, status

SECOND_NS = 1_000_000_000


def test_only_a_watch_that_is_told_to_stream_is_heard() -> None:
    silence = WatchSilence(10.0, at_ns=5)
    for second in range(1, 8):
        assert not silence.is_too_long(link(state="scanning"), second * SECOND_NS)
    streams = link()
    for second in range(8, 19):
        assert not silence.is_too_long(streams, second * SECOND_NS), "it was told once, at 8 s"
    assert silence.is_too_long(link(state="lost"), 19 * SECOND_NS)
    assert not silence.is_too_long(link(), 20 * SECOND_NS)


def test_a_watch_that_never_comes_is_silent_and_a_closed_lid_is_no_silence() -> None:
    silence = WatchSilence(10.0, at_ns=0)
    assert not silence.is_too_long(None, 3600 * SECOND_NS)
    seconds = range(3601, 3620)
    too_long = [second for second in seconds if silence.is_too_long(None, second * SECOND_NS)]
    assert too_long[0] == 3600 + 10 - LONGEST_STEP_NS // SECOND_NS + 1


def test_the_page_says_beforehand_that_the_session_ends_and_afterwards_why() -> None:
    english, notices = language_named("en"), Notices(600.0)
    notices.feed_link(link())
    for second in range(0, round(SPOKEN_OF_S)):
        notices.feed(status(second * SECOND_NS))
        assert notices.current(english) == ()
    notices.feed(status(61 * SECOND_NS))
    (words,) = notices.current(english)
    assert "Once it has been for 10 minutes the session ends by itself" in words
    assert "Nach 10 Minuten" in notices.current(language_named("de"))[0]
    notices.feed_link(replace(link(), host_ns=62 * SECOND_NS))
    notices.feed(status(62 * SECOND_NS))
    assert notices.current(english) == ()
    notices.feed(replace(status(662 * SECOND_NS), ending=True))
    (words,) = notices.current(english)
    assert words.startswith("The watch was silent for 10 minutes, so the session has ended")
    stopped = Notices(600.0)
    stopped.feed_link(link())
    stopped.feed(replace(status(300 * SECOND_NS), ending=True))
    assert stopped.current(english) == (), "somebody ended it"


@pytest.mark.slow
def test_a_session_whose_watch_falls_silent_is_summed_up_and_kept(tmp_path: Path) -> None:
    patient = SimulatedPatient(
        exercise="shoulder_abduction", side="right", profile="mixed", seconds=13.0, seed=3
    )
    # On a busy machine it takes long until the watch is connected, and what it measured is past.
    session = simulated_session(patient, tmp_path, repetitions=9, lead_s=8.0)
    session = replace(session, options=replace(session.options, silence_ends_s=9.0))
    drivers: list[Driver] = []

    def start(supervisor: Supervisor) -> None:
        if not drivers:
            drivers.append(Driver(supervisor, lead_s=8.0).__enter__())

    session.run(polled=start)
    drivers[0].__exit__(None, None, None)
    outcome = session.outcome
    assert outcome.ending == "The watch was silent for 0.15 minutes, so the session has ended."
    (summary,) = outcome.summaries
    (entry,) = read_history(tmp_path).entries
    assert 1 <= entry.done == summary.done == len(outcome.feedbacks) < entry.prescribed

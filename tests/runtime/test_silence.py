"""Silence counts while somebody listens; a machine that sleeps silences nobody."""

from collections.abc import Callable

from edge.runtime.silence import (
    FIRST_START_NS,
    LONGEST_STEP_NS,
    NOTICED_NS,
    SILENCE_NS,
    START_NS,
    RunningTime,
    Silence,
)

SECOND_NS = 1_000_000_000


def listen(time: RunningTime, at_ns: int, for_ns: int) -> int:
    """Look once a second."""
    for passed_ns in range(SECOND_NS, for_ns + 1, SECOND_NS):
        time.advance(at_ns + passed_ns)
    return at_ns + for_ns


def test_a_process_may_be_silent_for_a_while_and_for_longer_at_its_first_start() -> None:
    time = RunningTime(5)
    silence = Silence(time)
    at_ns = 5
    begins: list[tuple[Callable[[], None], int]] = [
        (lambda: silence.start(again=False), FIRST_START_NS),
        (lambda: silence.start(again=True), START_NS),
        (silence.break_off, SILENCE_NS),
    ]
    for begin, allowed_ns in begins:
        begin()
        at_ns = listen(time, at_ns, allowed_ns)
        before = silence.is_too_long
        at_ns = listen(time, at_ns, SECOND_NS)
        assert (before, silence.is_too_long) == (False, True)
        assert silence.lasted_s == allowed_ns / 1e9 + 1


def test_a_lid_that_was_closed_for_a_night_silences_nobody() -> None:
    time = RunningTime(0)
    silence = Silence(time)
    silence.break_off()
    at_ns = listen(time, 0, SILENCE_NS - LONGEST_STEP_NS)
    at_ns += 8 * 3600 * SECOND_NS
    time.advance(at_ns)
    awake = silence.is_too_long
    listen(time, at_ns, SECOND_NS)
    assert (awake, silence.is_too_long) == (False, True), "it had been silent before"


def test_a_clock_that_goes_back_neither_shortens_nor_lengthens_a_silence() -> None:
    time = RunningTime(0)
    silence = Silence(time)
    silence.break_off()
    at_ns = listen(time, 0, NOTICED_NS)
    time.advance(at_ns - 3600 * SECOND_NS)
    before = silence.is_noticed
    listen(time, at_ns - 3600 * SECOND_NS, SECOND_NS)
    assert (before, silence.is_noticed) == (False, True)

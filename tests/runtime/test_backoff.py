"""A process that dies now and then is back at once; one that keeps dying is held off."""

import pytest

from edge.runtime.backoff import LONGEST_DELAY_S, LONGEST_HOLD_S, MAX_DEATHS, WINDOW_S, Backoff


def delays_s(backoff: Backoff, lives_s: list[float]) -> list[float]:
    now_s, delays = 0.0, []
    for lived_s in lives_s:
        now_s += lived_s
        delays.append(backoff.delay_s(now_s, lived_s))
        now_s += delays[-1]
    return delays


def test_five_deaths_in_a_minute_are_answered_with_delays_that_grow_to_ten_seconds() -> None:
    backoff = Backoff()
    delays = delays_s(backoff, [0.1] * (MAX_DEATHS + 5))
    assert max(delays[: MAX_DEATHS - 1]) <= LONGEST_DELAY_S
    assert delays[MAX_DEATHS - 1 :] == [1, 2, 4, 8, LONGEST_HOLD_S, LONGEST_HOLD_S]
    assert backoff.is_held_off


@pytest.mark.parametrize("life_s", [0.1, 3.0, 6.0, 11.0])
def test_who_beats_once_and_dies_is_held_off_as_well(life_s: float) -> None:
    assert delays_s(Backoff(), [life_s] * 20)[-1] == LONGEST_HOLD_S


def test_rare_deaths_are_never_held_off() -> None:
    backoff = Backoff()
    assert max(delays_s(backoff, [WINDOW_S / 3] * 50)) <= LONGEST_DELAY_S
    assert not backoff.is_held_off


def test_a_minute_of_life_forgives_all() -> None:
    backoff = Backoff()
    assert delays_s(backoff, [0.1] * 10 + [WINDOW_S + 1])[-1] <= LONGEST_DELAY_S
    assert not backoff.is_held_off

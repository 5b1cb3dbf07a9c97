"""Each rule of the worklist: a history that triggers it, and one just below that does not."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.hub.errors import HubError
from edge.hub.worklist.day_bits import KEPT_DAYS, bits_of, count_of, days_of
from edge.hub.worklist.facts import PatientFacts, PlanFacts, SessionFacts
from edge.hub.worklist.hit import RULES, Hit
from edge.hub.worklist.row import Snooze, divided
from edge.hub.worklist.session_rules import session_hits
from edge.hub.worklist.state_rules import state_hits
from edge.hub.worklist.thresholds import Thresholds, thresholds_of
from tests.hub.histories import (
    NOON,
    QUIET,
    TODAY,
    an_exercise,
    found,
    machine,
    planned,
    ranges,
    rated,
    sessions,
    waiting,
)

USUAL = Thresholds()
OF_SESSIONS = {
    "pain_high": (rated(7), rated(6)),
    "pain_risen": (rated(4, 2, 2, 2), rated(3, 2, 2, 2)),
    "pain_some": (rated(5, 4, 4, 4), rated(5, 5, 5, 5)),
    "beyond_limit": (
        sessions(an_exercise(over_limit=2, most_over_limit_deg=1.0)),
        sessions(an_exercise(over_limit=1, most_over_limit_deg=5.0)),
    ),
    "stopped_for_pain": (
        sessions(an_exercise(ended_because="pain")),
        sessions(an_exercise(ended_because="fatigue")),
    ),
    "range_falls": (ranges(71.0, 72.0, 73.0), ranges(72.0, 73.0, 74.0)),
    "same_finding": (
        found((3, "outward", 0.5), (3, "outward", 0.6), (3, "outward", 0.5)),
        found((3, "outward", 0.5), (3, "outward", 0.49), (3, "outward", 0.5)),
    ),
}
OF_STATE = {
    "pain_message": (replace(QUIET, pain_message_at=NOON), QUIET),
    "copied_machine": (machine(paused_at=NOON), QUIET),
    "conflict": (replace(QUIET, conflict_at=NOON), QUIET),
    "absent": (planned(5, sessions_per_week=3), planned(4, sessions_per_week=3)),
    "plan_refused": (
        replace(QUIET, plan=PlanFacts(refused_at=NOON, reason="reference missing")),
        QUIET,
    ),
    "plan_waits": (waiting(72.1), waiting(72.0)),
    "machine_unseen": (
        machine(seen_at=NOON - timedelta(days=7, seconds=1)),
        machine(seen_at=NOON - timedelta(days=7)),
    ),
    "clock_wrong": (machine(clock_offset_s=-600.5), machine(clock_offset_s=600.0)),
    "not_paired": (replace(QUIET, state="invited", machine=None), QUIET),
    "ended": (replace(QUIET, state="ended"), QUIET),
}


def rules_of(history: list[SessionFacts] | PatientFacts) -> list[str]:
    if isinstance(history, PatientFacts):
        return [hit.rule for hit in state_hits(history, USUAL, NOON)]
    return [hit.rule for hit in session_hits(history, USUAL)]


@pytest.mark.parametrize("rule", OF_SESSIONS)
def test_a_rule_on_sessions_speaks_from_its_threshold_on(rule: str) -> None:
    triggering, just_below = OF_SESSIONS[rule]
    assert rules_of(triggering) == [rule]
    assert rules_of(just_below) == []


@pytest.mark.parametrize("rule", OF_STATE)
def test_a_rule_on_how_things_stand_speaks_from_its_threshold_on(rule: str) -> None:
    triggering, just_below = OF_STATE[rule]
    assert rules_of(triggering) == [rule]
    assert rules_of(just_below) == []


def test_every_rule_has_a_history_or_is_what_is_left() -> None:
    assert set(OF_SESSIONS) | set(OF_STATE) | {"nothing_new"} == set(RULES)


@pytest.mark.parametrize("rule", [*OF_SESSIONS, *OF_STATE])
def test_every_hit_says_its_reason_in_words(rule: str) -> None:
    if rule in OF_STATE:
        (hit,) = state_hits(OF_STATE[rule][0], USUAL, NOON)
    else:
        (hit,) = session_hits(OF_SESSIONS[rule][0], USUAL)
    assert len(hit.words.split()) > 2
    assert not {"{", "_"} & set(hit.words)


@pytest.mark.parametrize(
    ("history", "rules"),
    [
        (rated(None, 8), ["pain_high"]),  # no answer today does not hide the last one
        (rated(4, 2), ["pain_risen"]),  # one rating before is enough
        (rated(4), []),
        (rated(9, 2, 2, 2), ["pain_high"]),  # the gravest alone
        (rated(5, 4, None, 4, 4), ["pain_some"]),
        (sessions(an_exercise(over_limit=1, most_over_limit_deg=5.1)), ["beyond_limit"]),
        (sessions(an_exercise(), an_exercise(ended_because="pain")), []),
        (ranges(71.0, 72.0), []),
        (ranges(71.0, None, 73.0), []),
        (ranges(71.0, 71.0, 73.0), []),
        (found((3, "outward", 0.9), (3, "returning", 0.9), (3, "outward", 0.9)), []),
        (found((3, "outward", 0.9), (3, "outward", 0.9), None), []),
        ([], []),
    ],
)
def test_sessions_at_the_edges_of_the_rules(history: list[SessionFacts], rules: list[str]) -> None:
    assert rules_of(history) == rules


def test_exercises_of_other_sessions_and_sides_are_not_mixed() -> None:
    left = an_exercise(side="left", mean_rom_deg=71.0)
    row = sessions(left, an_exercise(mean_rom_deg=72.0), an_exercise(mean_rom_deg=73.0))
    assert rules_of(row) == []


@pytest.mark.parametrize(
    ("facts", "rules"),
    [
        (planned(3, sessions_per_week=7), []),  # three days at least
        (planned(4, sessions_per_week=7), ["absent"]),
        (planned(4, weekdays=("mon", "wed", "fri")), []),
        (planned(5, weekdays=("mon", "wed", "fri")), ["absent"]),
        (planned(14), []),
        (planned(15), ["absent"]),
        (planned(30, sessions_per_week=3, until="2026-11-29"), []),
        (planned(30, sessions_per_week=3, from_="2026-12-01"), []),
        (planned(30, sessions_per_week=3, from_="2026-11-26"), []),  # began four days ago
        (replace(planned(30, sessions_per_week=3), state="ended"), ["ended"]),
        (replace(QUIET, last_day=TODAY - timedelta(days=90)), []),  # no plan was accepted
    ],
)
def test_absence_goes_by_the_plan(facts: PatientFacts, rules: list[str]) -> None:
    assert rules_of(facts) == rules


def test_who_never_began_is_absent_from_when_the_plan_was_accepted() -> None:
    never = replace(planned(0, sessions_per_week=7), last_day=None)
    for ago, rules in ((3, []), (4, ["absent"])):
        plan = replace(never.plan, accepted_on=TODAY - timedelta(days=ago))
        assert rules_of(replace(never, plan=plan)) == rules


def test_a_clinic_may_set_its_own_thresholds() -> None:
    strict = thresholds_of({"pain_high": 3})
    assert [hit.rule for hit in session_hits(rated(3), strict)] == ["pain_high"]
    assert rules_of(rated(3)) == []
    with pytest.raises(HubError, match=r"pain_high.*between 1 and 10"):
        thresholds_of({"pain_high": 11})
    with pytest.raises(HubError, match="pain_hihg"):
        thresholds_of({"pain_hihg": 5})


def test_the_most_pressing_comes_first_and_the_oldest_of_equals() -> None:
    old, new = NOON - timedelta(days=9), NOON
    hits = [
        Hit(rule="plan_refused", since=old, values={"reason": "x"}),
        Hit(rule="pain_message", since=new),
        Hit(rule="conflict", since=old),
    ]
    shown, put_off = divided(hits, (), TODAY, NOON)
    assert [hit.rule for hit in shown] == ["conflict", "pain_message", "plan_refused"]
    assert put_off == ()


def test_what_is_put_off_shows_again_on_its_day_or_when_it_comes_anew() -> None:
    snooze = Snooze(rule="conflict", at=NOON, until=TODAY + timedelta(days=2), reason="known")
    known = Hit(rule="conflict", since=NOON - timedelta(hours=1))
    anew = Hit(rule="conflict", since=NOON + timedelta(hours=1))
    for hit, day, rules in (
        (known, TODAY + timedelta(days=1), ["nothing_new"]),
        (known, TODAY + timedelta(days=2), ["conflict"]),
        (anew, TODAY + timedelta(days=1), ["conflict"]),
    ):
        shown, _ = divided([hit], [snooze], day, NOON)
        assert [each.rule for each in shown] == rules


@given(
    st.sets(st.integers(-5, KEPT_DAYS + 5)),
    st.integers(-10, 80),
    st.integers(0, 40),
)
def test_days_come_back_from_their_bits(ages: set[int], begins: int, length: int) -> None:
    newest = date(2026, 11, 30)
    days = {newest - timedelta(days=age) for age in ages}
    first = newest - timedelta(days=begins)
    last = first + timedelta(days=length)
    kept = {day for day in days if first <= day <= last and 0 <= (newest - day).days < KEPT_DAYS}
    bits = bits_of(days, newest)
    assert days_of(bits, newest, first, last) == kept
    assert count_of(bits, newest, first, last) == len(kept)
    assert 0 <= bits < 1 << 63

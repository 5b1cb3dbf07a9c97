"""When there is no answer: each rule on both sides of its limit, and as the documents give it."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from edge.screening.low_back.bends import bends_of
from edge.screening.low_back.quality import FilmQuality, implausible_share, quality_of
from edge.screening.low_back.rules import RULES, RuleName, bend_checks, film_checks
from edge.wording.languages import LANGUAGES
from edge.wording.screening import (
    figure_word,
    limit_word,
    number_word,
    part_word,
    refusal_sentence,
    rule_word,
)
from tests.screening.filmed import clip

DOCUMENT = Path(__file__).parents[2] / "docs" / "low_back.md"
GOOD = FilmQuality(
    pictures=300,
    rate_hz=10.0,
    person_share=1.0,
    stranger_share=0.0,
    second_share=0.0,
    camera_share=0.0,
    head_hidden_share=0.0,
    feet_hidden_share=0.0,
    view_deg=-10.0,
    implausible_share=0.0,
)
FIELDS: dict[RuleName, str] = {
    "person": "person_share",
    "stranger": "stranger_share",
    "second": "second_share",
    "camera": "camera_share",
    "rate": "rate_hz",
    "head": "head_hidden_share",
    "feet": "feet_hidden_share",
    "view": "view_deg",
    "silhouette": "implausible_share",
}


@pytest.mark.parametrize("rule", FIELDS)
def test_a_rule_is_broken_beyond_its_limit_alone(rule: RuleName) -> None:
    limit, sign = RULES[rule].limit, -1 if RULES[rule].least else 1
    for share, broken in ((0.99, []), (1.01, [rule])):
        value = limit * (share if sign > 0 else 2 - share)
        changed: dict[str, Any] = {FIELDS[rule]: value}
        checks = film_checks(replace(GOOD, **changed))
        assert [check.rule for check in checks if check.broken] == broken


def test_a_view_from_behind_is_as_bad_as_one_from_before() -> None:
    for view_deg in (-26.0, 26.0):
        assert any(check.broken for check in film_checks(replace(GOOD, view_deg=view_deg)))


@pytest.mark.parametrize(
    ("depths_deg", "broken"),
    [
        ([70, 72], ["bends"]),
        ([70, 72, 71], []),
        ([45, 44, 45], ["range"]),
        ([-25, -25, -25], ["bends"]),
    ],
)
def test_too_few_or_too_small_bends_are_no_ground_for_an_answer(
    depths_deg: list[float], broken: list[str]
) -> None:
    film = clip(depths_deg)
    bends = bends_of(film.t_s, film.spine_angle_deg, list(film.backs))
    assert [check.rule for check in bend_checks(bends, "forward") if check.broken] == broken


def test_a_good_film_keeps_every_rule() -> None:
    quality = quality_of(
        clip([70, 72, 71]), slice(0, 50), 10.0, second_share=None, camera_share=0.0
    )
    checks = film_checks(replace(quality, view_deg=0.0))
    assert not any(check.broken for check in checks)
    assert {check.rule for check in checks} == set(FIELDS) - {"second"}


def test_how_somebody_comes_does_not_count() -> None:
    film = clip([70, 72, 71])
    px = film.track.px.copy()
    px[:30] -= 2000.0
    visibility = film.track.visibility.copy()
    visibility[:30] = 0.0
    film = replace(film, track=replace(film.track, px=px, visibility=visibility))
    for begin, hidden in ((0, 0.3), (30, 0.0)):
        part = slice(begin, begin + 100)
        quality = quality_of(film, part, 10.0, second_share=None, camera_share=0.0)
        assert quality.feet_hidden_share == pytest.approx(hidden)
        assert quality.head_hidden_share == pytest.approx(hidden)


@pytest.mark.parametrize("spoil", ["break", "vanish", "jump"])
def test_masks_that_no_back_could_have_are_counted(spoil: str) -> None:
    film = clip([70, 72, 71])
    backs = list(film.backs)
    assert implausible_share(backs, film.t_s) == 0.0
    for place in range(0, len(backs), 2):
        square = backs[place].square.copy()
        if spoil == "break":
            square[80:120] = 0
        elif spoil == "vanish":
            square[60:] = 0
        else:
            square = np.roll(square, 60, axis=1)
        backs[place] = replace(backs[place], square=square)
    assert implausible_share(backs, film.t_s) > RULES["silhouette"].limit


def test_a_film_without_a_mask_has_no_plausible_one() -> None:
    assert implausible_share([], np.zeros(3)) == 1.0


def test_the_documents_give_every_rule_with_its_limit() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \|.*\| ([^|]+) \|$", DOCUMENT.read_text(), re.MULTILINE))
    assert set(rows) == set(RULES)
    english = LANGUAGES["en"]
    some = {check.rule: check for check in film_checks(GOOD)}
    for name, rule in RULES.items():
        side = "at least" if rule.least else "at most"
        check = replace(some["person"], rule=name)
        assert rows[name] == f"{side} {limit_word(check, english)}"


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=lambda language: language.code)
def test_every_rule_is_said_in_every_language(language: object) -> None:
    spoken = next(one for one in LANGUAGES.values() if one is language)
    check = film_checks(GOOD)[0]
    for rule in RULES:
        one = replace(
            check,
            rule=rule,
            measured=0.5,
            direction="forward",
            figure="forward.angle.F2 minimum",
        )
        assert refusal_sentence(one, spoken).endswith(".")
        assert rule_word(one, spoken)
    assert refusal_sentence(replace(check, measured=0.0), spoken) == spoken.say("refusal.nobody")


def test_what_counted_has_words_and_numbers_no_exponents() -> None:
    english = LANGUAGES["en"]
    assert part_word("images", english) == "silhouettes"
    assert part_word("forward.angle+proms", english) == "angles forward, questionnaires"
    assert part_word("something", english) == "something"
    assert figure_word("backward.angle.F2+F3", english) == "smallest angle (°), range (°), backward"
    assert figure_word("proms.TSK", english) == "TSK"
    assert [number_word(x, english) for x in (1295.7, 35.38, 0.303)] == ["1296", "35.4", "0.30"]

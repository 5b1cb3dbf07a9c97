"""The page about a film of bends: self-contained, accessible, and without a face or a name."""

import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

from edge.report.low_back import screening_html
from edge.screening.low_back.answer import ask
from edge.screening.low_back.bends import bends_of
from edge.screening.low_back.quality import nobody, quality_of
from edge.screening.low_back.rules import film_checks
from edge.screening.low_back.screening import Screening
from edge.wording.languages import LANGUAGES
from models.inference.low_back import LowBackNetwork
from tests.screening.filmed import clip, network

ENGLISH = LANGUAGES["en"]


@pytest.fixture(scope="module")
def toy(tmp_path_factory: pytest.TempPathFactory) -> LowBackNetwork:
    return network(tmp_path_factory.mktemp("toy") / "zoo")


def screening(toy: LowBackNetwork, *, view_deg: float = 0.0) -> Screening:
    film = clip([-25, -26, -24, -25])
    quality = quality_of(film, slice(0, 50), 10.0, second_share=0.0, camera_share=0.0)
    checks = film_checks(replace(quality, view_deg=view_deg))
    bends = bends_of(film.t_s, film.spine_angle_deg, list(film.backs))
    allowed = not any(check.broken for check in checks)
    return Screening(
        length_s=float(film.t_s[-1]),
        quality=quality,
        checks=checks,
        bends=bends,
        questions=ask([toy], bends, {}, allowed=allowed),
        clip=film,
        quarters=0,
        remarks=(),
    )


def page(one: Screening, toy: LowBackNetwork, code: str = "P-1") -> str:
    made_on = date(2026, 1, 2)
    return screening_html(one, [toy.card], code=code, made_on=made_on, language=ENGLISH)


class Outline(HTMLParser):
    """Headings, images and what they are called."""

    def __init__(self) -> None:
        super().__init__()
        self.levels: list[int] = []
        self.nameless = 0
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = dict(attrs)
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        self.nameless += tag == "img" and not own.get("alt")
        self.nameless += tag == "svg" and not own.get("aria-label")
        if tag not in ("meta", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take an element without content."""


def outline(text: str) -> Outline:
    found = Outline()
    found.feed(text)
    assert found.open == []
    return found


def test_the_page_tells_the_answer_how_often_it_is_right_and_what_it_is_not(
    toy: LowBackNetwork,
) -> None:
    one = screening(toy)
    text = page(one, toy)
    (answer,) = one.questions[0].answers
    assert f"{answer.probability:.0%}" in text
    assert answer.reliability is not None
    assert f"{answer.reliability.right} of {answer.reliability.people} simulated people" in text
    assert text.count(ENGLISH.say("screening.not_diagnosis")) == 2
    assert ENGLISH.say("screening.no_plan") in text
    assert text.count("<figure>") == len(answer.moments)


def test_it_needs_nothing_from_outside_and_can_be_read_without_seeing(toy: LowBackNetwork) -> None:
    text = page(screening(toy), toy)
    assert not re.search(r'(src|href)="(?!data:)', text)
    assert "prefers-color-scheme: dark" in text
    found = outline(text)
    assert found.nameless == 0
    assert found.levels[0] == 1
    assert all(b <= a + 1 for a, b in zip(found.levels, found.levels[1:], strict=False))


def test_a_broken_rule_stands_where_the_answer_would(toy: LowBackNetwork) -> None:
    text = page(screening(toy, view_deg=31.0), toy)
    outline(text)
    assert ENGLISH.say("screening.no_answer") in text
    assert ENGLISH.say("refusal.view", measured=31.0) in text
    assert "<figure>" not in text


def test_a_film_of_nobody_has_a_page_too(toy: LowBackNetwork) -> None:
    quality = nobody(20, 10.0)
    one = replace(
        screening(toy),
        quality=quality,
        checks=film_checks(quality),
        bends={},
        questions=ask([toy], {}, {}, allowed=False),
        clip=None,
    )
    text = page(one, toy, code="")
    outline(text)
    assert ENGLISH.say("refusal.nobody") in text
    assert ENGLISH.say("screening.nameless") in text


def test_every_language_makes_a_page(toy: LowBackNetwork) -> None:
    one = screening(toy)
    for language in LANGUAGES.values():
        text = screening_html(
            one, [toy.card], code="P-1", made_on=date(2026, 1, 2), language=language
        )
        assert f'lang="{language.code}"' in text
        assert language.say("screening.not_diagnosis") in text


def test_what_is_written_with_tags_is_shown_and_not_obeyed(
    toy: LowBackNetwork, tmp_path: Path
) -> None:
    text = page(screening(toy), toy, code="<script>1")
    assert "<script>" not in text

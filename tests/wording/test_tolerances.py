from dataclasses import replace

import pytest

from edge.core.tolerances import LearntLimit, Measure
from edge.wording.languages import language_named
from edge.wording.tolerances import tolerance_words
from tests.records.test_tolerance_store import LIMIT, MADE

ENGLISH, GERMAN = language_named("en"), language_named("de")


def test_learnt_limits_are_told_with_their_intervals() -> None:
    assert tolerance_words(MADE, ENGLISH) == (
        "from 10 good repetitions: range 6.2° short (0.3° to 7.5°), "
        "1.30 times as fast (0.33 to 7.50)"
    )
    assert tolerance_words(MADE, GERMAN).startswith(
        "aus 10 guten Wiederholungen: Umfang 6,2° zu klein (0,3° bis 7,5°)"
    )


def test_without_any_they_are_the_usual_ones() -> None:
    assert tolerance_words(None, ENGLISH) == "the usual ones"


def test_the_therapists_number_takes_the_place_of_the_range() -> None:
    words = tolerance_words(MADE, ENGLISH, planned_deg=12.0)
    assert "range 12° short (prescribed), 1.30 times as fast" in words
    assert "6.2°" not in words
    alone = tolerance_words(None, ENGLISH, planned_deg=12.0)
    assert alone == "range 12° short (prescribed), the usual ones"


@pytest.mark.parametrize(
    "measure", ["range", "lean", "fast", "slow", "jerk", "tremor", "departure", "turn"]
)
def test_every_measure_has_its_words(measure: Measure) -> None:
    limit: LearntLimit = replace(LIMIT, measure=measure)
    for language in (ENGLISH, GERMAN):
        assert tolerance_words(replace(MADE, limits=(limit,)), language).count("(") == 1

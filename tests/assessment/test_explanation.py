"""The views of a repetition: what a score rests on, and the words for it."""

from dataclasses import replace

import numpy as np
import pytest

from edge.assessment.explanation import departure_of, in_words, shares
from edge.core.exercises import exercise_named
from edge.core.messages.exercise import Aspect, Segment
from edge.wording.languages import language_named
from edge.wording.sentences import departure_sentence
from tests.page.scenes import make_anchor, make_segments, make_views

ANCHOR = make_anchor("shoulder_abduction", "right")
ENGLISH = language_named("en")
EXERCISE = exercise_named("shoulder_abduction")
LOW, LOWER, SLOW = make_segments()[1:4]


def said(aspect: Aspect, segment: Segment) -> str:
    return departure_sentence(departure_of(aspect, segment, ANCHOR), EXERCISE, ENGLISH)


@pytest.mark.parametrize(
    ("segment", "words"),
    [
        (LOW, "Your arm is 18° short of your reference on the way up, at about the middle"),
        (
            replace(LOWER, start=0.6, end=0.7, angle_difference_deg=8.0),
            "Your arm is 8° beyond your reference on the way down, at the beginning",
        ),
        (
            replace(LOWER, angle_difference_deg=1.0),
            "Your arm moves faster than in your reference on the way down, at the beginning",
        ),
        (
            replace(SLOW, angle_difference_deg=1.0),
            "Your arm moves slower than in your reference on the way down, at about the middle",
        ),
        (
            replace(LOW, angle_difference_deg=1.0),
            "Your arm takes another course than in your reference "
            "on the way up, at about the middle",
        ),
    ],
)
def test_words_name_part_place_and_direction(segment: Segment, words: str) -> None:
    assert said("overall", segment) == words
    assert said("stability", segment).startswith(
        "Your arm moves less evenly than in your reference on the way "
    )


def test_weights_are_shares_of_the_whole() -> None:
    weights = np.zeros((5, 6))
    assert shares(weights) == pytest.approx(np.full((5, 6), 1 / 30))
    weights[2, 3], weights[1, 0] = 6.0, 2.0
    assert shares(weights).sum() == pytest.approx(1.0)
    assert shares(weights)[2, 3] == pytest.approx(0.75)


def test_a_score_is_worded_by_its_most_important_segment_and_in_any_language() -> None:
    score = make_views(praised=False)[0]
    assert score.critical[0] == 2
    for language, part in ((ENGLISH, "24° short of"), (language_named("de"), "Ihr Arm ")):
        worded = in_words(score, make_segments(), ANCHOR, EXERCISE, language)
        assert part in worded.words
        assert worded.words != score.words
        assert (worded.aspect, worded.similarity) == (score.aspect, score.similarity)


def test_a_score_without_a_critical_segment_has_no_words() -> None:
    for score in make_views(praised=True):
        assert in_words(score, make_segments(), ANCHOR, EXERCISE, ENGLISH).words == ""

from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from edge.assessment.cues import SPOKEN_DEG, Cue, cue_for
from edge.assessment.lean import Lean
from edge.assessment.score import Assessment, assess
from edge.core.exercises import EXERCISES
from edge.core.messages.exercise import Segment
from edge.wording.languages import language_named
from edge.wording.sentences import cue_sentence
from tests.assessment.patients import anchor_as_repetition, reference_of

HOLD_S = 3.0
EXERCISE = "shoulder_abduction"
OVER = {"rom_deg": 140.0}
LEAN = {"lean": Lean(difference_deg=15.0, error_deg=3.0)}
LOW = {"rom_difference_deg": -24.4}
FAST = {"tempo_ratio": 0.5, "outward_ratio": 0.52, "returning_ratio": 0.48}
SLOW = {"tempo_ratio": 2.0, "outward_ratio": 2.0, "returning_ratio": 2.0}
SHAKY = {"tremor_ratio": 6.0}
SHORT = {"held_s": 1.23}
TURNED = {"start_turn_deg": 40.0}


@cache
def perfect() -> Assessment:
    reference = reference_of(EXERCISE, 4)
    return assess(anchor_as_repetition(reference.anchor), reference)


def cue(max_rom_deg: float = 130.0, **changes: Any) -> Cue:
    assessment = replace(perfect(), rom_deg=90.0)
    return cue_for(
        replace(assessment, **changes),
        reference=reference_of(EXERCISE, 4),
        max_rom_deg=max_rom_deg,
        hold_s=HOLD_S,
    )


def sentence(cue: Cue) -> str:
    return cue_sentence(cue.kind, cue.facts, EXERCISES[EXERCISE], language_named("en"))


@pytest.mark.parametrize(
    ("changes", "kind", "words"),
    [
        ({}, "praise", "Well done: 90°, as in your reference"),
        (OVER, "over_range", "Raise your arm less high: 10° beyond your limit of 130°"),
        (LEAN, "leaning", "Keep your trunk upright"),
        (SHORT, "short_hold", "Hold the end for 3 seconds: you held 1.2 s"),
        ({"held_s": 0.0}, "short_hold", "Hold the end for 3 seconds: you held 0.0 s"),
        (FAST, "too_fast", "Slow down while raising and lowering"),
        (FAST | {"outward_ratio": 0.9}, "too_fast", "Slow down on the way down, at the beginning"),
        (FAST | {"returning_ratio": 0.9}, "too_fast", "Slow down on the way up, at the beginning"),
        (SLOW, "too_slow", "Move a little faster while raising and lowering"),
        (
            SLOW | {"outward_ratio": 1.1},
            "too_slow",
            "Move a little faster on the way down, at the beginning",
        ),
        (
            SHAKY | {"unsteadiest": 10},
            "shaky",
            "Move more steadily on the way up, at the beginning",
        ),
        (
            SHAKY | {"unsteadiest": 140},
            "shaky",
            "Move more steadily on the way down, towards the end",
        ),
        (
            {"jerk_ratio": 40.0, "unsteadiest": 10},
            "shaky",
            "Move more steadily on the way up, at the beginning",
        ),
        (TURNED, "turned", "Turn your thumb inward at the start, as in your reference"),
        (
            {"start_turn_deg": -40.0},
            "turned",
            "Turn your thumb outward at the start, as in your reference",
        ),
    ],
)
def test_each_departure_has_its_words(changes: dict[str, Any], kind: str, words: str) -> None:
    said = cue(**changes)
    assert (said.kind, sentence(said)) == (kind, words)


def segments_with(position: int, **changes: Any) -> tuple[Segment, ...]:
    """Return ten segments like the reference's own, but for one."""
    some = perfect().segments[0]
    plain = [
        replace(some, index=k, start=k / 10, end=(k + 1) / 10, angle_difference_deg=0.0)
        for k in range(10)
    ]
    plain[position] = replace(plain[position], **changes)
    return tuple(plain)


@pytest.mark.parametrize(
    ("position", "place"),
    [
        (0, "on the way up, at the beginning"),
        (2, "on the way up, at about the middle"),
        (4, "on the way up, towards the end"),
    ],
)
def test_a_low_range_is_placed_where_the_way_out_falls_short_most(
    position: int, place: str
) -> None:
    said = cue(**LOW, segments=segments_with(position, angle_difference_deg=-24.0))
    assert sentence(said) == f"Raise your arm higher {place}: 24° below your reference"
    assert said.segment == position


def test_a_hurry_is_placed_where_it_is_greatest_on_its_way() -> None:
    hurry = segments_with(9, tempo_ratio=0.4)
    back = cue(**(FAST | {"outward_ratio": 0.9}), segments=hurry)
    assert sentence(back) == "Slow down on the way down, towards the end"
    assert cue(**FAST, segments=hurry).segment is None


def test_unsteadiness_is_placed_in_the_segment_around_it() -> None:
    samples = len(reference_of(EXERCISE, 4).anchor.angle_deg)
    said = cue(**SHAKY, unsteadiest=samples - 1, segments=segments_with(0))
    assert sentence(said) == "Move more steadily on the way down, towards the end"
    assert said.segment == 9


def test_without_segments_the_way_is_named_all_the_same() -> None:
    assert sentence(cue(**SHAKY, unsteadiest=10, segments=())) == (
        "Move more steadily on the way up"
    )


def test_the_most_useful_cue_comes_first() -> None:
    changes: dict[str, Any] = {}
    # From the least to the most important, each on top of the others.
    for extra, kind in (
        (TURNED, "turned"),
        (SHAKY, "shaky"),
        (FAST, "too_fast"),
        (SHORT, "short_hold"),
        (LOW, "low_range"),
        (LEAN, "leaning"),
        (OVER, "over_range"),
    ):
        changes |= extra
        assert cue(**changes).kind == kind


def test_what_is_natural_for_the_patient_is_praised() -> None:
    tolerance = reference_of(EXERCISE, 4).tolerance
    assert tolerance.rom_deg >= SPOKEN_DEG
    assert cue(rom_difference_deg=-0.95 * tolerance.rom_deg).kind == "praise"
    assert cue(rom_difference_deg=-1.05 * tolerance.rom_deg).kind == "low_range"
    assert cue(held_s=HOLD_S - 0.29).kind == "praise"
    assert cue(tempo_ratio=0.8).kind == "praise"
    assert cue(tempo_ratio=1.4).kind == "praise"
    assert cue(tremor_ratio=3.0, jerk_ratio=8.0, start_turn_deg=25.0).kind == "praise"


def test_an_unsure_lean_is_not_spoken_of() -> None:
    assert cue(lean=Lean(difference_deg=15.0, error_deg=8.0)).kind == "praise"
    assert cue(lean=None).kind == "praise"

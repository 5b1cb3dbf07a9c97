from dataclasses import replace

import numpy as np

from edge.assessment.summary import summarise
from edge.core.messages.exercise import CueKind, Feedback, Judgement, Segment, Summary
from edge.records.planned_exercise import PlannedExercise
from edge.wording.languages import language_named


def feedback(
    number: int,
    kind: CueKind = "praise",
    *,
    critical: tuple[int, ...] = (),
    difference_deg: float = 0.0,
    judged: bool = True,
) -> Feedback:
    segments = tuple(
        Segment(
            index=i,
            start=i / 10,
            end=(i + 1) / 10,
            weight=0.1,
            axis_weights=np.full(6, 1 / 6),
            angle_difference_deg=0.0,
            tempo_ratio=1.0,
        )
        for i in range(1, 10)  # the first one is empty, so index and position differ
    )
    judgement = Judgement(
        similarity=0.9,
        rom_deg=90.0 + difference_deg,
        rom_difference_deg=difference_deg,
        stability=-6.0,
        stability_difference=0.0,
        tempo_ratio=1.0,
        lean_deg=None,
        segments=segments,
        critical=critical,
        aligned=np.zeros((0, 6)),
        aligned_angle_deg=np.zeros(0),
    )
    return Feedback(
        seq=number,
        sensor_ns=number * 4_000_000_000,
        host_ns=0,
        exercise=2,
        number=number,
        start_ns=number * 4_000_000_000 - 3_000_000_000,
        end_ns=number * 4_000_000_000,
        tempo_s=3.0,
        cue_kind=kind if judged else "not_compared",
        cue="",
        judgement=judgement if judged else None,
    )


def summary(*feedbacks: Feedback, prescribed: int = 4, hold_s: float = 0.0) -> Summary:
    return summarise(
        feedbacks,
        exercise_index=2,
        planned=PlannedExercise(
            name="shoulder_abduction",
            side="right",
            repetitions=prescribed,
            target_rom_deg=90.0,
            hold_s=hold_s,
        ),
        language=language_named("en"),
        seq=7,
        sensor_ns=8,
        host_ns=9,
        pain=3,
        effort=None,
    )


def test_it_counts_times_and_names_what_recurs() -> None:
    got = summary(
        feedback(1, critical=(2, 0)),
        feedback(2, "low_range", critical=(2,), difference_deg=-20),
        feedback(3, "low_range", critical=(5,), difference_deg=-16),
    )
    assert (got.done, got.correct, got.prescribed) == (3, 1, 4)
    assert got.duration_s == 11.0
    assert got.cue_counts == {"praise": 1, "low_range": 2}
    assert got.recurring == (3,)
    assert got.rom_deg.tolist() == [90.0, 70.0, 74.0]
    assert (got.pain, got.effort, got.name) == (3, None, "shoulder_abduction")
    assert got.words == (
        "You did 3 of 4 repetitions, and 1 of them was like your reference. "
        "Your range was 78° on average, 12° below your reference. "
        "Next time, go as far as in your reference, if it does not hurt."
    )


def test_where_a_hold_is_asked_for_it_says_how_often_the_end_was_held() -> None:
    held_s = (3.2, 2.8, 1.1, 0.0)
    feedbacks = [replace(feedback(i), held_s=s) for i, s in enumerate(held_s, start=1)]
    unjudged = replace(feedback(5, judged=False), held_s=4.0)
    got = summary(*feedbacks, unjudged, hold_s=3.0)
    assert got.held == 2
    assert "You held the end long enough in 2 of 4." in got.words


def test_where_no_hold_is_asked_for_nothing_is_said_of_it() -> None:
    got = summary(feedback(1))
    assert got.held is None
    assert "held" not in got.words


def test_a_good_exercise_is_said_to_be_good() -> None:
    got = summary(feedback(1), feedback(2), prescribed=2)
    assert got.words == (
        "You did 2 of 2 repetitions, and all of them were like your reference. "
        "Your range was 90° on average, as in your reference."
    )


def test_an_interrupted_repetition_counts_but_is_not_compared() -> None:
    got = summary(feedback(1), feedback(2, "too_fast", critical=(1,), judged=False))
    assert got.done == 2
    assert got.cue_counts == {"praise": 1}
    assert got.recurring == ()
    assert "and it was like your reference" in got.words


def test_with_nothing_to_compare_it_says_why() -> None:
    assert "none could be compared" in summary(feedback(1, judged=False)).words
    nothing = summary()
    assert (nothing.done, nothing.duration_s, nothing.recurring) == (0, 0.0, ())
    assert nothing.words.startswith("No repetition was found.")


def test_on_a_tie_the_more_serious_matter_is_named() -> None:
    got = summary(feedback(1, "shaky"), feedback(2, "leaning"))
    assert got.words.endswith("Next time, keep your trunk upright.")

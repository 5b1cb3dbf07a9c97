"""The one cue over whole simulated sessions, and what happens where there is nothing to compare."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from edge.assessment.feedback import feedback_on
from edge.core.exercises import EXERCISES
from edge.core.messages.exercise import Feedback, Repetition
from edge.wording.languages import language_named
from tests.assessment.patients import (
    Session,
    anchor_of,
    reference_of,
    repetition_of,
    session_of,
)


def said(reason: str) -> str:
    return language_named("en").say(f"cue.{reason}")


def coached(repetition: Repetition, exercise: str, session: Session) -> Feedback:
    return feedback_on(
        repetition,
        session.reference,
        exercise=EXERCISES[exercise],
        language=language_named("en"),
        max_rom_deg=180.0,
        seq=5,
    )


def wrong(exercise: str, profile: str, seed: int) -> Iterator[str]:
    session = session_of(exercise, profile, seed)
    for repetition, true in session.repetitions:
        got = coached(repetition, exercise, session)
        if got.cue_kind != (true.impairment or "praise"):
            yield f"{true.impairment} in {profile} is called {got.cue_kind}: {got.cue}"


@pytest.mark.parametrize("exercise", EXERCISES)
@pytest.mark.parametrize("profile", ["mixed", "hasty", "fatigue"])
def test_every_simulated_impairment_gets_its_cue(exercise: str, profile: str) -> None:
    assert list(wrong(exercise, profile, 11)) == []


def test_feedback_carries_the_repetitions_identity() -> None:
    session = session_of("elbow_flexion", "healthy", 11)
    repetition, _ = session.repetitions[2]
    got = coached(repetition, "elbow_flexion", session)
    assert (got.seq, got.number, got.exercise) == (5, 3, 0)
    assert (got.start_ns, got.end_ns) == (repetition.start_ns, repetition.end_ns)
    assert (got.sensor_ns, got.host_ns) == (repetition.sensor_ns, repetition.host_ns)
    assert got.judgement is not None
    assert got.judgement.aligned.shape == session.reference.anchor.signal.shape


def test_a_limit_that_is_passed_is_said_first() -> None:
    session = session_of("elbow_flexion", "healthy", 11)
    repetition, _ = session.repetitions[0]
    got = feedback_on(
        repetition,
        session.reference,
        exercise=EXERCISES["elbow_flexion"],
        language=language_named("en"),
        max_rom_deg=60.0,
        seq=0,
    )
    assert got.cue_kind == "over_range"
    assert got.cue.startswith("Bend your elbow less far: ")


def test_a_repetition_with_a_gap_is_counted_and_not_judged() -> None:
    session = session_of("elbow_flexion", "healthy", 11)
    got = coached(replace(session.repetitions[0][0], gap=True), "elbow_flexion", session)
    assert (got.judgement, got.cue_kind, got.cue) == (None, "not_compared", said("interrupted"))
    assert got.tempo_s == pytest.approx(session.repetitions[0][1].tempo_s, abs=0.6)


def test_a_movement_unlike_the_exercise_is_counted_and_not_judged() -> None:
    anchor = anchor_of("elbow_flexion", 11)
    session = Session(reference=reference_of("elbow_flexion", 11), repetitions=())
    t_ns = np.arange(50, dtype=np.int64) * 20_000_000
    still = repetition_of(
        t_ns, np.zeros((50, 6)), np.tile(anchor.orientation[:1], (50, 1)), anchor.axis
    )
    got = coached(still, "elbow_flexion", session)
    assert (got.judgement, got.cue_kind, got.cue) == (None, "not_compared", said("foreign"))

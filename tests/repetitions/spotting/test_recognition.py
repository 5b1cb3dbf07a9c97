import numpy as np
import pytest

from edge.align.errors import AlignError
from edge.repetitions.spotting import Reference, recognise, reference_of, spot
from tests.repetitions.spotting.people import AXES, CORRECT, FAST, SMALL, TYPES, Person, Recorded


def references(person: Person, recording: Recorded) -> dict[str, Reference]:
    sessions = {exercise: person.session(exercise) for exercise in AXES}
    return {
        exercise: reference_of(session.motion(), session.templates(), recording.motion())
        for exercise, session in sessions.items()
    }


@pytest.mark.parametrize("exercise", list(AXES))
@pytest.mark.parametrize("scale", [0.8, 1.2])
def test_the_exercise_and_its_executions_are_found(exercise: str, scale: float) -> None:
    person = Person(seed=5)
    recording = Person(seed=6, scale=scale).do(exercise, [*TYPES, *TYPES, FAST])
    recognised = recognise(recording.motion(), references(person, recording))
    assert recognised.exercise == exercise
    assert recognised.margin > 3.0
    assert len(recognised.executions) == 7
    for execution, (start, stop, _) in zip(recognised.executions, recording.truth, strict=True):
        assert abs(execution.start - start) <= 8
        assert abs(execution.stop - stop) <= 8


def test_another_movement_in_between_is_not_taken_for_an_execution() -> None:
    person = Person(seed=7)
    calm = person.do("e1", [CORRECT, SMALL, CORRECT])
    gesture = Person(seed=8).do("e2", [CORRECT]).signals
    late = person.do("e1", [FAST, CORRECT])
    signals = np.concatenate([calm.signals, gesture, late.signals], axis=1)
    shift = calm.signals.shape[1] + gesture.shape[1]
    truth = calm.truth + [(a + shift, b + shift, s) for a, b, s in late.truth]
    recording = Recorded(signals, truth)
    spotted = spot(recording.motion(), references(person, recording)["e1"])
    starts = [execution.start for execution in spotted.executions]
    assert len(starts) == 5
    assert all(abs(s - t[0]) <= 8 for s, t in zip(starts, truth, strict=True))


def test_a_still_recording_holds_nothing() -> None:
    person = Person(seed=9)
    still = person.do("e1", [])
    session = person.session("e1")
    reference = reference_of(session.motion(), session.templates(), still.motion())
    assert spot(still.motion(), reference).executions == ()
    assert recognise(still.motion(), {"e1": reference}).executions == ()


def test_without_any_reference_there_is_nothing_to_recognise() -> None:
    with pytest.raises(AlignError, match="at least one reference"):
        recognise(Person().do("e1", [CORRECT]).motion(), {})

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from edge.align.errors import AlignError
from edge.repetitions.spotting import Template, reference_of
from tests.repetitions.spotting.people import CORRECT, FAST, SMALL, TYPES, Person


def test_a_session_shows_all_its_executions_and_which_style_is_which() -> None:
    person = Person(seed=1)
    session, recording = person.session("e2"), person.do("e2", TYPES).motion()
    reference = reference_of(session.motion(), session.templates(), recording)
    assert len(reference.examples) == 9
    assert len({(e.start, e.stop) for e in reference.examples}) == 9
    for template in session.templates():
        execution = reference.types[template.execution_type]
        assert abs(execution.start - template.start) <= 6
        assert abs(execution.stop - template.stop) <= 6


MISCUT = [chosen for n in (1, 2) for chosen in combinations(TYPES, n)]


@pytest.mark.parametrize("chosen", MISCUT)
def test_templates_cut_from_hold_to_hold_are_seen_through(chosen: tuple[int, ...]) -> None:
    person = Person(seed=2)
    session, recording = person.session("e1"), person.do("e1", TYPES).motion()
    right = reference_of(session.motion(), session.templates(), recording)
    following = {
        kind: next(row for row in session.truth if row[0] > template.stop and row[2] == kind)
        for kind, template in zip(TYPES, session.templates(), strict=True)
    }
    templates = [
        replace(t, start=(t.start + t.stop) // 2, stop=sum(following[t.execution_type][:2]) // 2)
        if t.execution_type in chosen
        else t
        for t in session.templates()
    ]
    seen = reference_of(session.motion(), templates, recording)
    assert seen.direction @ right.direction > 0.9
    for kind in TYPES:
        rows = [row for row in session.truth if row[2] == kind]
        assert any(abs(seen.types[kind].start - start) <= 6 for start, _, _ in rows)


def test_a_template_without_any_excursion_stands_for_itself() -> None:
    person = Person(seed=4)
    session = person.do("e1", [CORRECT, CORRECT, FAST, SMALL])
    flank = Template(execution_type=FAST, start=session.truth[2][0], stop=session.truth[2][1])
    same = replace(flank, execution_type=SMALL)
    reference = reference_of(session.motion(), [flank, same], session.motion())
    assert set(reference.types) == {FAST, SMALL}
    assert reference.types[FAST] is not reference.types[SMALL]


@pytest.mark.parametrize(
    ("templates", "message"),
    [
        ([], "at least one template"),
        ([Template(execution_type=1, start=0, stop=10**6)], "outside its session"),
        ([Template(execution_type=1, start=-5, stop=40)], "outside its session"),
        ([Template(execution_type=1, start=30, stop=33)], "shorter than 0.5 s"),
    ],
)
def test_templates_that_cannot_be_are_refused(templates: list[Template], message: str) -> None:
    motion = Person().session("e1").motion()
    with pytest.raises(AlignError, match=message):
        reference_of(motion, templates, motion)


def test_a_motionless_session_teaches_nothing() -> None:
    recorded = Person().do("e1", [])
    recorded.signals[:] = np.array([0, 0, 9.81, 0, 0, 0])
    motion = type(recorded)(np.tile(recorded.signals, (1, 4, 1)), []).motion()
    with pytest.raises(AlignError, match="nothing moves"):
        reference_of(motion, [Template(execution_type=1, start=2, stop=40)], motion)

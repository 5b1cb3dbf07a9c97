"""A few simulated people whose tolerances are learnt, end to end."""

import pytest

from benchmarks.evaluations.calibration.scattering_people import FAULT_DEG, ScatteringPerson
from benchmarks.evaluations.calibration.thresholds import LearntPerson, examine, figures_of

STEADY_SEED = 15
"""Somebody whose elbow repetitions are so alike that a fault of 10° can be told."""


def test_a_fault_is_ten_degrees_of_what_the_person_would_have_done() -> None:
    person = ScatteringPerson.drawn(STEADY_SEED)
    good, short = person.day(1, 3), person.day(1, 3, ("low_range",))
    for one, other in zip(good.truth, short.truth, strict=True):
        assert one.joint_rom_deg - other.joint_rom_deg == pytest.approx(FAULT_DEG)


def test_a_person_is_examined_and_the_figures_count_what_was_said() -> None:
    one = examine(STEADY_SEED)
    assert not one.refused
    assert len(one.good) == len(one.usual) == 8
    assert set(one.faulty) == set(one.told)
    untold = LearntPerson(
        refused=False,
        good=("praise", "leaning"),
        usual=("praise", "praise"),
        faulty={"low_range": ("praise", "low_range"), "leaning": ("leaning", "praise")},
        told={"low_range": True, "leaning": False},
        contains={"range": True},
    )
    refused = LearntPerson(refused=True, faulty={}, told={}, contains={})
    figures = figures_of([untold, refused])
    assert (figures.n_people, figures.refused, figures.abstained) == (2, 1, 1)
    assert figures.false_cue_percent == 50.0
    assert figures.usual_false_cue_percent == 0.0
    assert figures.missed_percent == 50.0
    assert figures.by_kind["low_range"].missed_percent == 50.0
    assert figures.by_kind["leaning"].missed_percent is None
    assert figures.false_by_cue == {"leaning": 1}

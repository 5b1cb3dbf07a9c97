"""The evaluation on simulated patients counts what is right, missed, invented and misjudged."""

from dataclasses import replace

import pytest

from benchmarks.evaluations.simulated_patients import (
    CueCount,
    ExaminedSession,
    HeldSummary,
    SimulatedPatients,
    examine,
    patients,
    summary,
)
from edge.simulation.patient import Pair
from tests.benchmarks.shown import shown
from tests.judgements import judgement_of
from tests.stages.playing import PATIENT


@pytest.fixture(scope="module")
def session() -> ExaminedSession:
    return examine(replace(PATIENT, seconds=25.0))


def test_a_session_is_examined(session: ExaminedSession) -> None:
    figures = summary([session])
    assert figures.repetitions == session.true == len(session.pairs)
    assert (figures.missed, figures.invented) == (0, 0)
    assert figures.cue_right_fraction == 1.0
    assert figures.rom_abs_error_deg is not None
    assert figures.rom_abs_error_deg.max < 5


def test_what_is_wrong_is_counted(session: ExaminedSession) -> None:
    first, *rest = session.pairs
    invented = Pair(feedback=first.feedback, truth=None)
    judgement = judgement_of(first.feedback)
    farther = replace(judgement, rom_deg=judgement.rom_deg + 20)
    misjudged = Pair(
        feedback=replace(first.feedback, cue_kind="shaky", judgement=farther),
        truth=first.truth,
    )
    figures = summary([replace(session, pairs=[invented, misjudged, *rest[1:]])])
    assert (figures.missed, figures.invented) == (1, 1)
    assert figures.cue_right_fraction == pytest.approx(1 - 1 / (session.true - 1))
    assert figures.rom_abs_error_deg is not None
    assert figures.rom_abs_error_deg.max > 15
    assert CueCount(truth="praise", said="shaky", count=1) in figures.cues


def test_what_was_not_compared_is_no_right_cue_and_has_no_range(session: ExaminedSession) -> None:
    pairs = [
        replace(p, feedback=replace(p.feedback, cue_kind="not_compared", judgement=None))
        for p in session.pairs
    ]
    figures = summary([replace(session, pairs=pairs)])
    assert (figures.missed, figures.cue_right_fraction) == (0, 0.0)
    assert figures.rom_abs_error_deg is None


def test_where_a_hold_is_asked_for_holds_are_counted_apart(session: ExaminedSession) -> None:
    assert not isinstance(summary([session]), HeldSummary)
    holding = examine(replace(PATIENT, seconds=60.0, hold_s=2.0))
    summed = summary([holding])
    assert isinstance(summed, HeldSummary)
    holds = summed.holds
    short = [p for p in holding.pairs if p.truth and p.truth.impairment == "short_hold"]
    assert len(short) == holds.too_short == holds.too_short_and_called_so > 0
    assert holds.held == len(holding.pairs) - len(short)
    assert holds.held_but_called_too_short == 0
    assert holds.held_abs_error_s.max < 0.4
    silent = [replace(p, feedback=replace(p.feedback, cue_kind="praise")) for p in holding.pairs]
    missed = summary([replace(holding, pairs=silent)])
    assert isinstance(missed, HeldSummary)
    assert missed.holds.too_short_and_called_so == 0


def test_nothing_found_has_no_error() -> None:
    figures = summary([ExaminedSession(patient=PATIENT, pairs=[], true=3)])
    assert figures.missed == 3
    assert (figures.rom_abs_error_deg, figures.cue_right_fraction) == (None, None)


def test_every_combination_is_somebody() -> None:
    everyone = list(patients(range(3), ["elbow_flexion", "trunk_flexion"], ["mixed"], 20.0))
    assert len(set(everyone)) == 6
    assert {patient.side for patient in everyone} == {"left", "right"}


def test_the_whole_is_said_to_be_simulated_and_names_the_worst() -> None:
    told: list[tuple[int, int | None]] = []
    result = SimulatedPatients(
        seeds=1, exercise=("elbow_flexion",), profile=("healthy",), seconds=12.0, workers=1
    ).run(lambda done, total: told.append((done, total)))
    assert result.simulated is True
    assert told == [(1, 1)]
    assert result.all == result.exercises["elbow_flexion"] == result.profiles["healthy"]
    assert result.worst == ()
    assert "elbow_flexion" in shown(result)

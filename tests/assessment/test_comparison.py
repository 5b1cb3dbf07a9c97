"""The network that compares a repetition with its reference: it scores and explains."""

import logging
from dataclasses import replace

import numpy as np
import pytest

from edge.assessment.comparison import Comparison
from edge.assessment.feedback import feedback_on
from edge.assessment.score import assess
from edge.core.exercises import EXERCISES
from edge.core.messages.exercise import Feedback
from edge.wording.languages import language_named
from models.inference.fault_localizer import FaultLocalizerNetwork
from models.inference.siamese import SiameseNetwork
from tests.assessment.patients import Session, session_of
from tests.judgements import judgement_of

EXERCISE = "shoulder_abduction"


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    return Comparison(SiameseNetwork.load("snn"), FaultLocalizerNetwork.load("fault-localizer"))


@pytest.fixture(scope="module")
def session() -> Session:
    return session_of(EXERCISE, "mixed", 11)


def feedbacks(session: Session, comparison: Comparison | None) -> list[Feedback]:
    return [
        feedback_on(
            repetition,
            session.reference,
            exercise=EXERCISES[EXERCISE],
            language=language_named("en"),
            max_rom_deg=180.0,
            seq=0,
            compare=comparison,
        )
        for repetition, _ in session.repetitions
    ]


def test_every_repetition_gets_three_views(comparison: Comparison, session: Session) -> None:
    given = feedbacks(session, comparison)
    plain = feedbacks(session, None)
    for feedback, without in zip(given, plain, strict=True):
        judgement = judgement_of(feedback)
        assert judgement.scored_by == "network"
        aspects = [view.aspect for view in judgement.views]
        assert aspects == ["overall", "range_of_motion", "stability"]
        assert judgement.similarity == judgement.views[0].similarity
        assert judgement.critical == judgement.views[0].critical
        for view in judgement.views:
            assert 0.0 <= view.similarity <= 1.0
            assert view.weights.shape == (len(judgement.segments), 6)
            assert view.weights.sum() == pytest.approx(1.0)
            assert bool(view.critical) == bool(view.words) == (feedback.cue_kind != "praise")
        # What the one sentence says is decided as before.
        assert (feedback.cue_kind, feedback.cue) == (without.cue_kind, without.cue)
        assert judgement_of(without).scored_by == "alignment"
        assert [view.aspect for view in judgement_of(without).views] == ["overall"]


def test_good_repetitions_score_higher(comparison: Comparison, session: Session) -> None:
    given = [judgement_of(feedback) for feedback in feedbacks(session, comparison)]
    pairs = list(zip(given, session.repetitions, strict=True))
    good = [f.similarity for f, (_, true) in pairs if not true.impairment]
    low = [f.views[1].similarity for f, (_, true) in pairs if true.impairment == "low_range"]
    shaky = [f.views[2].similarity for f, (_, true) in pairs if true.impairment == "shaky"]
    assert low and shaky
    assert np.median(good) > max(np.median(low), np.median(shaky))


def test_what_cannot_be_compared_is_left_to_the_alignment(
    comparison: Comparison, session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    assessment = assess(session.repetitions[0][0], session.reference)
    broken = replace(
        assessment, matched=replace(assessment.matched, signal=assessment.matched.signal * np.nan)
    )
    with caplog.at_level(logging.WARNING):
        assert comparison(broken, session.reference.anchor) is None
    assert "by alignment alone" in caplog.text

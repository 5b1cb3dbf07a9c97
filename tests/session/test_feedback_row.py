"""Feedback as flat JSON has the same keys whether or not the repetition was judged."""

from dataclasses import replace

from edge.session.feedback_row import feedback_row
from tests.judgements import judgement_of
from tests.page.scenes import feedback


def test_the_figures_of_a_judgement_stand_beside_the_cue() -> None:
    own = feedback(3)
    row, judgement = feedback_row(own), judgement_of(own)
    assert (row["number"], row["cue"], row["judged"]) == (3, own.cue, True)
    assert (row["rom_deg"], row["similarity"]) == (judgement.rom_deg, judgement.similarity)
    assert row["aligned"] == judgement.aligned.tolist()
    assert "judgement" not in row


def test_what_was_not_judged_has_the_same_keys_and_no_figures() -> None:
    row = feedback_row(feedback(3, judged=False))
    assert set(row) == set(feedback_row(feedback(3)))
    assert (row["judged"], row["cue_kind"], row["tempo_s"]) == (False, "not_compared", 2.8)
    assert (row["segments"], row["critical"], row["views"]) == ([], [], [])
    assert all(row[name] is None for name in ("rom_deg", "similarity", "aligned", "scored_by"))


def test_a_row_is_not_changed_by_the_next() -> None:
    first = feedback_row(replace(feedback(1), judgement=None))
    first["segments"].append("changed")
    assert feedback_row(replace(feedback(2), judgement=None))["segments"] == []

"""Risk of an ensemble: medians, groups, thresholds, and what a rare condition makes of a score."""

import numpy as np
import pytest

from edge.screening.infant.answer import Seen, reasons_for_silence
from edge.screening.infant.errors import RiskError
from edge.screening.infant.risk import (
    calibrate_risk_threshold,
    prior_corrected,
    recording_risk,
    risk_of,
    told_group,
)

FINE = Seen(usable=30, swaps=0.0, gaps=0.01, facing=1.0, hand_speed=0.4, usual_speed=(0.1, 1.0))


@pytest.mark.parametrize(
    ("values", "group"),
    [
        ((0.1, 0.2, 0.3), "very_low"),
        ((0.4, 0.5, 0.9), "very_high"),
        ((0.2, 0.35, 0.5), "high"),
        ((0.2, 0.34, 0.5), "low"),
    ],
)
def test_groups_are_strict_and_the_threshold_itself_is_high(
    values: tuple[float, ...], group: str
) -> None:
    assert risk_of(np.array(values), 0.35).group == group
    assert told_group(risk_of(np.array(values), 0.35).group, 3) == group


def test_one_network_alone_says_nothing_very() -> None:
    for value, group in ((0.01, "low"), (0.35, "high"), (0.99, "high")):
        assert told_group(risk_of(np.array([value]), 0.35).group, 1) == group


def test_a_recording_is_the_median_of_its_windows() -> None:
    rng = np.random.default_rng(0)
    risks = rng.uniform(size=(9, 70))
    found = recording_risk(risks, 0.5)
    assert found.whole.median == pytest.approx(np.median(np.median(risks, axis=1)))
    assert found.windows[3].low == pytest.approx(np.percentile(risks[3], 25))
    assert found.crossing == 1.0
    with pytest.raises(RiskError, match="no window"):
        recording_risk(np.zeros((0, 70)))


def test_the_threshold_reaches_the_wanted_sensitivity_and_no_more() -> None:
    risks = np.arange(20.0) / 20.0
    abnormal = np.arange(20) % 2 == 1
    threshold = calibrate_risk_threshold(risks, abnormal, 0.7)
    assert (risks[abnormal] >= threshold).mean() == 0.7
    with pytest.raises(RiskError, match="abnormal infants"):
        calibrate_risk_threshold(risks, np.zeros(20, bool))


def test_a_score_of_one_half_is_the_prevalence_itself_and_the_order_stays() -> None:
    scores = np.linspace(0.01, 0.99, 99)
    found = prior_corrected(scores, 0.5, 0.1)
    assert found[49] == pytest.approx(0.1)
    assert (np.diff(found) > 0.0).all()
    np.testing.assert_allclose(prior_corrected(found, 0.1, 0.5), scores)


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"usable": 11}, "windows"),
        ({"swaps": 0.06}, "swaps"),
        ({"gaps": 0.11}, "gaps"),
        ({"facing": 0.79}, "not_supine"),
        ({"hand_speed": 1.1}, "speed"),
        ({"hand_speed": 0.09}, "speed"),
    ],
)
def test_every_fault_of_a_film_silences_the_answer(change: dict[str, float], kind: str) -> None:
    from dataclasses import replace  # noqa: PLC0415

    risk = recording_risk(np.full((30, 70), 0.9), 0.5)
    flat = np.zeros(19)
    assert reasons_for_silence(FINE, risk, flat, flat) == ()
    (reason,) = reasons_for_silence(replace(FINE, **change), risk, flat, flat)  # type: ignore[arg-type]
    assert reason.kind == kind


def test_networks_that_disagree_or_look_where_the_tracker_fails_are_not_listened_to() -> None:
    split = np.tile(np.r_[np.zeros(35), np.ones(35)], (30, 1))
    flat, rising = np.zeros(19), np.arange(19.0)
    (reason,) = reasons_for_silence(FINE, recording_risk(split, 0.5), flat, flat)
    assert reason.kind == "crossing"
    sure = recording_risk(np.full((30, 70), 0.9), 0.5)
    (reason,) = reasons_for_silence(FINE, sure, rising, rising)
    assert reason.kind == "tracker"
    assert reasons_for_silence(FINE, sure, rising, -rising) == ()

from dataclasses import asdict, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge.simulation.low_back.bayes import bayes_accuracy, log_odds
from edge.simulation.low_back.errors import CohortError
from edge.simulation.low_back.persons import (
    TWIN_SHIFT_DEG,
    CohortSettings,
    draw_cohort,
    draw_person,
    twin_of,
)
from edge.simulation.low_back.phenotypes import (
    BACKWARD_SHAPE,
    CORRELATION,
    COVARIANCE,
    FORWARD_ALL,
    FORWARD_SHAPE,
    INDEX,
    NAMES,
    PHENOTYPES,
    Phenotype,
    indices,
    mean_of,
)
from edge.simulation.low_back.proms import QUESTIONNAIRES, correlation, phenotype_shift
from edge.simulation.low_back.tasks import TASKS, TaskName, group_means

LUMBAR = ("ll_lordosis_deg", "ul_lordosis_deg", "ll_flexed_deg", "ul_flexed_deg")
PELVIS = ("pelvis_forward_deg",)


def mixture(shares: dict[Phenotype, float], names: tuple[str, ...]) -> tuple[float, float]:
    """Return mean and SD of the sum of some parameters over a mixture of phenotypes."""
    chosen = indices(names)
    means = {kind: float(mean_of(kind)[chosen].sum()) for kind in shares}
    mean = sum(share * means[kind] for kind, share in shares.items())
    between = sum(share * (means[kind] - mean) ** 2 for kind, share in shares.items())
    return mean, float(np.sqrt(COVARIANCE[np.ix_(chosen, chosen)].sum() + between))


def test_all_correlations_together_are_possible() -> None:
    assert np.allclose(CORRELATION, CORRELATION.T)
    assert np.linalg.eigvalsh(CORRELATION)[0] == pytest.approx(0.14, abs=0.01)
    assert np.linalg.eigvalsh(correlation())[0] > 0.3


@pytest.mark.parametrize(
    ("shares", "names", "mean_deg", "sd_deg"),
    [
        ({"healthy": 1.0}, LUMBAR + PELVIS, 111.0, 16.0),
        ({"healthy": 1.0}, LUMBAR, 52.0, 11.0),
        ({"healthy": 1.0}, PELVIS, 59.0, 15.0),
        (TASKS["mi-mci"].shares, LUMBAR + PELVIS, 93.0, 16.0),
        (TASKS["mi-mci"].shares, LUMBAR, 46.0, 12.0),
        (TASKS["mi-mci"].shares, PELVIS, 48.0, 15.0),
    ],
)
def test_healthy_people_and_the_mixture_of_patients_bend_as_laird_measured(
    shares: dict[Phenotype, float], names: tuple[str, ...], mean_deg: float, sd_deg: float
) -> None:
    mean, sd = mixture(shares, names)
    assert mean == pytest.approx(mean_deg, abs=3.0)
    assert sd == pytest.approx(sd_deg, abs=3.0)


@pytest.mark.parametrize(
    ("shares", "seconds"), [({"healthy": 1.0}, 2.28), (TASKS["mi-mci"].shares, 3.18)]
)
def test_patients_take_as_long_on_the_way_out_as_laird_measured(
    shares: dict[Phenotype, float], seconds: float
) -> None:
    medians = {kind: np.exp(mean_of(kind)[INDEX["ln_forward_s"]]) for kind in shares}
    mean = sum(share * medians[kind] for kind, share in shares.items())
    assert mean == pytest.approx(seconds, abs=0.2)


@pytest.mark.parametrize(
    ("task", "names", "accuracy"),
    [
        ("fp-ep", NAMES[:4], 0.687),
        ("fp-ep", FORWARD_SHAPE, 0.815),
        ("fp-ep", FORWARD_ALL, 0.834),
        ("fp-ep", BACKWARD_SHAPE, 0.826),
        ("fp-ep", NAMES, 0.914),
        ("mi-mci", NAMES[:4], 0.529),
        ("mi-mci", FORWARD_SHAPE, 0.795),
        ("mi-mci", FORWARD_ALL, 0.841),
        ("mi-mci", BACKWARD_SHAPE, 0.611),
        ("mi-mci", NAMES, 0.862),
    ],
)
def test_the_best_possible_accuracies_are_those_of_the_design(
    task: TaskName, names: tuple[str, ...], accuracy: float
) -> None:
    found = bayes_accuracy(TASKS[task], group_means(TASKS[task]), names, draws=20_000)
    assert found == pytest.approx(accuracy, abs=0.01)


def test_questionnaires_are_as_far_apart_as_designed() -> None:
    def apart(shift: np.ndarray) -> float:
        return float(np.sqrt(shift @ np.linalg.solve(correlation(), shift)))

    fp, ep = phenotype_shift("mci_fp"), phenotype_shift("mci_ep")
    assert apart(fp - ep) == pytest.approx(0.75, abs=0.01)
    assert apart(phenotype_shift("mi_flexion") - 0.5 * (fp + ep)) == pytest.approx(0.70, abs=0.01)


def test_separation_scales_every_difference_and_nothing_else() -> None:
    task = TASKS["mi-mci"]
    whole = group_means(task)
    for separation in (0.0, 0.5, 1.5):
        moved = group_means(task, separation=separation)
        for first in whole:
            for second in whole:
                apart = moved[first] - moved[second]
                assert np.allclose(apart, separation * (whole[first] - whole[second]))
        pooled, kept = (
            np.sum([s * m[k] for k, s in task.shares.items()], axis=0) for m in (whole, moved)
        )
        assert np.allclose(pooled, kept)


def test_with_one_cause_only_that_region_differs() -> None:
    means = group_means(TASKS["fp-ep"], cause="ul")
    differing = {NAMES[i] for i in np.flatnonzero(means["mci_fp"] != means["mci_ep"])}
    assert differing == {"ul_lordosis_deg", "ul_flexed_deg", "ul_extension_deg"}


def test_a_cohort_has_the_papers_sizes_and_follows_from_its_seed() -> None:
    cohort = draw_cohort(CohortSettings(task="mi-mci", persons=83, seed=5))
    kinds = [person.phenotype for person in cohort]
    assert [kinds.count(kind) for kind in ("mi_flexion", "mci_fp", "mci_ep")] == [42, 21, 20]
    assert sum(p.label for p in draw_cohort(CohortSettings(task="fp-ep", persons=78, seed=5))) == 40
    again = draw_cohort(CohortSettings(task="mi-mci", persons=83, seed=5))
    other = draw_cohort(CohortSettings(task="mi-mci", persons=83, seed=6))
    for one, same, different in zip(cohort, again, other, strict=True):
        assert np.array_equal(one.parameters, same.parameters)
        assert np.array_equal(one.proms, same.proms)
        assert one.covariates == same.covariates
        assert not np.array_equal(one.parameters, different.parameters)


def test_body_clothes_camera_and_light_do_not_depend_on_the_group() -> None:
    asked = CohortSettings(task="fp-ep", persons=30, seed=3)
    usual = draw_cohort(asked)
    for changed in (replace(asked, separation=3.0), replace(asked, task="mi-mci")):
        for one, other in zip(usual, draw_cohort(changed), strict=True):
            assert one.covariates == other.covariates


def test_parameters_of_drawn_people_have_the_means_and_the_covariance() -> None:
    cohort = draw_cohort(CohortSettings(task="fp-ep", persons=2500, seed=11))
    parameters = np.array([person.parameters for person in cohort])
    labels = np.array([person.label for person in cohort])
    for label, kind in ((1, "mci_fp"), (0, "mci_ep")):
        off = parameters[labels == label] - mean_of(kind)  # type: ignore[arg-type]
        assert np.abs(off.mean(axis=0) / np.sqrt(np.diag(COVARIANCE))).max() < 0.1
        assert np.abs(np.corrcoef(off.T) - CORRELATION).max() < 0.1


def test_label_noise_turns_what_is_put_down_and_leaves_the_truth() -> None:
    asked = CohortSettings(task="fp-ep", persons=2000, seed=1, label_noise=0.076)
    noisy = draw_cohort(asked)
    quiet = draw_cohort(replace(asked, label_noise=0.0))
    assert [p.label for p in noisy] == [p.label for p in quiet]
    assert all(p.label == p.given_label for p in quiet)
    turned = np.mean([p.label != p.given_label for p in noisy])
    assert turned == pytest.approx(0.076, abs=0.015)


def test_scores_are_whole_and_within_their_scales() -> None:
    cohort = draw_cohort(CohortSettings(task="mi-mci", persons=1000, seed=2))
    scores = np.array([person.proms for person in cohort])
    assert np.array_equal(scores, np.rint(scores))
    for scale, column in zip(QUESTIONNAIRES, scores.T, strict=True):
        assert column.min() >= scale.low
        assert column.max() <= scale.high
        assert column.mean() == pytest.approx(scale.mean, abs=0.15 * scale.sd)


def test_severe_answers_go_together() -> None:
    cohort = draw_cohort(CohortSettings(task="mi-mci", persons=1000, seed=2))
    r = np.corrcoef(np.array([person.proms for person in cohort]).T)
    assert np.abs(r - correlation()).max() < 0.12


@pytest.mark.parametrize("region", list(TWIN_SHIFT_DEG))
def test_a_twin_differs_in_one_region_alone(region: str) -> None:
    person = draw_person("mci_fp", seed=4)
    twin = twin_of(person, region)  # type: ignore[arg-type]
    differing = {NAMES[i] for i in np.flatnonzero(twin.parameters != person.parameters)}
    assert differing
    assert all(name.startswith(region) for name in differing)
    assert asdict(twin.covariates) == asdict(person.covariates)


def test_a_planted_shirt_tells_the_label() -> None:
    asked = CohortSettings(task="fp-ep", persons=20, seed=3, shirt_follows_label=True)
    told = [person.covariates.shirt_share > 0.4 for person in draw_cohort(asked)]
    assert told == [bool(person.label) for person in draw_cohort(asked)]


@given(st.integers(0, 2**31 - 1), st.sampled_from(PHENOTYPES), st.sampled_from(["mi-mci", "fp-ep"]))
@settings(max_examples=25, deadline=None)
def test_everybody_has_a_possible_body(seed: int, kind: Phenotype, task: TaskName) -> None:
    person = draw_person(kind, seed=seed)
    body = person.covariates
    assert 22.0 <= body.age_years <= 76.0
    assert 18.0 <= body.bmi_kg_m2 <= 42.0
    assert 0.0 <= body.shirt_share <= 1.0
    assert abs(body.view_deg) <= 15.0
    assert np.isfinite(list(person.numbers.values())).all()
    odds = log_odds(person.parameters[None], TASKS[task], group_means(TASKS[task]), NAMES)
    assert np.isfinite(odds).all()


def test_older_people_and_men_have_less_lumbar_movement_and_lordosis() -> None:
    person = draw_person("healthy", seed=1)
    body = replace(person.covariates, sex="female", age_years=44.7)
    lumbar = replace(person, covariates=body).numbers
    older = replace(person, covariates=replace(body, age_years=64.7)).numbers
    man = replace(person, covariates=replace(body, sex="male")).numbers

    def summed(numbers: dict[str, float], end: str) -> float:
        return sum(numbers[f"{region}_{end}_deg"] for region in ("ll", "ul"))

    assert summed(older, "flexed") - summed(lumbar, "flexed") == pytest.approx(-4.0)
    assert summed(man, "lordosis") - summed(lumbar, "lordosis") == pytest.approx(-11.0)


@pytest.mark.parametrize("wrong", [{"persons": 3}, {"separation": -1.0}, {"label_noise": 0.6}])
def test_a_cohort_that_cannot_be_is_refused_with_the_bounds(wrong: dict[str, float]) -> None:
    asked: dict[str, object] = {"task": "fp-ep", "persons": 20, "seed": 0} | wrong
    with pytest.raises(CohortError, match="give a value from"):
        CohortSettings(**asked)  # type: ignore[arg-type]


@pytest.mark.parametrize("task", TASKS)
def test_groups_that_do_not_differ_are_told_apart_by_chance(task: TaskName) -> None:
    alike = group_means(TASKS[task], separation=0.0)
    assert bayes_accuracy(TASKS[task], alike, NAMES, draws=2_000) == pytest.approx(0.5, abs=0.03)

"""Cohorts that bend, whose masks are drawn, and how people are shared among folds."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge.posture.angle_bins import FORWARD_BINS
from models.data.bends import Bends, folds_of, read_bends
from models.data.fold_scores import fold_scores
from models.data.mask_draw import MaskDraw
from models.inference.errors import ModelError
from models.inference.low_back import shrunk
from tests.models.bending import cohort


@pytest.fixture(scope="module")
def bends() -> Bends:
    return cohort()


def test_a_cohort_comes_back_from_its_folder_as_it_was(bends: Bends, tmp_path: Path) -> None:
    bends.write(tmp_path)
    back = read_bends([tmp_path])
    for name in ("masks", "theta_deg", "person", "backward", "figures", "labels", "groups"):
        np.testing.assert_array_equal(getattr(back, name), getattr(bends, name))
    assert (back.names, back.columns) == (bends.names, bends.columns)


def test_masks_are_read_in_parts_and_shrunk_as_at_work(
    bends: Bends, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.data.bends._AT_ONCE", 7)
    bends.write(tmp_path)
    np.testing.assert_array_equal(read_bends([tmp_path]).masks, bends.masks)
    small = read_bends([tmp_path], size_px=20)
    np.testing.assert_array_equal(small.masks, shrunk(bends.masks, 20))


def test_two_cohorts_become_one_in_which_nobody_is_confused(bends: Bends, tmp_path: Path) -> None:
    other = cohort(people=10, seed=1)
    bends.write(tmp_path / "a")
    other.write(tmp_path / "b")
    both = read_bends([tmp_path / "a", tmp_path / "b"])
    assert both.people == 34
    assert len(np.unique(both.groups)) == 34
    np.testing.assert_array_equal(both.of_people(np.arange(24, 34)).masks, other.masks)
    np.testing.assert_array_equal(both.of_people(np.arange(24, 34)).person, other.person)


@pytest.mark.parametrize("broken", ["missing", "text", "cut", "labels"])
def test_a_folder_without_a_cohort_is_said_in_one_sentence(
    bends: Bends, tmp_path: Path, broken: str
) -> None:
    if broken != "missing":
        bends.write(tmp_path)
    if broken == "text":
        (tmp_path / "cohort.json").write_text("[]")
    if broken == "cut":
        content = (tmp_path / "bends.npz").read_bytes()
        (tmp_path / "bends.npz").write_bytes(content[: len(content) // 2])
    if broken == "labels":
        with np.load(tmp_path / "bends.npz") as arrays:
            own = dict(arrays)
        np.savez(tmp_path / "bends.npz", **own | {"labels": own["labels"] + 1})
    with pytest.raises(ModelError, match="holds no cohort of bends"):
        read_bends([tmp_path])


def test_cohorts_of_other_groups_are_not_mixed(bends: Bends, tmp_path: Path) -> None:
    bends.write(tmp_path / "a")
    replace(bends, names=("EP", "FP")).write(tmp_path / "b")
    with pytest.raises(ModelError, match="tells other groups apart"):
        read_bends([tmp_path / "a", tmp_path / "b"])


def test_every_bin_is_drawn_as_often_and_nothing_beyond_them(bends: Bends) -> None:
    # One person is slow near the end, was in four of sixteen bins alone, and beyond all of them.
    theta = np.r_[np.full(20, 102.0), np.full(9, 71.0), np.repeat([112.0, 131.0, 178.0], 6)]
    one = replace(
        bends.of_people([0]),
        masks=np.zeros((47, 8, 8), np.uint8),
        theta_deg=theta,
        person=np.zeros(47, np.int64),
        backward=np.zeros(47, np.bool_),
    )
    rows = MaskDraw(one, {"forward": 16}).of([0] * 300, np.random.default_rng(0))
    bins = FORWARD_BINS.of(theta)[rows]
    # The nearest stands in for every bin in which the person never was.
    for number, times in ((0, 2), (2, 3), (6, 6), (15, 5)):
        assert ((bins == number).sum(axis=1) == times).all()
    assert all(len(set(row)) == 16 for row in rows)
    counts = np.bincount(rows.ravel(), minlength=20)[:20]
    assert (np.abs(counts - 30) < 20).all()
    assert not MaskDraw(one, {"backward": 1}).has_masks(0)


def test_masks_are_drawn_without_replacement_while_there_are_enough(bends: Bends) -> None:
    rows = MaskDraw(bends, {"forward": 3, "backward": 3}).of([3, 5], np.random.default_rng(1))
    for row, person in zip(rows, (3, 5), strict=True):
        assert len(set(row)) == 6
        assert (bends.person[row] == person).all()
        assert bends.backward[row].tolist() == [False] * 3 + [True] * 3


@settings(max_examples=40, deadline=None)
@given(st.integers(10, 60), st.integers(2, 5), st.integers(0, 1000))
def test_folds_spread_labels_and_part_no_twins(people: int, count: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    labels = np.tile(np.arange(people) % 2, 2)
    groups = np.tile(np.arange(people), 2)
    folds = folds_of(labels, groups, count, rng)
    assert set(folds.tolist()) == set(range(count))
    np.testing.assert_array_equal(folds[:people], folds[people:])
    for label in (0, 1):
        sizes = np.bincount(folds[:people][labels[:people] == label], minlength=count)
        assert sizes.max() - sizes.min() <= 1
    sizes = np.bincount(folds[:people], minlength=count)
    assert sizes.max() - sizes.min() <= 1


def test_more_folds_than_people_are_refused() -> None:
    with pytest.raises(ModelError, match="5 folds need 5"):
        folds_of(np.array([0, 1] * 4), np.arange(8), 5, np.random.default_rng(0))


def test_fold_scores_are_those_of_counting_by_hand() -> None:
    labels = np.array([1, 1, 0, 0, 1, 1, 0, 0])
    logits = np.array([2.0, -1.0, -2.0, -3.0, 1.0, 3.0, 1.0, -1.0])
    found = fold_scores(logits, labels, np.array([0, 0, 0, 0, 1, 1, 1, 1]))
    assert found.folds == (0.75, 0.75)
    assert (found.accuracy, found.low, found.high) == (0.75, 0.75, 0.75)
    assert found.confusion == ((3, 1), (1, 3))
    assert (found.sensitivity, found.specificity, found.f1) == (0.75, 0.75, 0.75)
    pairs = [(a > b) + 0.5 * (a == b) for a in logits[labels == 1] for b in logits[labels == 0]]
    assert found.auc == pytest.approx(np.mean(pairs))


def test_the_interval_is_students(bends: Bends) -> None:
    # Folds right in 60, 80, 80, 100 and 80 %: SD 0.1414, t(4) = 2.776.
    right = np.array([3, 4, 4, 5, 4])
    labels = np.tile([1, 1, 0, 0, 1], 5)
    told = np.concatenate([np.r_[np.ones(k), -np.ones(5 - k)] for k in right])
    found = fold_scores(told * (2 * labels - 1), labels, np.repeat(np.arange(5), 5))
    assert found.accuracy == pytest.approx(0.8)
    assert found.high - 0.8 == pytest.approx(2.776 * 0.1414 / np.sqrt(5), rel=1e-3)

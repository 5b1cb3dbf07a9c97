"""Scores of maps against counting by hand, and the deletion of bands of a back."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.explain.back_deletion import BANDS, MeanContours, deletions, with_contour
from edge.explain.errors import ExplainError
from edge.explain.map_checks import (
    area_floor,
    edge_map,
    enlarged,
    localisation,
    rank_correlation,
)
from edge.posture.back_contour import back_contour


def test_localisation_counts_as_by_hand() -> None:
    heat = np.array([[4.0, 3.0, 0.0], [2.0, 1.0, 0.0]])
    region = np.array([[True, False, False], [True, False, False]])
    found = localisation(heat, region)
    assert found.pointed
    assert found.mass == pytest.approx(0.6)
    assert found.rank == pytest.approx(0.5)
    assert not localisation(heat, ~region).pointed


@given(st.integers(0, 500))
def test_an_even_map_gets_what_chance_would(seed: int) -> None:
    region = np.random.default_rng(seed).random((5, 7)) > 0.6
    region[2, 3] = True
    even, floor = localisation(np.ones((5, 7)), region), area_floor(region)
    assert even.mass == pytest.approx(floor.mass)
    assert even.rank == pytest.approx(floor.rank)
    nothing = localisation(np.zeros((5, 7)), region)
    assert (nothing.pointed, nothing.mass) == (False, 0.0)


def test_a_region_that_is_none_is_refused() -> None:
    with pytest.raises(ExplainError, match="the region is empty"):
        localisation(np.ones((3, 3)), np.zeros((3, 3), np.bool_))
    with pytest.raises(ExplainError, match="differ in shape"):
        rank_correlation(np.ones((3, 3)), np.ones((2, 2)))


def test_edges_are_where_a_mask_changes() -> None:
    mask = np.zeros((9, 9), np.uint8)
    mask[:, 5:] = 255
    edges = edge_map(mask)
    assert (edges[:, 4:6] > 0).all()
    assert not edges[:, [0, 1, 2, 7, 8]].any()


def test_enlarged_maps_keep_their_place_and_sign() -> None:
    maps = np.zeros((1, 3, 3))
    maps[0, 0, 2] = 1.0
    large = enlarged(maps, 96)[0]
    assert large.shape == (96, 96)
    assert large.min() == 0.0
    down, across = np.unravel_index(large.argmax(), large.shape)
    assert down < 32
    assert across >= 64


def test_rank_correlation_is_spearmans() -> None:
    rng = np.random.default_rng(0)
    a, b = rng.random((2, 4, 5))
    ranks = [x.ravel().argsort().argsort() for x in (a, b)]
    assert rank_correlation(a, b) == pytest.approx(np.corrcoef(*ranks)[0, 1])
    assert rank_correlation(a, a**3) == pytest.approx(1.0)
    assert rank_correlation(a, np.ones((4, 5))) == 0.0


def bent(bulge: float, size: int = 96) -> np.ndarray:
    """Return a back that is `bulge` of its length thick in the middle, half as much at its ends."""
    down, across = np.mgrid[:size, :size]
    height = np.clip((down - 5) / (size - 11), 0.0, 1.0)
    thick = (size - 10) * bulge * (0.5 + 0.5 * np.sin(np.pi * height))
    inside = (across >= 70 - thick) & (across < 70) & (down >= 5) & (down < size - 5)
    return np.where(inside, 255, 0).astype(np.uint8)


def test_a_band_gets_the_other_contour_and_the_rest_stays() -> None:
    thin, thick = bent(0.2), bent(0.5)
    contour = back_contour(thick)
    whole = with_contour(thin, contour, (0.0, 1.01))
    assert np.mean((whole > 0) != (thick > 0)) < 0.01
    part = with_contour(thin, contour, (0.3, 0.5))
    rows = np.flatnonzero((part != thin).any(axis=1))
    heights = (90 - rows + 0.5) / 86
    assert heights.min() >= 0.29
    assert heights.max() <= 0.51
    np.testing.assert_array_equal(part[rows], whole[rows])
    same = with_contour(thin, back_contour(thin), (0.0, 1.01))
    assert np.mean(same != thin) < 0.01


def test_the_mean_contour_is_of_its_bin_and_gaps_are_bridged() -> None:
    masks = np.stack([bent(0.2), bent(0.4), bent(0.6)])
    found = MeanContours.of(masks, np.array([101.0, 104.0, 121.0]))
    mean = (back_contour(masks[0]) + back_contour(masks[1])) / 2
    np.testing.assert_allclose(found.at(102.0), mean)
    np.testing.assert_allclose(found.at(122.0), back_contour(masks[2]))
    between = found.at(111.0)
    assert (between >= np.minimum(mean, back_contour(masks[2])) - 1e-9).all()
    np.testing.assert_allclose(found.at(20.0), mean)
    with pytest.raises(ExplainError, match="no mask shows a back"):
        MeanContours.of(np.zeros((1, 96, 96), np.uint8), np.array([120.0]))


def test_the_band_that_the_network_looks_at_is_the_one_that_is_missed() -> None:
    population = MeanContours.of(np.stack([bent(0.2)]), np.array([150.0]))
    # It measures how white the rows of the upper lumbar band are.
    rows = slice(90 - round(0.45 * 86), 90 - round(0.31 * 86))

    def ask(masks: np.ndarray) -> float:
        return float(masks[:, rows].mean())

    found = deletions(ask, np.stack([bent(0.5)] * 2), np.array([150.0, 152.0]), population)
    assert set(found) == set(BANDS)
    assert max(found, key=lambda name: found[name]) == "upper lumbar"
    assert all(abs(v) < 1e-9 for name, v in found.items() if name != "upper lumbar")

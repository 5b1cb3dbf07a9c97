from pathlib import Path

import numpy as np
import pytest

from benchmarks.dtw.exact_path import ExactPath, pairs_of
from benchmarks.dtw.many_pairs import time_batch
from benchmarks.errors import RecordedError
from benchmarks.question import ignored
from benchmarks.recordings import recordings
from edge.importers.watch_csv import write_watch_csv
from tests.benchmarks.shown import shown


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    path = tmp_path / "two.npz"
    rng = np.random.default_rng(0)
    units = rng.normal(size=(2, 500, 6)).cumsum(axis=1)
    units[0] *= 0.01
    np.savez(path, one=rng.normal(size=(450, 6)), several=units, other=np.zeros(3))
    return path


@pytest.mark.slow
@pytest.mark.timeout(600)  # the peers compile themselves
def test_every_pair_is_reported_with_costs_bound_and_peers(recording: Path) -> None:
    result = ExactPath(
        data=(recording,),
        rounds=1,
        lengths=((30, 50),),
        long_lengths=(460,),
        processes=1,
    ).run(ignored)
    rows = result.dtw
    assert [(row.n, row.m) for row in rows] == [(30, 50), (30, 50)]
    assert [row.kind for row in rows] == ["random walks", "two one and two several"]
    for row in rows:
        assert row.bound_us > 0
        assert row.ours_cost == pytest.approx(row.ours_float64_cost, rel=1e-6)
        peers = row.peers
        assert peers["tslearn"].cost == pytest.approx(row.ours_float64_cost, rel=1e-12)
        assert peers["tslearn"].cannot == ""
        squared = peers["tslearn dtw_path"].cost
        assert squared is not None
        assert squared >= row.ours_float64_cost * (1 - 1e-12)
        assert "L1" in peers["tslearn dtw_path"].cannot
        assert peers["scipy cdist"].cost is None
    assert set(rows[0].peers).isdisjoint(result.not_installed)
    assert [row.kind for row in result.long] == ["random walks"]
    for timing in result.long:
        assert timing.band_cost_ratio >= 1 - 1e-6
        assert timing.linear_bytes > 0
    assert "random walks" in shown(result, 200)


def test_recordings_that_are_too_short_are_joined() -> None:
    rng = np.random.default_rng(0)
    real = [(name, rng.normal(size=(100, 6))) for name in "abcd"]
    walks, joined = pairs_of(150, 180, real, seed=0)
    assert walks.kind == "random walks"
    assert joined.kind == "a… and c…, joined"
    assert (joined.s == np.vstack([real[0][1], real[1][1]])[:150]).all()
    assert (joined.t == np.vstack([real[2][1], real[3][1]])[:180]).all()
    assert len(pairs_of(250, 250, real, seed=0)) == 1


def test_a_batch_is_timed_on_both_numbers_of_threads() -> None:
    timing = time_batch(rounds=1, seed=0)
    assert timing.ratio.median == pytest.approx(timing.one_ms / timing.two_ms)


def test_recordings_come_from_both_kinds_of_file(recording: Path, tmp_path: Path) -> None:
    csv = tmp_path / "watch.csv"
    rng = np.random.default_rng(1)
    write_watch_csv(csv, np.arange(60) / 50, rng.normal(size=(60, 3)) + 9.8, np.ones((60, 3)))
    found = dict(recordings([recording, csv]))
    assert {name: x.shape for name, x in found.items()} == {
        "two one": (450, 6),
        "two several": (500, 6),
        "watch": (60, 6),
    }
    for x in found.values():
        assert np.abs(x.mean(axis=0)).max() < 1e-9


def test_a_file_without_a_recording_is_named(tmp_path: Path) -> None:
    with pytest.raises(RecordedError, match="there is no file"):
        recordings([tmp_path / "none.npz"])
    np.savez(tmp_path / "other.npz", x=np.zeros((3, 5)))
    with pytest.raises(RecordedError, match="holds no six-axis recording"):
        recordings([tmp_path / "other.npz"])

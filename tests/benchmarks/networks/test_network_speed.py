"""The benchmark of the networks: what it times, and how far it says that answers are off."""

from pathlib import Path

import numpy as np
import pytest

from benchmarks.networks.eight_bits import _Reader
from benchmarks.networks.network_setting import (
    NetworkAnswers,
    NetworkSetting,
    NetworkTiming,
    measure,
    read_cases,
    write_cases,
)
from benchmarks.networks.network_speed import (
    FP32,
    PROVIDERS,
    FailedSetting,
    NetworkSpeed,
    NetworkTimings,
    TimedSetting,
    compared,
)
from benchmarks.own_process import in_own_process
from benchmarks.question import ignored
from models.inference.card import ZOO, Card
from models.inference.catalog import CPU, EXPLAIN, SELECT
from models.inference.errors import CatalogError
from models.inference.fault_localizer import FaultLocalizerNetwork
from models.inference.siamese import SiameseNetwork
from tests.benchmarks.shown import shown

NETWORK = "snn-tcn"


def test_every_setting_is_timed_and_what_is_missing_is_named() -> None:
    result = NetworkSpeed(networks=(NETWORK, "fault-localizer"), threads=(1,), calls=3).run(ignored)
    assert result.simulated
    timed = [row for row in result.models if isinstance(row, TimedSetting)]
    rows = [row for row in timed if row.precision == FP32 and row.provider == CPU]
    assert [row.network for row in rows] == [NETWORK, "fault-localizer"]
    for row in rows:
        assert 0 < row.predict_p50_ms <= row.predict_p95_ms
        assert row.memory_mb > 0
        assert row.score_error_max == 0
    plain, explaining = rows
    assert plain.gradient_p50_ms is plain.gradient_cosine is None
    assert (explaining.gradient_p50_ms or 0) > 0
    assert explaining.gradient_cosine == pytest.approx(1)
    offered = {row.provider for row in result.models}
    absent = {sentence.split(":")[0] for sentence in result.absent} - {"int8"}
    assert offered | absent == set(PROVIDERS)
    rounded = [row for row in result.models if row.precision != FP32]
    assert bool(rounded) == ("int8" not in str(result.absent))
    assert NETWORK in shown(result)


def test_answers_that_are_off_are_measured_against_their_spread() -> None:
    exact = NetworkAnswers(
        scores=np.array([[0.0, 5.0], [2.0, 7.0]]), gradients=(np.ones(4), np.array([1.0, 0.0]))
    )
    other = NetworkAnswers(
        scores=exact.scores + np.array([[0.1, 0.0], [0.0, -0.3]]),
        gradients=(2 * np.ones(4), np.array([0.0, 0.0])),
    )
    timing = NetworkTiming(
        network=NETWORK,
        provider=CPU,
        precision=FP32,
        threads=1,
        file_kb=1.0,
        load_ms=1.0,
        predict_p50_ms=1.0,
        predict_p95_ms=1.0,
        gradient_p50_ms=None,
        gradient_p95_ms=None,
        memory_mb=1.0,
    )
    found = compared(timing, other, exact)
    assert found.load_ms == timing.load_ms
    assert found.score_error_mean == pytest.approx(0.1)
    assert found.score_error_max == pytest.approx(0.3)
    assert found.score_error_share == pytest.approx(np.sqrt(0.1 / 4))
    # One points the same way, the other has vanished.
    assert found.gradient_cosine == pytest.approx(0.5)


def test_what_does_not_run_is_shown_with_its_reason() -> None:
    row = FailedSetting(
        network=NETWORK, provider=CPU, precision="int8 static", threads=1, failed="it crashed"
    )
    result = NetworkTimings(models=(row,), absent=())
    assert f"{NETWORK}, int8 static, 1 threads: it crashed." in shown(result)


def test_cases_come_back_as_they_were_written(tmp_path: Path) -> None:
    cases = [SiameseNetwork.example_inputs(), FaultLocalizerNetwork.example_inputs()]
    write_cases(tmp_path / "cases.npz", cases)
    for read, written in zip(read_cases(tmp_path / "cases.npz"), cases, strict=True):
        for one, other in zip(read, written, strict=True):
            np.testing.assert_array_equal(one, other)


def test_a_setting_that_does_not_run_says_so(tmp_path: Path) -> None:
    write_cases(tmp_path / "cases.npz", [SiameseNetwork.example_inputs()])
    setting = NetworkSetting(network=NETWORK, provider="NoProvider", precision=FP32, threads=1)
    with pytest.raises(CatalogError, match="NoProvider is not part"):
        in_own_process(measure, setting, ZOO, tmp_path / "cases.npz", 1)


def test_calibration_gets_each_example_once_with_all_that_the_network_takes() -> None:
    reader = _Reader(Card.read(ZOO / "snn.json"), [SiameseNetwork.example_inputs()] * 2)
    first, second = reader.get_next(), reader.get_next()
    assert first is not None
    assert second is not None
    assert list(first) == ["signal", "anchor", SELECT, EXPLAIN]
    assert reader.get_next() is None

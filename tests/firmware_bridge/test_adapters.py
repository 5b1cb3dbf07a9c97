"""What adapters add to their decoders: times, counters, silence, and packages of others."""

import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from firmware_bridge import adapters
from firmware_bridge.adapters import kind_of
from firmware_bridge.adapters.esense import EsenseAdapter
from firmware_bridge.adapters.infinitime import InfiniTimeAdapter
from firmware_bridge.adapters.polar import PolarAdapter
from firmware_bridge.arrival_times import ArrivalTimes
from firmware_bridge.errors import LinkError
from firmware_bridge.pairs import MOST_AHEAD, Pairs, TimedPairs
from firmware_bridge.protocols import esense, infinitime
from firmware_bridge.samples import Samples
from tests.worked_examples import block

STILL = np.zeros(3)
LEVEL = np.array([0.0, 0.0, 9.80665])


@pytest.mark.parametrize("off", [0.97, 1.0, 1.03])
def test_times_are_even_and_follow_the_true_rate_through_bursts(off: float) -> None:
    """Samples come three at a time every 60 ms, some later; a second of them is lost on the way."""
    rng = np.random.default_rng(3)
    times = ArrivalTimes(50.0)
    true_s = 0.02 * off * np.arange(3, 6000, 3)
    true_s[1500:] += 1.0
    late_s = rng.choice([0.0, 0.0, 0.01, 0.04], len(true_s))
    arrivals = np.maximum.accumulate(true_s + late_s)
    found = [times.place(3, round(at_s * 1e9)) for at_s in arrivals]
    t_us = np.concatenate(found)
    assert np.all(np.diff(t_us) > 0)
    assert times.period_us == pytest.approx(20_000 * off, rel=0.01)
    last_s = np.array([one[-1] for one in found]) * 1e-6
    shift = last_s - true_s
    assert np.ptp(shift[300:1500]) < 0.03
    assert abs(np.median(shift[1800:]) - np.median(shift[300:1500])) < 0.03


def test_sensors_that_send_apart_are_joined_and_lost_partners_dropped() -> None:
    pairs = Pairs()
    for i in range(MOST_AHEAD + 3):
        assert pairs.join(Samples(accel_m_s2=np.full((1, 3), float(i)))) is None
    joined = pairs.join(Samples(gyro_rad_s=np.ones((2, 3))))
    assert joined is not None
    assert joined.accel_m_s2 is not None
    assert joined.accel_m_s2[:, 0].tolist() == [3.0, 4.0]


def test_an_angular_rate_is_read_where_the_acceleration_was_measured() -> None:
    pairs = TimedPairs()
    rate = np.arange(4.0)[:, np.newaxis] * np.ones(3)
    assert pairs.join(Samples(gyro_rad_s=rate, t_ns=(10, 20, 30, 40))) is None
    accel = np.arange(5.0)[:, np.newaxis] * np.ones(3)
    joined = pairs.join(Samples(accel_m_s2=accel, t_ns=(5, 15, 25, 35, 45)))
    assert joined is not None
    assert joined.t_ns == (15, 25, 35)
    assert joined.gyro_rad_s is not None
    assert joined.gyro_rad_s[:, 0].tolist() == [0.5, 1.5, 2.5]
    later = pairs.join(Samples(gyro_rad_s=rate, t_ns=(50, 60, 70, 80)))
    assert later is not None
    assert later.t_ns == (45,)


def test_the_silence_of_a_still_watch_is_filled_with_what_it_measured_before() -> None:
    adapter = InfiniTimeAdapter()
    assert adapter.silent_when_still
    (one,) = adapter.decode(infinitime.encode_samples(LEVEL[np.newaxis]), 10**9)
    assert one.gyro_rad_s is None
    still, moved = adapter.decode(infinitime.encode_samples(np.ones((1, 3))), 3 * 10**9)
    assert len(still.t_us) == 19
    np.testing.assert_allclose(still.accel_m_s2, np.tile(LEVEL, (19, 1)))
    t_us = np.concatenate([one.t_us, still.t_us, moved.t_us])
    assert np.all(np.diff(t_us) > 0)
    assert np.ptp(t_us) == pytest.approx(2e6, rel=0.05)


def test_an_eight_bit_counter_tells_what_was_lost() -> None:
    adapter = EsenseAdapter()
    numbers = [254, 255, 256, 259]
    data = [esense.encode_packet(esense.reading_of(n, LEVEL, STILL)) for n in numbers]
    packets = [adapter.decode(one, 20_000_000 * n)[0] for n, one in zip(numbers, data, strict=True)]
    assert [packet.seq for packet in packets] == numbers


@pytest.fixture
def another_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[str], None]]:
    """Return what installs a package whose entry point is the worked example, or worse."""

    def install(what: str) -> None:
        source = block("firmware_bridge/adapters/pebble_band.py")
        (tmp_path / "their_watches.py").write_text(source)
        info = tmp_path / "their_watches-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: their-watches\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(f"[{adapters.ENTRY_POINTS}]\nband = {what}\n")
        monkeypatch.syspath_prepend(tmp_path)
        importlib.invalidate_caches()
        monkeypatch.delitem(sys.modules, "their_watches", raising=False)

    adapters.other_adapters.cache_clear()
    yield install
    adapters.other_adapters.cache_clear()


def test_a_watch_in_another_package_is_found(another_package: Callable[[str], None]) -> None:
    another_package("their_watches:PebbleBandAdapter")
    kind = kind_of("", ("5b1e0001-2b2d-4c61-9f3a-70656262c3a9",))
    assert kind is not None
    assert kind.title == "Pebble Band"
    assert kind_of("Polar H10 0000", ()) is PolarAdapter


@pytest.mark.parametrize("what", ["their_watches:NOTHING", "their_watches:SERVICE_UUID"])
def test_a_package_that_brings_no_watch_is_named(
    another_package: Callable[[str], None], what: str
) -> None:
    another_package(what)
    with pytest.raises(LinkError, match="band"):
        kind_of("anything", ())

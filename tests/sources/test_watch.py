"""The whole path: virtual watch → bumble → bleak → assembler, as the watch process runs it."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from edge.bus.stop import Stop
from edge.core.messages.imu import Imu, LinkStatus
from edge.importers.errors import ImporterError
from edge.importers.registry import read_watch_recording
from edge.importers.watch_csv import write_watch_csv
from edge.sources.ble import BleSource
from edge.sources.errors import SourceError
from edge.sources.file import FileSource
from edge.sources.schemes import HELP, SCHEMES, scheme_of
from edge.sources.virtual import VirtualSource
from edge.sources.watch import open_source, settled, stream, told_watch, watch_name
from firmware_bridge.house_control import HouseSettings
from firmware_bridge.playback import Dropout, Faults, Motion, WatchSettings, schedule
from tests.importers.foreign.catalogue import FOREIGN

MakeMotion = Callable[..., Motion]


async def received(source: VirtualSource | FileSource) -> tuple[list[Imu], list[LinkStatus]]:
    chunks: list[Imu] = []
    links: list[LinkStatus] = []

    def emit(message: Imu | LinkStatus) -> None:
        (chunks if isinstance(message, Imu) else links).append(message)  # type: ignore[arg-type]

    await asyncio.wait_for(stream(source, emit, Stop()), 60)
    return chunks, links


def indices(moving: Motion, chunks: list[Imu]) -> list[int]:
    played = {round(value, 6): i for i, value in enumerate(moving.accel_m_s2[:, 0].tolist())}
    rows = np.vstack([chunk.accel_m_s2 for chunk in chunks])
    found = [played[round(value, 6)] for value in rows[:, 0].tolist()]
    np.testing.assert_allclose(rows, moving.accel_m_s2[found], atol=1e-9)
    gyro = np.vstack([chunk.six_axes for chunk in chunks])[:, 3:]
    np.testing.assert_allclose(gyro, moving.gyro_rad_s[found], atol=1e-9)
    return found


def calm(moving: Motion) -> Motion:
    """Return the same with turns so slow that their unit is not in doubt."""
    return replace(moving, gyro_rad_s=0.1 * moving.gyro_rad_s)


@pytest.mark.parametrize(
    ("faults", "watch"),
    [
        (Faults(), WatchSettings(seq=65520, clock_us=2**32 - 1_000_000)),
        (Faults(seed=1, loss=0.1), WatchSettings()),
        (Faults(seed=2, duplicate=0.2), WatchSettings(samples_per_packet=2)),
        (Faults(seed=3, reorder=0.2), WatchSettings(drift_ppm=-100.0)),
        (Faults(interval_s=0.045), WatchSettings()),
        (Faults(seed=4, loss=0.1, duplicate=0.1, interval_s=0.045), WatchSettings()),
    ],
    ids=["clean", "loss", "duplicates", "reordering", "bursts", "all"],
)
async def test_what_was_played_arrives_and_exactly_the_losses_are_counted(
    motion: MakeMotion, faults: Faults, watch: WatchSettings
) -> None:
    moving = motion(1.2)
    chunks, links = await received(VirtualSource(motion=moving, watch=watch, faults=faults))
    plan = schedule(moving, HouseSettings(), watch, faults)
    sent = sorted({i for delivery in plan.deliveries for i in delivery.samples})
    if faults.reorder:
        # a run of late packets may exceed the window; what is given up is counted, never reordered
        assert set(indices(moving, chunks)) <= set(sent)
        assert len(indices(moving, chunks)) > 0.9 * len(sent)
    else:
        assert indices(moving, chunks) == sent
    assert sum(chunk.lost for chunk in chunks) == int(np.sum(np.diff(indices(moving, chunks)) - 1))
    t_ns = np.concatenate([chunk.t_ns for chunk in chunks])
    assert np.all(np.diff(t_ns) > 0)
    assert [link.state for link in links][:3] == ["scanning", "connecting", "streaming"]
    assert links[-1].state == "ended"
    assert all(link.simulated for link in links)
    assert links[-1].rate_hz == pytest.approx(50.0, abs=1.5)


@pytest.mark.parametrize("restarts", [False, True])
async def test_a_disconnection_is_marked_and_survived(
    motion: MakeMotion, caplog: pytest.LogCaptureFixture, *, restarts: bool
) -> None:
    caplog.set_level(logging.WARNING)
    moving = motion(2.6)
    faults = Faults(dropouts=(Dropout(at_s=0.6, for_s=0.8, restarts=restarts),))
    chunks, links = await received(VirtualSource(motion=moving, faults=faults))
    found = indices(moving, chunks)
    holes = np.flatnonzero(np.diff(found) > 1)
    assert len(holes) == 1
    missing = int(np.diff(found)[holes[0]]) - 1
    assert 35 <= missing <= 95
    gaps = [(chunk.seq, chunk.lost) for chunk in chunks if chunk.gap]
    assert gaps == [(0, 0), (holes[0] + 1, 0 if restarts else missing)]
    assert [link.state for link in links if link.state != "streaming"] == [
        "scanning",
        "connecting",
        "lost",
        "scanning",
        "connecting",
        "ended",
    ]
    assert "disconnected" in caplog.text


async def test_a_patient_who_began_earlier_is_joined_where_he_is(motion: MakeMotion) -> None:
    loop = asyncio.get_running_loop()
    moving = motion(2.4)
    begin_ns = round((loop.time() - 1.5) * 1e9)
    chunks, _ = await received(VirtualSource(motion=moving, begin_ns=begin_ns))
    found = indices(moving, chunks)
    assert found == list(range(found[0], 120))
    assert found[0] >= 75
    expected_ns = begin_ns + moving.t_s[found] * 1e9
    t_ns = np.concatenate([chunk.t_ns for chunk in chunks])
    assert np.median(t_ns - expected_ns) < 50e6
    assert np.min(t_ns - expected_ns) > -1e6


async def test_stopping_ends_the_stream_at_once(motion: MakeMotion) -> None:
    stop = Stop()
    links: list[LinkStatus] = []

    def emit(message: Imu | LinkStatus) -> None:
        if isinstance(message, Imu):
            stop.set()
        else:
            links.append(message)

    await asyncio.wait_for(stream(VirtualSource(motion=motion(60.0)), emit, stop), 20)
    assert links[-1].state == "ended"


async def test_a_file_is_played_at_its_own_pace(motion: MakeMotion, tmp_path: Path) -> None:
    moving = calm(motion(1.0))
    keep = np.r_[0:20, 40:50]
    path = tmp_path / "watch.csv"
    write_watch_csv(path, moving.t_s[keep], moving.accel_m_s2[keep], moving.gyro_rad_s[keep])
    source = open_source(f"file:{path}", lambda: VirtualSource(motion=moving))
    assert isinstance(source, FileSource)
    chunks, links = await received(source)
    assert indices(moving, chunks) == keep.tolist()
    assert [(chunk.seq, chunk.lost) for chunk in chunks if chunk.gap] == [(0, 0), (20, 20)]
    t_ns = np.concatenate([chunk.t_ns for chunk in chunks])
    np.testing.assert_allclose((t_ns - t_ns[0]) * 1e-9, moving.t_s[keep], atol=1e-8)
    assert [link.state for link in links] == ["streaming", "ended"]
    assert not links[0].simulated


def test_sources_are_named_as_the_user_writes_them(motion: MakeMotion) -> None:
    virtual = VirtualSource(motion=motion())
    assert open_source("virtual", lambda: virtual) is virtual
    assert open_source("ble:My watch", lambda: virtual) == BleSource(name="My watch")
    for wrong in ("", "file:", "webcam:0"):
        with pytest.raises(SourceError, match="names no watch"):
            open_source(wrong, lambda: virtual)
    with pytest.raises(ImporterError, match="there is no file"):
        open_source("file:/nowhere/at/all.csv", lambda: virtual)


@pytest.mark.parametrize("kind", SCHEMES)
def test_every_scheme_of_the_table_can_be_opened_and_is_explained(kind: str) -> None:
    scheme, rest = scheme_of(f"{kind}:rest")
    assert rest == "rest"
    assert callable(scheme.open)
    assert f"{SCHEMES[kind].written}: {SCHEMES[kind].says}" in HELP


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("virtual", "virtual"),
        ("virtual:polar", "virtual-polar"),
        ("ble:Physio virtual", "Physio-virtual"),
        ("ble:C0:FF:EE:00:00:01", "C0-FF-EE-00-00-01"),
        ("ble:../../etc", "etc"),
        ("ble:", ""),
        ("file:watch.csv", ""),
    ],
)
def test_a_watch_is_kept_under_a_name_that_a_file_may_have(source: str, name: str) -> None:
    assert watch_name(source) == name
    assert settled(source) == source
    assert told_watch(source) == source


def test_a_record_names_a_recording_without_its_folders() -> None:
    assert told_watch("file:/home/somebody/watch.csv") == "file:watch.csv"


def test_a_recording_of_another_app_is_played_if_it_has_a_gyroscope(
    motion: MakeMotion, tmp_path: Path
) -> None:
    moving = calm(motion())
    table = np.column_stack([moving.t_s, moving.accel_m_s2, moving.gyro_rad_s])
    for name in ("MetaBase", "Empatica"):
        (tmp_path / name).mkdir()
        for title, content in FOREIGN[name].write(table).items():
            (tmp_path / name / title).write_bytes(content)
    source = open_source(f"file:{tmp_path / 'MetaBase'}", lambda: VirtualSource(motion=moving))
    assert isinstance(source, FileSource)
    assert source.signal.shape == (len(source.t_s), 6)
    with pytest.raises(ImporterError, match="no gyroscope"):
        open_source(f"file:{tmp_path / 'Empatica'}", lambda: VirtualSource(motion=moving))


def test_reading_back_what_was_written_gives_the_same_numbers(
    motion: MakeMotion, tmp_path: Path
) -> None:
    moving = calm(motion())
    path = tmp_path / "watch.csv"
    write_watch_csv(path, moving.t_s, moving.accel_m_s2, moving.gyro_rad_s)
    back = read_watch_recording(path)
    np.testing.assert_array_equal(back.t_s, moving.t_s)
    np.testing.assert_array_equal(back.gyro_rad_s, moving.gyro_rad_s)

"""Recordings that lie: each kind at several rates, alone and together, and what is refused."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from edge.importers.errors import ImporterError
from edge.importers.registry import read_watch_recording
from edge.importers.remark import MISLEADING, RemarkKind
from edge.importers.stream import six_axes
from edge.importers.watch_recording import WatchRecording, recording_of
from edge.wording.languages import LANGUAGES
from tests.importers.lies import HEAD, MENDED, Floats, text, truth

RATES_HZ = (25.0, 104.0)
once = cache(truth)


def read(path: Path, content: bytes) -> WatchRecording:
    path.write_bytes(content)
    return read_watch_recording(path)


def kinds(recording: WatchRecording) -> list[RemarkKind]:
    return [remark.kind for remark in recording.remarks]


def rows_in(recording: WatchRecording, table: Floats) -> np.ndarray:
    """Return which row of the true table each sample is, −1 for none."""
    known = {tuple(np.round(row, 6)): number for number, row in enumerate(table[:, 1:])}
    signal = recording.counted_axes()
    return np.array([known.get(tuple(np.round(row, 6)), -1) for row in signal])


@pytest.mark.parametrize("rate_hz", RATES_HZ)
@pytest.mark.parametrize("name", MENDED)
def test_a_lie_is_recognised_and_mended(tmp_path: Path, name: str, rate_hz: float) -> None:
    lie, table = MENDED[name], once(rate_hz, 3, 20.0)
    recording = read(tmp_path / "w.csv", lie.tell(table, np.random.default_rng(5)))
    assert lie.kind is None or lie.kind in kinds(recording)
    rows = rows_in(recording, table)
    assert len(rows) >= (1 - lie.lost) * len(table)
    known = rows >= 0
    assert known.mean() > 0.99
    late_s = recording.t_s[known] - table[rows[known], 0]
    assert np.abs(late_s - np.median(late_s)).max() * rate_hz <= lie.off
    assert np.all(np.diff(recording.t_s) > 0)


def test_every_remark_is_a_sentence_in_every_language(tmp_path: Path) -> None:
    for name, lie in MENDED.items():
        table = once(25.0, 3, 20.0)
        recording = read(tmp_path / "w.csv", lie.tell(table, np.random.default_rng(1)))
        for remark in recording.remarks:
            sentences = {remark.sentence(language) for language in LANGUAGES.values()}
            assert len(sentences) == len(LANGUAGES), name


@pytest.mark.parametrize("apart_s", [1e-320, 1e-12])
def test_times_closer_than_a_nanosecond_are_one(apart_s: float) -> None:
    table = once(25.0, 3, 20.0).copy()
    table[1, 0] = table[0, 0] + apart_s
    recording = recording_of(six_axes(table), Path("w.csv"))
    assert np.diff(recording.t_s).min() > 1e-10
    assert len(recording.t_s) >= len(table) - 2


def sensors(change: Callable[[Floats], object], rate_hz: float = 50.0) -> WatchRecording:
    table = once(rate_hz, 3, 20.0).copy()
    change(table)
    return recording_of(six_axes(table), Path("w.csv"))


def stalled(table: Floats) -> None:
    table[300:400, 4:] = 0.0


def frozen(table: Floats) -> None:
    fastest = int(np.linalg.norm(table[:, 4:], axis=1).argmax())
    table[fastest : fastest + 60, 1:] = table[fastest, 1:]


def clip(columns: slice, most: float) -> Callable[[Floats], object]:
    def change(table: Floats) -> None:
        table[:, columns] = np.clip(table[:, columns], -most, most)

    return change


def faster_and_clipped(table: Floats) -> None:
    # A quicker movement: the same angles in half of the time.
    table[:, 0] /= 2.0
    table[:, 4:] *= 2.0
    peak = float(np.abs(table[:, 4:]).max())
    table[:, 4:] *= max(1.0, 4.0 / peak)
    clip(slice(4, 7), 2.18)(table)


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (lambda table: table.__setitem__((slice(None), slice(4, 7)), 0.0), "gyroscope_dead"),
        (lambda table: table.__setitem__((slice(None), slice(1, 4)), 0.0), "accelerometer_dead"),
        (lambda table: table.__setitem__((slice(None), 5), 0.25), "axis_dead"),
        (stalled, "gyroscope_stalls"),
        (frozen, "readings_frozen"),
        (faster_and_clipped, "gyroscope_clipped"),
        (lambda table: table.__setitem__((slice(None), slice(1, 7)), 3.0), "constant"),
    ],
)
def test_a_sensor_that_fails_is_said_and_gives_no_angles(
    change: Callable[[Floats], object], kind: RemarkKind
) -> None:
    recording = sensors(change)
    assert kind in kinds(recording)
    assert kind in MISLEADING
    with pytest.raises(ImporterError, match="angles would be wrong"):
        recording.refuse_misleading("w.csv")


def test_an_accelerometer_that_is_cut_off_is_said() -> None:
    def shaken(table: Floats) -> None:
        table[:, 1:4] += 25.0 * np.sin(9.0 * table[:, :1])
        clip(slice(1, 4), 2 * 9.80665)(table)

    assert "accelerometer_clipped" in kinds(sensors(shaken))


@pytest.mark.parametrize("rate_hz", [25.0, 208.0])
def test_a_true_recording_is_not_called_a_liar(rate_hz: float) -> None:
    recording = sensors(lambda table: None, rate_hz)
    assert recording.remarks == ()
    recording.refuse_misleading("w.csv")


def many(value: str) -> str:
    return HEAD + "\n" + "".join(f"{value},0,0,9.8,0,0,{i}\n" for i in range(50))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (many("7"), "the times do not advance"),
        (text(once(25.0, 3, 20.0)).replace(".", ","), "decimal points"),
        (text(once(25.0, 3, 20.0) * [1e21, 1, 1, 1, 1, 1, 1]), "1 usable sample"),
        (text(once(25.0, 3, 20.0) * [1e12, 1, 1, 1, 1, 1, 1]), "which no watch does in"),
        (text(once(25.0, 3, 20.0) * [1, 1, 1, 1, 1e5, 1e5, 1e5]), "are the columns in order"),
        (HEAD + "\n" + "x" * 200_000, "is no text file"),
        (HEAD + "\n1,2,3\n" * 500, "is not a row of 7 numbers"),
        ("\0" * 10_000, "is no text file"),
    ],
)
def test_what_cannot_be_mended_is_refused_with_its_cause(
    tmp_path: Path, content: str, said: str
) -> None:
    with pytest.raises(ImporterError, match=said):
        read(tmp_path / "w.csv", content.encode())


def test_a_clock_that_jumps_again_and_again_is_refused(tmp_path: Path) -> None:
    table = once(25.0, 3, 20.0).copy()
    table[:, 0] -= 1000.0 * (np.arange(len(table)) // 50)
    with pytest.raises(ImporterError, match="runs backwards"):
        read(tmp_path / "w.csv", text(table).encode())


def test_no_time_in_a_file_decides_how_long_it_is(tmp_path: Path) -> None:
    table = once(25.0, 3, 20.0).copy()
    table[1::2, 0] += 500.0 * np.arange(len(table) // 2)
    try:
        recording = read(tmp_path / "w.csv", text(table).encode())
    except ImporterError:
        return
    assert recording.t_s[-1] - recording.t_s[0] <= 12 * 3600


def test_times_and_signals_may_lie_together(tmp_path: Path) -> None:
    table = once(50.0, 3, 20.0).copy()
    true = table.copy()
    table[200:, 0] += 3600.0
    table[:, 0] = np.round(table[:, 0] * 1e3)
    table[::100, 1:] = 0.0
    table[:, 4:] = np.degrees(table[:, 4:])
    content = text(table).replace(",", ";").replace(".", ",").encode("utf-16") + b"\0" * 64
    recording = read(tmp_path / "w.csv", content)
    assert set(kinds(recording)) >= {
        *("encoding", "nul_bytes", "separator", "time_unit", "clock_forward", "rows_zero"),
        "gyro_in_degrees",
    }
    rows = rows_in(recording, true)
    late_s = recording.t_s - true[rows, 0]
    assert (rows >= 0).all()
    assert np.abs(late_s - late_s[0]).max() < 0.02

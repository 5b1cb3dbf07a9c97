from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from edge.importers.cells import number_of
from edge.importers.errors import ImporterError
from edge.importers.recorded_files import single
from edge.importers.registry import read_watch_recording
from edge.importers.text_lines import text_lines
from edge.importers.watch_csv import HEADER, _table, write_watch_csv
from edge.simulation.body import simulate_session

GRAVITY = 9.80665


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    """Return a writer of a simulated exercise, changed by a function of its (n, 7) table."""

    def write(
        change: Callable[[np.ndarray], np.ndarray] = lambda table: table, rate_hz: float = 50.0
    ) -> Path:
        session = simulate_session(
            exercise="shoulder_abduction", duration_s=15.0, rate_hz=rate_hz, seed=1
        )
        table = change(np.column_stack([session.t_s, session.accel_m_s2, session.gyro_rad_s]))
        path = tmp_path / "watch.csv"
        write_watch_csv(path, table[:, 0], table[:, 1:4], table[:, 4:])
        return path

    return write


numbers = st.floats(-1e6, 1e6, allow_nan=False)


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(arrays(np.float64, st.tuples(st.integers(2, 20), st.just(6)), elements=numbers))
def test_every_number_survives(tmp_path: Path, values: np.ndarray) -> None:
    path = tmp_path / "w.csv"
    values[:, 0] = 9.0 + values[:, 0] * 1e-6
    values[:, 1:3] = 0.0
    values[:, 3:] *= 1e-6
    t_s = np.arange(len(values)) / 7.0
    write_watch_csv(path, t_s, values[:, :3], values[:, 3:])
    back = read_watch_recording(path)
    np.testing.assert_array_equal(back.t_s, t_s)
    np.testing.assert_array_equal(back.accel_m_s2, values[:, :3])


spelled = st.one_of(
    numbers.map(repr),
    st.integers(-(2**70), 2**70).map(str),
    st.sampled_from(["+1.5", "007.25", ".5", "5.", "-0", "1e-3", "2E5", " 1.25", "NaN", "", "-"]),
)


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@example([("0.0", "0.0", "0.0"), ("0.0", "0.0", "")], "\t")
@given(st.lists(st.tuples(*[spelled] * 3), min_size=1, max_size=4), st.sampled_from(",;\t|"))
def test_however_numbers_are_spelled_they_are_read_as_one_by_one(
    tmp_path: Path, cells: list[tuple[str, ...]], separator: str
) -> None:
    path = tmp_path / "w.csv"
    rows = [(*(repr(k / 7) for k in range(4)), *row) for row in [("1", "2", "3"), *cells]]
    path.write_text("\n".join(separator.join(row) for row in [HEADER, *rows]))
    table, _ = _table(text_lines(single(path)))
    np.testing.assert_array_equal(table, [[number_of(cell) for cell in row] for row in rows])


def test_a_good_recording_raises_no_warning(written: Callable[..., Path]) -> None:
    recording = read_watch_recording(written())
    assert recording.remarks == ()
    assert recording.rate_hz == pytest.approx(50.0)


def test_columns_may_stand_in_any_order(written: Callable[..., Path], tmp_path: Path) -> None:
    path = written()
    rows = [line.split(",") for line in path.read_text().splitlines()]
    other = tmp_path / "other.csv"
    other.write_text("\ufeff" + "\n".join(",".join([*reversed(row), "7"]) for row in rows))
    one, same = read_watch_recording(other), read_watch_recording(path)
    np.testing.assert_array_equal(one.counted_axes(), same.counted_axes())


def blank(table: np.ndarray) -> np.ndarray:
    table[10:13, 2] = np.nan
    return table


def constant(table: np.ndarray) -> np.ndarray:
    table[:, 1:] = [0.0, 0.0, 9.8, 0.0, 0.0, 0.0]
    return table


def in_g(table: np.ndarray) -> np.ndarray:
    table[:, 1:4] /= GRAVITY
    return table


def in_degrees(table: np.ndarray) -> np.ndarray:
    table[:, 4:] = np.degrees(table[:, 4:])
    return table


def hiccup(table: np.ndarray) -> np.ndarray:
    table[100, 0] = table[90, 0]
    return table


def uneven(table: np.ndarray) -> np.ndarray:
    table[::2, 0] += 0.008
    return table


def holed(table: np.ndarray) -> np.ndarray:
    return np.delete(table, slice(100, 150), axis=0)


@pytest.mark.parametrize(
    ("change", "rate_hz", "said"),
    [
        (blank, 50.0, "3 of 750 rows hold missing"),
        (constant, 50.0, "never changes"),
        (in_g, 50.0, "acceleration is in g and was converted"),
        (in_degrees, 50.0, "deg/s and was converted"),
        (hiccup, 50.0, "out of time"),
        (uneven, 50.0, "not evenly spaced"),
        (holed, 50.0, "1 gap without samples"),
        (lambda table: table, 10.0, "sampled at 10 Hz"),
        (lambda table: table, 1000.0, "sampled at 1000 Hz"),
    ],
)
def test_what_is_odd_is_repaired_or_kept_and_said(
    written: Callable[..., Path],
    change: Callable[[np.ndarray], np.ndarray],
    rate_hz: float,
    said: str,
) -> None:
    recording = read_watch_recording(written(change, rate_hz))
    assert any(said in remark.sentence() for remark in recording.remarks)
    assert np.all(np.diff(recording.t_s) > 0)
    assert np.median(np.linalg.norm(recording.accel_m_s2, axis=1)) == pytest.approx(9.8, abs=0.5)
    assert np.abs(recording.counted_axes()[:, 3:]).max() < 20.0
    assert np.isfinite(recording.accel_m_s2).all()


def test_a_clock_that_runs_backwards_is_an_error(written: Callable[..., Path]) -> None:
    def backwards(table: np.ndarray) -> np.ndarray:
        table[:, 0] = table[::-1, 0].copy()
        return table

    with pytest.raises(ImporterError, match=r"clock runs backwards \(from 14\.98 s to 14"):
        read_watch_recording(written(backwards))


HEAD = ",".join(HEADER)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "is empty"),
        (b"\n\n", "is empty"),
        (HEAD.encode(), "0 usable sample"),
        (f"{HEAD}\n0,0,0,9.8,0,0,0\n".encode(), "1 usable sample"),
        (b"time,x,y,z\n0,1,2,3\n", "has no column t_s, ax_m_s2"),
        (f"{HEAD}\n0,0,0,9.8,0,0,0\n0.02,0,oops,9.8,0,0,0\n".encode(), "line 3: '0.02,0,oops"),
        (f"{HEAD}\n0,0,0\n".encode(), "is not a row of 7 numbers"),
        (f"{HEAD}\n0,,0,1,0,0,0\n1,nan,0,1,0,0,0\n".encode(), "no row has all seven"),
        (b"\x89PNG\xff\xfe\x00\x01", "no text file"),
    ],
)
def test_what_is_no_recording_is_one_sentence(tmp_path: Path, text: bytes, said: str) -> None:
    path = tmp_path / "watch.csv"
    path.write_bytes(text)
    with pytest.raises(ImporterError, match=said) as caught:
        read_watch_recording(path)
    assert str(path) in str(caught.value)


def test_what_is_not_there_or_a_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(ImporterError, match="there is no file"):
        read_watch_recording(tmp_path / "none.csv")
    with pytest.raises(ImporterError, match="is a folder without files"):
        read_watch_recording(tmp_path)

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from edge.stages.window import Stretch, Window


def stretch_of(times: range) -> Stretch:
    t_ns = np.array(times, np.int64)
    column = t_ns[:, None].astype(np.float64)
    return Stretch(t_ns, np.repeat(column, 6, 1), np.repeat(2 * column, 4, 1))


@given(st.lists(st.integers(0, 150), max_size=12), st.integers(0, 1000), st.integers(0, 400))
def test_it_holds_the_newest_samples_whatever_the_chunks(
    sizes: list[int], start: int, length: int
) -> None:
    window = Window(kept_s=2.0)  # 100 samples
    total = 0
    for size in sizes:
        window.append(stretch_of(range(total, total + size)))
        total += size
    expected = [t for t in range(start, start + length + 1) if total - 100 <= t < total]
    found = [int(t) for t in window.between(start, start + length).t_ns if t >= total - 100]
    assert found == expected


def test_the_columns_stay_together() -> None:
    window = Window(kept_s=2.0)
    window.append(stretch_of(range(250)))
    part = window.between(200, 210)
    assert part.signal[:, 0].tolist() == list(range(200, 211))
    assert part.orientation[:, 3].tolist() == [2.0 * t for t in range(200, 211)]


def test_nothing_is_left_after_clearing() -> None:
    window = Window()
    window.append(stretch_of(range(10)))
    window.clear()
    assert len(window.between(0, 10).t_ns) == 0

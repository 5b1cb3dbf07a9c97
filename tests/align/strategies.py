"""Series as hypothesis draws them: short, long, constant, tied, tiny, up to 10,000."""

from typing import Any

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from edge.core.arrays import Floats

DTYPES = st.sampled_from([np.float32, np.float64])


def values(dtype: Any) -> st.SearchStrategy[float]:
    few = st.sampled_from([-1.0, 0.0, 1.0])  # many ties
    wide = st.floats(-1e4, 1e4, width=32 if dtype == np.float32 else 64)
    return few | wide


@st.composite
def series(
    draw: st.DrawFn, axes: int | None = None, dtype: Any = np.float64, longest: int = 12
) -> Floats:
    n = draw(st.integers(1, longest))
    k = axes if axes is not None else draw(st.integers(1, 12))
    element = draw(st.sampled_from([st.sampled_from([0.0, 1.0]), values(dtype)]))
    array: Floats = draw(hnp.arrays(dtype, (n, k), elements=element))
    return array


@st.composite
def pairs(draw: st.DrawFn, longest: int = 12) -> tuple[Floats, Floats]:
    axes, dtype = draw(st.integers(1, 12)), draw(DTYPES)
    return draw(series(axes, dtype, longest)), draw(series(axes, dtype, longest))

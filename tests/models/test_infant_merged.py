"""A network in fewer steps answers as it did before; needs PyTorch."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

torch = pytest.importorskip("torch")

from models.networks.infant.architectures import ARCHITECTURES  # noqa: E402
from models.networks.infant.merged import MergedTemporal, merged, spans  # noqa: E402
from models.networks.infant.network import folded  # noqa: E402
from tests.models.test_infant_networks import TABLE, network  # noqa: E402


@pytest.mark.parametrize("number", TABLE)
def test_a_merged_network_is_the_same_with_no_more_taps(number: int) -> None:
    own = folded(network(number)).double()
    windows = torch.randn(2, 6, 150, 19, dtype=torch.float64)
    with torch.no_grad():
        expected, before = own(windows), numbers_of(own)
        together = merged(own)
        torch.testing.assert_close(together(windows), expected, rtol=1e-8, atol=1e-8)
    blocks = sum(isinstance(part, MergedTemporal) for part in together.modules())
    assert (numbers_of(together) < before) == (blocks > 0)
    # Between a convolution and its fusion squeezes and excites architecture 3 alone.
    shape = ARCHITECTURES[number]
    assert (blocks > 0) == (max(shape.input_scales, shape.scales) > 1 and number != 3)


def numbers_of(own: Any) -> int:
    return sum(part.numel() for part in own.parameters())


@given(st.sets(st.integers(1, 12), max_size=8))
def test_frames_looked_at_are_split_into_even_rows(ahead: set[int]) -> None:
    offsets = {0, *ahead, *(-k for k in ahead)}
    rows = spans(offsets)
    assert sorted(k for row in rows for k in row) == sorted(offsets)
    for row in rows:
        assert len({b - a for a, b in pairwise(row)}) <= 1
        assert row[0] == -row[-1]

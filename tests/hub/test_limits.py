"""How much one key may send: never more than the limits, and all of it in the end."""

from hypothesis import given, settings
from hypothesis import strategies as st

from edge.exchange.messages import Limits
from edge.hub.ingress.limits import Allowance


@settings(max_examples=40)
@given(
    st.lists(st.tuples(st.floats(0, 1e4), st.integers(1, 65_536)), max_size=30),
    st.integers(1, 600),
    st.integers(1, 50),
)
def test_no_more_than_the_limits_gets_through(
    sends: list[tuple[float, int]], a_minute: int, burst: int
) -> None:
    limits = Limits(a_minute=a_minute, burst=burst, bytes_a_day=200_000)
    allowance = Allowance(limits)
    at_s = sum_bytes = count = 0.0
    for gap_s, size in sends:
        at_s += gap_s
        if allowance.wait_s(size, at_s) == 0:
            count += 1
            sum_bytes += size
    assert count <= burst + at_s * a_minute / 60 + 1e-6
    assert sum_bytes <= 200_000 * (1 + at_s / 86_400) + 1e-6


def test_after_the_wait_that_was_told_a_record_gets_through() -> None:
    allowance = Allowance(Limits(a_minute=30, burst=1, bytes_a_day=2**20))
    assert allowance.wait_s(1000, 0.0) == 0
    wait_s = allowance.wait_s(1000, 0.0)
    assert wait_s == 2
    assert allowance.wait_s(1000, wait_s) == 0

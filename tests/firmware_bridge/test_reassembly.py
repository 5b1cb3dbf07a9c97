import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from firmware_bridge.adapter import Packet
from firmware_bridge.reassembly import WINDOW_PACKETS, Reassembler


def packet(seq: int | None) -> Packet:
    return Packet(
        seq=seq,
        t_us=np.array([20_000 * (seq or 0)]),
        period_us=20_000.0,
        accel_m_s2=np.zeros((1, 3)),
        gyro_rad_s=np.zeros((1, 3)),
    )


def run(order: list[int]) -> tuple[Reassembler[Packet], list[tuple[int | None, int]]]:
    reassembler = Reassembler[Packet]()
    out = [
        item for at, seq in enumerate(order) for item in reassembler.push(packet(seq), at)
    ] + reassembler.flush()
    return reassembler, [(item.packet.seq, item.missing) for item in out]


def test_in_order_packets_pass_at_once() -> None:
    reassembler = Reassembler[Packet]()
    for seq in range(5, 50):
        [item] = reassembler.push(packet(seq), seq * 10)
        assert (item.packet.seq, item.arrival_ns, item.missing) == (seq, seq * 10, 0)


def test_swapped_neighbours_are_put_in_order_and_nothing_counts_as_lost() -> None:
    reassembler, out = run([0, 2, 1, 3, 5, 4])
    assert out == [(seq, 0) for seq in range(6)]
    assert (reassembler.duplicates, reassembler.late) == (0, 0)


def test_a_missing_packet_is_given_up_after_the_window() -> None:
    reassembler = Reassembler[Packet]()
    reassembler.push(packet(0), 0)
    for seq in range(2, 1 + WINDOW_PACKETS):
        assert reassembler.push(packet(seq), seq) == []
    released = reassembler.push(packet(1 + WINDOW_PACKETS), 9)
    assert [(item.packet.seq, item.missing) for item in released] == [(2, 1), (3, 0)]
    assert reassembler.push(packet(1), 10) == []
    assert reassembler.late == 1
    assert reassembler.push(packet(1), 11) == []
    assert reassembler.duplicates == 1


def test_packets_without_a_counter_pass_as_they_come() -> None:
    reassembler = Reassembler[Packet]()
    assert len(reassembler.push(packet(None), 0)) == 1
    assert len(reassembler.push(packet(None), 1)) == 1


@given(st.data())
def test_any_stream_comes_out_once_in_order_with_every_loss_counted(data: st.DataObject) -> None:
    n = data.draw(st.integers(2, 60))
    lost = data.draw(st.sets(st.integers(1, n - 1), max_size=n // 2))
    kept = [seq for seq in range(n) if seq not in lost]
    order = sorted(kept, key=lambda seq: seq + (1.5 if seq and data.draw(st.booleans()) else 0))
    twice = data.draw(st.sets(st.sampled_from(order)))
    stream = [again for seq in order for again in [seq] * (1 + (seq in twice))]
    reassembler, out = run(stream)
    given_out = [seq for seq, _ in out if seq is not None]
    assert given_out == sorted(set(given_out))
    assert sum(missing for _, missing in out) == given_out[-1] + 1 - len(given_out)
    assert len(given_out) + reassembler.duplicates + reassembler.late == len(stream)
    assert set(kept) - set(given_out) <= {seq for seq in kept if seq not in (0, *twice)} | twice
    if not lost:
        neighbours_only = all(abs(order.index(seq) - seq) <= 1 for seq in kept)
        assert not neighbours_only or given_out == kept

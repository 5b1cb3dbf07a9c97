"""What a killed process had sent is there for its successor, and nothing that was acknowledged."""

import os
import random
from pathlib import Path

import pytest

from edge.bus import spool
from edge.bus.spool import Sent, Spool


@pytest.mark.parametrize("seed", range(20))
def test_what_is_not_acknowledged_is_left_whenever_a_process_dies(
    tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A list is the reference."""
    monkeypatch.setattr(spool, "SEGMENT_BYTES", 400)
    rng = random.Random(seed)
    kept: list[Sent] = []
    epoch, seq = 1, 0
    current = Spool(tmp_path, epoch)
    for _ in range(300):
        match rng.choice(["add", "add", "add", "acknowledge", "die"]):
            case "add":
                kept.append(Sent(epoch, seq, rng.randbytes(rng.randint(0, 120))))
                current.add(seq, kept[-1].data)
                seq += 1
            case "acknowledge" if kept:
                one = rng.choice(kept)
                current.acknowledge(one.epoch, one.seq)
                kept = [each for each in kept if (each.epoch != one.epoch or each.seq > one.seq)]
            case "die":
                current.close()
                epoch, seq = epoch + 1, 0
                current = Spool(tmp_path, epoch)
                assert list(current.left) == kept
    for one in kept:
        current.acknowledge(one.epoch, one.seq)
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) < 1000, "no file is left full"


def test_a_message_in_whose_writing_a_process_died_was_not_sent(tmp_path: Path) -> None:
    first = Spool(tmp_path, 1)
    for seq in range(3):
        first.add(seq, bytes([seq]) * 40)
    first.close()
    (path,) = tmp_path.iterdir()
    whole = path.read_bytes()
    for cut in range(len(whole) + 1):
        path.write_bytes(whole[:cut])
        left = Spool(tmp_path, 2).left
        assert [message.seq for message in left] == list(range(len(left)))
        assert len(left) == max(0, cut - 8) // ((len(whole) - 8) // 3)


def test_where_there_is_no_room_what_is_left_has_no_hole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pwrite = os.pwrite
    full = False

    def limited(descriptor: int, data: bytes, offset: int) -> int:
        return pwrite(descriptor, data[:7] if full else data, offset)

    monkeypatch.setattr(os, "pwrite", limited)
    first = Spool(tmp_path, 1)
    for seq in range(10):
        full = seq in (4, 5)
        first.add(seq, b"message")
    first.acknowledge(1, 1)
    assert [message.seq for message in Spool(tmp_path, 2).left] == [2, 3]
    first.acknowledge(1, 9)
    first.add(10, b"message")
    assert [message.seq for message in Spool(tmp_path, 3).left] == [10]

"""The ring of frames gives back what was written, or nothing at all."""

import multiprocessing
from itertools import count
from multiprocessing.synchronize import Event
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.bus.errors import FramesError
from edge.bus.frames import FrameRing, Picture, RingReader, RingSize, attach_ring, create_ring

SIZE = RingSize(slots=4, slot_bytes=60)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "frames.ring"


def picture(value: int, shape: tuple[int, ...] = (4, 5, 3)) -> Picture:
    return np.full(shape, value % 256, dtype=np.uint8)


def test_another_process_reads_what_was_written(path: Path) -> None:
    with create_ring(path, SIZE) as ring:
        drawn = np.arange(60, dtype=np.uint8).reshape(4, 5, 3)
        slot = ring.write(drawn, stamp=7)
        with attach_ring(path) as reader:
            read = reader.read(slot, (4, 5, 3), stamp=7)
    assert read is not None
    assert np.array_equal(read, drawn)


@given(writes=st.lists(st.integers(1, 60), min_size=1, max_size=20))
def test_the_last_pictures_are_there_and_older_ones_are_not(
    writes: list[int], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("ring") / "frames.ring"
    with create_ring(path, SIZE) as ring, attach_ring(path) as reader:
        kept = [(ring.write(picture(n, (n,)), stamp=k + 1), n) for k, n in enumerate(writes)]
        for k, (slot, n) in enumerate(kept):
            read = reader.read(slot, (n,), stamp=k + 1)
            if k < len(kept) - SIZE.slots:
                assert read is None
            else:
                assert read is not None
                assert np.array_equal(read, picture(n, (n,)))


def test_a_reader_follows_a_restarted_writer_to_its_new_ring(path: Path) -> None:
    reader = RingReader(path)
    with create_ring(path, SIZE) as ring:
        slot = ring.write(picture(1), stamp=1)
        assert reader.read(slot, (4, 5, 3), stamp=1) is not None
    with create_ring(path, SIZE) as again:
        slot = again.write(picture(2), stamp=2)
        assert reader.read(slot, (4, 5, 3), stamp=1) is None
        read = reader.read(slot, (4, 5, 3), stamp=2)
        assert read is not None
        assert read[0, 0, 0] == 2


def test_pictures_are_in_no_file_and_gone_with_their_writer(path: Path) -> None:
    with create_ring(path, SIZE) as ring:
        ring.write(picture(99), stamp=1)
        assert [found.is_symlink() for found in path.parent.iterdir()] == [True]
        assert path.read_bytes().count(b"\x63" * 60) == 1
    with pytest.raises(FramesError, match="is its writer running"):
        attach_ring(path)


SHAPE = (120, 160, 3)
TIGHT = RingSize(slots=1, slot_bytes=120 * 160 * 3)


def overwrite(path: Path, ready: Event, enough: Event) -> None:
    with create_ring(path, TIGHT) as ring:
        for stamp in count(1):
            ring.write(picture(stamp, SHAPE), stamp)
            ready.set()
            if enough.is_set():
                return


def test_a_reader_that_is_overtaken_never_sees_a_torn_picture(path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    ready, enough = context.Event(), context.Event()
    writer = context.Process(target=overwrite, args=(path, ready, enough))
    writer.start()
    assert ready.wait(60)
    refused = read = 0
    with attach_ring(path) as ring:
        while read < 200 or refused < 20:
            stamp = newest(ring)
            copy = ring.read(0, SHAPE, stamp) if stamp > 0 else None
            if copy is None:
                refused += 1
            else:
                read += 1
                assert (copy == stamp % 256).all(), "the copy mixes two pictures"
    enough.set()
    writer.join()
    assert writer.exitcode == 0


def newest(ring: FrameRing) -> int:
    """Return the stamp of the only slot, whatever it is at this moment."""
    return int(np.frombuffer(ring.path.read_bytes()[64:72], dtype=np.int64)[0])


def test_what_does_not_fit_is_refused(path: Path) -> None:
    with create_ring(path, SIZE) as ring:
        with pytest.raises(FramesError, match="scale it down"):
            ring.write(picture(0, (61,)), stamp=1)
        with pytest.raises(FramesError, match="no picture"):
            ring.read(4, (1,), stamp=1)
        with pytest.raises(FramesError, match="no picture"):
            ring.read(0, (61,), stamp=1)


def test_a_ring_that_is_none_is_named(path: Path) -> None:
    with pytest.raises(FramesError, match="is its writer running"):
        attach_ring(path)
    path.write_bytes(b"something else")
    with pytest.raises(FramesError, match="not a ring"):
        attach_ring(path)
    path.write_bytes(b"")
    with pytest.raises(FramesError, match="not a ring"):
        attach_ring(path)


def test_only_the_owner_can_look_at_the_pictures(path: Path) -> None:
    with create_ring(path, SIZE):
        assert path.stat().st_mode & 0o077 == 0


def test_a_reader_cannot_change_a_picture(path: Path) -> None:
    with (
        create_ring(path, SIZE),
        attach_ring(path) as reader,
        pytest.raises(ValueError, match="read-only"),
    ):
        reader.write(picture(1), stamp=1)

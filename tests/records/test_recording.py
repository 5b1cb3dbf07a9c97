"""A recording gives back what was written, joined from its parts, up to where it breaks off."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from mcap.opcode import Opcode
from mcap.reader import make_reader
from mcap.writer import Writer

from edge.bus.wire import Stamp
from edge.core.messages.base import Message
from edge.records.damaged_mcap import DamagedMcap
from edge.records.errors import RecordingError
from edge.records.recording import next_part, parts_of, read_recording
from edge.records.recording_writer import RecordingWriter
from tests.bus.examples import command, imu
from tests.bus.strategies import same

PLAN = {"plan": 'name = "Knee, left"\n', "anchors": "[]"}


def stamp(number: int, producer: str = "motion", epoch: int = 1) -> Stamp:
    return Stamp(producer, epoch, number, 0, 0)


def write_part(session: Path, entries: list[tuple[Message, Stamp]]) -> Path:
    path = next_part(session)
    with RecordingWriter(path, PLAN) as writer:
        for message, its_stamp in entries:
            writer.write(message, its_stamp)
    return path


def consumed(count: int) -> list[tuple[Message, Stamp]]:
    return [(imu(n) if n % 5 else command(n), stamp(n)) for n in range(count)]


def seqs(messages: tuple[Message, ...]) -> list[int]:
    return [message.seq for message in messages]


def test_everything_comes_back_in_order(tmp_path: Path) -> None:
    entries = consumed(20)
    write_part(tmp_path, entries)
    recording = read_recording(tmp_path)
    assert recording.warnings == ()
    assert all(map(same, recording.messages, [message for message, _ in entries]))
    assert len(recording.messages) == 20
    assert {name: recording.metadata[name] for name in PLAN} == PLAN
    assert int(recording.metadata["began_ns"]) > 0


def test_parts_are_joined_and_what_stands_twice_is_taken_once(tmp_path: Path) -> None:
    entries = consumed(30)
    write_part(tmp_path, entries[:20])
    write_part(tmp_path, entries[15:])
    assert [path.name for path in parts_of(tmp_path)] == ["session-000.mcap", "session-001.mcap"]
    recording = read_recording(tmp_path)
    assert seqs(recording.messages) == list(range(30))
    assert recording.warnings == ()


def test_a_restarted_producer_starts_anew(tmp_path: Path) -> None:
    first = [(imu(n), stamp(n, epoch=1)) for n in range(4)]
    second = [(imu(10 + n), stamp(n, epoch=2)) for n in range(3)]
    write_part(tmp_path, [*first, *second])
    assert seqs(read_recording(tmp_path).messages) == [0, 1, 2, 3, 10, 11, 12]


def test_a_hole_is_said(tmp_path: Path) -> None:
    entries = consumed(12)
    write_part(tmp_path, entries[2:5] + entries[8:])
    assert read_recording(tmp_path).warnings == ("5 messages of motion are missing",)


def test_one_part_alone_is_not_said_to_miss_the_others(tmp_path: Path) -> None:
    entries = consumed(12)
    write_part(tmp_path, entries[:5])
    second = write_part(tmp_path, entries[5:])
    recording = read_recording(second)
    assert recording.warnings == ()
    assert seqs(recording.messages) == list(range(5, 12))


def test_what_was_flushed_survives_and_a_break_is_said(tmp_path: Path) -> None:
    path = tmp_path / "session-000.mcap"
    writer = RecordingWriter(path, PLAN)
    writer.flush()
    sizes = [path.stat().st_size]
    for message, its_stamp in consumed(10):
        writer.write(message, its_stamp)
        writer.flush()
        sizes.append(path.stat().st_size)
    whole = path.read_bytes()
    writer.end()
    writer.close()
    for cut in range(sizes[0], len(whole) + 1, 7):
        path.write_bytes(whole[:cut])
        recording = read_recording(tmp_path)
        flushed = sum(size <= cut for size in sizes[1:])
        assert seqs(recording.messages)[:flushed] == list(range(flushed))
        assert len(recording.messages) <= flushed + 1
        assert len(recording.warnings) == 1
        assert "session-000.mcap breaks off" in recording.warnings[0]
        assert recording.metadata["plan"] == PLAN["plan"]


def chunked(path: Path, count: int) -> tuple[list[int], list[int], bytes]:
    """Write messages, each in a chunk of its own; return where chunks begin and end, and all."""
    with RecordingWriter(path, PLAN) as writer:
        for message, its_stamp in consumed(count):
            writer.write(message, its_stamp)
            writer.flush()
    data = path.read_bytes()
    frames = list(DamagedMcap(data=data)._frames())
    chunks = [(begin, end) for kind, begin, end in frames if kind == Opcode.CHUNK]
    return [begin for begin, _ in chunks], [end for _, end in chunks], data


DAMAGES: dict[str, Callable[[int, int], tuple[int, bytes]]] = {
    "a byte of its content": lambda begin, end: ((begin + 60 + end) // 2, b"\xa5"),
    "its length, too large": lambda begin, _: (begin - 1, b"\x7f"),
    "its length, too small": lambda begin, _: (begin - 8, b"\x01\x00"),
    "the length in it": lambda begin, _: (begin + 40, b"\xff"),
    "its checksum": lambda begin, _: (begin + 24, b"\x00\x01\x02\x03"),
    "its size": lambda begin, _: (begin + 16, b"\xff" * 6),
    "its kind": lambda begin, _: (begin - 9, b"\x00"),
    "zeros over all of it": lambda begin, end: (begin - 9, b"\0" * (end - begin + 9)),
    "noise over all of it": lambda begin, end: (begin - 9, bytes(range(7, 7 + 64)) * 2),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_chunk_costs_itself_alone(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "session-000.mcap"
    begins, ends, whole = chunked(path, 8)
    for number, (begin, end) in enumerate(zip(begins, ends, strict=True)):
        at, other = DAMAGES[damage](begin, end)
        path.write_bytes(whole[:at] + other + whole[at + len(other) :])
        recording = read_recording(tmp_path)
        assert set(seqs(recording.messages)) >= set(range(8)) - {number}
        assert recording.metadata["plan"] == PLAN["plan"]
        assert recording.warnings or seqs(recording.messages) == list(range(8))


@pytest.mark.parametrize("ended", [True, False])
def test_damage_anywhere_costs_the_chunk_that_it_hits_and_no_other(
    tmp_path: Path, *, ended: bool
) -> None:
    path = tmp_path / "session-000.mcap"
    begins, ends, whole = chunked(path, 40)
    if not ended:  # as a killed recorder leaves it
        whole = whole[: ends[-1]]
    for at in range(0, len(whole), 97):
        path.write_bytes(whole[:at] + b"\0" * 64 + whole[at + 64 :])
        recording = read_recording(tmp_path)
        hit = {
            number
            for number, (begin, end) in enumerate(zip(begins, ends, strict=True))
            if begin - 9 < at + 64 and at < end
        }
        assert set(seqs(recording.messages)) >= set(range(40)) - hit
        assert recording.metadata["plan"] == PLAN["plan"]


@pytest.mark.parametrize(
    "bad", [b"", b"\0" * 4000, b"no recording", b"\x89MCAP0\r\n\x06" + b"\xff" * 99]
)
def test_a_part_that_is_no_recording_costs_itself_alone(tmp_path: Path, bad: bytes) -> None:
    write_part(tmp_path, consumed(4))
    next_part(tmp_path).write_bytes(bad)
    write_part(tmp_path, consumed(9)[4:])
    recording = read_recording(tmp_path)
    assert seqs(recording.messages) == list(range(9))
    (warning,) = recording.warnings
    assert "session-001.mcap" in warning


def test_a_chunk_that_would_fill_the_memory_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.mcap"
    with path.open("wb") as stream:
        writer = Writer(stream, chunk_size=2**30)
        writer.start(profile="physio-edge")
        channel = writer.register_channel(topic="x", message_encoding="json", schema_id=0)
        writer.add_message(channel, 0, b" " * 2**26, 0)
        writer.finish()
    assert path.stat().st_size < 2**16
    with pytest.raises(RecordingError, match=r"nothing in .* can be read"):
        read_recording(path)


def test_other_programs_can_read_it(tmp_path: Path) -> None:
    path = write_part(tmp_path, consumed(6))
    with path.open("rb") as stream:
        reader = make_reader(stream)
        assert reader.get_header().profile == "physio-edge"
        found = list(reader.iter_messages(log_time_order=False))
    assert [channel.topic for _, channel, _ in found[:2]] == ["/motion/Command", "/motion/Imu"]
    for schema, channel, message in found:
        assert schema is not None
        assert (schema.encoding, channel.message_encoding) == ("jsonschema", "json")
        assert set(json.loads(schema.data)["required"]) == set(json.loads(message.data))


def test_an_empty_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match="holds no recording"):
        read_recording(tmp_path)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "nothing in .* can be read"),
        (b"\x89MCAP0", "nothing in .* can be read"),
        (b"t_s,ax_m_s2\n0.0,1.0\n", "is not an MCAP file"),
    ],
)
def test_what_is_no_recording_is_named(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "session-000.mcap"
    path.write_bytes(content)
    with pytest.raises(RecordingError, match=sentence):
        read_recording(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match="cannot be opened: No such file"):
        read_recording(tmp_path / "none.mcap")


def test_a_recording_of_something_else_is_named(tmp_path: Path) -> None:
    path = tmp_path / "robot.mcap"
    with path.open("wb") as stream:
        writer = Writer(stream)
        writer.start(profile="ros2")
        writer.finish()
    with pytest.raises(RecordingError, match="not a recorded session"):
        read_recording(path)


def test_an_earlier_part_is_never_overwritten(tmp_path: Path) -> None:
    path = write_part(tmp_path, consumed(1))
    with pytest.raises(FileExistsError):
        RecordingWriter(path, PLAN).flush()

"""Every reader and decoder with good inputs: what nearly good ones must never break."""

import io
import json
import struct
import zipfile
import zlib
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
import zstandard
from mcap.opcode import Opcode

from edge.bus.codec import decode, encode
from edge.bus.json_form import from_json, to_json
from edge.bus.wire import Stamp, pack_ack, unpack, unpack_ack
from edge.core.anchor import PIPELINE_RATE_HZ
from edge.exchange.invitation import Invitation
from edge.exchange.message_codec import decode as decode_exchange
from edge.exchange.message_codec import encode as encode_exchange
from edge.exchange.message_codec import sent_record
from edge.exchange.pairing_messages import PAIRING, Paired
from edge.exchange.session_record import decode_record, encode_record
from edge.importers.registry import read_watch_recording
from edge.records.anchor_store import ANCHOR_CODEC, ANCHORS
from edge.records.camera_place_store import CAMERA_PLACE_CODEC, CAMERA_PLACES
from edge.records.damaged_mcap import DamagedMcap
from edge.records.imu_calibration_store import CALIBRATION_CODEC, CALIBRATIONS
from edge.records.plan import load_plan
from edge.records.recording import read_recording
from edge.records.recording_writer import RecordingWriter
from edge.records.session_history import FILE_NAME, read_history
from edge.records.session_metadata import SessionMetadata
from edge.records.tolerance_store import TOLERANCE_CODEC, TOLERANCES
from edge.report.latency import latency_html
from edge.report.latency_figures import read_latency
from edge.signals.imu_calibration import uncorrected
from edge.signals.resample import resample
from tests.bus.examples import command, imu, link, progress
from tests.exchange.records import session_record
from tests.exchange.test_pairing import GIVEN as INVITATION
from tests.fuzz.network import NETWORK
from tests.fuzz.phones import PHONES
from tests.fuzz.target import Target
from tests.fuzz.watches import WATCHES
from tests.importers.foreign.catalogue import FOREIGN
from tests.importers.foreign.writing import Files
from tests.importers.lies import MENDED, text, truth
from tests.records.test_anchor_store import anchor
from tests.records.test_tolerance_store import MADE as LEARNT
from tests.signals.test_camera_place import place_with

RELEASED: Final = Path(__file__).parents[1] / "data" / "released_0_1"
SEPARATOR: Final = b"\x1e"


def _written(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def _released(pattern: str) -> list[bytes]:
    found = [path.read_bytes() for path in sorted(RELEASED.rglob(pattern))]
    assert found, pattern
    return found


def _small_recording(folder: Path) -> bytes:
    path = folder / "session-000.mcap"
    path.unlink(missing_ok=True)
    with RecordingWriter(path, {"simulated": "yes", "watch": "virtual"}) as writer:
        for number in range(6):
            message = imu(number) if number % 2 else command(number)
            writer.write(message, Stamp("motion", 1, number, 0, 0))
            writer.flush()
    return path.read_bytes()


def _read_recording(data: bytes, folder: Path) -> object:
    recording = read_recording(_written(folder, "session-000.mcap", data))
    return SessionMetadata.read(recording.metadata)


def _chunks(folder: Path) -> list[bytes]:
    file = DamagedMcap(data=_small_recording(folder))
    file._budget = 2**20
    found = [file._content(b, e) for kind, b, e in file._frames() if kind == Opcode.CHUNK]
    return [chunk for chunk in found if chunk]


def _read_chunk(data: bytes, folder: Path) -> object:
    """Read a chunk whose checksum is right, as an attacker's would be."""
    packed = zstandard.compress(data)
    body = struct.pack("<QQQI", 0, 0, len(data), zlib.crc32(data)) + b"\x04\0\0\0zstd"
    body += struct.pack("<Q", len(packed)) + packed
    file = b"\x89MCAP0\r\n" + struct.pack("<BQ", Opcode.CHUNK, len(body)) + body
    return read_recording(_written(folder, "chunk.mcap", file))


def _metadata(_: Path) -> list[bytes]:
    plan = (RELEASED / "plan.toml").read_bytes()
    anchors = json.dumps([ANCHOR_CODEC.text(anchor())] * 2).encode()
    calibration = CALIBRATION_CODEC.text(uncorrected()).encode()
    return [SEPARATOR.join((plan, anchors, calibration, b"2026-11-20T10:00:00+00:00"))]


def _read_metadata(data: bytes, _: Path) -> object:
    names = ("plan", "anchors", "correction", "began_at")
    texts = (part.decode(errors="replace") for part in data.split(SEPARATOR))
    return SessionMetadata.read(dict(zip(names, texts, strict=False)))


def _read_csv(data: bytes, folder: Path) -> object:
    recording = read_watch_recording(_written(folder, "watch.csv", data))
    return resample(recording.t_s, recording.counted_axes(), PIPELINE_RATE_HZ)


@cache
def _true() -> tuple[bytes, ...]:
    table = truth(25.0, 3, 12.0)[:120]
    rng = np.random.default_rng(0)
    return (text(table).encode(), *(lie.tell(table, rng) for lie in MENDED.values()))


@cache
def _foreign() -> tuple[bytes, ...]:
    """Return a recording in every format, those of several files as a zip."""
    table = truth(25.0, 3, 12.0)[:120]
    table = np.column_stack([table[:, 0] - table[0, 0], table[:, 1:]])
    return tuple(_one_file(foreign.write(table)) for foreign in FOREIGN.values())


def _one_file(files: Files) -> bytes:
    if len(files) == 1:
        return next(iter(files.values()))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


MESSAGES: Final = (imu(1), progress(2), link(3), command(4))

TARGETS: Final[dict[str, Target]] = {
    "csv": Target(
        seeds=lambda _: list(_true()),
        read=_read_csv,
        share=2,
    ),
    "recordings of other apps": Target(
        seeds=lambda _: list(_foreign()),
        read=_read_csv,
        share=2,
    ),
    "plan": Target(
        seeds=lambda _: _released("plan.toml"),
        read=lambda data, folder: load_plan(_written(folder, "plan.toml", data)),
        share=2,
    ),
    "reference": Target(
        seeds=lambda _: [ANCHOR_CODEC.text(anchor()).encode()],
        read=lambda data, folder: (
            _written(folder, "p/anchors/one.json", data),
            ANCHORS.load(folder, "p", "one"),
        ),
    ),
    "imu calibration": Target(
        seeds=lambda _: [
            *_released("watches/*.json"),
            CALIBRATION_CODEC.text(uncorrected()).encode(),
        ],
        read=lambda data, folder: (
            _written(folder, "p/watches/one.json", data),
            CALIBRATIONS.load(folder, "p", "one"),
        ),
    ),
    "camera calibration": Target(
        seeds=lambda _: [CAMERA_PLACE_CODEC.text(place_with(3.0, -1.0)).encode()],
        read=lambda data, folder: (
            _written(folder, "p/cameras/one.json", data),
            CAMERA_PLACES.load(folder, "p", "one"),
        ),
    ),
    "learnt tolerances": Target(
        seeds=lambda _: [TOLERANCE_CODEC.text(LEARNT).encode()],
        read=lambda data, folder: (
            _written(folder, "p/tolerances/one.json", data),
            TOLERANCES.load(folder, "p", "one"),
        ),
    ),
    "metadata": Target(seeds=_metadata, read=_read_metadata, share=2),
    "history": Target(
        seeds=lambda _: _released("history.jsonl"),
        read=lambda data, folder: read_history(_written(folder, FILE_NAME, data).parent),
    ),
    "recording": Target(seeds=lambda folder: [_small_recording(folder)], read=_read_recording),
    "chunk": Target(seeds=_chunks, read=_read_chunk),
    "latency": Target(
        seeds=lambda _: _released("latency.json"),
        read=lambda data, folder: latency_html(
            read_latency(_written(folder, "latency.json", data)), "x"
        ),
        share=20,
    ),
    "message": Target(
        seeds=lambda _: [encode(message) for message in MESSAGES],
        read=lambda data, _: decode(data),
    ),
    "message as JSON": Target(
        seeds=lambda _: [
            type(message).__name__.encode() + SEPARATOR + to_json(message) for message in MESSAGES
        ],
        read=lambda data, _: from_json(
            data.partition(SEPARATOR)[0].decode(errors="replace"), data.partition(SEPARATOR)[2]
        ),
    ),
    "stamp": Target(
        seeds=lambda _: [Stamp("motion", 1, 2, 3, 4).pack(encode(command(1)))],
        read=lambda data, _: unpack(data),
    ),
    "acknowledgement": Target(
        seeds=lambda _: [pack_ack(1, 2)], read=lambda data, _: unpack_ack(data)
    ),
    "session record": Target(
        seeds=lambda _: [encode_record(session_record())],
        read=lambda data, _: decode_record(data),
    ),
    "exchange": Target(
        seeds=lambda _: [encode_exchange(sent_record(session_record()))],
        read=lambda data, _: decode_exchange(data),
    ),
    "invitation": Target(
        seeds=lambda _: [INVITATION.text().encode()],
        read=lambda data, _: Invitation.read(data.decode("latin-1")),
    ),
    "pairing": Target(
        seeds=lambda _: [PAIRING.encode(Paired(patient="p001", endpoints=("tcp://hub:5571",)))],
        read=lambda data, _: PAIRING.decode(data),
    ),
    **WATCHES,
    **PHONES,
    **NETWORK,
}

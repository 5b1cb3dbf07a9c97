"""`file:PATH`: a recording played at its own pace, as if it came from a watch."""

import asyncio
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Final

from edge.bus.clock import now_ns
from edge.core.arrays import Floats
from edge.importers.registry import read_watch_recording
from edge.signals.imu_chunks import imu_chunks
from edge.sources.link_report import Emit, LinkReport
from edge.sources.scheme import MakeSimulated, Scheme, Source
from edge.sources.schemes import names_no_watch

_LOG = logging.getLogger(__name__)

CHUNK_S: Final = 0.02
"""Samples that span this long travel together, when they are closer than that."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FileSource:
    """A recording, a `Source`.

    Attributes:
        t_s: (n,) times.
        signal: (n, 6) acceleration in m/s², then angular rate in rad/s.
        device: what to call it.
    """

    simulated: ClassVar[bool] = False
    t_s: Floats
    signal: Floats
    device: str

    @property
    def notice(self) -> str:
        """Return that it plays at once."""
        return (
            "The recording plays at once; "
            "in a session, repetitions count once Start is pressed on the page."
        )

    def check(self) -> None:
        """Return: it has been read already."""

    def waiting(self) -> Source:
        """Return the same: nothing is to be cured."""
        return self

    async def listen(self, report: LinkReport, emit: Emit) -> None:
        """Emit the recording's chunks when they are due, the first one now."""
        report.tell("streaming")
        chunks = imu_chunks(
            self.t_s,
            self.signal[:, :3],
            self.signal[:, 3:],
            begin_ns=now_ns(),
            chunk_s=CHUNK_S,
        )
        for chunk in chunks:
            await asyncio.sleep(max(0.0, (chunk.sensor_ns - now_ns()) * 1e-9))
            emit(chunk)
            report.heard(chunk)


def _open(rest: str, simulated: MakeSimulated) -> Source:
    del simulated
    if not rest:
        raise names_no_watch("file:")
    path = Path(rest)
    recording = read_watch_recording(path)
    signal = recording.refuse_misleading(str(path))
    for sentence in recording.spoken():
        _LOG.warning("%s: %s", path.name, sentence)
    return FileSource(t_s=recording.t_s, signal=signal, device=path.name)


def _told(rest: str) -> str:
    """Return the file's name: its folders may bear somebody's."""
    return Path(rest).name


SCHEME: Final = Scheme(open=_open, told=_told)

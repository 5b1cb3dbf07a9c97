"""GENEActiv CSV: a hundred lines that describe the device, then time and g; no gyroscope."""

import re
from collections.abc import Sequence
from typing import Final

from edge.importers.clock_cells import time_s_of
from edge.importers.format import Format
from edge.importers.head import Head
from edge.importers.plain_table import read_plain
from edge.importers.recorded_files import RecordedFile
from edge.importers.stream import Readings, Stream

_ROW: Final = re.compile(r"\d{4}-\d{1,2}-\d{1,2}[ T]\d{1,2}:\d{2}:\d{2}[:.,]?\d*[,;\t]\s*-?\d.*")
_RATE: Final = re.compile(r"frequency\D*([0-9.]+)", re.IGNORECASE)


def _recognise(head: Head) -> float:
    return float("geneactiv" in head.text[:400].lower())


def _read(files: Sequence[RecordedFile]) -> Readings:
    file = files[0]
    before, table, remarks = read_plain(
        file, lambda line: bool(_ROW.match(line)), (0, 1, 2, 3), {0: time_s_of}
    )
    told = _RATE.search("\n".join(before))
    stream = Stream(
        quantity="acceleration",
        times=table[:, 0],
        values=table[:, 1:],
        units=("g",),
        source=file.name,
    )
    rate_hz = float(told[1]) if told and told[1].replace(".", "", 1).isdigit() else None
    return Readings(streams=[stream], remarks=remarks, rate_hz=rate_hz or None)


FORMAT: Final = Format(title="GENEActiv", recognise=_recognise, read=_read)

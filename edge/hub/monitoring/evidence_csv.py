"""What the counts of remote monitoring rest on, as a CSV file."""

import csv
import io
from collections.abc import Sequence
from typing import Any, Final

from edge.core.spreadsheet import cell
from edge.hub.monitoring.counts import Evidence

_FIELDS: Final = ("session_id", "local_day", "arrival_day", "repetitions", "simulated", "clock")


def evidence_csv(evidence: Sequence[Evidence]) -> bytes:
    """Return a row for each session with whether it counts, in UTF-8.

    What a spreadsheet would take for a formula is quoted.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([*_FIELDS, "machine", "counts"])
    for each in evidence:
        cells: list[Any] = [getattr(each, name) for name in _FIELDS]
        writer.writerow([*cells, cell(each.machine), each.counts])
    return text.getvalue().encode()

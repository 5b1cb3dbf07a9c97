"""The watch process's core: any source of wrist motion as `Imu` and `Link` messages.

`stream(source, emit, stop)` runs until it is stopped or the source has ended. Which sources there
are stands in `edge.sources.schemes`, one row each.
"""

import re

from edge.bus.stop import Stop
from edge.sources.first_of import first_of, stopped
from edge.sources.link_report import Emit, LinkReport
from edge.sources.scheme import MakeSimulated, Source
from edge.sources.schemes import scheme_of


def open_source(text: str, simulated: MakeSimulated) -> Source:
    """Return the source that `text` names, as `edge.sources.schemes` tells.

    Args:
        text: what the user wrote.
        simulated: makes the simulated watch when it is asked for.

    Raises:
        SourceError: it names no source.
        ImporterError: it is a file that cannot be read, or its angles would be wrong.
    """
    scheme, rest = scheme_of(text)
    return scheme.open(rest, simulated)


def settled(text: str) -> str:
    """Return the text that opens one and the same source in every process.

    Raises:
        SourceError: it names no source.
    """
    scheme, rest = scheme_of(text)
    chosen = scheme.settle(rest)
    return text if chosen == rest else f"{text.partition(':')[0]}:{chosen}"


def watch_name(text: str) -> str:
    """Return the name under which the calibration of a source is kept; '' if it has none.

    A name on the air may hold anything, a file's name may not: `ble:Watch 2` is kept as Watch-2.

    Raises:
        SourceError: it names no source.
    """
    scheme, rest = scheme_of(text)
    return "-".join(re.findall("[A-Za-z0-9_]+", scheme.kept(rest))).strip("_")[:64]


def told_watch(text: str) -> str:
    """Return the source's name as it may stand in a record that leaves this machine.

    Raises:
        SourceError: it names no source.
    """
    scheme, rest = scheme_of(text)
    said = scheme.told(rest)
    return text if said == rest else f"{text.partition(':')[0]}:{said}"


async def stream(source: Source, emit: Emit, stop: Stop) -> None:
    """Emit what the watch says until it has ended or `stop` is set.

    Losing the watch is no error: the link reports it and tries again for ever.

    Raises:
        LinkError: the radio cannot be used at all, or the device is no watch, and the link does not
            wait for help.
    """
    report = LinkReport(source.device, simulated=source.simulated, emit=emit)
    await first_of(stopped(stop), source.listen(report, emit))
    report.tell("ended")

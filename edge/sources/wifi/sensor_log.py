"""SensorLog on an iPhone, which opens a port that is connected to."""

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Final

from edge.sources.wifi.intake import Intake
from edge.sources.wifi.place import Place
from edge.sources.wifi.sensor_log_lines import LineDecoder
from edge.sources.wifi.source import App

_LOG = logging.getLogger(__name__)

_CONNECT_S: Final = 5.0
_SILENCE_S: Final = 5.0
_RETRY_S: Final = 0.25
_RETRY_LIMIT_S: Final = 5.0
_LONGEST_LINE: Final = 2**14
"""Its widest rows have a tenth of it."""


async def receive(place: Place, intake: Intake) -> None:
    """Give an intake the phone's lines for ever, over as many connections as it takes."""
    retry_s, told = _RETRY_S, ""
    while True:
        try:
            async with aclosing(_lines(place)) as lines:
                async for line in lines:
                    intake.take(line)
                    if intake.streams:
                        retry_s, told = _RETRY_S, ""
            trouble = "the phone has ended the connection"
        except TimeoutError:
            trouble = "nothing comes"
        except (OSError, ValueError) as error:
            trouble = str(error)
        intake.interrupted()
        if trouble != told:
            _LOG.warning("SensorLog at %s: %s; it is tried again", place.netloc, trouble)
            told = trouble
        await asyncio.sleep(retry_s)
        retry_s = min(2 * retry_s, _RETRY_LIMIT_S)


async def _lines(place: Place) -> AsyncGenerator[bytes]:
    """Yield the lines of one connection until it ends.

    Raises:
        OSError: it cannot be made, or breaks.
        TimeoutError: nothing comes.
        ValueError: a line is longer than any row.
    """
    async with asyncio.timeout(_CONNECT_S):
        reader, writer = await asyncio.open_connection(place.host, place.port, limit=_LONGEST_LINE)
    try:
        while line := await _line(reader):
            yield line
    finally:
        writer.close()


async def _line(reader: asyncio.StreamReader) -> bytes:
    # `wait_for` of Python 3.11 loses a cancellation that comes together with a line.
    async with asyncio.timeout(_SILENCE_S):
        return await reader.readline()


def _check(place: Place) -> None:
    """Return: whether a phone is there shows when it is asked."""
    del place


def _notice(place: Place) -> str:
    return (
        f"Let SensorLog on the phone stream over TCP as the server of {place.netloc}, with "
        "acceleration and motion. The connection is neither encrypted nor signed: who is in this "
        "network can read it."
    )


APP: Final = App(
    title="SensorLog",
    port=56204,
    silence_s=_SILENCE_S,
    notice=_notice,
    check=_check,
    decoder=LineDecoder,
    receive=receive,
)

"""A command of the hub in a process of its own, ready once it has said where it is reached.

It ends with the process that started it, also where that is killed: its standard input is then at
an end, and nothing else is ever written there.
"""

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from edge.hub.errors import HubError

_SAID: Final = re.compile(r"(?:Listening on|Open) (\w+://[^\s;]+)")
START: Final = "import sys; from edge.cli import main; sys.argv[0] = 'physio'; main()"
_UP_S: Final = 60
_END_S: Final = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnProcess:
    """A command that runs.

    Attributes:
        addresses: where it is reached, in the order in which it said so.
        process: that was started.
    """

    addresses: tuple[str, ...]
    process: subprocess.Popen[str]


@contextmanager
def own_process(
    folder: Path,
    command: str,
    *options: str,
    addresses: int = 1,
    around: Sequence[str] = (),
    start: str = START,
) -> Iterator[OwnProcess]:
    """Yield once a command of the hub is reached; it is ended afterwards.

    Args:
        folder: of the hub.
        command: serve or dashboard.
        options: of the command.
        addresses: at how many it is going to be reached.
        around: words before the command, such as those that keep it on one core.
        start: program of the process, which does what `physio` does.

    Raises:
        HubError: it does not come up; what it said is in the message.
    """
    program = f"from edge.hub.own_process import end_with_starter; end_with_starter(); {start}"
    words = [*around, sys.executable, "-c", program, "hub", command, "--hub", str(folder), *options]
    process = subprocess.Popen(
        words,
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        env=os.environ | {"COLUMNS": "200"},
    )
    assert process.stderr is not None and process.stdin is not None
    # It must not have to wait because nobody reads what it says.
    reader = threading.Thread(target=process.stderr.read, daemon=True)
    try:
        found = _ready(process, process.stderr, addresses, command)
        reader.start()
        yield OwnProcess(addresses=found, process=process)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(_END_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if reader.is_alive():
            reader.join()
        process.stderr.close()
        process.stdin.close()


def end_with_starter() -> None:
    """Have this process told to end as soon as nobody can write to its standard input any more."""

    def follow() -> None:
        os.read(sys.stdin.fileno(), 1)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=follow, name="starter", daemon=True).start()


def _ready(
    process: subprocess.Popen[str], said: IO[str], addresses: int, command: str
) -> tuple[str, ...]:
    watchdog = threading.Timer(_UP_S, process.kill)
    watchdog.start()
    lines: list[str] = []
    found: list[str] = []
    try:
        for line in said:
            lines.append(line)
            found += _SAID.findall(line)
            if len(found) >= addresses:
                return tuple(found)
    finally:
        watchdog.cancel()
    words = " ".join(" ".join(lines).split()).removeprefix("physio: ")
    raise HubError(f"'physio hub {command}' does not come up: {words[-2000:] or 'it says nothing'}")

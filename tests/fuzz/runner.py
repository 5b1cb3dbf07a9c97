"""Cases one by one: each gives a result or the documented error, soon and in little memory."""

import random
import resource
import signal
import tempfile
import traceback
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Final

from edge.core.errors import PhysioError
from tests.fuzz.mutations import mutated
from tests.fuzz.targets import TARGETS

LIMIT_S: Final = 10.0
SPARE_BYTES: Final = 2**30
"""More memory than this beside what the process has already is too much for any input here."""
TURNS: Final = tuple(
    name for turn in range(20) for name, target in TARGETS.items() if turn % target.share == 0
)
"""Whose turn it is, case after case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """An input that broke a reader.

    Attributes:
        target: name of the reader.
        case: its number.
        data: the input.
        trace: what happened.
    """

    target: str
    case: int
    data: bytes
    trace: str


class Fuzz:
    """Runs cases by their numbers; the same seed and number are always the same input.

    Args:
        seed: of all cases.
        folder: for the files that are read.
    """

    def __init__(self, seed: int, folder: Path) -> None:
        self._seed = seed
        self._folder = folder
        self._seeds = {}
        for name, target in TARGETS.items():
            with tempfile.TemporaryDirectory(dir=folder) as made:
                self._seeds[name] = target.seeds(Path(made))

    def check_seeds(self) -> None:
        """Read what is right, so that no reader is tested with refusals alone."""
        for name, target in TARGETS.items():
            target.read(self._seeds[name][0], self._folder)

    def run(self, case: int) -> Failure | None:
        """Return what went wrong in a case, None if nothing did."""
        name = TURNS[case % len(TURNS)]
        data = mutated(random.Random(f"{self._seed} {case}"), self._seeds[name])
        try:
            with _limit():
                TARGETS[name].read(data, self._folder)
        except PhysioError as error:
            if str(error):
                return None
            trace = "an error that says nothing"
        except Exception:  # noqa: BLE001
            trace = traceback.format_exc()
        else:
            return None
        return Failure(target=name, case=case, data=data, trace=trace)


@contextmanager
def bounded_memory() -> Iterator[None]:
    """Give the process little more memory than it has; what asks for more gets a MemoryError."""
    before = resource.getrlimit(resource.RLIMIT_AS)
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    resource.setrlimit(
        resource.RLIMIT_AS, (pages * resource.getpagesize() + SPARE_BYTES, before[1])
    )
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


@contextmanager
def _limit() -> Iterator[None]:
    """Raise a `TimeoutError` in what takes too long, and a warning as an error."""

    def late(_: int, __: FrameType | None) -> None:
        raise TimeoutError(f"not done after {LIMIT_S:g} s")

    former = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, LIMIT_S)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0.0)
        signal.signal(signal.SIGALRM, former)

"""Everything compiled before a session begins: `python -m edge.session.prepared` does just that.

Compiling takes about a minute. A session that had to do so would hear nothing of the patient
meanwhile, so it happens before: once after the installation, and anew when the sources, Numba or
the processor have changed.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Final

from edge.compiled.cache import folder_of, sources, stamp_of
from edge.core.exercises import EXERCISES
from edge.simulation.patient import SimulatedPatient
from edge.stages.warmup import warm_up, warm_up_alignment
from edge.terminal.output import say

FOLDER_VARIABLE: Final = "NUMBA_CACHE_DIR"
"""Where Numba keeps what it compiles, if somebody wants it elsewhere than beside the sources."""


def main() -> None:
    """Compile all that the stages use, with a simulated patient's anchor, and note it."""
    patient = SimulatedPatient(
        exercise=next(iter(EXERCISES)), side="right", profile="mixed", seconds=30.0, seed=0
    )
    warm_up(patient.session_plan(5))
    warm_up_alignment()
    if (mark := _mark()) is not None:
        with suppress(OSError):
            note(mark, sources())


def note(mark: Path, files: Iterable[Path]) -> None:
    """Write into `mark` that all these files are compiled as they are now.

    Raises:
        OSError: it cannot be written, or one of the files is not there.
    """
    names = [str(path) for path in files]
    mark.write_text(json.dumps({"files": names, "stamp": stamp_of(map(Path, names))}))


def _is_compiled(mark: Path) -> bool:
    """Return whether what `mark` says is still so."""
    try:
        noted = json.loads(mark.read_text())
        return bool(noted["stamp"] == stamp_of(map(Path, noted["files"])))
    except (OSError, ValueError, KeyError, TypeError):
        return False


def compile_all() -> None:
    """Run `main` in a process of its own, whose memory and compiler are gone afterwards."""
    subprocess.run([sys.executable, "-m", __name__], check=False)


@contextmanager
def prepared(compile_all: Callable[[], None] = compile_all) -> Iterator[None]:
    """Have everything compiled for the processes that are started within the context.

    Where it can be kept nowhere it is kept in a temporary folder until the context ends.

    Args:
        compile_all: compiles everything, where that is necessary.
    """
    mark = _mark()
    with ExitStack() as stack:
        if mark is None:
            with suppress(OSError):
                folder = tempfile.TemporaryDirectory(prefix="physio-compiled-")
                stack.enter_context(_kept_in(stack.enter_context(folder)))
        if mark is None or not _is_compiled(mark):
            say(
                "Preparing the computations; this takes about a minute, after an installation only."
            )
            compile_all()
        yield


@contextmanager
def _kept_in(folder: str) -> Iterator[None]:
    """Let the processes that are started in the context keep there what they compile."""
    before = os.environ.get(FOLDER_VARIABLE)
    os.environ[FOLDER_VARIABLE] = folder
    try:
        yield
    finally:
        del os.environ[FOLDER_VARIABLE]
        if before is not None:
            os.environ[FOLDER_VARIABLE] = before


def _mark() -> Path | None:
    """Return the file that says that all is compiled, None where nothing can be kept."""
    folder = folder_of(main)
    return None if folder is None else folder / "prepared.json"


if __name__ == "__main__":
    main()

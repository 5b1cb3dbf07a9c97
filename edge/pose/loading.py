"""MediaPipe loaded without what its native libraries write to the terminal."""

import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any, Final

_STDERR: Final = 2


def load_mediapipe(module: str) -> Any:
    """Return a module of MediaPipe."""
    warnings.filterwarnings("ignore", ".*GetPrototype.*", UserWarning)
    return import_module(module)


@contextmanager
def silenced() -> Iterator[None]:
    """Keep native code from writing to the terminal while a graph starts.

    Its messages about delegates and feedback cannot be switched off otherwise, and look like
    errors to whoever reads them. What really goes wrong comes as an exception.
    """
    terminal = os.dup(_STDERR)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, _STDERR)
        yield
    finally:
        os.dup2(terminal, _STDERR)
        os.close(terminal)
        os.close(nowhere)

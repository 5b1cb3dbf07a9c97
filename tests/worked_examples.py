"""The worked examples of CONTRIBUTING.md, taken out of the document and added to the project."""

import importlib
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Final

DOCUMENT: Final = Path(__file__).parents[1] / "CONTRIBUTING.md"


def blocks() -> dict[str, str]:
    """Return every code block of the document that begins with `# PATH`, by that path."""
    text = DOCUMENT.read_text(encoding="utf-8")
    found: dict[str, str] = {}
    for code in re.findall(r"^```\w+\n(.*?)^```$", text, re.DOTALL | re.MULTILINE):
        path = re.match(r"# ([\w/.-]+\.\w+)\n", code)
        if path is None:
            continue
        assert path[1] not in found, f"two blocks of {DOCUMENT.name} are called {path[1]}"
        found[path[1]] = code
    return found


def block(path: str) -> str:
    """Return the code block whose first line is `# path`.

    Raises:
        KeyError: there is none.
    """
    return blocks()[path]


@contextmanager
def added(path: str) -> Iterator[ModuleType]:
    """Add the block called `path` to its package while the context lasts, and yield its module.

    The module is imported under the name that it has where the file lies at `path`. The package's
    search path is extended, so what lists a package's modules finds it too.

    Args:
        path: where the document says that the file lies, from the project's root.
    """
    place = PurePosixPath(path)
    package_name = ".".join(place.parent.parts)
    name = f"{package_name}.{place.stem}"
    package = importlib.import_module(package_name)
    with TemporaryDirectory() as folder:
        (Path(folder) / place.name).write_text(block(path), encoding="utf-8")
        package.__path__.append(folder)
        try:
            yield importlib.import_module(name)
        finally:
            package.__path__.remove(folder)
            sys.modules.pop(name, None)
            if hasattr(package, place.stem):
                delattr(package, place.stem)

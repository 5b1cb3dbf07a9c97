"""The files of one recording, wherever they lie: by themselves, in a folder or in a zip.

Nothing that a zip claims decides how much memory is taken: its members are read piece by piece, and
one that unpacks to more than a recording of hours is refused before it is opened.
"""

import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Final, cast

from edge.importers.errors import ImporterError

LARGEST_BYTES: Final = 2**30
"""An hour of a watch at 1000 Hz is a third of it."""
_OLE: Final = b"\xd0\xcf\x11\xe0"
"""How a workbook of old versions of Excel begins."""
LARGEST_UNPACKED: Final = 2**29
MOST_FILES: Final = 400
_ZIPS: Final = (b"PK\x03\x04", b"PK\x05\x06")
"""How a zip begins, and one with nothing in it."""
_BROKEN: Final = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, NotImplementedError, RuntimeError),
    *(EOFError, ValueError, KeyError, OverflowError, OSError),
)
"""What Python's reader raises about a zip that is damaged, encrypted or packed in a rare way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedFile:
    """One file of a recording.

    Attributes:
        path: of the file, or of the zip that it is in.
        member: its name in the zip, "" for a file by itself.
    """

    path: Path
    member: str = ""

    @property
    def name(self) -> str:
        """Return what it is called in a sentence."""
        return f"{self.path}: {self.member}" if self.member else str(self.path)

    @property
    def title(self) -> str:
        """Return the last part of its name, in small letters."""
        return PurePosixPath(self.member or self.path.name).name.lower()

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """Yield it opened for reading.

        Raises:
            ImporterError: it cannot be opened, or breaks off while it is read.
        """
        try:
            if not self.member:
                with self.path.open("rb") as file:
                    yield file
                return
            with unpacked(self.path) as archive, archive.open(self.member) as member:
                yield cast(BinaryIO, member)
        except FileNotFoundError:
            raise ImporterError(f"there is no file {self.path}") from None
        except OSError as error:
            raise ImporterError(f"{self.name} cannot be read: {error.strerror}") from error

    def head(self, size: int) -> bytes:
        """Return its first bytes."""
        with self.open() as file:
            return file.read(size)

    def bytes(self, most: int) -> bytes:
        """Return all of it.

        Raises:
            ImporterError: it is larger than `most`.
        """
        with self.open() as file:
            data = file.read(most + 1)
        if len(data) > most:
            raise ImporterError(
                f"{self.name} is larger than {most / 2**20:.0f} MB", remedy="cut out the exercise"
            )
        return data


@contextmanager
def unpacked(path: Path) -> Iterator[zipfile.ZipFile]:
    """Yield a zip opened for reading, after a look at what it claims.

    Raises:
        ImporterError: it is damaged, encrypted, or unpacks to far more than a recording has.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _refuse_large(path, sum(entry.file_size for entry in archive.infolist()))
            yield archive
    except (ImporterError, FileNotFoundError):
        raise
    except _BROKEN as error:
        raise ImporterError(
            f"{path} is a zip that cannot be unpacked: {error}", remedy="export it once more"
        ) from error


def _refuse_large(path: Path, size: int) -> None:
    if size > LARGEST_UNPACKED:
        raise ImporterError(
            f"{path} unpacks to {size / 2**30:.1f} GB, more than a recording of hours has",
            remedy="cut out the exercise",
        )


def gathered(paths: Sequence[Path]) -> list[RecordedFile]:
    """Return the files that paths stand for; folders and zips stand for those in them.

    Raises:
        ImporterError: there is no such file, it is far too large, or there are far too many.
    """
    files = [file for path in paths for file in _at(path)]
    if len(files) > MOST_FILES:
        raise ImporterError(
            f"{paths[0]} holds {len(files)} files", remedy="give those of one recording"
        )
    return files


def single(path: Path) -> RecordedFile:
    """Return a file by itself.

    Raises:
        ImporterError: there is no such file, it is a folder, or far too large.
    """
    try:
        if path.is_dir():
            raise ImporterError(f"{path} is a folder", remedy="give a CSV file in it")
        size = path.stat().st_size
    except FileNotFoundError:
        raise ImporterError(f"there is no file {path}") from None
    except (OSError, ValueError) as error:
        raise ImporterError(f"{path} cannot be read: {error}") from error
    if size > LARGEST_BYTES:
        raise ImporterError(
            f"{path} is {size / 2**30:.1f} GB, more than a recording of hours has",
            remedy="cut out the exercise",
        )
    return RecordedFile(path=path)


def _at(path: Path) -> list[RecordedFile]:
    if path.is_dir():
        inside = [one for one in sorted(path.rglob("*")) if _counts(one.relative_to(path))]
        found = [file for one in inside if one.is_file() for file in _at(one)]
        if not found:
            raise ImporterError(f"{path} is a folder without files")
        return found
    file = single(path)
    if file.head(len(_OLE)) == _OLE:
        raise ImporterError(f"{path} is a workbook of Excel", remedy="save it as CSV")
    return _members(path) if file.head(4) in _ZIPS else [file]


def _members(path: Path) -> list[RecordedFile]:
    """Return the files in a zip, or the zip itself where it is a file of its own kind."""
    with unpacked(path) as archive:
        names = [name for name in archive.namelist() if name and not name.endswith("/")]
    if "[Content_Types].xml" in names:
        raise ImporterError(f"{path} is a workbook of Excel", remedy="save it as CSV")
    if {"info.txt", "activity.bin"} <= {name.lower() for name in names}:
        raise ImporterError(
            f"{path} is a gt3x of an old device, whose records are others",
            remedy="export it with ActiLife as RAW CSV",
        )
    if {"info.txt", "log.bin"} <= {name.lower() for name in names}:
        return [RecordedFile(path=path)]  # a gt3x, whose reader knows the names in it
    return [
        RecordedFile(path=path, member=name)
        for name in sorted(names)
        if _counts(PurePosixPath(name))
    ]


def _counts(inside: PurePosixPath | Path) -> bool:
    """Tell whether a name inside a folder is that of a file which somebody sees."""
    return not any(part.startswith((".", "__MACOSX")) for part in inside.parts)

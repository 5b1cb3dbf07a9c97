"""A PostgreSQL of one's own, from Debian's package: a socket in a folder, and no port."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

import psutil

from benchmarks.errors import PostgresMissingError

DURABLE: Final[Mapping[str, str]] = {
    **{"listen_addresses": "", "shared_buffers": "128MB", "max_connections": "50"},
}
"""As it comes: what is committed is on the disk."""
FLEETING: Final[Mapping[str, str]] = {
    **{"listen_addresses": "", "shared_buffers": "16MB", "max_connections": "50"},
    **{"fsync": "off", "full_page_writes": "off", "autovacuum": "off"},
}
"""For what is gone afterwards anyway."""


def programs() -> Path | None:
    """Return where the newest PostgreSQL from version 15 on lies, None where there is none."""
    found = [
        path.parent
        for path in Path("/usr/lib/postgresql").glob("*/bin/postgres")
        if int(path.parts[4]) >= 15
    ]
    return max(found, key=lambda path: int(path.parts[4]), default=None)


def processor_s(url: str) -> float:
    """Return the processor time of all processes of a server that this process started."""
    folder = Path(url.rpartition("host=")[2])
    pid = int((folder / "data" / "postmaster.pid").read_text(encoding="utf-8").split()[0])
    first = psutil.Process(pid)
    total = sum(first.cpu_times()[:4])  # with that of processes that have ended
    for child in first.children():
        with suppress(psutil.NoSuchProcess):
            total += sum(child.cpu_times()[:2])
    return total


@contextmanager
def server(settings: Mapping[str, str], around: Sequence[str] = ()) -> Iterator[str]:
    """Yield the address of a server that is gone at the end, with all that it held.

    It runs as the user `postgres` where this process runs as root, whom PostgreSQL refuses.

    Args:
        settings: of the server.
        around: words before its start command, such as those that keep it on one core.

    Raises:
        PostgresMissingError: it is not installed.
    """
    place = programs()
    if place is None:
        raise PostgresMissingError("PostgreSQL 15 or newer is not installed (Debian: postgresql)")
    folder = Path(tempfile.mkdtemp(prefix="physio-pg-", dir="/tmp"))  # sockets have short names
    as_root = os.geteuid() == 0
    user = "postgres" if as_root else None
    if as_root:
        shutil.chown(folder, "postgres")

    def run(*words: str | Path) -> None:
        subprocess.run(
            words,
            user=user,
            group=user,
            extra_groups=[] if as_root else None,
            cwd=folder,
            check=True,
            capture_output=True,
            timeout=60,
        )

    data = ("-D", folder / "data")
    try:
        how = ("-U", "hub", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        run(place / "initdb", *data, *how)
        options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
        socket = f"-k {folder} {options}"
        run(*around, place / "pg_ctl", "start", *data, "-w", "-l", folder / "log", "-o", socket)
        try:
            yield f"postgresql://hub@/postgres?host={folder}"
        finally:
            run(place / "pg_ctl", "stop", *data, "-m", "immediate")
    finally:
        shutil.rmtree(folder)

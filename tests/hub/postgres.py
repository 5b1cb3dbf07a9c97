"""A PostgreSQL of the tests' own, from Debian's package: a socket in a folder, and no port."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

SETTINGS = {
    **{"listen_addresses": "", "shared_buffers": "16MB", "max_connections": "50"},
    **{"fsync": "off", "full_page_writes": "off", "autovacuum": "off"},  # it is gone anyway
}


def programs() -> Path | None:
    """Return where the newest PostgreSQL from version 15 on lies, None where there is none."""
    found = [
        path.parent
        for path in Path("/usr/lib/postgresql").glob("*/bin/postgres")
        if int(path.parts[4]) >= 15
    ]
    return max(found, key=lambda path: int(path.parts[4]), default=None)


@contextmanager
def server() -> Iterator[str]:
    """Yield the address of a server that is gone at the end, with all that it held.

    It runs as the user `postgres` where the tests run as root, whom it refuses.
    """
    place = programs()
    if place is None:
        pytest.skip("PostgreSQL 15 or newer is not installed (Debian: postgresql)")
    folder = Path(tempfile.mkdtemp(prefix="physio-pg-", dir="/tmp"))  # sockets have short names
    as_root = os.geteuid() == 0
    user = "postgres" if as_root else None
    if as_root:
        shutil.chown(folder, "postgres")

    def run(program: str, *words: str) -> None:
        subprocess.run(
            [place / program, "-D", folder / "data", *words],
            user=user,
            group=user,
            extra_groups=[] if as_root else None,
            cwd=folder,
            check=True,
            capture_output=True,
            timeout=60,
        )

    try:
        run("initdb", "-U", "hub", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        options = " ".join(f"-c {name}='{value}'" for name, value in SETTINGS.items())
        log = str(folder / "log")
        run("pg_ctl", "start", "-w", "-l", log, "-o", f"-k {folder} {options}")
        try:
            yield f"postgresql://hub@/postgres?host={folder}"
        finally:
            run("pg_ctl", "stop", "-m", "immediate")
    finally:
        shutil.rmtree(folder)

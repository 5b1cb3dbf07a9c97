"""A hub on this machine: its keys, its certificate, its database's driver, its connections."""

import importlib
import importlib.util
import os
import resource
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Final

from cryptography import x509

from edge.doctor.finding import Finding, limited, missing, ok
from edge.doctor.uplink import open_files

VARIABLE: Final = "PHYSIO_HUB"
DRIVER: Final = "sqlcipher3"
SOUND_SQLITE: Final = (3, 51, 3)
"""From here on two connections that write at once cannot damage a database (WAL reset)."""
ENOUGH_DESCRIPTORS: Final = 8_192
"""Each machine that is connected takes one; two thousand at once want some thousands."""
SOON: Final = timedelta(days=30)
_NONE: Final = "no hub on this machine"


def keys(folder: Path | None = None) -> Finding:
    """Tell whether a hub's secret and keys are there, and for their owner alone."""
    place = _place(folder)
    if place is None:
        return ok("Hub secrets", _NONE)
    files = [place / name for name in ("secret", "curve.key", "curve.next.key", "certificate.key")]
    if others := open_files(files):
        return missing("Hub secrets", f"others may read them: chmod 600 {' '.join(others)}")
    if not files[1].is_file():
        return missing("Hub secrets", f"{files[1]} is missing: put the copy of it there")
    if not files[0].is_file():
        return limited("Hub secrets", f"{files[0]} is not there: handed over by the system?")
    return ok("Hub secrets", f"in {place}, for their owner alone")


def certificate(folder: Path | None = None) -> Finding:
    """Tell whether the dashboard's certificate holds."""
    place = _place(folder)
    if place is None:
        return ok("Hub certificate", _NONE)
    told = _setting(place, "certificate")
    file = Path(told).expanduser() if told else place / "certificate.pem"
    if not file.is_file():
        return ok("Hub certificate", "none: the dashboard is for this machine alone")
    try:
        until = x509.load_pem_x509_certificate(file.read_bytes()).not_valid_after_utc
    except (OSError, ValueError) as error:
        return limited("Hub certificate", f"{file} cannot be read ({error})")
    left = until - datetime.now(UTC)
    if left < SOON:
        what = "has ended" if left < timedelta(0) else "ends"
        return limited("Hub certificate", f"{file} {what} on {until:%Y-%m-%d}: make a new one")
    return ok("Hub certificate", f"holds until {until:%Y-%m-%d}")


def database(folder: Path | None = None) -> Finding:
    """Tell whether the driver of the hub's database is one that cannot damage it."""
    place = _place(folder)
    if place is None:
        return ok("Hub database", _NONE)
    if _setting(place, "database"):
        return ok("Hub database", "PostgreSQL")
    if importlib.util.find_spec(DRIVER) is None:
        return missing("Hub database", f"{DRIVER} is not installed here: run make hub")
    version = str(_driver().dbapi2.sqlite_version)
    if tuple(map(int, version.split("."))) < SOUND_SQLITE:
        wanted = ".".join(map(str, SOUND_SQLITE))
        return missing(
            "Hub database",
            f"SQLite {version} can damage a database that two programs write at once; {wanted} "
            "cannot: run make hub",
        )
    return ok("Hub database", f"SQLite {version}, encrypted")


def descriptors(folder: Path | None = None) -> Finding:
    """Tell how many machines may be connected to the hub at once."""
    if _place(folder) is None:
        return ok("Hub connections", _NONE)
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < ENOUGH_DESCRIPTORS:
        return limited(
            "Hub connections",
            f"{hard} descriptors, and so fewer machines at once: raise LimitNOFILE of the service, "
            f"or ulimit -n, to {ENOUGH_DESCRIPTORS}",
        )
    return ok("Hub connections", f"{'no limit' if hard == resource.RLIM_INFINITY else hard}")


def _driver() -> ModuleType:
    """Return the database's driver, which a patient's machine does not have."""
    return importlib.import_module(DRIVER)


def _place(folder: Path | None) -> Path | None:
    place = folder or Path(os.environ.get(VARIABLE) or "~/.physio-hub").expanduser()
    return place if (place / "hub.toml").is_file() else None


def _setting(place: Path, name: str) -> str:
    """Return what a hub's settings say, "" where they cannot be read: the hub itself says so."""
    try:
        return str(tomllib.loads((place / "hub.toml").read_text("utf-8")).get(name, ""))
    except (OSError, ValueError):
        return ""

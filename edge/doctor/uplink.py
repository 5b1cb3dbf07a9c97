"""The way to the therapists' hubs: who may read its keys, what waits since when, whose clock."""

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from edge.core.errors import PhysioError
from edge.doctor.finding import Finding, limited, ok
from edge.records.consent import FILE_NAME as CONSENT_FILE
from edge.records.hub_link import FILE_NAME as LINK_FILE
from edge.records.hub_link import link_of
from edge.records.hub_pairing import FILE_NAME as PAIRING_FILE
from edge.records.outbox import FILE_NAME as OUTBOX_FILE
from edge.records.patient_store import patients_dir
from edge.records.uplink_state import clock_off_of, sending_of, waiting_of

_PRIVATE = (LINK_FILE, PAIRING_FILE, OUTBOX_FILE, CONSENT_FILE)


def hub_keys() -> Finding:
    """Tell whether others could read the keys to the hubs, or what waits for them."""
    subject = "Hub keys"
    folders = _folders()
    if not folders:
        return ok(subject, "no machine of a patient is paired with a hub")
    if others := open_files(folder / name for folder in folders for name in _PRIVATE):
        return limited(subject, f"others may read {others[0]}: chmod 600 {' '.join(others)}")
    return _each(subject, folders, lambda folder: "" if link_of(folder) else "not paired yet")


def outbox() -> Finding:
    """Tell how many sessions wait to be sent, and since when."""

    def told(folder: Path) -> str:
        waiting, sending = waiting_of(folder), sending_of(folder, None)
        words = f" and {waiting.words} messages" if waiting.words else ""
        if not waiting.sessions and not words:
            return ""
        begun_ms = [ms for ms in (waiting.since_ms, waiting.words_since_ms) if ms is not None]
        since = datetime.fromtimestamp(min(begun_ms) / 1000).astimezone()
        why = "" if sending == "on" else f" ({sending}: 'physio uplink status')"
        return f"{waiting.sessions} sessions{words} wait since {since:%Y-%m-%d %H:%M}{why}"

    return _each("Outbox", _folders(), told)


def hub_clock() -> Finding:
    """Tell by how much this machine's clock differed from a hub's when they last spoke."""

    def told(folder: Path) -> str:
        off_s = clock_off_of(folder)
        if off_s is None or abs(off_s) <= 600:
            return ""
        return f"this clock is {abs(off_s) / 3600:.1f} hours {'behind' if off_s > 0 else 'ahead'}"

    return _each("Hub clock", _folders(), told)


def open_files(paths: Iterable[Path]) -> list[str]:
    """Return those of some files that are there and that others than their owner may read."""
    return [str(path) for path in paths if path.exists() and path.stat().st_mode & 0o077]


def _folders() -> list[Path]:
    root = patients_dir()
    there = sorted(root.iterdir()) if root.is_dir() else []
    return [
        folder
        for folder in there
        if any((folder / name).is_file() for name in (LINK_FILE, OUTBOX_FILE))
    ]


def _each(subject: str, folders: list[Path], told: Callable[[Path], str]) -> Finding:
    """Return what is to be said of each patient, or that all is well."""
    said = []
    for folder in folders:
        try:
            words = told(folder)
        except (PhysioError, OSError) as error:
            words = str(error)
        said += [f"{folder.name}: {words}"] if words else []
    return limited(subject, "; ".join(said)) if said else ok(subject, "nothing to be said")

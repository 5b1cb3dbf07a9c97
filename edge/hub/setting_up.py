"""A new hub: its secret, its key, its journal, its settings and its empty database."""

import os
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
import zmq

from edge.hub.errors import HubError
from edge.hub.place import HubSettings, Place, settings_text
from edge.hub.secret import make_secret
from edge.hub.store import audit
from edge.hub.store.engines import Store
from edge.hub.store.partitions import make_months
from edge.hub.store.patients import add_clinic
from edge.hub.store.roles import grant_roles
from edge.machine.durable import make_folders, replace_durably


def set_up(folder: Path, settings: HubSettings, *, clinic: str, zone: str) -> Place:
    """Return the place of a new hub with one clinic.

    A secret that is there, such as one of a hub to be restored, is used.

    Raises:
        HubError: there is a hub already, or the database cannot be made.
    """
    place = Place(folder=folder, settings=settings, secret=folder / "secret")
    make_folders(folder)
    if not place.secret.exists():
        make_secret(place.secret)
    keys = place.keys()

    def fill(connection: sa.Connection) -> None:
        make_months(connection, datetime.now(UTC).date())
        add_clinic(connection, name=clinic, zone=zone)
        audit.record(connection, audit.Entry(actor="terminal", action="init"))
        grant_roles(connection)

    Store.create(place.url, keys.database, fill).close()
    place.journal(keys).begin()
    write_settings(place)
    if not place.curve_key.exists():
        make_curve_key(place.curve_key)
    return place


def write_settings(place: Place) -> None:
    """Write the settings of a hub into its folder, each explained."""
    replace_durably(place.folder / "hub.toml", settings_text(place.settings).encode())


def make_curve_key(path: Path) -> None:
    """Write a new key pair into a file that must not be there: the public one, then the secret."""
    public, secret = zmq.curve_keypair()
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(public + b"\n" + secret + b"\n")
        file.flush()
        os.fsync(file.fileno())


def read_curve_key(path: Path) -> tuple[bytes, bytes]:
    """Return the hub's public and secret key.

    Raises:
        HubError: the file is missing, may be read by others, or holds no key pair that belongs
            together.
    """
    if not path.is_file():
        raise HubError(
            f"there is no key {path}",
            remedy="put the copy of it there: with another key every machine must be paired again",
            cause="no_key",
        )
    if path.stat().st_mode & 0o077:
        raise HubError(f"others may read the key {path}", remedy=f"chmod 600 {path}")
    lines = path.read_bytes()[:200].split()
    try:
        public, secret = lines
        matches = zmq.curve_public(secret) == public
    except (ValueError, zmq.ZMQError):
        matches = False
    if not matches:
        raise HubError(
            f"{path} holds no key of a hub", remedy="put the copy of it there", cause="wrong_key"
        )
    return public, secret


def make_next_key(path: Path) -> None:
    """Write a new key pair into a file, whole or not at all: the hub serves meanwhile."""
    public, secret = zmq.curve_keypair()
    replace_durably(path, public + b"\n" + secret + b"\n")


def read_next_key(path: Path) -> tuple[bytes, bytes] | None:
    """Return the key pair that the hub is going to have, None while it has none.

    Raises:
        HubError: the file may be read by others, or holds no key pair.
    """
    return read_curve_key(path) if path.is_file() else None

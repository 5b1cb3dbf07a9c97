"""The folder of a hub: its settings, its secret, its journal of erasures and its backups."""

import os
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self

from edge.core.exercises import LanguageCode
from edge.hub.errors import HubError
from edge.hub.secret import Keys, read_secret
from edge.hub.store.engines import Store
from edge.hub.store.journal import Journal
from edge.hub.store.roles import Program
from edge.records.config_fields import described, fields_of, read_fields, toml_value
from edge.records.errors import FieldError
from edge.wording.languages import LANGUAGES

VARIABLE: Final = "PHYSIO_HUB"
PORT: Final = 5_571
PAIRING_PORT: Final = 5_572
NEXT_KEY_PORT: Final = 5_570
DASHBOARD_PORT: Final = 5_580


@dataclass(frozen=True, slots=True, kw_only=True)
class HubSettings:
    """What `hub.toml` says."""

    database: str = field(
        default="",
        metadata=described(
            title="Database",
            description="Where the database is: empty for an encrypted file in the hub's folder, "
            "or postgresql://… as libpq reads it.",
        ),
    )
    listen: str = field(
        default=f"tcp://0.0.0.0:{PORT}",
        metadata=described(
            title="Port", description="Where patients' machines reach the hub, on this machine."
        ),
    )
    pairing: str = field(
        default=f"tcp://0.0.0.0:{PAIRING_PORT}",
        metadata=described(
            title="Pairing port", description="Where an invited machine makes itself known."
        ),
    )
    public: str = field(
        default="",
        metadata=described(
            title="Address",
            description="How patients' machines reach the hub from elsewhere, such as "
            "tcp://hub.clinic.example:5571; it stands in invitations.",
        ),
    )
    listen_next: str = field(
        default=f"tcp://0.0.0.0:{NEXT_KEY_PORT}",
        metadata=described(
            title="Second port",
            description="Where the hub's next key is served while it is changed "
            "('physio hub rotate-key').",
        ),
    )
    dashboard: str = field(
        default=f"127.0.0.1:{DASHBOARD_PORT}",
        metadata=described(
            title="Dashboard",
            description="Address and port of the therapist's pages; any but this machine's own "
            "(127.0.0.1) needs a certificate.",
        ),
    )
    dashboard_name: str = field(
        default="",
        metadata=described(
            title="Name of the dashboard",
            description="Host name under which browsers open it, such as hub.clinic.example; "
            "empty for addresses and this machine's own name.",
        ),
    )
    dashboard_proxy: str = field(
        default="",
        metadata=described(
            title="Proxy",
            description="Address of a proxy that brings TLS and is the only one to be answered, "
            "such as 127.0.0.1; needs the name of the dashboard. Empty without one.",
        ),
    )
    certificate: str = field(
        default="",
        metadata=described(
            title="Certificate",
            description="PEM file of the dashboard's certificate; empty for certificate.pem in "
            "the hub's folder, where there is one.",
        ),
    )
    certificate_key: str = field(
        default="",
        metadata=described(
            title="Key of the certificate",
            description="PEM file; empty for certificate.key in the hub's folder.",
        ),
    )
    language: LanguageCode = field(
        default="en",
        metadata=described(
            title="Language", description="Of the dashboard.", choices=tuple(LANGUAGES)
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a hub lies.

    Attributes:
        folder: with all of its files.
        settings: what its `hub.toml` says.
        secret: file of its secret.
    """

    folder: Path
    settings: HubSettings
    secret: Path

    @classmethod
    def of(cls, folder: Path | None = None, secret: Path | None = None) -> Self:
        """Return the hub's place: `folder`, or `$PHYSIO_HUB`, or `~/.physio-hub`.

        Raises:
            HubError: its settings cannot be read; the message names each that is wrong.
        """
        chosen = folder or Path(os.environ.get(VARIABLE) or "~/.physio-hub").expanduser()
        file = chosen / "hub.toml"
        settings = HubSettings()
        if file.is_file():
            try:
                settings = read_fields(HubSettings, tomllib.loads(file.read_text("utf-8")))
            except (ValueError, FieldError) as error:
                raise HubError(f"{file}: {error}", cause="bad_settings") from error
        return cls(folder=chosen, settings=settings, secret=secret or chosen / "secret")

    @property
    def url(self) -> str:
        """Address of the database."""
        return self.settings.database or f"sqlite:///{self.folder / 'hub.db'}"

    @property
    def backups(self) -> Path:
        """Folder of the backups."""
        return self.folder / "backups"

    @property
    def curve_key(self) -> Path:
        """File of the key by which patients' machines know the hub."""
        return self.folder / "curve.key"

    @property
    def next_curve_key(self) -> Path:
        """File of the key that follows, while the hub's key is changed."""
        return self.folder / "curve.next.key"

    @property
    def group(self) -> Path:
        """Folder of the link to the group's hub, where this one belongs to a group."""
        return self.folder / "group"

    def next_endpoint(self) -> str:
        """Return where machines reach the hub under its next key.

        Where nobody has said how they reach the hub, all addresses stand for the one they know.
        """
        host = self.settings.public.removeprefix("tcp://").rpartition(":")[0]
        listen = self.settings.listen_next
        return f"tcp://{host}:{listen.rpartition(':')[2]}" if host else listen

    def pairing_address(self) -> str:
        """Return host and port of the pairing port, as patients' machines reach it.

        Raises:
            HubError: nobody has said where that is.
        """
        host = self.settings.public.removeprefix("tcp://").rpartition(":")[0]
        if not host:
            raise HubError(
                "nobody has said how patients' machines reach this hub",
                remedy=f"set `public` in {self.folder / 'hub.toml'}, or give --address",
                cause="no_address",
            )
        return f"{host}:{self.settings.pairing.rpartition(':')[2]}"

    def keys(self) -> Keys:
        """Return the hub's keys.

        Raises:
            HubError: its secret cannot be read.
        """
        return Keys.of(read_secret(self.secret))

    def journal(self, keys: Keys) -> Journal:
        """Return the journal of erasures."""
        return Journal(self.folder / "erased.jsonl", keys)

    def open(self, keys: Keys, program: Program | None = None) -> Store:
        """Return the hub's database, on PostgreSQL with the rights of a program alone.

        Raises:
            DatabaseError: it cannot be opened, or is of another version.
        """
        return Store.open(self.url, keys.database, program)


def settings_text(settings: HubSettings) -> str:
    """Return a `hub.toml` with every field explained."""
    lines = []
    for name, _, description, _ in fields_of(HubSettings):
        lines += [f"# {description.title}: {description.description}"]
        lines += [f"{name} = {toml_value(getattr(settings, name))}", ""]
    return "\n".join(lines)

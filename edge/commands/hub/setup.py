"""`physio hub init` and `physio hub upgrade`."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from edge.commands.hub.options import ACTOR, FolderOption, SecretOption
from edge.hub.errors import HubError
from edge.hub.place import HubSettings, Place
from edge.hub.setting_up import set_up
from edge.hub.store import audit, migrating
from edge.hub.store.backup import back_up
from edge.hub.store.engines import Store
from edge.hub.store.roles import grant_roles
from edge.terminal.output import JsonOption, say, write_json


def init(
    clinic: Annotated[str, typer.Option(metavar="NAME", help="The clinic's name.")],
    zone: Annotated[str, typer.Option(metavar="ZONE", help="Its time zone.")] = "Europe/Zurich",
    database: Annotated[
        str,
        typer.Option(metavar="URL", help="postgresql://…; by default an encrypted file."),
    ] = "",
    folder: FolderOption = None,
    json: JsonOption = None,
) -> None:
    """Make a new hub: its folder, its secret, its key, its database with one clinic.

    The files `secret` and `curve.key` belong, as a copy, where the hub is not: without the first
    nobody reads the database or a backup, without the second every machine must be paired again.
    """
    place = set_up(
        Place.of(folder).folder, HubSettings(database=database), clinic=clinic, zone=zone
    )
    say(f"A hub for {clinic} was made in {place.folder}.")
    say(f"Keep copies of {place.secret} and {place.curve_key} elsewhere: nothing replaces them.")
    write_json({"folder": place.folder, "revision": migrating.head()}, json)


def upgrade(
    folder: FolderOption = None,
    secret: SecretOption = None,
    backed_up: Annotated[
        bool,
        typer.Option("--backed-up", help="PostgreSQL was backed up (pg_dump) before."),
    ] = False,
    json: JsonOption = None,
) -> None:
    """Bring the database of an older version to this one; a file is backed up before."""
    place = Place.of(folder, secret)
    keys = place.keys()
    store = Store(place.url, keys.database)
    try:
        with store.reading() as connection:
            before = migrating.revision_of(connection)
        if before is None:
            raise HubError("the hub's database is empty", remedy="'physio hub init' makes one")
        if before == migrating.head():
            say("The database is of this version already.")
        else:
            if store.is_sqlite:
                back_up(store, keys.database, place.backups, datetime.now(UTC))
            elif not backed_up:
                raise HubError(
                    "PostgreSQL is to be backed up before", remedy="pg_dump it, then --backed-up"
                )
            with store.writing() as connection:
                migrating.upgrade(connection)
                grant_roles(connection)
                audit.record(connection, audit.Entry(actor=ACTOR, action="upgrade"))
            say(f"The database was brought from {before} to {migrating.head()}.")
    finally:
        store.close()
    write_json({"before": before, "revision": migrating.head()}, json)

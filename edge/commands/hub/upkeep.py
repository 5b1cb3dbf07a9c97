"""`physio hub maintain`, `backup`, `restore` and `audit`: what keeps a hub in order."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Final

import typer

from edge.commands.hub.options import ACTOR, FolderOption, Hub, SecretOption, opened
from edge.hub.errors import HubError
from edge.hub.place import Place
from edge.hub.store import audit
from edge.hub.store.backup import Checked, back_up, remove_old
from edge.hub.store.backup import restore as restore_backup
from edge.hub.store.retention import maintain as maintain_store
from edge.terminal.output import JsonOption, say, write_json

MOST_SHOWN: Final = 20


def maintain(
    folder: FolderOption = None, secret: SecretOption = None, json: JsonOption = None
) -> None:
    """Do what is due every night; a timer of the system calls this.

    Months are made three ahead (PostgreSQL), what is due to go is removed, a backup is made, opened
    and counted, and backups older than 35 days go.
    """
    now = datetime.now(UTC)
    with opened(folder, secret) as hub:
        done = maintain_store(hub.store, hub.journal, now)
        checked = _back_up(hub, now)
        old = remove_old(hub.place.backups, now)
    say(f"{len(done.months)} months made, {done.refused} refused bodies removed,")
    say(f"{done.emptied} patients' records removed, {done.erased} patients erased,")
    say(f"backup {checked.path} checked, {len(old)} old ones removed.")
    write_json({"maintained": done, "backup": checked, "old_backups": old}, json)


def backup(
    folder: FolderOption = None, secret: SecretOption = None, json: JsonOption = None
) -> None:
    """Write a backup, encrypted as the database is; then open it, check it and count its rows."""
    with opened(folder, secret) as hub:
        checked = _back_up(hub, datetime.now(UTC))
    say(f"{sum(checked.rows.values())} rows in {checked.path} ({checked.bytes / 1e6:.1f} MB).")
    write_json(checked, json)


def restore(
    file: Annotated[Path, typer.Argument(metavar="BACKUP", help="The backup.")],
    folder: FolderOption = None,
    secret: SecretOption = None,
    json: JsonOption = None,
) -> None:
    """Make a new database from a backup; whoever was erased since is not brought back.

    Nothing is overwritten: move a database that is there out of the way before.
    """
    place = Place.of(folder, secret)
    keys = place.keys()
    done = restore_backup(file, place.url, keys.database, place.journal(keys), datetime.now(UTC))
    say(f"{sum(done.rows.values())} rows restored; {done.erased} erased patients stay erased.")
    write_json(done, json)


def show_audit(
    check: Annotated[
        bool, typer.Option("--check", help="Tell whether a row was changed or taken out.")
    ] = False,
    folder: FolderOption = None,
    secret: SecretOption = None,
    json: JsonOption = None,
) -> None:
    """Show the newest rows of the audit, or check all of them."""
    with opened(folder, secret) as hub, hub.store.reading() as connection:
        broken = audit.first_break(connection) if check else None
        rows = audit.newest(connection, MOST_SHOWN)
        count = audit.count(connection)
    write_json({"rows": count, "first_break": broken, "newest": rows}, json)
    if broken is not None:
        raise HubError(f"row {broken} of the audit was changed or is missing", cause="audit_broken")
    if check:
        say(f"The {count} rows of the audit are whole.")
        return
    for row in rows:
        say(f"{row['at']}  {row['actor']}  {row['action']}")


def _back_up(hub: Hub, now: datetime) -> Checked:
    with hub.store.writing() as connection:
        audit.record(connection, audit.Entry(actor=ACTOR, action="backup"))
    return back_up(hub.store, hub.keys.database, hub.place.backups, now)

"""`physio hub rotate-key`: another key by which patients' machines know the hub."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Final

import sqlalchemy as sa
import typer

from edge.commands.hub.options import ACTOR, FolderOption, SecretOption, opened
from edge.hub.errors import HubError
from edge.hub.setting_up import make_next_key, read_curve_key
from edge.hub.store import audit
from edge.hub.store.people_tables import device
from edge.machine.durable import sync_folder
from edge.terminal.output import JsonOption, say, write_json

BOTH_HOLD: Final = timedelta(days=90)
"""For so long machines are told of the next key before it is the only one."""


def rotate_key(
    finish: Annotated[
        bool, typer.Option("--finish", help="Let the next key be the only one from now on.")
    ] = False,
    early: Annotated[
        bool, typer.Option("--early", help="With --finish: before the 90 days are over.")
    ] = False,
    folder: FolderOption = None,
    secret: SecretOption = None,
    json: JsonOption = None,
) -> None:
    """Make the hub's next key, tell how far the change is, or end it.

    For 90 days every machine that comes is told of the next key, which a second port serves
    (`listen_next` in hub.toml). A machine that has not come by the end must be paired anew.
    """
    now = datetime.now(UTC)
    with opened(folder, secret) as hub:
        place = hub.place
        coming = place.next_curve_key
        begun = None
        if coming.is_file():
            begun = datetime.fromtimestamp(coming.stat().st_mtime, UTC)
        if begun is None:
            if finish:
                raise HubError("the hub has no next key", remedy="'physio hub rotate-key' first")
            with hub.store.writing() as connection:
                detail = {"what": "next_hub_key"}
                audit.record(connection, audit.Entry(actor=ACTOR, action="rotate", detail=detail))
                make_next_key(coming)
            begun = now
            say(f"The next key is {coming}. Keep a copy of it elsewhere.")
            say(f"'physio hub serve' tells machines, and serves it at {place.next_endpoint()}.")
        public, _ = read_curve_key(coming)
        not_seen = device.c.seen_at.is_(None) | (device.c.seen_at < begun)
        behind = sa.select(sa.func.count()).where(not_seen & (device.c.state == "active"))
        with hub.store.reading() as connection:
            waiting = connection.execute(behind).scalar_one()
        ends = begun + BOTH_HOLD
        if finish:
            if now < ends and not early:
                raise HubError(
                    f"machines are told of the next key until {ends:%Y-%m-%d}, and {waiting} have "
                    "not come since",
                    remedy="wait, or say --early; those are to be paired anew then",
                    cause="too_early",
                )
            with hub.store.writing() as connection:
                detail = {"what": "hub_key_changed"}
                audit.record(connection, audit.Entry(actor=ACTOR, action="rotate", detail=detail))
            coming.replace(place.curve_key)
            sync_folder(place.folder)
            say("The hub has its next key alone: start 'physio hub serve' anew.")
        else:
            say(f"Machines are told of it until {ends:%Y-%m-%d}; then 'rotate-key --finish'.")
    if waiting:
        say(f"{waiting} machines have not come since the key was made.")
    write_json(
        {
            "key": public.decode(),
            "begun": begun.isoformat(timespec="seconds"),
            "ends": ends.isoformat(timespec="seconds"),
            "behind": waiting,
            "finished": finish,
        },
        json,
    )

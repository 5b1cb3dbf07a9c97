"""`physio hub group …`: clinics whose hubs send their patients' records to a hub of all of them."""

import platform
import signal
import threading
from dataclasses import replace
from datetime import UTC, datetime
from random import Random
from typing import Annotated

import typer

from edge.commands.hub.options import ACTOR, FolderOption, SecretOption, compare_words, opened
from edge.exchange.invitation import Invitation
from edge.hub.errors import HubError
from edge.hub.group.forwarding import CONSENT, forward
from edge.hub.setting_up import read_curve_key
from edge.hub.store import audit
from edge.hub.store.invites import NEAR, REMOTE
from edge.hub.store.members import confirm_member, invite_member, member_words, revoke_member
from edge.machine.durable import make_folders
from edge.records.consent import consent_now, consent_of, keep_consent
from edge.terminal.output import JsonOption, say, write_json
from edge.uplink.pace import pause_s
from edge.uplink.pairing import pair_machine

app = typer.Typer()
Clinic = Annotated[str, typer.Argument(metavar="CLINIC", help="The clinic's code.")]


@app.command()
def invite(
    clinic: Clinic,
    remote: Annotated[
        bool, typer.Option("--remote", help="It holds for 7 days instead of 60 minutes.")
    ] = False,
    address: Annotated[
        str, typer.Option(metavar="HOST:PORT", help="Where that hub reaches the pairing port.")
    ] = "",
    zone: Annotated[
        str, typer.Option(metavar="ZONE", help="Time zone of a new clinic.")
    ] = "Europe/Zurich",
    folder: FolderOption = None,
    secret: SecretOption = None,
    json: JsonOption = None,
) -> None:
    """Invite the hub of a clinic to send to this one: print a text that is given to nobody else."""
    now = datetime.now(UTC)
    with opened(folder, secret) as hub, hub.store.writing() as connection:
        public, _ = read_curve_key(hub.place.curve_key)
        made = invite_member(
            connection,
            code=clinic,
            zone=zone,
            address=address or hub.place.pairing_address(),
            hub_key=public,
            now=now,
            lasts=REMOTE if remote else NEAR,
            actor=ACTOR,
        )
    say(made.text())
    say(f"For the hub of {clinic} alone: 'physio hub group join' there, which asks for it.")
    write_json({"clinic": clinic, "invitation": made.text()}, json)


@app.command()
def confirm(
    clinic: Clinic,
    words: Annotated[
        str, typer.Option(metavar="WORDS", help="The four words at that hub; else it asks.")
    ] = "",
    folder: FolderOption = None,
    secret: SecretOption = None,
    json: JsonOption = None,
) -> None:
    """Let the hub of a clinic in whose four words somebody there has read out."""
    with opened(folder, secret) as hub:
        public, _ = read_curve_key(hub.place.curve_key)
        with hub.store.reading() as connection:
            expected = member_words(connection, clinic, public)
        compare_words(
            expected,
            words,
            "The four words at the clinic's hub",
            otherwise="the hub was not let in",
            remedy=f"'physio hub group revoke {clinic}', then invite anew",
        )
        with hub.store.writing() as connection:
            confirm_member(connection, clinic, ACTOR)
    say(f"The hub of {clinic} may send now.")
    write_json({"clinic": clinic}, json)


@app.command()
def revoke(
    clinic: Clinic,
    folder: FolderOption = None,
    secret: SecretOption = None,
    json: JsonOption = None,
) -> None:
    """Shut the hub of a clinic out; what it has sent stays."""
    with opened(folder, secret) as hub, hub.store.writing() as connection:
        revoke_member(connection, clinic, ACTOR)
    say(f"The hub of {clinic} may send no more.")
    write_json({"clinic": clinic}, json)


@app.command()
def join(
    invitation: Annotated[
        str,
        typer.Argument(metavar="TEXT", help="The invitation of the group's hub; else it asks."),
    ] = "",
    folder: FolderOption = None,
    secret: SecretOption = None,
    json: JsonOption = None,
) -> None:
    """Let this hub be known to the hub of a group; nothing is sent on before 'group consent'."""
    read = Invitation.read(invitation or typer.prompt("The invitation", err=True))
    shown = {"words": ""}

    def show(words: str, code: str) -> None:
        shown["words"] = words
        say(f"Read these four words out to the group, which calls this clinic {code}:")
        say(f"  {words}")
        say("Waiting until they are compared there ... (Ctrl-C ends it; the invitation goes on)")

    with opened(folder, secret) as hub:
        link = hub.place.group
        make_folders(link)
        paired = pair_machine(link, read, (platform.node() or "a hub")[:60], show)
        with hub.store.writing() as connection:
            entry = audit.Entry(actor=ACTOR, action="pair", detail={"group": paired.patient})
            audit.record(connection, entry)
    say("This hub is known to the group's. Nothing is sent on before 'physio hub group consent'.")
    write_json({"clinic": paired.patient, "endpoints": paired.endpoints} | shown, json)


@app.command()
def consent(
    yes: Annotated[bool, typer.Option("--yes", help="The clinic has read it and agrees.")] = False,
    withdraw: Annotated[
        bool, typer.Option("--withdraw", help="The clinic takes the agreement back.")
    ] = False,
    folder: FolderOption = None,
    secret: SecretOption = None,
    json: JsonOption = None,
) -> None:
    """Agree, for the clinic, that records are sent on to its group's hub; or take that back."""
    now = datetime.now(UTC)
    with opened(folder, secret) as hub:
        make_folders(hub.place.group)
        given = consent_of(hub.place.group)
        if withdraw:
            if given is None or not given.holds:
                raise HubError("the clinic has not agreed to anything that could be taken back")
            answer = replace(given, withdrawn_at=now.isoformat(timespec="seconds"))
        else:
            say(CONSENT)
            if not yes and not typer.confirm("Does the clinic agree?", err=True):
                raise HubError("nothing is sent on", remedy="the clinic has not agreed")
            answer = consent_now(CONSENT, "en", now)
        keep_consent(hub.place.group, answer)
        with hub.store.writing() as connection:
            detail = {"what": "group_withdrawn" if withdraw else "group_agreed"}
            audit.record(connection, audit.Entry(actor=ACTOR, action="export", detail=detail))
    say("Nothing more is sent on." if withdraw else "What comes from now on is sent on.")
    write_json({"holds": answer.holds}, json)


@app.command()
def send(
    once: Annotated[bool, typer.Option("--once", help="Try once and end.")] = False,
    folder: FolderOption = None,
    secret: SecretOption = None,
    json: JsonOption = None,
) -> None:
    """Send what waits on to the group's hub, every quarter of an hour, until a signal ends it."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    failures, random = 0, Random()
    with opened(folder, secret) as hub:
        while True:
            result = forward(hub.store, hub.place.group)
            why = f"; {result.problem}" if result.problem else ""
            say(f"{result.sent} sessions sent on, {result.waiting} waiting{why}.")
            failures = failures + 1 if result.problem else 0
            if once or stop.wait(max(pause_s(failures, random), result.later_s)):
                break
    write_json(result, json)
    if result.problem:
        raise typer.Exit(1)

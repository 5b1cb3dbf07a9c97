"""`physio hub staff …`: accounts of those who open the dashboard."""

import sys
from typing import Annotated, Final

import sqlalchemy as sa
import typer

from edge.commands.hub.options import ACTOR, FolderOption, Hub, SecretOption, opened
from edge.hub.errors import HubError
from edge.hub.one_time import REQUIRED, address_of, new_secret
from edge.hub.passwords import LEAST_SIGNS, hashed
from edge.hub.rights import ROLES
from edge.hub.store.accounts import (
    Account,
    account_named,
    accounts,
    add_account,
    set_active,
    set_one_time_secret,
    set_password,
    set_role,
    share,
)
from edge.hub.store.patients import find_patient, only_clinic
from edge.sources.qr_code import qr_half_blocks, qr_modules
from edge.terminal.output import JsonOption, say, write_json

app = typer.Typer()
Name = Annotated[str, typer.Argument(metavar="NAME", help="The account's name.")]
_ROLES: Final = ", ".join(ROLES)


@app.command()
def add(
    name: Name,
    role: Annotated[str, typer.Option(help=f"What it may do: {_ROLES}.")],
    folder: FolderOption = None,
    secret: SecretOption = None,
    json: JsonOption = None,
) -> None:
    """Add an account; the password is asked for, or read from the input where that is no terminal.

    A therapist sees the patients that 'physio hub staff share' names, and nobody else.
    """
    with opened(folder, secret) as hub:
        kept = hashed(_password())
        with hub.store.writing() as connection:
            clinic = only_clinic(connection)
            add_account(
                connection,
                clinic_id=clinic.clinic_id,
                name=name,
                role=role,
                password_hash=kept,
                actor=ACTOR,
            )
            address = _new_codes(hub, connection, name) if role in REQUIRED else ""
    say(f"{name} can sign in as {role}.")
    _show_codes(address)
    write_json({"account": name, "role": role, "one_time": address}, json)


@app.command()
def password(
    name: Name, folder: FolderOption = None, secret: SecretOption = None, json: JsonOption = None
) -> None:
    """Give an account another password; whoever is signed in with it is signed out."""
    with opened(folder, secret) as hub:
        kept = hashed(_password())
        with hub.store.writing() as connection:
            account = account_named(connection, name)
            set_password(connection, account, kept, actor=ACTOR)
    say(f"{account.name} has another password.")
    write_json({"account": account.name}, json)


@app.command()
def role(
    name: Name,
    new: Annotated[str, typer.Argument(metavar="ROLE", help=f"What it may do: {_ROLES}.")],
    folder: FolderOption = None,
    secret: SecretOption = None,
    json: JsonOption = None,
) -> None:
    """Give an account another role; whoever is signed in with it is signed out."""
    with opened(folder, secret) as hub, hub.store.writing() as connection:
        account = account_named(connection, name)
        set_role(connection, account, new, actor=ACTOR)
    say(f"{account.name} is {new} now.")
    if new in REQUIRED and not account.has_one_time:
        say(f"It signs in with codes: 'physio hub staff one-time {account.name}' makes them.")
    write_json({"account": account.name, "role": new}, json)


@app.command("one-time")
def one_time(
    name: Name,
    off: Annotated[bool, typer.Option("--off", help="Ask for no codes any more.")] = False,
    folder: FolderOption = None,
    secret: SecretOption = None,
    json: JsonOption = None,
) -> None:
    """Ask for codes of six digits beside the password: show once what an app makes them from.

    An administrator cannot do without. Codes that an account had before are void.
    """
    with opened(folder, secret) as hub, hub.store.writing() as connection:
        account = account_named(connection, name)
        if off and account.role in REQUIRED:
            raise HubError(f"{account.name} is {account.role}, and cannot do without codes")
        address = ""
        if off:
            set_one_time_secret(connection, account, None, actor=ACTOR)
        else:
            address = _new_codes(hub, connection, account.name)
    say(f"{account.name} signs in {'without' if off else 'with'} codes.")
    _show_codes(address)
    write_json({"account": account.name, "one_time": address}, json)


@app.command("list")
def list_accounts(
    folder: FolderOption = None, secret: SecretOption = None, json: JsonOption = None
) -> None:
    """List the accounts with their roles."""
    with opened(folder, secret) as hub, hub.store.reading() as connection:
        found = accounts(connection)
    for account in found:
        say(f"{account.name}  {account.role}{'' if account.is_active else ', disabled'}")
    write_json([_told(account) for account in found], json)


@app.command()
def disable(
    name: Name,
    back: Annotated[bool, typer.Option("--undo", help="Let somebody sign in again.")] = False,
    folder: FolderOption = None,
    secret: SecretOption = None,
    json: JsonOption = None,
) -> None:
    """Let nobody sign in with an account any more, and end what is open; what it did stays."""
    with opened(folder, secret) as hub, hub.store.writing() as connection:
        account = account_named(connection, name)
        set_active(connection, account, is_active=back, actor=ACTOR)
    say(f"{account.name} can sign in {'again' if back else 'no more'}.")
    write_json({"account": account.name, "is_active": back}, json)


@app.command("share")
def share_patients(
    name: Name,
    codes: Annotated[list[str], typer.Argument(metavar="PATIENT...", help="Patients' codes.")],
    undo: Annotated[bool, typer.Option("--undo", help="Take them away again.")] = False,
    folder: FolderOption = None,
    secret: SecretOption = None,
    json: JsonOption = None,
) -> None:
    """Let a therapist see patients, or, with --undo, no longer; several may see the same one."""
    with opened(folder, secret) as hub, hub.store.writing() as connection:
        account = account_named(connection, name)
        for code in codes:
            found = find_patient(connection, code)
            share(connection, account, found.patient_id, shared=not undo, actor=ACTOR)
    say(f"{account.name} sees {', '.join(codes)}{' no longer' if undo else ''}.")
    write_json({"account": account.name, "patients": codes, "sees": not undo}, json)


def _told(account: Account) -> dict[str, object]:
    return {
        "account": account.name,
        "role": account.role,
        "is_active": account.is_active,
        "has_one_time": account.has_one_time,
    }


def _new_codes(hub: Hub, connection: sa.Connection, name: str) -> str:
    """Return what an app makes an account's codes from, now that it is asked for them."""
    account = account_named(connection, name)
    made = new_secret()
    sealed = hub.keys.seal(made, account.staff_id.bytes)
    set_one_time_secret(connection, account, sealed, actor=ACTOR)
    return address_of(made, account=account.name, clinic=only_clinic(connection).name)


def _show_codes(address: str) -> None:
    if address:
        say(qr_half_blocks(qr_modules(address)))
        say(f"Scan this with an app for one-time codes; it is shown once: {address}")


def _password() -> str:
    """Return the password that somebody types twice, or the first line of the input."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    words = f"Password, at least {LEAST_SIGNS} signs"
    asked: str = typer.prompt(words, hide_input=True, confirmation_prompt=True, err=True)
    return asked

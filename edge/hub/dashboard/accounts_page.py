"""Accounts of the staff: added, changed, shut; what is made for somebody is shown once."""

import secrets
from collections.abc import Callable
from typing import Final

from nicegui import ui

from edge.hub.dashboard.outline import button
from edge.hub.dashboard.visit import Visit
from edge.hub.errors import HubError
from edge.hub.one_time import address_of, new_secret
from edge.hub.passwords import hashed
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
)
from edge.hub.store.staff_view import Granted
from edge.web.pictures import qr_element
from edge.web.tables import cell, heading, table

HEADS: Final = ("name", "role", "state", "codes", "do")
_PASSWORD_BYTES: Final = 12

Change = Callable[[Granted, Account], str]
"""What is done with an account; returns what is to be shown once, "" for nothing."""


async def build(visit: Visit) -> None:
    """Build the table of accounts and what can be done with each."""
    await AccountsTable(visit).read()


class AccountsTable:
    """A row for each account, and a field for a new one."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        say = visit.say
        self._place = ui.element("div")
        heading(2, say("dash.account_new"))
        with ui.element("div").classes("filter"):
            self._name = ui.input(say("door.name")).props("outlined maxlength=64").mark("new-name")
            roles = {role: say(f"dash.role.{role}") for role in ROLES}
            self._role = ui.select(roles, value="therapist", label=say("dash.accounts_head.role"))
            self._role.props("outlined").mark("new-role")
            button(say("dash.account_add"), visit.handled(self._add)).mark("add")
        with ui.dialog() as self._dialog, ui.element("div").classes("card dialog"):
            self._once = ui.element("div")
            button(say("dash.close"), self._dialog.close).mark("close")

    async def read(self) -> None:
        """Read the accounts anew and show them."""
        found = await self._visit.ask(self._known)
        say = self._visit.say
        self._place.clear()
        with self._place:
            heads = [say(f"dash.accounts_head.{head}") for head in HEADS]
            with table(say("dash.accounts_of", n=len(found)), heads, "worklist"):
                for account in found:
                    self._row(account)

    def _known(self) -> list[Account]:
        with self._visit.view.reading("staff") as granted:
            ours = granted.account.clinic_id
            return [one for one in accounts(granted.connection) if one.clinic_id == ours]

    def _row(self, account: Account) -> None:
        say = self._visit.say
        state = "active" if account.is_active else "disabled"
        texts = (
            say(f"dash.role.{account.role}"),
            say(f"dash.account.{state}"),
            say("dash.account.codes" if account.has_one_time else "dash.account.no_codes"),
        )
        with ui.element("tr").props("role=row"):
            cell("th", account.name).props("role=rowheader scope=row")
            for head, text in zip(HEADS[1:4], texts, strict=True):
                shown = cell("td", text).props("role=cell")
                shown.props["data-label"] = say(f"dash.accounts_head.{head}")
            with ui.element("td").props("role=cell"), ui.element("div").classes("row"):
                self._button(account, "password", self._new_password)
                self._button(account, "one_time", self._new_codes)
                if account.name != self._visit.account.name:
                    self._button(account, "disable" if account.is_active else "enable", _turned)
                    self._role_of(account)

    def _role_of(self, account: Account) -> None:
        say = self._visit.say

        async def chosen(*_: object) -> None:
            await self._done(
                account, lambda granted, now: _with_role(granted, now, str(field.value))
            )

        roles = {role: say(f"dash.role.{role}") for role in ROLES}
        field = ui.select(roles, value=account.role)
        field.on("update:model-value", self._visit.handled(chosen))
        field.props("outlined dense").mark(f"role-{account.name}")
        field.props["aria-label"] = f"{say('dash.accounts_head.role')}: {account.name}"

    def _button(self, account: Account, what: str, change: Change) -> None:
        async def pressed(*_: object) -> None:
            await self._done(account, change)

        words = self._visit.say(f"dash.account_{what}")
        made = button(words, self._visit.handled(pressed)).classes("small")
        made.mark(f"{what}-{account.name}").props["aria-label"] = f"{words}: {account.name}"

    async def _done(self, account: Account, change: Change) -> None:
        told = await self._visit.ask(self._change, account.name, change)
        await self.read()
        if told:
            self._show_once(account.name, told)

    def _change(self, name: str, change: Change) -> str:
        with self._visit.view.writing("staff") as granted:
            account = account_named(granted.connection, name)
            if account.clinic_id != granted.account.clinic_id:
                raise HubError(f"there is no account {name}", cause="unknown_account")
            return change(granted, account)

    async def _add(self, *_: object) -> None:
        name = str(self._name.value).strip()
        told = await self._visit.ask(self._added, name, str(self._role.value))
        self._name.set_value("")
        await self.read()
        self._show_once(name, told)

    def _added(self, name: str, role: str) -> str:
        password = secrets.token_urlsafe(_PASSWORD_BYTES)
        kept = hashed(password)
        with self._visit.view.writing("staff") as granted:
            add_account(
                granted.connection,
                clinic_id=granted.account.clinic_id,
                name=name,
                role=role,
                password_hash=kept,
                actor=granted.account.name,
            )
        return password

    def _new_password(self, granted: Granted, account: Account) -> str:
        password = secrets.token_urlsafe(_PASSWORD_BYTES)
        set_password(granted.connection, account, hashed(password), actor=granted.account.name)
        return password

    def _new_codes(self, granted: Granted, account: Account) -> str:
        made = new_secret()
        sealed = self._visit.keys.seal(made, account.staff_id.bytes)
        set_one_time_secret(granted.connection, account, sealed, actor=granted.account.name)
        return address_of(made, account=account.name, clinic=self._visit.clinic)

    def _show_once(self, name: str, told: str) -> None:
        say = self._visit.say
        is_codes = told.startswith("otpauth:")
        self._once.clear()
        with self._once:
            heading(2, name)
            ui.label(say("dash.account_scan" if is_codes else "dash.account_password_once"))
            if is_codes:
                qr_element(told, say("dash.account_scan"))
            else:
                ui.label(told).classes("words").mark("once")
        self._dialog.open()


def _turned(granted: Granted, account: Account) -> str:
    """Shut an account that is open, or open one that is shut."""
    _require_other(granted, account)
    set_active(
        granted.connection,
        account,
        is_active=not account.is_active,
        actor=granted.account.name,
    )
    return ""


def _with_role(granted: Granted, account: Account, role: str) -> str:
    _require_other(granted, account)
    set_role(granted.connection, account, role, actor=granted.account.name)
    return ""


def _require_other(granted: Granted, account: Account) -> None:
    """Return if an account is not the one that asks.

    Raises:
        HubError: it is; the clinic might be left without anybody who may change accounts.
    """
    if account.staff_id == granted.account.staff_id:
        raise HubError("nobody shuts or changes the own account", cause="own_account")

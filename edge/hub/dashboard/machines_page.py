"""Patients' machines: invited, let in once four words were compared, kept out."""

import uuid
from collections.abc import Awaitable, Callable
from typing import Final

from nicegui import ui

from edge.hub.dashboard.finder import Finder
from edge.hub.dashboard.machine_dialogs import Confirming, Inviting, Revoking
from edge.hub.dashboard.outline import button
from edge.hub.dashboard.visit import Visit
from edge.hub.store.machines import Machine, Machines, machines_of
from edge.hub.store.patients import Found
from edge.web.tables import cell, table

HEADS: Final = ("patient", "state", "machine", "do")


async def build(visit: Visit) -> None:
    """Build the table of the patients whose machines the account may invite."""
    await MachinesTable(visit).read()


class MachinesTable:
    """A row for each patient: the machines, and what can be done."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        ui.label(visit.say("dash.machines_help")).classes("note")
        self._patients: list[Found] = []
        self._known: dict[uuid.UUID, Machines] = {}
        with ui.element("div").classes("filter").props("role=search"):
            self._finder = Finder(visit, self._show)
            button(visit.say("dash.refresh"), visit.handled(self.read)).mark("refresh")
        self._place = ui.element("div")
        self._inviting = Inviting(visit, self.read)
        self._confirming = Confirming(visit, self.read)
        self._revoking = Revoking(visit, self.read)

    async def read(self) -> None:
        """Read anew how things stand, and show it."""
        self._patients, self._known = await self._visit.ask(self._read)
        self._show()

    def _show(self) -> None:
        say = self._visit.say
        words = self._finder.words
        shown, is_more = self._finder.some(
            one for one in self._patients if words in one.pseudonym.lower()
        )
        self._place.clear()
        with self._place:
            heads = [say(f"dash.machines_head.{head}") for head in HEADS]
            caption = say("dash.patients", n=len(self._patients), shown=len(shown))
            with table(caption, heads, "worklist"):
                for patient in shown:
                    self._row(patient, self._known[patient.patient_id])
            if is_more:
                self._finder.add_more()

    def _read(self) -> tuple[list[Found], dict[uuid.UUID, Machines]]:
        patients = self._visit.view.patients("invite")
        with self._visit.view.reading("invite") as granted:
            numbers = [one.patient_id for one in patients]
            return patients, machines_of(granted.connection, numbers, granted.now)

    def _row(self, patient: Found, known: Machines) -> None:
        say = self._visit.say
        with ui.element("tr").props("role=row"):
            cell("th", patient.pseudonym).props("role=rowheader scope=row")
            cell("td", say(f"dash.state.{patient.state}")).props("role=cell")
            with ui.element("td").props("role=cell"):
                for machine in known.machines:
                    ui.label(self._told(machine))
                if known.invited_until is not None:
                    until = self._visit.minute(known.invited_until)
                    ui.label(say("dash.invited_until", time=until))
                if not known.machines and known.invited_until is None:
                    ui.label(say("dash.none"))
            with ui.element("td").props("role=cell"), ui.element("div").classes("row"):
                if patient.state != "ended":
                    self._button(patient, "invite", self._inviting.open)
                if known.waits:
                    self._button(patient, "confirm", self._confirming.open)
                if known.machines or known.invited_until is not None:
                    self._button(patient, "revoke", self._revoking.open)

    def _button(self, patient: Found, what: str, react: Callable[[Found], Awaitable[None]]) -> None:
        say = self._visit.say

        async def pressed(*_: object) -> None:
            await react(patient)

        made = button(say(f"dash.{what}"), self._visit.handled(pressed)).classes("small")
        made.mark(f"{what}-{patient.pseudonym}")
        made.props["aria-label"] = f"{say(f'dash.{what}')}: {patient.pseudonym}"

    def _told(self, machine: Machine) -> str:
        say = self._visit.say
        told = f"{machine.label}: {say(f'dash.machine.{machine.state}')}"
        if machine.seen_at is None:
            return told
        return f"{told}, {say('dash.seen', time=self._visit.minute(machine.seen_at))}"

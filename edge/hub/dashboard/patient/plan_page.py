"""A patient's plan: the versions and how they stand, and the next one while it is written."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from nicegui import ui
from nicegui.events import GenericEventArguments

from edge.hub.course.titles import NONE, Table, Titles
from edge.hub.dashboard.patient.building import button, card, tabs
from edge.hub.dashboard.patient.header import state_text
from edge.hub.dashboard.patient.plan_form import PlanForm
from edge.hub.dashboard.text_table import TextTable
from edge.hub.dashboard.visit import Visit
from edge.hub.errors import HubError
from edge.hub.planning.difference import Difference, differences
from edge.hub.planning.draft import Draft, by_field
from edge.hub.planning.versions import PlanVersion, in_force
from edge.hub.store.plans import next_version, send_plan, versions_of
from edge.records.errors import PlanError
from edge.records.plan import Plan
from edge.records.planned_exercise import PlannedExercise

LOOK_S: Final = 2.0
"""How often the states are looked at anew while the page is open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Versions:
    """What the page shows.

    Attributes:
        patient_id: of the patient.
        code: of the patient.
        versions: the newest first.
        plan_id: name of the plan that is written.
        version: its number.
        simulated: nobody's records.
    """

    patient_id: uuid.UUID
    code: str
    versions: tuple[PlanVersion, ...]
    plan_id: str
    version: int
    simulated: bool

    @property
    def before(self) -> Plan | None:
        """The plan in force, None where none was accepted."""
        current = in_force(self.versions)
        return None if current is None else current.plan()


async def build(visit: Visit) -> None:
    """Build the page of the patient whose code stands in the address.

    Raises:
        DeniedError: there is no such patient among those that the account reaches.
    """
    told = await visit.ask(_opened, visit)
    tabs(visit, "plan", simulated=told.simulated)
    with card(visit.say("hub.plan.versions"), "versions"):
        _States(visit, told)
    _Editor(visit, told)


def _opened(visit: Visit) -> Versions:
    found = visit.view.patient("plan", visit.parameters["code"])
    with visit.view.viewing("plan", "plan", found.patient_id) as granted:
        plan_id, version = next_version(granted.connection, found.patient_id)
        return Versions(
            patient_id=found.patient_id,
            code=found.pseudonym,
            versions=versions_of(granted.connection, found.patient_id),
            plan_id=plan_id,
            version=version,
            simulated=found.simulated,
        )


class _States:
    """The table of versions, which follows what the patient's machine answers."""

    def __init__(self, visit: Visit, told: Versions) -> None:
        self._visit = visit
        self._told = told
        self._root = ui.element("div").props("aria-live=polite")
        self._shown: tuple[PlanVersion, ...] | None = None
        self._show(told.versions)
        self._timer = ui.timer(LOOK_S, self._look)

    async def _look(self) -> None:
        try:
            self._show(await self._visit.ask(self._versions))
        except HubError:  # signed out meanwhile, or no longer this account's patient
            self._timer.cancel()

    def _versions(self) -> tuple[PlanVersion, ...]:
        with self._visit.view.reading("plan", self._told.patient_id) as granted:
            return versions_of(granted.connection, self._told.patient_id)

    def _show(self, versions: tuple[PlanVersion, ...]) -> None:
        if versions == self._shown:
            return
        self._shown = versions
        say = self._visit.say
        self._root.clear()
        with self._root:
            if not versions:
                ui.label(say("hub.plan.no_versions")).classes("note")
                return
            names = ("version", "made", "author", "state", "answered")
            TextTable(
                Table(
                    caption=say("hub.plan.versions_caption"),
                    columns=tuple(say(f"hub.plan.head_{name}") for name in names),
                    rows=tuple(self._row(each) for each in versions),
                )
            )

    def _row(self, each: PlanVersion) -> tuple[str, ...]:
        answered = each.answered_at
        return (
            str(each.version),
            self._visit.minute(each.made_at),
            each.author or NONE,
            state_text(self._visit, each),
            NONE if answered is None else self._visit.minute(answered),
        )


class _Editor:
    """The form, what it changes, and the button that sends it."""

    def __init__(self, visit: Visit, told: Versions) -> None:
        self._visit = visit
        self._told = told
        self._titles = Titles(visit.language)
        self._plan: Plan | None = None
        self._everywhere = False
        with card(visit.say("hub.plan.next", version=str(told.version)), "editor"):
            ui.label(visit.say("hub.plan.explained")).classes("note")
            self._form = PlanForm(visit, _first_draft(told), self._changed)
            self._text()
        with card(visit.say("hub.plan.difference"), "difference"):
            self._difference = ui.element("div").props("aria-live=polite")
            self._send = button(visit.say("hub.plan.send"), "send-plan", primary=True)
            self._send.on("click", visit.handled(self._sent))
        self._changed()

    def _text(self) -> None:
        """Add the field by which a plan's text is read into the form."""
        with ui.element("details"):
            with ui.element("summary"):
                ui.label(self._visit.say("hub.plan.from_text"))
            with ui.element("label").props("for=plan-text"):
                ui.label(self._visit.say("hub.plan.text"))
            ui.element("textarea").props("id=plan-text rows=8").mark("plan-text")

            async def read(event: GenericEventArguments) -> None:
                self._everywhere = True
                self._form.replace(Draft.of_text(str(event.args)))

            button(self._visit.say("hub.plan.read_text"), "read-text").on(
                "click",
                self._visit.handled(read),
                js_handler="() => emit(document.getElementById('plan-text').value)",
            )

    def _changed(self) -> None:
        """Say what is wrong with the draft, or what it changes."""
        told = self._told
        self._plan = None
        errors: dict[str, str] = {}
        elsewhere: list[str] = []
        try:
            self._plan = self._form.draft.read(told.code, told.plan_id, told.version)
        except PlanError as error:
            errors, elsewhere = by_field(error, dict.fromkeys(self._form.paths))
        self._form.tell(errors, everywhere=self._everywhere)
        changes = () if self._plan is None else differences(told.before, self._plan)
        self._difference.clear()
        with self._difference:
            for words in elsewhere:
                ui.label(words).classes("alarm")
            if errors:
                ui.label(self._visit.say("hub.plan.wrong", n=len(errors))).classes("alarm")
            elif not elsewhere and not changes:
                ui.label(self._visit.say("hub.plan.no_difference")).classes("note")
            if changes:
                TextTable(_difference_table(changes, self._titles))

    async def _sent(self, _: Any) -> None:
        if self._plan is None:
            self._everywhere = True
            self._changed()
            return
        await self._visit.ask(self._write, self._plan)
        ui.navigate.reload()

    def _write(self, plan: Plan) -> None:
        patient_id = self._told.patient_id
        with self._visit.view.writing("plan", patient_id) as granted:
            account = granted.account
            send_plan(
                granted.connection,
                patient_id,
                plan,
                author_id=account.staff_id,
                actor=account.name,
                now=granted.now,
            )


def _first_draft(told: Versions) -> Draft:
    """Return the newest version that was not refused, to be changed; an empty form without one."""
    plans = (each.plan() for each in told.versions if each.state != "refused")
    newest = next((plan for plan in plans if plan is not None), None)
    return Draft.new() if newest is None else Draft.of(newest)


def _difference_table(changes: Sequence[Difference], titles: Titles) -> Table:
    names = ("where", "field", "before", "after")
    return Table(
        caption=titles.say("hub.plan.difference_caption"),
        columns=tuple(titles.say(f"hub.plan.head_{name}") for name in names),
        rows=tuple(
            (
                _place(each.place, titles),
                each.title or titles.say(f"hub.plan.whole_{each.kind}"),
                _value(each.before, titles),
                _value(each.after, titles),
            )
            for each in changes
        ),
    )


def _place(place: tuple[str, ...], titles: Titles) -> str:
    match place:
        case (name, side, number):
            told = titles.part((name, side))
            return told if number == "0" else f"{told} ({int(number) + 1})"
        case (name,):
            return titles.say(f"hub.plan.part_{name}")
        case _:
            return titles.say("hub.plan.part_plan")


def _value(value: object, titles: Titles) -> str:
    match value:
        case None | "" | ():
            return NONE
        case bool():
            return titles.yes(value)
        case float():
            return f"{value:g}"
        case PlannedExercise():
            return titles.say(
                "hub.plan.summary",
                sets=value.sets,
                repetitions=value.repetitions,
                target=titles.degrees(value.target_rom_deg),
            )
        case tuple():
            return ", ".join(
                _place(each, titles) if isinstance(each, tuple) else str(each) for each in value
            )
        case _:
            return str(value)

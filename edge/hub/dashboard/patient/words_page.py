"""Words to and from a patient, and the staff's notes, which no patient sees."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from nicegui import ui
from nicegui.events import GenericEventArguments

from edge.hub.dashboard.patient.building import button, card, tabs
from edge.hub.dashboard.visit import Visit
from edge.hub.rights import Action, may
from edge.hub.store.words import (
    MOST_SIGNS,
    Message,
    Note,
    mark_read,
    messages_of,
    notes_of,
    write_message,
    write_note,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What the page shows.

    Attributes:
        patient_id: of the patient.
        messages: the newest first.
        notes: the newest first; None where the role sees none.
        simulated: nobody's records.
    """

    patient_id: uuid.UUID
    messages: tuple[Message, ...]
    notes: tuple[Note, ...] | None
    simulated: bool


async def build(visit: Visit) -> None:
    """Build the page of the patient whose code stands in the address.

    Raises:
        DeniedError: there is no such patient among those that the account reaches.
    """
    told = await visit.ask(_opened, visit)
    tabs(visit, "message", simulated=told.simulated)
    with card(visit.say("hub.words.messages"), "messages"):
        _compose(visit, "message", _to_write(visit, told, write_message))
        _messages(visit, told)
    if told.notes is not None:
        with card(visit.say("hub.words.notes"), "notes"):
            ui.label(visit.say("hub.words.notes_explained")).classes("note")
            _compose(visit, "note", _to_write(visit, told, write_note))
            with ui.element("ul").classes("words-list"):
                for one in told.notes:
                    with ui.element("li"):
                        _said(visit, one.text, one.author, visit.minute(one.written_at))


def _opened(visit: Visit) -> Words:
    found = visit.view.patient("message", visit.parameters["code"])
    with visit.view.viewing("message", "words", found.patient_id) as granted:
        connection = granted.connection
        shows_notes = may(granted.account.role, "note")
        return Words(
            patient_id=found.patient_id,
            messages=messages_of(connection, found.patient_id),
            notes=notes_of(connection, found.patient_id) if shows_notes else None,
            simulated=found.simulated,
        )


def _to_write(visit: Visit, told: Words, write: Callable[..., None]) -> Callable[[str], None]:
    """Return what writes a message or a note as the account of the page."""
    action: Action = "message" if write is write_message else "note"

    def written(text: str) -> None:
        with visit.view.writing(action, told.patient_id) as granted:
            write(
                granted.connection,
                told.patient_id,
                text,
                author_id=granted.account.staff_id,
                actor=granted.account.name,
                now=granted.now,
            )

    return written


def _compose(visit: Visit, kind: str, write: Callable[[str], None]) -> None:
    """Add a field for words and the button that sends them."""
    name = f"write-{kind}"
    with ui.element("label") as label:
        ui.label(visit.say(f"hub.words.write_{kind}"))
    label.props["for"] = name
    field = ui.element("textarea").mark(name)
    field.props["id"] = name
    field.props["rows"] = "3"
    field.props["maxlength"] = str(MOST_SIGNS)

    async def send(event: GenericEventArguments) -> None:
        await visit.ask(write, str(event.args))
        ui.navigate.reload()

    pressed = button(visit.say(f"hub.words.send_{kind}"), f"send-{kind}", primary=True)
    # What stands in the field when the button is pressed, and not what came over last.
    pressed.on(
        "click",
        visit.handled(send),
        js_handler=f"() => emit(document.getElementById('{name}').value)",
    )


def _messages(visit: Visit, told: Words) -> None:
    if any(one.is_unread for one in told.messages):

        async def read(_: Any) -> None:
            await visit.ask(_mark_read, visit, told.patient_id)
            ui.navigate.reload()

        button(visit.say("hub.words.mark_read"), "mark-read").on("click", visit.handled(read))
    if not told.messages:
        ui.label(visit.say("hub.words.no_messages")).classes("note")
    with ui.element("ul").classes("words-list"):
        for one in told.messages:
            side = "to-patient" if one.to_patient else "from-patient"
            with ui.element("li").classes(side):
                who = one.author if one.to_patient else visit.say("hub.words.patient")
                _said(visit, one.text, who, visit.minute(one.written_at))
                for mark in _marks(visit, one):
                    ui.label(mark).classes("mark")


def _marks(visit: Visit, one: Message) -> list[str]:
    """Return what is to be said of a message beside its words."""
    if one.to_patient:
        return [visit.say(f"hub.words.{one.fate}")]
    about = [visit.say("hub.words.about_pain")] if one.about_pain else []
    if one.read_at is None:
        return [*about, visit.say("hub.words.unread")]
    return [*about, visit.say("hub.words.read_at", when=visit.minute(one.read_at))]


def _said(visit: Visit, text: str, author: str, when: str) -> None:
    who = author or visit.say("hub.words.somebody")
    ui.label(visit.say("hub.words.who_when", who=who, when=when)).classes("note")
    ui.label(text).classes("said")


def _mark_read(visit: Visit, patient_id: uuid.UUID) -> None:
    with visit.view.writing("message", patient_id) as granted:
        mark_read(granted.connection, patient_id, actor=granted.account.name, now=granted.now)

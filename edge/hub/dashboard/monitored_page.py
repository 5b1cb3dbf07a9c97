"""Patients whose remote monitoring an account may count."""

from nicegui import ui

from edge.hub.dashboard.outline import link
from edge.hub.dashboard.patient.building import address
from edge.hub.dashboard.visit import Visit
from edge.hub.store.patients import Found


async def build(visit: Visit) -> None:
    """Build the list of patients, each with a link to the counts."""
    patients: list[Found] = await visit.ask(visit.view.patients, "rtm")
    if not patients:
        ui.label(visit.say("hub.rtm.nobody")).classes("note")
    with ui.element("ul").classes("codes"):
        for each in patients:
            with ui.element("li"):
                link(each.pseudonym, address(each.pseudonym, "rtm"))
                ui.label(visit.say(f"dash.state.{each.state}")).classes("note")

"""The page of one patient."""

from nicegui import ui

from edge.hub.dashboard.visit import Visit


async def build(visit: Visit) -> None:
    """Build the page of the patient whose code stands in the address.

    Raises:
        DeniedError: there is no such patient among those that the account reaches.
    """
    code = visit.parameters["code"]
    found = await visit.ask(_opened, visit, code)
    ui.label(found)


def _opened(visit: Visit, code: str) -> str:
    """Return how things stand with a patient, now that the audit knows that somebody looks."""
    patient = visit.view.patient("patient", code)
    with visit.view.viewing("patient", "patient", patient.patient_id):
        return visit.say(f"dash.state.{patient.state}")

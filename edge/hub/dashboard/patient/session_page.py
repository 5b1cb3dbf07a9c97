"""One session, from its record alone."""

import uuid

from nicegui import ui

from edge.hub.course.session_chart import repetition_options, repetition_table
from edge.hub.course.titles import Titles, moment_text, of_ten
from edge.hub.course.told import ExerciseTold, SessionTold
from edge.hub.dashboard.patient.building import card, chart, tabs
from edge.hub.dashboard.visit import Visit
from edge.hub.errors import DeniedError
from edge.hub.store.course import session_of
from edge.web.tables import facts, heading


async def build(visit: Visit) -> None:
    """Build the page of the session whose number stands in the address.

    Raises:
        DeniedError: there is no such patient among those that the account reaches, or no such
            session of the patient.
    """
    told = await visit.ask(_opened, visit)
    titles = Titles(visit.language)
    tabs(visit, None, simulated=told.simulated)
    with card(moment_text(told.local_at), "session"), ui.element("dl").classes("facts"):
        facts(_facts(visit, told, titles))
    for one in told.exercises:
        with card(titles.part(one.part), f"exercise-{one.position}"):
            _exercise(visit, one, titles)


def _opened(visit: Visit) -> SessionTold:
    found = visit.view.patient("patient", visit.parameters["code"])
    try:
        number = uuid.UUID(visit.parameters["session"])
    except ValueError:
        number = uuid.UUID(int=0)
    with visit.view.viewing("patient", "session", found.patient_id) as granted:
        told = session_of(granted.connection, found.patient_id, number)
    if told is None:
        raise DeniedError("there is no such session", cause="unknown_session")
    return told


def _facts(visit: Visit, told: SessionTold, titles: Titles) -> list[tuple[str, str]]:
    say = titles.say
    version = say("hub.course.version", n=told.plan_version)
    return [
        (say("hub.course.minutes"), f"{told.minutes:.0f}"),
        (say("hub.course.plan"), f"{told.plan_id}, {version}" if told.plan_id else "–"),
        (say("hub.course.clock"), say(f"hub.clock.{told.clock_state}")),
        (say("hub.session.watch"), told.watch or "–"),
        (say("hub.session.software"), told.software or "–"),
        (say("hub.session.revision"), str(told.revision)),
        (say("hub.session.arrived"), visit.minute(told.received_at)),
    ]


def _exercise(visit: Visit, one: ExerciseTold, titles: Titles) -> None:
    say = visit.say
    ui.label(one.words).classes("said")
    with ui.element("dl").classes("facts"):
        facts(
            [
                (
                    say("hub.course.repetitions"),
                    say("hub.course.done_of", done=one.done, prescribed=one.prescribed),
                ),
                (say("hub.course.correct"), f"{one.correct} / {one.compared}"),
                (say("hub.course.mean"), titles.degrees(one.mean_rom_deg)),
                (say("hub.session.most"), titles.degrees(one.max_rom_deg)),
                (say("hub.course.target"), titles.degrees(one.target_rom_deg)),
                (say("hub.course.limit"), titles.degrees(one.limit_rom_deg)),
                (say("hub.course.beyond"), str(one.over_limit)),
                (say("hub.course.pain"), of_ten(one.pain)),
                (say("hub.course.effort"), of_ten(one.effort)),
                (say("hub.course.ended"), say(f"hub.ended.{one.ended_because}")),
                (say("hub.session.cues"), titles.cues(one.cue_counts)),
            ]
        )
    for found in one.findings:
        with ui.element("div").classes("finding"):
            ui.label(found.words).classes("said")
            share = titles.percent(found.share)
            ui.label(say("hub.session.found", share=share)).classes("note")
    told = repetition_table(one, titles)
    if told.rows:
        heading(3, say("hub.course.repetitions"))
        chart(
            visit,
            repetition_options(one, titles),
            caption=told.caption,
            explained=say("hub.session.explain"),
            told=lambda: told,
        )
    else:
        ui.label(say("hub.session.left_out")).classes("note")

"""The top of a patient's page: why to look, the plan and its state, the machine, the consent."""

from nicegui import ui

from edge.hub.course.titles import moment_text
from edge.hub.dashboard.outline import link
from edge.hub.dashboard.patient.building import card
from edge.hub.dashboard.visit import Visit
from edge.hub.planning.versions import PlanVersion, in_force
from edge.hub.rights import may
from edge.hub.store.patient_header import PatientHeader
from edge.hub.store.patient_view import PatientView
from edge.web.tables import facts


def header(visit: Visit, view: PatientView) -> None:
    """Add the reasons and the facts of a patient."""
    told = view.header
    with card(visit.say("hub.why"), "why"):
        _reasons(visit, told)
        with ui.element("dl").classes("facts"):
            facts(_facts(visit, view))
        if may(visit.account.role, "invite"):
            link(visit.say("hub.to_machines"), "/machines")


def plan_text(visit: Visit, version: PlanVersion) -> str:
    """Return which version of the plan it is."""
    day = visit.minute(version.made_at)
    key = "hub.plan.named" if version.author else "hub.plan.unnamed"
    return visit.say(key, version=str(version.version), day=day, author=version.author)


def state_text(visit: Visit, version: PlanVersion) -> str:
    """Return how a version of the plan stands, with the machine's reason where it refused."""
    if version.state == "refused" and version.reason:
        return visit.say("hub.plan.refused_why", reason=version.reason)
    return visit.say(f"hub.plan.state.{version.state}")


def _reasons(visit: Visit, told: PatientHeader) -> None:
    with ui.element("ul").classes("reasons").mark("reasons"):
        for hit in told.row.hits:
            with ui.element("li").classes(f"is-{hit.severity}"):
                with ui.element("span").classes("severity"):
                    ui.element("span").classes("shape").props("aria-hidden=true")
                    ui.label(visit.say(f"dash.severity.{hit.severity}"))
                ui.label(hit.said(visit.language))
                ui.label(visit.say("hub.since", day=f"{hit.since:%Y-%m-%d}")).classes("note")
        for hit, snooze in told.row.put_off:
            words = visit.say(
                "hub.put_off",
                day=snooze.until.isoformat(),
                words=hit.said(visit.language),
                reason=snooze.reason,
            )
            with ui.element("li"):
                ui.label(words).classes("note")


def _facts(visit: Visit, view: PatientView) -> list[tuple[str, str]]:
    say, told = visit.say, view.header
    current = in_force(view.versions)
    plan = say("hub.fact.none") if current is None else plan_text(visit, current)
    pairs = [(say("hub.fact.plan"), plan)]
    newest = next(iter(view.versions), None)
    if newest is not None and newest != current:
        text = f"{plan_text(visit, newest)}: {state_text(visit, newest)}"
        pairs.append((say("hub.fact.newest"), text))
    pairs += [(say("hub.fact.machine"), text) for text in _machines(visit, told)]
    consent = told.consent_at
    last = view.sessions[-1] if view.sessions else None
    planned = told.row.planned
    pairs += [
        (
            say("hub.fact.consent"),
            say("hub.fact.no_consent") if consent is None else visit.minute(consent),
        ),
        (
            say("hub.fact.last"),
            say("hub.fact.never") if last is None else moment_text(last.local_at),
        ),
        (
            say("hub.fact.week"),
            str(told.row.done)
            if planned is None
            else say("hub.fact.of_week", done=told.row.done, planned=planned),
        ),
        (say("hub.fact.unread"), str(told.row.unread)),
    ]
    return pairs


def _machines(visit: Visit, told: PatientHeader) -> list[str]:
    if not told.machines:
        return [visit.say("hub.fact.no_machine")]
    return [
        visit.say(
            "hub.fact.seen",
            label=one.label,
            state=visit.say(f"hub.machine.{one.state}"),
            seen=visit.say("hub.fact.never") if one.seen_at is None else visit.minute(one.seen_at),
        )
        for one in told.machines
    ]

"""The resources of a session that are no observations: patient, machine, plan, where it is from."""

from collections.abc import Iterator

from edge.hub.fhir.codes import ASSEMBLER, CLOCK_OFFSET, URI
from edge.hub.fhir.making import Making, Resource, clean, identifier, instant, title_of
from edge.records.planned_exercise import NO_LIMIT_DEG


def patient_of(making: Making) -> Resource:
    """Return the Patient: the clinic's code, and no name unless it is given."""
    name = clean(making.subject.name)
    return {
        "resourceType": "Patient",
        **making.meta(),
        "identifier": [identifier(making.clinic_system, making.subject.pseudonym)],
        **({"name": [{"text": name}]} if name else {}),
    }


def device_of(making: Making) -> Resource:
    """Return the Device: the patient's machine with its program."""
    label, version = clean(making.session.device_label), clean(making.record.software)
    name = {"name": label, "type": "user-friendly-name"}
    return {
        "resourceType": "Device",
        **making.meta(),
        "identifier": [identifier(URI, making.device_url)],
        **({"deviceName": [name]} if label else {}),
        **({"version": [{"value": version}]} if version else {}),
        "patient": {"reference": making.patient_url},
    }


def care_plan_of(making: Making) -> Resource:
    """Return the CarePlan: the plan's version, or what the session tells of one not held."""
    plan = making.session.plan
    days = {"start": plan and plan.first, "end": plan and plan.last}
    period = {name: day.isoformat() for name, day in days.items() if day}
    activities = list(_activities(making))
    return {
        "resourceType": "CarePlan",
        **making.meta(),
        "identifier": [identifier(making.clinic_system, making.plan_identifier)],
        "status": "completed" if plan is not None and plan.superseded else "active",
        "intent": "plan",
        "title": making.plan_name,
        "subject": {"reference": making.patient_url},
        **({"period": period} if period else {}),
        **({"activity": activities} if activities else {}),
    }


def _activities(making: Making) -> Iterator[Resource]:
    planned: list[tuple[str, str, int, float, float | None]]
    if making.session.plan is not None:
        planned = [
            (
                each.name,
                each.side,
                each.sets * each.repetitions,
                each.target_rom_deg,
                None if each.max_rom_deg >= NO_LIMIT_DEG else each.max_rom_deg,
            )
            for each in making.session.plan.exercises
        ]
    else:
        planned = [
            (each.name, each.side, each.prescribed, each.target_rom_deg, each.limit_rom_deg)
            for each in making.record.exercises
        ]
    for name, side, repetitions, target, limit in planned:
        until = "" if limit is None else f", limit {limit:g} degrees"
        yield {
            "detail": {
                "kind": "ServiceRequest",
                "code": {"text": f"{title_of(name)}, {side}"},
                "status": "in-progress",
                "description": f"{repetitions} repetitions, target {target:g} degrees{until}",
            }
        }


def provenance_of(making: Making, targets: list[str]) -> Resource:
    """Return the Provenance: which program, on which machine, by which plan, by which clock."""
    url = making.observation_url("provenance")
    offset = making.session.clock_offset_s
    told = {"url": CLOCK_OFFSET, "valueDecimal": None if offset is None else round(offset, 3)}
    software = f"physio-edge {clean(making.record.software)}".strip()
    plan = {"identifier": {"system": URI, "value": f"urn:sha256:{making.record.plan_sha256}"}}
    return {
        "resourceType": "Provenance",
        "id": url.removeprefix("urn:uuid:"),
        **making.meta(),
        **({} if offset is None else {"extension": [told]}),
        "target": [{"reference": target} for target in targets],
        "recorded": instant(making.session.received_at),
        "agent": [
            {
                "type": ASSEMBLER.concept(),
                "who": {"reference": making.device_url, "display": software},
            }
        ],
        "entity": [{"role": "source", "what": plan | {"display": f"plan {making.plan_name}"}}],
    }

"""Patients of a hub whom nobody is: charts of a simulated clinic, as if machines had sent them.

They are kept as simulated patients, which every page and export says and no count includes.
"""

import uuid
from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from typing import Any, Final

import sqlalchemy as sa

from edge.assessment.session_record import plan_sha256
from edge.exchange.session_record import SessionRecord, encode_record
from edge.hub.secret import Keys
from edge.hub.store import audit
from edge.hub.store.engines import Store
from edge.hub.store.ingest import Arrived, store_records
from edge.hub.store.patients import add_device, add_patient, only_clinic
from edge.hub.store.people_tables import device
from edge.hub.store.work_tables import plan, plan_version
from edge.hub.worklist.rhythm import schedule_table
from edge.simulation.clinic.charts import ZONE, Chart

ACTOR: Final = "simulation"
"""Who did in the audit what nobody did."""
_SENT_AFTER: Final = timedelta(minutes=2)


def fill_clinic(store: Store, keys: Keys, charts: Iterable[Chart]) -> dict[str, uuid.UUID]:
    """Return the numbers of the simulated patients by their codes, now that the hub has them.

    Each is one transaction: patient, machine, accepted plan, and a record of every session.

    Raises:
        HubError: there is a patient with one of the codes already.
    """
    numbers = {}
    for chart in charts:
        with store.writing() as connection:
            numbers[chart.code] = _add(connection, keys, chart)
    return numbers


def _add(connection: sa.Connection, keys: Keys, chart: Chart) -> uuid.UUID:
    patient_id = add_patient(
        connection,
        keys,
        clinic_id=only_clinic(connection).clinic_id,
        pseudonym=chart.code,
        zone=ZONE,
        identity={"name": f"Simulated patient {chart.code}"},
        simulated=True,
    )
    device_id = add_device(
        connection,
        patient_id=patient_id,
        label="Simulated machine",
        public_key=uuid.uuid4().hex.ljust(40, "0").encode(),
    )
    entry = audit.Entry(actor=ACTOR, action="pair", patient_id=patient_id)
    audit.record(connection, entry)
    _add_plan(connection, patient_id, chart)
    arrived = [_arrived(patient_id, device_id, record) for record in chart.sessions]
    store_records(connection, arrived)
    if arrived:
        seen = {"seen_at": arrived[-1].received_at, "clock_offset_s": 0.0}
        mine = device.c.device_id == device_id
        connection.execute(sa.update(device).where(mine).values(seen))
    return patient_id


def _add_plan(connection: sa.Connection, patient_id: uuid.UUID, chart: Chart) -> None:
    """Add a plan that was sent and accepted when the first day began."""
    sent = chart.plan
    at = datetime.combine(chart.first_day, time(), UTC)
    key: dict[str, Any] = {"patient_id": patient_id, "plan_id": sent.plan_id, "made_at": at}
    text = sent.to_toml()
    connection.execute(sa.insert(plan).values(key))
    version = key | {
        "version": sent.version,
        "toml": text,
        "sha256": plan_sha256(text.encode()),
        "schedule": schedule_table(sent.schedule),
        "sent_at": at,
        "answered_at": at,
        "answer": "accepted",
    }
    connection.execute(sa.insert(plan_version).values(version))


def _arrived(patient_id: uuid.UUID, device_id: uuid.UUID, record: SessionRecord) -> Arrived:
    return Arrived(
        patient_id=patient_id,
        device_id=device_id,
        record=record,
        body=encode_record(record),
        received_at=_moment(record.ended_ms) + _SENT_AFTER,
        clock_offset_s=0.0,
    )


def _moment(at_ms: int) -> datetime:
    return datetime.fromtimestamp(at_ms / 1e3, UTC)

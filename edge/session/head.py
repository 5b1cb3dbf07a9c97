"""What the record of a session says of its beginning."""

from datetime import datetime

from edge.assessment.session_record import plan_sha256
from edge.machine.environment import version_of
from edge.machine.time_zone import zone_name
from edge.processes.options import SessionOptions
from edge.records.session_facts import SessionHead
from edge.sources.watch import told_watch


def head_of(options: SessionOptions, sha256: str = "", now: datetime | None = None) -> SessionHead:
    """Return what the record says of a session that begins now.

    Args:
        options: of the session.
        sha256: of the plan's text as it came; "" for that of the plan as this version writes it.
        now: with the time zone of the patient's clock; by default what the clock says.
    """
    now = now or datetime.now().astimezone()
    offset = now.utcoffset()
    text = options.session_plan.plan.to_toml()
    return SessionHead(
        session_id=options.session_id,
        simulated=options.simulated,
        began_ms=round(now.timestamp() * 1000),
        offset_min=0 if offset is None else round(offset.total_seconds() / 60),
        zone=zone_name(),
        local_day=now.date().isoformat(),
        plan=text,
        plan_sha256=sha256 or plan_sha256(text.encode()),
        software=version_of("physio-edge") or "",
        watch=told_watch(options.watch).replace("\n", " ")[:200],
    )

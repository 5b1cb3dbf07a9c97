"""The plan that a session goes by: the file that was named, or what the hub has sent."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from edge.records.plan import Plan, load_plan

SENT_PLAN: Final = "hub_plan.toml"
"""In the patient's folder: the newest plan that came from the hub and was accepted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanInForce:
    """A plan and where it is from.

    Attributes:
        plan: the plan.
        path: its file.
        sha256: of its text, in hexadecimal.
        is_sent: it came from the hub, in place of the file that was named.
    """

    plan: Plan
    path: Path
    sha256: str
    is_sent: bool


def plan_in_force(path: Path, root: Path) -> PlanInForce:
    """Return what a session that is started with a plan's file goes by.

    That is the plan which the hub has sent for the patient of the file, wherever there is one; the
    file alone is gone by where it holds the same version of that plan, or a later one.

    Args:
        path: the file that was named.
        root: folder with one folder per patient.

    Raises:
        PlanError: one of the two cannot be read.
    """
    named = _read(path, is_sent=False)
    sent_path = root / named.plan.patient / SENT_PLAN
    if not sent_path.exists():
        return named
    sent = _read(sent_path, is_sent=True)
    is_same = named.plan.plan_id == sent.plan.plan_id
    return named if is_same and named.plan.version >= sent.plan.version else sent


def _read(path: Path, *, is_sent: bool) -> PlanInForce:
    plan = load_plan(path)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    return PlanInForce(plan=plan, path=path, sha256=sha256, is_sent=is_sent)

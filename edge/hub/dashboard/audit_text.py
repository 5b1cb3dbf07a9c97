"""What a row of the audit says, for people."""

import json
from datetime import datetime
from typing import Final

from edge.hub.dashboard.visit import Visit

_SUBJECT_SIGNS: Final = 8
"""Enough to tell which rows are about the same patient, of whom the audit says no more."""


def audit_text(visit: Visit, head: str, text: str) -> str:
    """Return what a row of the audit says below a head, in the words and the time of the clinic.

    Args:
        visit: of the page.
        head: number, at, actor, action, subject or detail.
        text: of the row, as the database gives it.
    """
    if head == "at":
        return f"{datetime.fromisoformat(text).astimezone(visit.zone):%Y-%m-%d %H:%M:%S}"
    if head == "action":
        return visit.say(f"dash.did.{text}")
    if head == "subject":
        return text[:_SUBJECT_SIGNS]
    if head == "detail":
        return ", ".join(f"{name}: {value}" for name, value in json.loads(text).items())
    return text

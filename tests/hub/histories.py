"""Simulated histories of patients for the worklist's rules."""

import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from edge.hub.worklist.facts import (
    ExerciseFacts,
    FindingFacts,
    MachineFacts,
    PatientFacts,
    PlanFacts,
    SessionFacts,
)
from edge.hub.worklist.rhythm import Rhythm
from edge.records.schedule import Schedule

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
TODAY = date(2026, 11, 30)
"""A Monday."""
QUIET = PatientFacts(
    patient_id=uuid.UUID(int=1),
    state="active",
    state_since=NOON - timedelta(days=90),
    today=TODAY,
    last_day=TODAY,
    machine=MachineFacts(seen_at=NOON, clock_offset_s=0.3),
)


def an_exercise(**changed: Any) -> ExerciseFacts:
    usual = ExerciseFacts(
        name="shoulder_abduction", side="right", mean_rom_deg=85.0, target_rom_deg=90.0, pain=2
    )
    return replace(usual, **changed)


def sessions(*newest_first: ExerciseFacts) -> list[SessionFacts]:
    """Return one session a day with an exercise each, today's first."""
    return [
        SessionFacts(at=NOON - timedelta(days=ago), exercises=(one,))
        for ago, one in enumerate(newest_first)
    ]


def rated(*pain: int | None) -> list[SessionFacts]:
    return sessions(*(an_exercise(pain=each) for each in pain))


def ranges(*rom_deg: float | None) -> list[SessionFacts]:
    return sessions(*(an_exercise(mean_rom_deg=each) for each in rom_deg))


def found(*places: tuple[int, str, float] | None) -> list[SessionFacts]:
    """Return sessions with one finding each: segment, way and share."""
    return sessions(
        *(
            an_exercise(
                findings=()
                if place is None
                else (
                    FindingFacts(
                        segment=place[0], way=place[1], share=place[2], words="The arm is short."
                    ),
                )
            )
            for place in places
        )
    )


def planned(ago: int, **schedule: Any) -> PatientFacts:
    """Return a patient with a plan whose last session is some days ago."""
    rhythm = Rhythm.of(Schedule(**schedule))
    return replace(QUIET, last_day=TODAY - timedelta(days=ago), plan=PlanFacts(rhythm=rhythm))


def waiting(hours: float) -> PatientFacts:
    return replace(QUIET, plan=PlanFacts(waiting_since=NOON - timedelta(hours=hours)))


def machine(**changed: Any) -> PatientFacts:
    assert QUIET.machine is not None
    return replace(QUIET, machine=replace(QUIET.machine, **changed))

"""Charts of a simulated clinic: for each patient a plan, and the record of every session.

The records are made of the facts of repetitions by what makes them of a real session, so that a
hub cannot tell them from others but by their mark.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

import numpy as np

from edge.assessment.session_record import plan_sha256, session_record
from edge.core.exercises import LanguageCode, Side
from edge.core.findings import Departure, DepartureKind, Part, Place, SummaryFacts
from edge.core.messages.exercise import CueKind, EndedBecause
from edge.exchange.session_record import SessionRecord
from edge.records.plan import HubUse, Plan
from edge.records.planned_exercise import PlannedExercise
from edge.records.schedule import WEEKDAYS, Schedule
from edge.records.session_facts import (
    ExerciseEnd,
    RepetitionFacts,
    SegmentDeparture,
    SessionHead,
)
from edge.simulation.clinic.courses import COURSES, Course
from edge.wording.languages import language_named
from edge.wording.sentences import summary_sentences

ZONE: Final = "Europe/Zurich"
SEGMENTS: Final = 8
"""Micro-segments of a simulated reference, the first half of them on the way out."""
_LIMIT_SHARE: Final = 1.15
"""Limit of the range as a multiple of the target."""
_LIKE_SHARE: Final = 0.9
"""Repetitions of at least this range, and without a fault, are like the reference."""
_TARGETS_DEG: Final = {
    "shoulder_abduction": (90.0, 120.0),
    "shoulder_flexion": (90.0, 130.0),
    "elbow_flexion": (110.0, 130.0),
    "external_rotation": (45.0, 60.0),
}
_CUES: Final[dict[DepartureKind, CueKind]] = {"short": "low_range", "faster": "too_fast"}
_SAME_RANGE_DEG: Final = 5.0
_SECOND_NS: Final = 1_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """What a hub knows of a simulated patient.

    Attributes:
        code: the clinic's code for the patient.
        course: how the patient gets on.
        first_day: from which on the plan is in force.
        plan: in force all the time.
        sessions: from the first day to the last, oldest first; all are marked as simulated.
    """

    code: str
    course: Course
    first_day: date
    plan: Plan
    sessions: tuple[SessionRecord, ...]


def simulated_charts(count: int, *, seed: int, last: date, days: int = 90) -> Iterator[Chart]:
    """Yield the charts of simulated patients; equal arguments give equal charts.

    Args:
        count: of patients.
        seed: of the clinic.
        last: newest day that a session may be on.
        days: of history before it.
    """
    for number, course in enumerate(_courses(count)):
        random = np.random.default_rng([seed, number])
        yield _Patient(number, course, random).chart(last, days)


def _courses(count: int) -> Iterator[Course]:
    """Yield the courses of so many patients, each as near to its proportion as it can be."""
    total = sum(course.weight for course in COURSES)
    given = dict.fromkeys(COURSES, 0)
    for done in range(1, count + 1):
        lacking = {each: each.weight * done / total - given[each] for each in COURSES}
        course = max(lacking, key=lambda each: lacking[each])
        given[course] += 1
        yield course


class _Patient:
    """A simulated patient, and the chance by which the days differ."""

    def __init__(self, number: int, course: Course, random: np.random.Generator) -> None:
        self._course = course
        self._random = random
        self._code = f"sim{number + 1:03d}"
        language: LanguageCode = "de" if random.random() < 0.5 else "en"
        side: Side = "left" if random.random() < 0.4 else "right"
        names = random.permutation(sorted(_TARGETS_DEG))[: 1 + int(random.random() < 0.6)]
        self._schedule = self._drawn_schedule()
        self._plan = Plan(
            patient=self._code,
            plan_id=f"{self._code}-plan",
            version=1,
            language=language,
            exercises=tuple(self._exercise(str(name), side) for name in names),
            hub=HubUse(send=True),
        )

    def chart(self, last: date, days: int) -> Chart:
        """Return the chart of the days up to the last."""
        first = last - timedelta(days=days)
        plan = replace(self._plan, schedule=replace(self._schedule, from_=first.isoformat()))
        text = plan.to_toml()
        until = last - timedelta(days=self._course.away_days)
        done = [
            day for day in self._days(first, until) if self._random.random() < self._course.kept
        ]
        records = [
            self._session(plan, text, day, (day - first).days / 7, is_last=day == done[-1])
            for day in done
        ]
        return Chart(
            code=self._code,
            course=self._course,
            first_day=first,
            plan=plan,
            sessions=tuple(records),
        )

    def _drawn_schedule(self) -> Schedule:
        if self._random.random() < 0.5:
            return Schedule(weekdays=("mon", "wed", "fri"))
        return Schedule(sessions_per_week=int(self._random.integers(3, 7)))

    def _exercise(self, name: str, side: Side) -> PlannedExercise:
        low, high = _TARGETS_DEG[name]
        target_deg = float(5 * round(self._random.uniform(low, high) / 5))
        return PlannedExercise(
            name=name,
            side=side,
            repetitions=int(self._random.integers(8, 13)),
            target_rom_deg=target_deg,
            max_rom_deg=min(180.0, round(target_deg * _LIMIT_SHARE)),
        )

    def _days(self, first: date, last: date) -> Iterator[date]:
        """Yield the days on which the plan wants a session."""
        named = self._schedule.weekdays
        a_week = self._schedule.sessions_per_week
        for ago in range((last - first).days, -1, -1):
            day = last - timedelta(days=ago)
            spread = (day.weekday() * a_week) % 7 < a_week
            if WEEKDAYS[day.weekday()] in named if named else spread:
                yield day

    def _session(
        self, plan: Plan, text: str, day: date, weeks: float, *, is_last: bool
    ) -> SessionRecord:
        at = time(int(self._random.integers(8, 19)), int(self._random.integers(0, 60)))
        began = datetime.combine(day, at, ZoneInfo(ZONE))
        offset = began.utcoffset() or timedelta()
        head = SessionHead(
            session_id=str(UUID(bytes=self._random.bytes(16), version=4)),
            simulated=True,
            began_ms=round(began.astimezone(UTC).timestamp() * 1000),
            offset_min=round(offset.total_seconds() / 60),
            zone=ZONE,
            local_day=day.isoformat(),
            plan=text,
            plan_sha256=plan_sha256(text.encode()),
            software="simulated",
            watch="simulated",
        )
        last_end = self._course.last_end if is_last else "done"
        repetitions = {
            index: self._repetitions(planned, weeks, is_last=is_last, ends=last_end)
            for index, planned in enumerate(plan.exercises)
        }
        pain = self._pain(weeks, is_last=is_last)
        effort = int(np.clip(round(self._random.normal(4.5, 1.2)), 0, 10))
        ends = {
            index: ExerciseEnd(
                pain=pain,
                effort=effort,
                ended_because=last_end,
                words=_words(plan.exercises[index], rows, plan.language),
            )
            for index, rows in repetitions.items()
        }
        lasted_ms = sum(rows[-1].end_ns for rows in repetitions.values()) // 1_000_000 + 90_000
        return session_record(
            head,
            repetitions,
            ends,
            ended_ms=head.began_ms + lasted_ms,
            revision=1,
        )

    def _pain(self, weeks: float, *, is_last: bool) -> int | None:
        if is_last and self._course.last_pain is not None:
            return self._course.last_pain
        if self._random.random() < 0.1:
            return None
        mean = self._course.pain_at_first + self._course.pain_a_week * weeks
        return int(np.clip(round(self._random.normal(mean, 0.6)), 0, 6))

    def _repetitions(
        self, planned: PlannedExercise, weeks: float, *, is_last: bool, ends: EndedBecause
    ) -> list[RepetitionFacts]:
        course = self._course
        share = min(1.02, course.share_at_first + course.share_a_week * weeks)
        if is_last and course.last_share is not None:
            share = course.last_share
        gained = max(0.0, course.share_a_week) * weeks / max(1.0 - course.share_at_first, 0.05)
        fault_share = course.fault_share * max(0.0, 1.0 - min(1.0, gained))
        done = planned.prescribed if ends == "done" else max(2, planned.prescribed // 2)
        rows, start_ns = [], 0
        for _ in range(done):
            rom_deg = planned.target_rom_deg * self._random.normal(share, 0.03)
            tempo_s = max(1.0, self._random.normal(3.2, 0.3))
            has_fault = course.fault is not None and self._random.random() < fault_share
            end_ns = start_ns + round(tempo_s * _SECOND_NS)
            rows.append(self._repetition(planned, rom_deg, (start_ns, end_ns), has_fault=has_fault))
            start_ns = end_ns + round(1.2 * _SECOND_NS)
        return rows

    def _repetition(
        self,
        planned: PlannedExercise,
        rom_deg: float,
        span_ns: tuple[int, int],
        *,
        has_fault: bool,
    ) -> RepetitionFacts:
        share = rom_deg / planned.target_rom_deg
        like = math.exp(-4.0 * abs(1.0 - share)) * (0.85 if has_fault else 1.0)
        return RepetitionFacts(
            start_ns=span_ns[0],
            end_ns=span_ns[1],
            rom_deg=rom_deg,
            rom_difference_deg=rom_deg - planned.target_rom_deg,
            stability=self._random.normal(-7.0, 0.5),
            tempo_s=(span_ns[1] - span_ns[0]) / _SECOND_NS,
            similarity=min(1.0, like),
            held_s=None,
            cue_kind=self._cue(planned, rom_deg, has_fault=has_fault),
            scored_by="alignment",
            departures=(self._departure(planned, rom_deg),) if has_fault else (),
        )

    def _departure(self, planned: PlannedExercise, rom_deg: float) -> SegmentDeparture:
        segment = self._course.fault_segment
        of_way = segment % (SEGMENTS // 2)
        parts: tuple[Part, ...] = ("beginning", "middle", "middle", "end")
        place = Place(
            half="outward" if segment < SEGMENTS // 2 else "returning", part=parts[of_way]
        )
        degrees = abs(planned.target_rom_deg - rom_deg) + self._random.uniform(4.0, 8.0)
        assert self._course.fault is not None
        return SegmentDeparture(
            segment=segment,
            start=segment / SEGMENTS,
            end=(segment + 1) / SEGMENTS,
            departure=Departure(kind=self._course.fault, degrees=degrees, place=place),
        )

    def _cue(self, planned: PlannedExercise, rom_deg: float, *, has_fault: bool) -> CueKind:
        if rom_deg > planned.max_rom_deg:
            return "over_range"
        if has_fault and self._course.fault is not None:
            return _CUES[self._course.fault]
        return "low_range" if rom_deg < _LIKE_SHARE * planned.target_rom_deg else "praise"


def _words(planned: PlannedExercise, rows: list[RepetitionFacts], language: LanguageCode) -> str:
    """Return what a patient would have been told at an exercise's end."""
    rom_deg = float(np.mean([row.rom_deg for row in rows]))
    difference_deg = rom_deg - planned.target_rom_deg
    faults = [row.cue_kind for row in rows if row.cue_kind != "praise"]
    facts = SummaryFacts(
        prescribed=planned.prescribed,
        done=len(rows),
        assessed=len(rows),
        good=len(rows) - len(faults),
        held=None,
        rom_deg=rom_deg,
        difference_deg=difference_deg,
        same_range=abs(difference_deg) < _SAME_RANGE_DEG,
        advice=max(faults, key=faults.count) if faults else None,
    )
    return summary_sentences(facts, language_named(language))

"""From what was said of a session to the record that a hub is told."""

import hashlib
import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from edge.assessment.explanation import departure_of
from edge.assessment.summary import RECURRING_SHARE
from edge.core.anchor import Anchor
from edge.core.exercises import exercise_named
from edge.core.findings import Departure
from edge.core.messages.exercise import EndedBecause, Feedback, Summary
from edge.exchange.errors import ExchangeError
from edge.exchange.record_faults import BOUNDS
from edge.exchange.session_record import (
    ExerciseRecord,
    RecurringFinding,
    Repetitions,
    SessionRecord,
    encode_record,
)
from edge.records.plan import Plan
from edge.records.planned_exercise import PlannedExercise
from edge.records.session_facts import (
    ExerciseEnd,
    RepetitionFacts,
    SegmentDeparture,
    SessionHead,
)
from edge.repetitions.hold import is_held
from edge.wording.language import Language
from edge.wording.languages import language_named
from edge.wording.sentences import departure_sentence

MOST_REPETITIONS: Final = 1_999
"""Of one exercise, more than any plan asks for; what is beyond is not told."""
MOST_WORDS_BYTES: Final = 4_000


def facts_of(feedback: Feedback, anchor: Anchor) -> RepetitionFacts:
    """Return what the record of a session needs of the feedback on a repetition.

    Args:
        feedback: on the repetition.
        anchor: the reference that it was compared with.
    """
    judgement = feedback.judgement
    places = () if judgement is None else judgement.critical
    segments = () if judgement is None else [judgement.segments[place] for place in places]
    return RepetitionFacts(
        start_ns=feedback.start_ns,
        end_ns=feedback.end_ns,
        rom_deg=None if judgement is None else _finite(judgement.rom_deg),
        rom_difference_deg=None if judgement is None else _finite(judgement.rom_difference_deg),
        stability=None if judgement is None else _finite(judgement.stability),
        tempo_s=feedback.tempo_s,
        similarity=None if judgement is None else _finite(judgement.similarity),
        held_s=feedback.held_s,
        cue_kind=feedback.cue_kind,
        scored_by=None if judgement is None else judgement.scored_by,
        departures=tuple(
            SegmentDeparture(
                segment=segment.index,
                start=segment.start,
                end=segment.end,
                departure=departure_of("overall", segment, anchor),
            )
            for segment in segments
        ),
    )


def end_of(summary: Summary) -> ExerciseEnd:
    """Return what the record of a session needs of an exercise's summary."""
    return ExerciseEnd(
        pain=summary.pain,
        effort=summary.effort,
        ended_because=summary.ended_because or "other",
        words=summary.words,
    )


def session_record(
    head: SessionHead,
    repetitions: Mapping[int, Sequence[RepetitionFacts]],
    ends: Mapping[int, ExerciseEnd],
    *,
    ended_ms: int,
    revision: int,
) -> SessionRecord:
    """Return the record of a session, no larger than it may be.

    Where it would be too large, the figures of single repetitions are left out, first those of the
    exercise with the most of them. An exercise without an end was cut off.

    Args:
        head: what was known at its beginning.
        repetitions: of each exercise that was begun, in their order, by its index in the plan.
        ends: of the exercises that have come to one.
        ended_ms: when the session ended, UTC.
        revision: of the record.

    Raises:
        PlanError: the plan in the head cannot be read.
        ExchangeError: it is too large even so, or a figure cannot be sent.
    """
    plan = Plan.from_toml(head.plan)
    language = language_named(plan.language)
    record = SessionRecord(
        session_id=head.session_id,
        revision=revision,
        simulated=head.simulated,
        began_ms=head.began_ms,
        ended_ms=max(ended_ms, head.began_ms),
        offset_min=head.offset_min,
        zone=head.zone,
        local_day=head.local_day,
        plan_id=plan.plan_id,
        plan_version=plan.version,
        plan_sha256=head.plan_sha256,
        software=head.software,
        watch=head.watch,
        language=plan.language,
        exercises=tuple(
            _exercise(
                index,
                plan.exercises[index],
                tuple(repetitions.get(index, ()))[:MOST_REPETITIONS],
                ends.get(index),
                language,
            )
            for index in sorted(repetitions.keys() | ends.keys())
        ),
    )
    return _fitting(record)


def plan_sha256(text: bytes) -> str:
    """Return the hash that names the text of a plan, in hexadecimal."""
    return hashlib.sha256(text).hexdigest()


def _exercise(
    index: int,
    planned: PlannedExercise,
    facts: Sequence[RepetitionFacts],
    end: ExerciseEnd | None,
    language: Language,
) -> ExerciseRecord:
    compared = [one for one in facts if one.scored_by is not None]
    ranges_deg = [one.rom_deg for one in compared if one.rom_deg is not None]
    beyond_deg = [rom - planned.max_rom_deg for rom in ranges_deg if rom > planned.max_rom_deg]
    counts = Counter[str](one.cue_kind for one in compared)
    held = [one for one in compared if is_held(one.held_s or 0.0, planned.hold_s)]
    return ExerciseRecord(
        index=index,
        name=planned.name,
        side=planned.side,
        prescribed=planned.prescribed,
        done=len(facts),
        compared=len(compared),
        correct=counts["praise"],
        held=len(held) if planned.hold_s else None,
        over_limit=len(beyond_deg) if planned.has_limit else 0,
        most_over_limit_deg=max(beyond_deg, default=0.0) if planned.has_limit else 0.0,
        mean_rom_deg=_known("rom_deg", _mean(ranges_deg)),
        max_rom_deg=_known("rom_deg", max(ranges_deg, default=None)),
        target_rom_deg=planned.target_rom_deg,
        limit_rom_deg=planned.max_rom_deg if planned.has_limit else None,
        duration_s=max(0.0, (facts[-1].end_ns - facts[0].start_ns) / 1e9) if facts else 0.0,
        pain=None if end is None else end.pain,
        effort=None if end is None else end.effort,
        ended_because=_ended_because(planned, facts, end),
        scored_by=compared[-1].scored_by if compared else None,
        cue_counts=dict(counts),
        recurring=_recurring(planned, compared, language),
        words="" if end is None else _short(end.words),
        repetitions=Repetitions(
            rom_deg=tuple(_known("rom_deg", one.rom_deg) for one in facts),
            stability=tuple(_known("stability", one.stability) for one in facts),
            tempo_s=tuple(_known("tempo_s", one.tempo_s) for one in facts),
            similarity=tuple(_known("similarity", one.similarity) for one in facts),
            cue_kind=tuple(one.cue_kind for one in facts),
        ),
    )


def _ended_because(
    planned: PlannedExercise, facts: Sequence[RepetitionFacts], end: ExerciseEnd | None
) -> EndedBecause:
    if len(facts) >= planned.prescribed:
        return "done"
    return "cut" if end is None else end.ended_because


def _recurring(
    planned: PlannedExercise, compared: Sequence[RepetitionFacts], language: Language
) -> tuple[RecurringFinding, ...]:
    """Return the micro-segments that mattered in at least half of the compared repetitions."""
    found: dict[int, list[SegmentDeparture]] = defaultdict(list)
    for one in compared:
        for departure in one.departures:
            found[departure.segment].append(departure)
    exercise = exercise_named(planned.name)
    return tuple(
        RecurringFinding(
            segment=segment,
            start=its[0].start,
            end=its[0].end,
            way="returning" if its[0].departure.place.half == "returning" else "outward",
            share=len(its) / len(compared),
            words=_short(departure_sentence(_usual(its), exercise, language)),
        )
        for segment, its in sorted(found.items())
        if len(its) >= RECURRING_SHARE * len(compared)
    )


def _usual(departures: Sequence[SegmentDeparture]) -> Departure:
    """Return how a micro-segment departed most often, by as much as it did on average then."""
    kinds = Counter(one.departure.kind for one in departures)
    kind = kinds.most_common(1)[0][0]
    alike = [one.departure for one in departures if one.departure.kind == kind]
    return replace(alike[0], degrees=sum(one.degrees for one in alike) / len(alike))


def _fitting(record: SessionRecord) -> SessionRecord:
    while True:
        try:
            encode_record(record)
        except ExchangeError as error:
            whole = [each for each in record.exercises if each.repetitions is not None]
            if error.cause != "oversized" or not whole:
                raise
            longest = max(whole, key=lambda each: each.done)
            record = replace(
                record,
                exercises=tuple(
                    replace(each, repetitions=None) if each is longest else each
                    for each in record.exercises
                ),
            )
        else:
            return record


def _known(name: str, value: float | None) -> float | None:
    """Return a figure to a thousandth; None where it is none that a record can hold."""
    least, most = BOUNDS[name]
    return round(value, 3) if value is not None and least <= value <= most else None


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None


def _short(words: str) -> str:
    return words.encode()[:MOST_WORDS_BYTES].decode(errors="ignore")

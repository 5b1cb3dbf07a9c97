"""Session records of simulated patients, about 3 kB each, drawn from a number."""

import hashlib
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random
from typing import Final

from edge.core.messages.exercise import CueKind
from edge.exchange.session_record import (
    ExerciseRecord,
    RecurringFinding,
    Repetitions,
    SessionRecord,
)

EXERCISES: Final = 3
REPETITIONS: Final = 10
TARGET_DEG: Final = 90.0
_NAMES: Final = ("shoulder_abduction", "shoulder_flexion", "elbow_flexion")
_CUES: Final[tuple[CueKind, ...]] = ("praise", "low_range", "too_fast")
_SESSION_S: Final = 1_200


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """How a simulated patient fares in one session.

    Attributes:
        pain: 0–10.
        rom_deg: mean range of motion.
        findings: in each exercise.
    """

    pain: int = 2
    rom_deg: float = 84.5
    findings: int = 1


def drawn_record(number: int, *, began: datetime, course: Course | None = None) -> SessionRecord:
    """Return the record of a simulated session; each number is another one.

    Args:
        number: it is drawn from this.
        began: when the session did.
        course: of the patient.
    """
    rng = Random(number)
    began_ms = int(began.timestamp() * 1e3)
    return SessionRecord(
        session_id=session_id_of(number),
        revision=1,
        simulated=True,
        began_ms=began_ms,
        ended_ms=began_ms + _SESSION_S * 1_000,
        offset_min=0,
        zone="UTC",
        local_day=began.astimezone(UTC).date().isoformat(),
        plan_id="shoulder",
        plan_version=1,
        plan_sha256="ab" * 32,
        software="0.2.0",
        watch="simulated",
        language="de",
        exercises=tuple(_exercise(rng, index, course or Course()) for index in range(EXERCISES)),
    )


def session_id_of(number: int) -> str:
    """Return the UUID of a simulated session; as of real ones, their order is nobody's."""
    return str(uuid.UUID(bytes=hashlib.sha256(number.to_bytes(8, "big")).digest()[:16], version=4))


def _exercise(rng: Random, index: int, course: Course) -> ExerciseRecord:
    rom_deg = tuple(round(rng.gauss(course.rom_deg, 4.0), 4) for _ in range(REPETITIONS))
    cues = tuple(rng.choice(_CUES) for _ in range(REPETITIONS))
    return ExerciseRecord(
        index=index,
        name=_NAMES[index % len(_NAMES)],
        side="right",
        prescribed=REPETITIONS,
        done=REPETITIONS,
        compared=REPETITIONS,
        correct=cues.count("praise"),
        held=None,
        over_limit=0,
        most_over_limit_deg=0.0,
        mean_rom_deg=sum(rom_deg) / REPETITIONS,
        max_rom_deg=max(rom_deg),
        target_rom_deg=TARGET_DEG,
        limit_rom_deg=120.0,
        duration_s=round(rng.uniform(35, 60), 3),
        pain=course.pain,
        effort=min(10, course.pain + 2),
        ended_because="done",
        scored_by="network",
        cue_counts={cue: cues.count(cue) for cue in sorted(set(cues))},
        recurring=tuple(_finding(rng, number) for number in range(course.findings)),
        words=f"Sie haben {REPETITIONS} von {REPETITIONS} Wiederholungen gemacht.",
        repetitions=Repetitions(
            rom_deg=rom_deg,
            stability=tuple(round(rng.gauss(-7, 1), 4) for _ in range(REPETITIONS)),
            tempo_s=tuple(round(rng.uniform(2, 4), 4) for _ in range(REPETITIONS)),
            similarity=tuple(round(rng.uniform(0.6, 1), 4) for _ in range(REPETITIONS)),
            cue_kind=cues,
        ),
    )


def _finding(rng: Random, number: int) -> RecurringFinding:
    segment = 3 * number + rng.randrange(3)
    return RecurringFinding(
        segment=segment,
        start=segment / 10,
        end=(segment + 1) / 10,
        way="outward" if segment < 5 else "returning",
        share=rng.uniform(0.5, 1),
        words="Ihr Arm ist 12° unter Ihrer Referenz beim Heben, gegen Ende",
    )

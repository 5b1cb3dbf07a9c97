"""Does the coach see what a simulated patient does? Repetitions, range and cue against the truth.

Simulated data: this measures the algorithms against known angles, not against people.
"""

import multiprocessing
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import chain, product
from typing import Any

import numpy as np

from edge.core.exercises import EXERCISES, Side
from edge.core.messages.exercise import Command, Feedback
from edge.signals.imu_chunks import imu_chunks
from edge.simulation.body import PROFILES, TrueRepetition
from edge.simulation.patient import Pair, SimulatedPatient, pair_up
from edge.stages.offline import run_stages

LEFT_EVERY = 3
"""Every third simulated person exercises on the left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One session: who, what was found, and how many repetitions there were."""

    patient: SimulatedPatient
    pairs: list[Pair]
    true: int


def patients(
    seeds: Sequence[int],
    exercises: Sequence[str],
    profiles: Sequence[str],
    seconds: float,
    hold_s: float = 0.0,
) -> Iterator[SimulatedPatient]:
    """Yield every combination as a simulated patient."""
    for seed, exercise, profile in product(seeds, exercises, profiles):
        side: Side = "left" if seed % LEFT_EVERY == 2 else "right"
        yield SimulatedPatient(
            exercise=exercise,
            side=side,
            profile=profile,
            seconds=seconds,
            seed=seed,
            hold_s=hold_s,
        )


def examine(patient: SimulatedPatient) -> Outcome:
    """Return what the stages make of one simulated session."""
    session = patient.session()
    session_plan = patient.session_plan(len(session.truth))
    start = Command(seq=0, sensor_ns=0, host_ns=0, action="start", exercise=0)
    chunks = imu_chunks(session.t_s, session.accel_m_s2, session.gyro_rad_s)
    given = run_stages(session_plan, chain([start], chunks))
    feedbacks = [message for message in given if isinstance(message, Feedback)]
    pairs = pair_up(feedbacks, session.truth, 0)
    return Outcome(patient=patient, pairs=pairs, true=len(session.truth))


def summary(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Return the figures of some sessions together."""
    pairs = [pair for outcome in outcomes for pair in outcome.pairs]
    matched = [(pair.feedback, pair.truth) for pair in pairs if pair.truth is not None]
    true = sum(outcome.true for outcome in outcomes)
    errors = np.array([abs(found.rom_deg - real.rom_deg) for found, real in matched])
    confusion = Counter((real.impairment or "praise", found.cue_kind) for found, real in matched)
    right = sum(count for (real, said), count in confusion.items() if real == said)
    impaired = {k: v for k, v in confusion.items() if k[0] != "praise"}
    right_impaired = sum(count for (real, said), count in impaired.items() if real == said)
    return {
        "sessions": len(outcomes),
        "repetitions": true,
        "missed": true - len(matched),
        "invented": len(pairs) - len(matched),
        "rom_abs_error_deg": _spread(errors),
        "cue_right_fraction": right / len(matched) if matched else None,
        "cue_right_when_impaired_fraction": (
            right_impaired / sum(impaired.values()) if impaired else None
        ),
        "cues": [
            {"truth": real, "said": said, "count": count}
            for (real, said), count in sorted(confusion.items())
        ],
    } | _holds(matched)


def _holds(matched: Sequence[tuple[Feedback, TrueRepetition]]) -> dict[str, Any]:
    """Return how well holds are measured and short ones found; nothing where none is asked for.

    Repetitions with another impairment count as held: what is said of them may be something else,
    but not that the hold is too short.
    """
    held = [(found, real) for found, real in matched if found.held_s is not None]
    if not held:
        return {}
    short = [found for found, real in held if real.impairment == "short_hold"]
    others = [found for found, real in held if real.impairment != "short_hold"]
    errors = [abs((found.held_s or 0.0) - real.hold_s) for found, real in held]
    figures = {
        "held_abs_error_s": _spread(np.array(errors)),
        "too_short": len(short),
        "too_short_and_called_so": sum(found.cue_kind == "short_hold" for found in short),
        "held": len(others),
        "held_but_called_too_short": sum(found.cue_kind == "short_hold" for found in others),
    }
    return {"holds": figures}


def _spread(errors: np.ndarray[Any, np.dtype[np.float64]]) -> dict[str, float] | None:
    if not len(errors):
        return None
    median, p95 = np.percentile(errors, [50, 95])
    return {"median": float(median), "p95": float(p95), "max": float(errors.max())}


def run(
    *,
    seeds: Sequence[int],
    exercises: Sequence[str] = tuple(EXERCISES),
    profiles: Sequence[str] = tuple(PROFILES),
    seconds: float = 60.0,
    hold_s: float = 0.0,
    workers: int = 2,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> dict[str, Any]:
    """Return the figures over all combinations, in all and per exercise and profile.

    With `hold_s` the plan asks for a hold at the end of each repetition, and the patients hold.
    """
    everyone = list(patients(seeds, exercises, profiles, seconds, hold_s))
    outcomes: list[Outcome] = []
    # The parent may have threads, and forking a process that has any is unsound.
    context = multiprocessing.get_context("forkserver")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        for outcome in pool.map(examine, everyone, chunksize=4):
            outcomes.append(outcome)
            progress(len(outcomes), len(everyone))
    return {
        "simulated": True,
        "all": summary(outcomes),
        "exercises": {
            name: summary([o for o in outcomes if o.patient.exercise == name]) for name in exercises
        },
        "profiles": {
            name: summary([o for o in outcomes if o.patient.profile == name]) for name in profiles
        },
        "worst": [_fault(o) for o in outcomes if _is_faulty(o)],
    }


def _is_faulty(outcome: Outcome) -> bool:
    return bool(_fault(outcome)["faults"])


def _fault(outcome: Outcome) -> dict[str, Any]:
    faults = [
        {
            "at_s": pair.feedback.start_ns / 1e9,
            "said": pair.feedback.cue_kind,
            "truth": None if pair.truth is None else pair.truth.impairment or "praise",
            "rom_error_deg": None
            if pair.truth is None
            else pair.feedback.rom_deg - pair.truth.rom_deg,
        }
        for pair in outcome.pairs
        if pair.truth is None
        or pair.feedback.cue_kind != (pair.truth.impairment or "praise")
        or abs(pair.feedback.rom_deg - pair.truth.rom_deg) > 5.0
    ]
    missed = outcome.true - sum(pair.truth is not None for pair in outcome.pairs)
    return {
        "exercise": outcome.patient.exercise,
        "profile": outcome.patient.profile,
        "seed": outcome.patient.seed,
        "missed": missed,
        "faults": faults + [{"missed": missed}] * bool(missed),
    }

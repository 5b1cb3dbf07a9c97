"""What the demo found, set beside what the simulated patient really did."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from edge.body import TrueRepetition
from edge.messages import Feedback


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A repetition found, with the true one that it is, if it is one."""

    feedback: Feedback
    truth: TrueRepetition | None


def pair_up(
    feedbacks: Sequence[Feedback], truth: Sequence[TrueRepetition], begin_ns: int
) -> list[Pair]:
    """Return each repetition found with the true one that it overlaps by at least half.

    Overlap is intersection over union; a true one is given away once, to the first that fits.

    Args:
        feedbacks: what was found, in order.
        truth: what was done, in order.
        begin_ns: host time at which the truth's clock reads zero.
    """
    free = list(truth)
    pairs = []
    for feedback in feedbacks:
        start_s = (feedback.start_ns - begin_ns) / 1e9
        end_s = (feedback.end_ns - begin_ns) / 1e9
        match = next((t for t in free if overlap(start_s, end_s, t.start_s, t.end_s) >= 0.5), None)
        if match is not None:
            free.remove(match)
        pairs.append(Pair(feedback=feedback, truth=match))
    return pairs


def overlap(start: float, end: float, other_start: float, other_end: float) -> float:
    """Return the intersection over union of two intervals."""
    union = max(end, other_end) - min(start, other_start)
    return max(0.0, min(end, other_end) - max(start, other_start)) / union if union > 0 else 0.0


def demo_result(
    pairs: Sequence[Pair],
    truth: Sequence[TrueRepetition],
    *,
    begin_ns: int,
    latency: Mapping[str, Any],
) -> dict[str, Any]:
    """Return the demo's JSON: repetitions found, the true ones, and latencies in ms.

    `cue` is the sentence and `cue_kind` what it is about, in the words of `impairment`.
    """
    found = {id(pair.truth) for pair in pairs if pair.truth is not None}
    return {
        "simulated": True,
        "repetitions": [_row(pair, begin_ns) for pair in pairs],
        "truth": [
            {
                "start_s": true.start_s,
                "end_s": true.end_s,
                "rom_deg": true.rom_deg,
                "impairment": true.impairment,
                "found": id(true) in found,
            }
            for true in truth
        ],
        "latency_ms": latency,
    }


def _row(pair: Pair, begin_ns: int) -> dict[str, Any]:
    feedback, truth = pair.feedback, pair.truth
    return {
        "start_s": (feedback.start_ns - begin_ns) / 1e9,
        "end_s": (feedback.end_ns - begin_ns) / 1e9,
        "rom_deg": feedback.rom_deg,
        "stability": feedback.stability,
        "tempo_s": feedback.tempo_s,
        "similarity": feedback.similarity,
        "segments": [
            {
                "index": segment.index,
                "start": segment.start,
                "end": segment.end,
                "weight": segment.weight,
                "axis_weights": segment.axis_weights,
                "angle_difference_deg": segment.angle_difference_deg,
                "tempo_ratio": segment.tempo_ratio,
                "critical": segment.index in feedback.critical,
            }
            for segment in feedback.segments
        ],
        "cue": feedback.cue,
        "cue_kind": feedback.cue_kind,
        "truth": None
        if truth is None
        else {"rom_deg": truth.rom_deg, "impairment": truth.impairment},
    }

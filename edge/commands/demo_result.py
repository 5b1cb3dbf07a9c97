"""What the demo found, set beside what the simulated patient really did."""

from collections.abc import Mapping, Sequence
from typing import Any

from edge.simulation.body import TrueRepetition
from edge.simulation.patient import Pair


def demo_result(
    pairs: Sequence[Pair],
    truth: Sequence[TrueRepetition],
    *,
    begin_ns: int,
    latency: Mapping[str, Any],
) -> dict[str, Any]:
    """Return the demo's JSON: repetitions found, the true ones, and latencies in ms.

    `cue` is the sentence and `cue_kind` what it is about, in the words of `impairment`. Where the
    plan asks for a hold, a repetition found has `held_s` and a true one `hold_s`. One that was not
    compared has `cue_kind` `not_compared`, no segments, and null for its figures but the tempo.
    """
    holding = any(pair.feedback.held_s is not None for pair in pairs)
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
            | ({"hold_s": true.hold_s} if holding else {})
            for true in truth
        ],
        "latency_ms": latency,
    }


def _row(pair: Pair, begin_ns: int) -> dict[str, Any]:
    feedback, truth = pair.feedback, pair.truth
    judgement = feedback.judgement
    segments = () if judgement is None else judgement.segments
    return {
        "start_s": (feedback.start_ns - begin_ns) / 1e9,
        "end_s": (feedback.end_ns - begin_ns) / 1e9,
        "rom_deg": None if judgement is None else judgement.rom_deg,
        "stability": None if judgement is None else judgement.stability,
        "tempo_s": feedback.tempo_s,
        "similarity": None if judgement is None else judgement.similarity,
        "segments": [
            {
                "index": segment.index,
                "start": segment.start,
                "end": segment.end,
                "weight": segment.weight,
                "axis_weights": segment.axis_weights,
                "angle_difference_deg": segment.angle_difference_deg,
                "tempo_ratio": segment.tempo_ratio,
                "critical": judgement is not None and segment.index in judgement.critical,
            }
            for segment in segments
        ],
        "cue": feedback.cue,
        "cue_kind": feedback.cue_kind,
        "truth": None
        if truth is None
        else {"rom_deg": truth.rom_deg, "impairment": truth.impairment},
    } | ({} if feedback.held_s is None else {"held_s": feedback.held_s})

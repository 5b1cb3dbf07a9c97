"""From a repetition to the feedback on it."""

from typing import Final

import numpy as np

from edge.assessment.explanation import Compare, alignment_view, explained_views
from edge.assessment.reference import Reference
from edge.assessment.score import judge
from edge.assessment.text import Cue, cue_for
from edge.core.anchor import PIPELINE_RATE_HZ
from edge.core.exercises import Exercise
from edge.core.messages.exercise import AspectView, Feedback, Repetition
from edge.signals.errors import SignalError

INTERRUPTED: Final = "This repetition counts, but the watch's signal was interrupted"
FOREIGN: Final = "This repetition counts, but it could not be compared with your reference"


def feedback_on(
    repetition: Repetition,
    reference: Reference,
    *,
    exercise: Exercise,
    max_rom_deg: float,
    hold_s: float = 0.0,
    seq: int,
    compare: Compare | None = None,
) -> Feedback:
    """Return the feedback on a repetition; `sensor_ns` and `host_ns` are the repetition's.

    A repetition with a gap, or one that does not turn about the anchor's axis at all, is counted
    and not judged: its scores are NaN.

    Args:
        repetition: as `motion` cut it out.
        reference: the anchor made ready.
        exercise: supplies the words.
        max_rom_deg: the therapist's limit.
        hold_s: the hold at the end that the plan asks for, 0 for none.
        seq: the message's number.
        compare: the network's scores; without them, or where it has none, the alignment's stand.
    """
    if repetition.gap:
        return _unjudged(repetition, reference, seq, INTERRUPTED)
    try:
        judgement = judge(repetition, reference)
    except SignalError:
        return _unjudged(repetition, reference, seq, FOREIGN)
    cue = cue_for(
        judgement, reference=reference, exercise=exercise, max_rom_deg=max_rom_deg, hold_s=hold_s
    )
    if repetition.posture and cue.kind != "over_range":
        # What is seen of the whole body comes before what a wrist can tell, safety before both.
        cue = Cue(kind=repetition.posture[0].kind, words=repetition.posture[0].words)
    scored = None if compare is None else compare(judgement, reference.anchor)
    if scored is None:
        views: tuple[AspectView, ...] = (alignment_view(judgement, reference.anchor, exercise),)
    else:
        good = cue.kind == "praise"
        views = explained_views(scored, judgement, reference.anchor, exercise, good=good)
    return Feedback(
        seq=seq,
        sensor_ns=repetition.sensor_ns,
        host_ns=repetition.host_ns,
        exercise=repetition.exercise,
        number=repetition.number,
        start_ns=repetition.start_ns,
        end_ns=repetition.end_ns,
        similarity=views[0].similarity,
        rom_deg=judgement.rom_deg,
        rom_difference_deg=judgement.rom_difference_deg,
        camera_rom_deg=repetition.camera_rom_deg,
        held_s=repetition.held_s,
        stability=judgement.stability,
        stability_difference=judgement.stability_difference,
        tempo_s=judgement.tempo_s,
        tempo_ratio=judgement.tempo_ratio,
        lean_deg=judgement.lean.difference_deg if judgement.lean else None,
        segments=judgement.segments,
        critical=views[0].critical,
        cue_kind=cue.kind,
        cue=cue.words,
        aligned=judgement.aligned,
        aligned_angle_deg=judgement.aligned_angle_deg,
        judged=True,
        scored_by="alignment" if scored is None else "network",
        views=views,
    )


def _unjudged(repetition: Repetition, reference: Reference, seq: int, words: str) -> Feedback:
    length = len(reference.anchor.signal)
    tempo_s = (len(repetition.t_ns) - 1) / PIPELINE_RATE_HZ
    return Feedback(
        seq=seq,
        sensor_ns=repetition.sensor_ns,
        host_ns=repetition.host_ns,
        exercise=repetition.exercise,
        number=repetition.number,
        start_ns=repetition.start_ns,
        end_ns=repetition.end_ns,
        similarity=np.nan,
        rom_deg=np.nan,
        rom_difference_deg=np.nan,
        camera_rom_deg=repetition.camera_rom_deg,
        held_s=repetition.held_s,
        stability=np.nan,
        stability_difference=np.nan,
        tempo_s=tempo_s,
        tempo_ratio=tempo_s / reference.anchor.tempo_s,
        lean_deg=None,
        segments=(),
        critical=(),
        cue_kind="praise",
        cue=words,
        aligned=np.full((length, 6), np.nan),
        aligned_angle_deg=np.full(length, np.nan),
        judged=False,
    )

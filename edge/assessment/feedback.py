"""From a repetition to the feedback on it."""

from dataclasses import replace

from edge.assessment.cues import Cue, cue_for
from edge.assessment.explanation import Compare, alignment_score, in_words, led_by
from edge.assessment.reference import Reference
from edge.assessment.score import Assessment, assess, is_comparable
from edge.core.anchor import PIPELINE_RATE_HZ, Anchor
from edge.core.exercises import Exercise
from edge.core.findings import CueFacts, NotCompared
from edge.core.messages.exercise import ExplainedScore, Feedback, Judgement, Repetition
from edge.signals.errors import SignalError
from edge.wording.language import Language
from edge.wording.sentences import cue_sentence


def feedback_on(
    repetition: Repetition,
    reference: Reference,
    *,
    exercise: Exercise,
    language: Language,
    max_rom_deg: float,
    hold_s: float = 0.0,
    seq: int,
    compare: Compare | None = None,
) -> Feedback:
    """Return the feedback on a repetition; `sensor_ns` and `host_ns` are the repetition's.

    A repetition with a gap, one of a watch without a gyroscope, one that shows that the watch is
    worn otherwise, or one that does not turn about the anchor's axis at all, is counted and not
    judged: its cue says why.

    Args:
        repetition: as `motion` cut it out.
        reference: the anchor made ready.
        exercise: that is done.
        language: of the session, in which the cue is said.
        max_rom_deg: the therapist's limit.
        hold_s: the hold at the end that the plan asks for, 0 for none.
        seq: the message's number.
        compare: the network's scores; without them, or where it has none, the alignment's stand.
    """
    cue, judgement = _not_compared("interrupted"), None
    if repetition.no_gyroscope:
        cue = _not_compared("no_gyroscope")
    elif repetition.worn is not None:
        cue = Cue(kind="not_compared", facts=CueFacts(not_compared="worn", worn=repetition.worn))
    tempo_s = (len(repetition.t_ns) - 1) / PIPELINE_RATE_HZ
    if is_comparable(repetition):
        try:
            assessment = assess(repetition, reference)
        except SignalError:
            cue = _not_compared("foreign")
        else:
            cue = cue_for(assessment, reference=reference, max_rom_deg=max_rom_deg, hold_s=hold_s)
            if repetition.posture and cue.kind != "over_range":
                # What is seen of the whole body comes before what a wrist can tell, safety before
                # both.
                seen = repetition.posture[0]
                cue = Cue(kind=seen.kind, facts=CueFacts(degrees=seen.degrees_or_share))
            tempo_s = assessment.tempo_s
            judgement = _judgement(
                assessment, reference.anchor, exercise, language, cue=cue, compare=compare
            )
    return Feedback(
        seq=seq,
        sensor_ns=repetition.sensor_ns,
        host_ns=repetition.host_ns,
        exercise=repetition.exercise,
        number=repetition.number,
        start_ns=repetition.start_ns,
        end_ns=repetition.end_ns,
        tempo_s=tempo_s,
        camera_rom_deg=repetition.camera_rom_deg,
        held_s=repetition.held_s,
        cue_kind=cue.kind,
        cue=cue_sentence(cue.kind, cue.facts, exercise, language),
        cue_facts=cue.facts,
        judgement=judgement,
    )


def _not_compared(reason: NotCompared) -> Cue:
    return Cue(kind="not_compared", facts=CueFacts(not_compared=reason))


def _judgement(
    assessment: Assessment,
    anchor: Anchor,
    exercise: Exercise,
    language: Language,
    *,
    cue: Cue,
    compare: Compare | None,
) -> Judgement:
    scored = None if compare is None else compare(assessment, anchor)
    scores: tuple[ExplainedScore, ...]
    if scored is None:
        scores = (alignment_score(assessment),)
    elif cue.kind == "praise":
        # Within what is natural for the patient there is nothing to attend to.
        scores = tuple(replace(score, critical=()) for score in scored)
    else:
        scores = scored
    scores = (led_by(scores[0], cue.segment), *scores[1:])
    views = tuple(
        in_words(score, assessment.segments, anchor, exercise, language) for score in scores
    )
    return Judgement(
        similarity=views[0].similarity,
        rom_deg=assessment.rom_deg,
        rom_difference_deg=assessment.rom_difference_deg,
        stability=assessment.stability,
        stability_difference=assessment.stability_difference,
        tempo_ratio=assessment.tempo_ratio,
        lean_deg=assessment.lean.difference_deg if assessment.lean else None,
        segments=assessment.segments,
        critical=views[0].critical,
        aligned=assessment.aligned,
        aligned_angle_deg=assessment.aligned_angle_deg,
        scored_by="alignment" if scored is None else "network",
        views=views,
    )

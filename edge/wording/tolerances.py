"""The tolerances that a patient is judged by, in words."""

from edge.core.tolerances import LearntTolerances
from edge.wording.language import Language


def tolerance_words(
    learnt: LearntTolerances | None, language: Language, *, planned_deg: float = 0.0
) -> str:
    """Return from when on which departure is spoken of, what was learnt with its 95 % interval.

    Args:
        learnt: from the patient's own good repetitions; None where everybody's are used.
        language: in which it is told.
        planned_deg: the therapist's own tolerance of the range, 0 for none.
    """
    planned = [language.say("tolerance.planned", limit=planned_deg)] if planned_deg else []
    if learnt is None:
        return ", ".join([*planned, language.say("tolerance.usual")])
    limits = [
        language.say(
            f"tolerance.{one.measure}",
            limit=one.limit,
            low=one.natural_low,
            high=one.natural_high,
        )
        for one in learnt.limits
        if not (planned and one.measure == "range")
    ]
    return language.say(
        "tolerance.learnt", count=learnt.repetitions, limits=", ".join([*planned, *limits])
    )

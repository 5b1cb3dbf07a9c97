"""The tolerances that a patient is judged by, in words."""

from edge.core.tolerances import LearntTolerances
from edge.wording.language import Language


def tolerance_words(learnt: LearntTolerances | None, language: Language) -> str:
    """Return from when on which departure is spoken of, each with its 95 % interval.

    Args:
        learnt: from the patient's own good repetitions; None where everybody's are used.
        language: in which it is told.
    """
    if learnt is None:
        return language.say("tolerance.usual")
    limits = (
        language.say(
            f"tolerance.{one.measure}",
            limit=one.limit,
            low=one.natural_low,
            high=one.natural_high,
        )
        for one in learnt.limits
    )
    return language.say("tolerance.learnt", count=learnt.repetitions, limits=", ".join(limits))

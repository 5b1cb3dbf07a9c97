"""The coach's messages in another language than they came in, said again from their figures."""

from collections.abc import Sequence
from dataclasses import replace

from edge.assessment.explanation import in_words
from edge.assessment.summary import summary_facts
from edge.core.anchor import Anchor
from edge.core.exercises import exercise_named
from edge.core.messages.exercise import Feedback, Summary
from edge.records.plan import Plan
from edge.wording.language import Language
from edge.wording.sentences import cue_sentence, summary_sentences


class Retelling:
    """Words messages in a language; each only once, so that a message stays the same object.

    Args:
        plan: of the session; in its language the coach's own words are kept.
        anchors: the reference of each of its exercises.
    """

    def __init__(self, plan: Plan, anchors: Sequence[Anchor]) -> None:
        self._plan = plan
        self._anchors = tuple(anchors)
        self._language: Language | None = None
        self._said: dict[tuple[int, int], tuple[Feedback, Feedback]] = {}

    def speak(self, language: Language) -> None:
        """Word all messages in this language from now on."""
        self._language = None if language.code == self._plan.language else language
        self._said.clear()

    def feedback(self, message: Feedback) -> Feedback:
        """Return feedback in the language; a cue without facts keeps the coach's words."""
        language = self._language
        if language is None:
            return message
        key = message.exercise, message.number
        if key not in self._said or self._said[key][0] is not message:
            self._said[key] = message, self._worded(message, language)
        return self._said[key][1]

    def summary(self, message: Summary, feedbacks: Sequence[Feedback]) -> Summary:
        """Return a summary in the language; it keeps its words where feedback is missing.

        Args:
            message: as it came.
            feedbacks: on the repetitions of the exercise.
        """
        if self._language is None or len(feedbacks) != message.done:
            return message
        facts = summary_facts(feedbacks, self._plan.exercises[message.exercise])
        return replace(message, words=summary_sentences(facts, self._language))

    def _worded(self, message: Feedback, language: Language) -> Feedback:
        anchor = self._anchors[message.exercise]
        exercise = exercise_named(anchor.exercise)
        cue = message.cue
        if message.cue_facts is not None:
            cue = cue_sentence(message.cue_kind, message.cue_facts, exercise, language)
        judgement = message.judgement
        if judgement is None:
            return replace(message, cue=cue)
        views = tuple(
            in_words(score, judgement.segments, anchor, exercise, language)
            for score in judgement.views
        )
        return replace(message, cue=cue, judgement=replace(judgement, views=views))

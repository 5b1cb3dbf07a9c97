"""What was judged of a repetition, for tests of repetitions that are judged."""

from edge.core.messages.exercise import Feedback, Judgement


def judgement_of(feedback: Feedback) -> Judgement:
    assert feedback.judgement is not None, f"repetition {feedback.number} was not compared"
    return feedback.judgement

"""Which of the true repetitions were found, and which need not have been."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.evaluations.chaos.disasters import Disaster
from edge.core.messages.exercise import Feedback
from edge.simulation.body import TrueRepetition
from edge.simulation.patient import pair_up


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """The repetitions of a session beside the truth.

    Attributes:
        found: how many of those outside all outages were found.
        missed: those outside all outages that were not.
        invented: what was found and is none, from when to when on the patient's clock in seconds.
        excluded: how many an outage touches.
    """

    found: int
    missed: tuple[TrueRepetition, ...]
    invented: tuple[tuple[float, float], ...]
    excluded: int

    def words(self) -> Iterator[str]:
        """Yield a line for each repetition that was missed or invented."""
        for true in self.missed:
            yield f"missed: {true.start_s:.1f} to {true.end_s:.1f} s"
        for start_s, end_s in self.invented:
            yield f"invented: {start_s:.1f} to {end_s:.1f} s"


def judged(
    feedbacks: Sequence[Feedback],
    truth: Sequence[TrueRepetition],
    done: Sequence[Disaster],
    *,
    begin_ns: int,
) -> Judged:
    """Return which repetitions were found.

    Args:
        feedbacks: what was said, in order.
        truth: what was done, in order.
        done: what was broken.
        begin_ns: host time at which the truth's clock reads zero.
    """
    outages = [one.outage_s for one in done if one.is_costly]
    pairs = pair_up(feedbacks, truth, begin_ns)
    matched = [pair.truth for pair in pairs if pair.truth is not None]
    outside = [true for true in truth if not _touches(true, outages)]
    missed = tuple(true for true in outside if true not in matched)
    return Judged(
        found=len(outside) - len(missed),
        missed=missed,
        invented=tuple(
            ((pair.feedback.start_ns - begin_ns) / 1e9, (pair.feedback.end_ns - begin_ns) / 1e9)
            for pair in pairs
            if pair.truth is None
        ),
        excluded=len(truth) - len(outside),
    )


def _touches(true: TrueRepetition, outages: Sequence[tuple[float, float]]) -> bool:
    return any(true.start_s < until_s and true.end_s > since_s for since_s, until_s in outages)

"""Counting the repetitions of any exercise in a recording, with no reference and no training."""

from edge.repetitions.counting.count import CountedRepetition, count_repetitions

__all__ = ["CountedRepetition", "count_repetitions"]

"""What a recorder has taken in since it last knew that all was on the disk."""

from typing import Final

from edge.bus.inbox import Delivery
from edge.core.messages.exercise import Feedback, Summary

OUTCOMES: Final = (Feedback, Summary)
"""What is kept of a session even where there is room for nothing else."""


class Batch:
    """Messages that are not on the disk.

    Attributes:
        last: the newest of each producer, by its name and epoch.
        outcomes: what is kept even where there is room for nothing else.
        count: how many messages there are.
    """

    def __init__(self) -> None:
        self.last: dict[tuple[str, int], Delivery] = {}
        self.outcomes: list[Delivery] = []
        self.count = 0

    def add(self, delivery: Delivery) -> None:
        """Take a message in."""
        self.last[delivery.stamp.producer, delivery.stamp.epoch] = delivery
        self.count += 1
        if isinstance(delivery.message, OUTCOMES):
            self.outcomes.append(delivery)

    def extend(self, later: "Batch") -> None:
        """Take in all of a later batch."""
        self.last |= later.last
        self.outcomes += later.outcomes
        self.count += later.count

"""What goes wrong in a session and when, drawn from a seed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from firmware_bridge.playback import Dropout

Kind = Literal[
    "kill",
    "terminate",
    "freeze",
    "radio_gone",
    "disk_full",
    "disk_filled",
    "home_removed",
    "clock_set",
]
VICTIMS: Final = ("watch", "motion", "coach", "recorder", "page")
FORK_SERVER: Final = "fork server"
"""What all processes are forked from; it may be killed as well."""
LOADING_S: Final = 15.0
"""So long it may take until a killed one has loaded everything again, on a busy machine."""
COSTLY: Final = frozenset({"watch", "motion"})
"""What these measure while they are away is missed; nothing else may cost a repetition."""
AFTER_S: Final = 3.0
"""An outage ends this long after its cause."""
FREEZE_S: Final = 30.0
FIRST_S: Final = 8.0
LAST_S: Final = 10.0
"""Nothing begins in these seconds at the beginning and before the end."""
MOST_COSTLY: Final = 0.16
"""Share of the session's time that outages may take; whole repetitions are more than that."""
REPETITION_S: Final = 4.0
"""About so much more than its own time an outage costs: a repetition is in it or not."""
SHOWN_S: Final = 25.0
"""The page speaks for about this long of what is over, and cannot begin to speak of it again."""
GRIEVANCES: Final = 4
"""Nobody is hit more often than that within a minute: a fifth time is held off, and told."""
TOGETHER: Final = 0.15
"""Share of what goes wrong that does so at the same moment as what was before it."""
TOGETHER_S: Final = 0.25
OBSERVERS: Final[Mapping[Kind, str]] = {
    "radio_gone": "watch",
    "disk_full": "recorder",
    "disk_filled": "recorder",
    "home_removed": "recorder",
}
"""Who notices what happens to no process."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Disaster:
    """One thing that goes wrong.

    Attributes:
        at_s: when, on the simulated patient's clock.
        kind: what.
        victim: the process that it happens to; "" where it happens to none.
        for_s: how long the cause lasts; 0 for what is over at once.
    """

    at_s: float
    kind: Kind
    victim: str = ""
    for_s: float = 0.0

    @property
    def is_costly(self) -> bool:
        """Whether repetitions that it touches may be missed."""
        return self.kind == "radio_gone" or self.victim in COSTLY

    @property
    def outage_s(self) -> tuple[float, float]:
        """From when to when repetitions may be missed, if it is costly."""
        return self.at_s, self.at_s + self.for_s + AFTER_S

    def __str__(self) -> str:
        """Return what happened, to whom, when and for how long."""
        lasting = f" for {self.for_s:.1f} s" if self.for_s else ""
        return f"{self.kind} {self.victim}".strip() + f" at {self.at_s:.1f} s{lasting}"

    def blinds(self, other: "Disaster") -> bool:
        """Return whether whoever notices the other one was itself struck at about that time."""
        if not self.victim or OBSERVERS.get(other.kind) != self.victim:
            return False
        since_s, until_s = self.outage_s
        return since_s < other.outage_s[1] and until_s > other.at_s - AFTER_S

    @property
    def dropout(self) -> Dropout:
        """The same as a fault of the simulated radio."""
        return Dropout(at_s=self.at_s, for_s=self.for_s)


def drawn(seed: int, seconds: float, *, can_fill: bool) -> tuple[Disaster, ...]:
    """Return what goes wrong in a session of so many seconds, in order of time.

    Args:
        seed: of the random choices.
        seconds: length of the session.
        can_fill: there is a small disk of its own that can really be filled.
    """
    rng = np.random.default_rng(seed)
    found: list[Disaster] = []
    left_s = MOST_COSTLY * seconds
    for at_s in _times_s(rng, seconds):
        disaster = _one(rng, at_s, can_fill=can_fill)
        cost_s = disaster.for_s + AFTER_S + REPETITION_S if disaster.is_costly else 0.0
        if cost_s > left_s or at_s + disaster.for_s > seconds - LAST_S:
            continue
        if _collides(disaster, found):
            continue
        left_s -= cost_s
        found.append(disaster)
    return tuple(found)


def _times_s(rng: np.random.Generator, seconds: float) -> Iterator[float]:
    at_s = FIRST_S
    while at_s < seconds - LAST_S:
        yield at_s
        together = rng.random() < TOGETHER
        at_s += float(rng.uniform(0.0, TOGETHER_S) if together else rng.uniform(4.0, 9.0))


def _one(rng: np.random.Generator, at_s: float, *, can_fill: bool) -> Disaster:
    weights: dict[Kind, float] = {
        "kill": 5.0,
        "terminate": 3.0,
        "freeze": 1.0,
        "radio_gone": 1.0,
        "disk_full": 1.0,
        "disk_filled": 1.0 if can_fill else 0.0,
        "home_removed": 0.7,
        "clock_set": 0.7,
    }
    share = np.array(list(weights.values()))
    kind = list(weights)[int(rng.choice(len(weights), p=share / share.sum()))]
    lasts_s = float(rng.uniform(2.0, 8.0))
    if kind in ("radio_gone", "disk_full", "disk_filled"):
        return Disaster(at_s=at_s, kind=kind, for_s=lasts_s)
    if kind in ("home_removed", "clock_set"):
        return Disaster(at_s=at_s, kind=kind)
    victims = (*VICTIMS, FORK_SERVER) if kind == "kill" else VICTIMS
    victim = victims[int(rng.integers(len(victims)))]
    return Disaster(at_s=at_s, kind=kind, victim=victim, for_s=FREEZE_S if kind == "freeze" else 0)


def _collides(disaster: Disaster, before: list[Disaster]) -> bool:
    """Return whether somebody is hit again too soon, or what is broken would be broken again."""
    lately = [one for one in before if one.victim and one.victim == disaster.victim]
    if any(one.at_s + one.for_s + AFTER_S > disaster.at_s for one in lately):
        return True
    if len([one for one in lately if disaster.at_s - one.at_s < 60.0]) >= GRIEVANCES:
        return True
    if any(_cannot_come_back(one, disaster) for one in before):
        return True
    # What the page says of a disk, and of the radio, is the same each time.
    return any(
        one.kind in OBSERVERS
        and OBSERVERS[one.kind] == OBSERVERS.get(disaster.kind)
        and one.at_s + one.for_s + _apart_s(one, disaster) > disaster.at_s
        for one in before
    )


def _cannot_come_back(one: Disaster, other: Disaster) -> bool:
    """Return whether a process that is missed would have to wait for a fork server that loads.

    It takes seconds to load all modules, and longer on a busy machine; who is struck meanwhile is
    back only after that.
    """
    for server, struck in ((one, other), (other, one)):
        if server.victim == FORK_SERVER and struck.victim in COSTLY:
            until_s = struck.at_s + struck.for_s + AFTER_S
            return struck.at_s - LOADING_S < server.at_s < until_s
    return False


def _apart_s(one: Disaster, other: Disaster) -> float:
    return SHOWN_S if one.kind == other.kind == "home_removed" else AFTER_S

"""Packets in the order in which they were sent, each once, with the number missing before it."""

from typing import Generic, NamedTuple, Protocol, TypeVar

WINDOW_PACKETS = 2
"""A missing packet is given up when this many later ones are in."""

REMEMBERED_PACKETS = 64
"""So many numbers back, a late packet is told from a duplicate."""


class Numbered(Protocol):
    """Something that its sender counts, or not."""

    @property
    def seq(self) -> int | None:
        """Return its endless number, None where nobody counts."""
        ...


Item = TypeVar("Item", bound=Numbered)


class InOrder(NamedTuple, Generic[Item]):
    """A packet whose turn it is, when it came, and how many packets are missing before it."""

    packet: Item
    arrival_ns: int
    missing: int


class Reassembler(Generic[Item]):
    """Puts packets in order by their counter; a packet that is in order passes at once.

    Packets of devices that do not count pass as they come.

    Attributes:
        duplicates: packets that came again.
        late: packets that came after they had been given up.
    """

    def __init__(self) -> None:
        """Start with nothing seen."""
        self.duplicates = 0
        self.late = 0
        self.reset()

    def reset(self, first: int | None = None) -> None:
        """Forget the order, as after a disconnection.

        Args:
            first: number of the first packet; None is whatever number comes next.
        """
        self._next = first
        self._held: dict[int, tuple[Item, int]] = {}
        self._given_up: set[int] = set()

    def push(self, packet: Item, arrival_ns: int) -> list[InOrder[Item]]:
        """Return the packets whose turn has come with this one."""
        seq = packet.seq
        if seq is None:
            return [InOrder(packet, arrival_ns, 0)]
        if self._next is None:
            self._next = seq
        if seq in self._given_up:
            self._given_up.discard(seq)
            self.late += 1
            return []
        if seq < self._next or seq in self._held:
            self.duplicates += 1
            return []
        self._held[seq] = packet, arrival_ns
        if seq != self._next and len(self._held) < WINDOW_PACKETS:
            return []
        return self._release()

    def flush(self) -> list[InOrder[Item]]:
        """Return what is still held, giving up what is missing before it."""
        released: list[InOrder[Item]] = []
        while self._held:
            released += self._release()
        return released

    def _release(self) -> list[InOrder[Item]]:
        """Return the first held packet and all that follow it without a hole."""
        first = min(self._held)
        missing = first - (first if self._next is None else self._next)
        self._remember(range(first - missing, first))
        released: list[InOrder[Item]] = []
        seq = first
        while seq in self._held:
            packet, arrival_ns = self._held.pop(seq)
            released.append(InOrder(packet, arrival_ns, 0 if released else missing))
            seq += 1
        self._next = seq
        return released

    def _remember(self, given_up: range) -> None:
        """Keep the newest numbers given up, to tell a late packet from a duplicate."""
        self._given_up.update(given_up[-REMEMBERED_PACKETS:])
        oldest = given_up.stop - REMEMBERED_PACKETS
        self._given_up = {seq for seq in self._given_up if seq >= oldest}

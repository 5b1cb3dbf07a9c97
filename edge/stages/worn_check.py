"""Whether the watch is worn as for the reference, asked anew at every repetition."""

from calibration.worn import AS_BEFORE, Directions, half_turn, worn_like
from edge.core.anchor import Anchor
from edge.core.arrays import Floats
from edge.core.findings import WornKind, WornWay
from edge.signals.errors import SignalError


class WornCheck:
    """Tells how the watch is worn from the repetitions of one exercise.

    The first repetition decides by itself, for the patient can still put the watch right; after it
    two in a row must say the same before anything is changed.

    Args:
        anchor: the reference repetition.
        known: how it is worn, as known before a restart; None before the first repetition.

    Attributes:
        way: how it is worn as far as that is known.
    """

    def __init__(self, anchor: Anchor, known: WornWay | None = None) -> None:
        self.way = AS_BEFORE if known is None else known
        self._anchor = anchor
        self._decided = known is not None
        self._doubt: WornWay | None = None

    @property
    def known(self) -> WornWay | None:
        """The way as far as repetitions have decided it; None before the first one."""
        return self.way if self._decided else None

    @property
    def half_turned(self) -> bool:
        """Whether the watch is worn half a turn off the anchor's way."""
        return self.way.turned or self.way.inside

    @property
    def turn(self) -> Floats:
        """The turn (4,) from the sensor's frame as it is worn to the anchor's."""
        return half_turn(self.way)

    def take(self, signal: Floats, orientation: Floats) -> WornKind | None:
        """Return what is to be told after a repetition; None where nothing is.

        The other wrist is told every time: what it does is not the movement of the reference.

        Args:
            signal: (n, 6) of the repetition, as the sensor reads it.
            orientation: (n, 4) sensor to world.
        """
        try:
            worn = worn_like(Directions.of_anchor(self._anchor), Directions.of(signal, orientation))
        except SignalError:
            return None  # too small to tell anything; it is not judged either
        kind = worn.kind
        if kind == "other_wrist":
            way = WornWay(other_wrist=True)
        elif kind is not None:
            way = worn.turn
        else:
            way = AS_BEFORE if worn.best == AS_BEFORE else self.way
        if way != self.way and self._decided and way != self._doubt:
            self._doubt = way
            return None
        changed = way != self.way
        self.way, self._decided, self._doubt = way, True, None
        return kind if changed or kind == "other_wrist" else None

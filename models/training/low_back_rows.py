"""The rows of the papers' tables: which masks and which figures a network sees."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from edge.posture.angle_bins import DIRECTIONS, Direction
from edge.posture.motion_features import FEATURES
from models.data.bends import Bends
from models.networks.low_back import Kind, LowBackSettings, Mixing
from models.training.errors import TrainingError

PROMS: Final = ("VAS", "ODI", "PCS", "PSEQ", "SBT", "TSK", "CSQ", "PASS-20")
SIGNALS: Final = ("angle", "velocity", "acceleration")
"""Of which the nine motion features are taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One configuration.

    Attributes:
        kind: which network.
        masks: how many masks of each direction the paper gives it; empty for figures alone.
        streams: names of figures, or what their names begin with; those of one stream go through
            one encoder.
        mixing: see `LowBackSettings`.
    """

    kind: Kind
    masks: Mapping[Direction, int] = field(default_factory=dict)
    streams: tuple[tuple[str, ...], ...] = ()
    mixing: Mixing = "gate_sum"

    def columns(self, bends: Bends) -> list[list[int]]:
        """Return the places of each stream's figures in a cohort.

        Raises:
            ModelError: the cohort lacks one of them.
        """
        return [
            [place for prefix in stream for place in bends.columns_of(prefix)]
            for stream in self.streams
        ]

    def settings_of(self, streams: tuple[int, ...], *, width: int, spread: bool) -> LowBackSettings:
        """Return the network's settings.

        Args:
            streams: how many figures each stream takes.
            width: of the ResNet.
            spread: whether BackTracker also sees how far codes spread over the bend.
        """
        return LowBackSettings(
            kind=self.kind,
            images=bool(self.masks),
            streams=streams,
            mixing=self.mixing,
            width=width,
            spread=spread,
        )


def movexor_rows(direction: Direction) -> dict[str, Row]:
    """Return the rows of MOVEXor's tables 2 and 3 for bends in one direction.

    Each sees masks and one family of figures, with the gate or (`-without-gate`) without; beside
    them masks with angle and questionnaires together, and the text's version of the gate.
    """
    masks = {direction: 640}
    families = {name: (f"{direction}.{name}",) for name in SIGNALS} | {"proms": ("proms",)}
    rows: dict[str, Row] = {}
    for name, stream in families.items():
        rows[name] = Row(kind="movexor", masks=masks, streams=(stream,))
        rows[f"{name}-without-gate"] = Row(
            kind="movexor", masks=masks, streams=(stream,), mixing="concat"
        )
    both = (families["angle"], families["proms"])
    rows["angle-proms"] = Row(kind="movexor", masks=masks, streams=both)
    rows["angle-gated-concat"] = Row(
        kind="movexor", masks=masks, streams=both[:1], mixing="gate_concat"
    )
    return rows


def backtracker_rows() -> dict[str, Row]:
    """Return the rows of BackTracker's tables 2 (masks), 3 (figures) and 4 (masks and figures)."""
    counts = {"forward": (80, 160, 320), "backward": (40, 80, 120)}
    rows = {
        f"{direction}-{count}": Row(kind="backtracker", masks={direction: count})
        for direction in DIRECTIONS
        for count in counts[direction]
    }
    for forward, backward in ((320, 80), (160, 80), (80, 80)):
        rows[f"both-{forward}-{backward}"] = Row(
            kind="backtracker", masks={"forward": forward, "backward": backward}
        )
    motion = {direction: (f"{direction}.angle",) for direction in DIRECTIONS}
    proms = ("proms",)
    alone: dict[str, tuple[tuple[str, ...], ...]] = {
        **{f"figures-{direction}": (motion[direction],) for direction in DIRECTIONS},
        "figures-proms": (proms,),
        **{f"figures-{direction}-proms": (motion[direction], proms) for direction in DIRECTIONS},
    }
    rows |= {name: Row(kind="backtracker", streams=streams) for name, streams in alone.items()}
    added: dict[str, tuple[tuple[str, ...], ...]] = {
        **{name.split()[0]: ((f"backward.angle.{name}",),) for name in FEATURES},
        **{name: ((f"proms.{name}",),) for name in PROMS},
        "motion": tuple(motion.values()),
        "proms": (proms,),
        **{direction: (stream,) for direction, stream in motion.items()},
    }
    masks: dict[Direction, int] = {"backward": 80}
    rows |= {
        f"backward-80-{name}": Row(kind="backtracker", masks=masks, streams=streams)
        for name, streams in added.items()
    }
    return rows


def rows_of(kind: Kind, direction: Direction) -> dict[str, Row]:
    """Return the rows of a network's tables by name; BackTracker's name their own directions."""
    return movexor_rows(direction) if kind == "movexor" else backtracker_rows()


def row_named(kind: Kind, direction: Direction, name: str | None) -> tuple[str, Row]:
    """Return a row of a network's tables by name, and the one that is shipped where None is given.

    Raises:
        TrainingError: there is no row of that name.
    """
    rows = rows_of(kind, direction)
    shipped = "angle" if kind == "movexor" else f"{direction}-80"
    wanted = shipped if name is None else name
    if wanted not in rows:
        raise TrainingError(f"{kind} has no row {wanted!r}", remedy=f"known are {', '.join(rows)}")
    return wanted, rows[wanted]

"""The card of an exported network: what goes in, what comes out, how good it is, and for what."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from edge.records.codec import FileCodec
from edge.records.errors import RecordsError
from models.inference.errors import CatalogError

ZOO: Final = Path(__file__).parents[1] / "zoo"
"""Folder of the catalogue: of each network a card and a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Port:
    """An input or output.

    Attributes:
        name: in the file.
        shape: its dimensions; a name is a free one.
        meaning: what it holds, with units.
    """

    name: str
    shape: tuple[str | int, ...]
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Training data and the terms under which it may be used."""

    name: str
    terms: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What was measured.

    Attributes:
        question: what the figures answer, and on whom.
        command: that printed them.
        values: by name.
    """

    question: str
    command: str
    values: dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """What PyTorch answered about the fixed example of `models.inference.example`.

    Attributes:
        scores: of the example.
        gradients: per score and input, boiled down to one number; empty without gradients.
    """

    scores: tuple[float, ...]
    gradients: tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reliability:
    """How often answers of one certainty were right, about people who were not learned from.

    Attributes:
        low: least certainty, the probability of the group that was named; 0.5 … 1.
        high: largest certainty.
        people: whose answers were as certain as that.
        right: how many of these answers were right.
    """

    low: float
    high: float
    people: int
    right: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UsualFigure:
    """One measured figure among the people of the training.

    Attributes:
        name: such as `forward.angle.F2 minimum`.
        mean: of all.
        lowest: of anybody.
        highest: of anybody.
    """

    name: str
    mean: float
    lowest: float
    highest: float


@dataclass(frozen=True, slots=True, kw_only=True)
class BendInputs:
    """What a low-back network takes and tells apart.

    Attributes:
        groups: names of the negative and the positive group.
        directions: of the bends whose masks it takes.
        mask_px: side of the masks.
        figures: names of the figures, in their order.
        means: of each figure among the people it learned from.
        lowest: of each figure there.
        highest: of each figure there.
        parts: what the gate weighs, in the order of the weights.
        temperature: by which a logit is divided before it becomes a probability.
        reliability: bins of certainty from 0.5 to 1 without a gap; empty where none was measured.
        usual: figures of the training people, also those that the network does not take.
    """

    groups: tuple[str, str]
    directions: tuple[str, ...]
    mask_px: int
    figures: tuple[str, ...]
    means: tuple[float, ...]
    lowest: tuple[float, ...]
    highest: tuple[float, ...]
    parts: tuple[str, ...]
    temperature: float = 1.0
    reliability: tuple[Reliability, ...] = ()
    usual: tuple[UsualFigure, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class InfantInputs:
    """Which graph networks of infants a file holds, all of one architecture.

    Attributes:
        architecture: 1 to 10, by the paper's table.
        networks: how many stand side by side.
        spatial: whether its head tells joints apart.
        frames: of the last feature maps.
        features: channels of the last feature maps of one network.
        windows: that each network saw in its training.
        held_out_auc: of each network, over training infants that it never saw.
        schedule: in words: optimiser, rate, steps.
    """

    architecture: int
    networks: int
    spatial: bool
    frames: int
    features: int
    windows: int
    held_out_auc: tuple[float, ...]
    schedule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What is to be known about one network of the catalogue.

    Attributes:
        name: in the catalogue.
        summary: one sentence.
        inputs: of the file.
        outputs: of the file.
        rate_hz: of the signals.
        mean: of every axis in the training data, in the anchor's frame; empty where inputs are not
            standardised.
        sd: of every axis, standard deviation.
        trained_on: sources.
        figures: measured with the network, or with others trained in the same way.
        limits: where it is known to fail, or was never tried.
        not_for: what it must not be used for.
        example: answers by which the file can be checked on any machine.
        sha256: of the .onnx file.
        bends: of a low-back network what it takes, None of others.
        infant: of networks that judge infants which they are, None of others.
    """

    name: str
    summary: str
    inputs: tuple[Port, ...]
    outputs: tuple[Port, ...]
    rate_hz: float
    mean: tuple[float, ...]
    sd: tuple[float, ...]
    trained_on: tuple[Source, ...]
    figures: tuple[Figures, ...]
    limits: tuple[str, ...]
    not_for: tuple[str, ...]
    example: Example
    sha256: str
    bends: BendInputs | None = None
    infant: InfantInputs | None = None

    @classmethod
    def read(cls, path: Path) -> "Card":
        """Return the card of that JSON file.

        Raises:
            CatalogError: it is missing or not a card.
        """
        try:
            text = path.read_text(encoding="utf-8")
        except FileNotFoundError as error:
            raise CatalogError(
                f"{path} is missing; a network is not used without a card"
            ) from error
        try:
            return _CODEC.value(text)
        except RecordsError as error:
            raise CatalogError(f"{path} is not a card of a network: {error}") from error

    def write(self, path: Path) -> None:
        """Write the card as JSON."""
        text = json.dumps(_CODEC.row(self), indent=1, ensure_ascii=False)
        path.write_text(text + "\n", encoding="utf-8")


_CODEC: Final = FileCodec(
    Card, noun="card", remedy="export the network again", error=RecordsError, schema=None
)

"""Which networks compare repetitions, by name, and which files of them are here."""

from pathlib import Path
from typing import Final

from models.inference.card import ZOO, Card
from models.inference.errors import CatalogError

NETWORK: Final = "snn"
"""Scores range of motion and stability."""
FAULT_LOCALIZER: Final = "fault-localizer"
"""Places where the movement departs from its references."""


def networks_here(zoo: Path = ZOO) -> tuple[str, ...]:
    """Return name and SHA-256 of each file that compares, as their cards give them.

    One without a readable card is left out. ONNX Runtime is not needed, or loaded.
    """
    found = []
    for name in (NETWORK, FAULT_LOCALIZER):
        try:
            found.append(f"{name} {Card.read(zoo / f'{name}.json').sha256}")
        except CatalogError:
            continue
    return tuple(found)

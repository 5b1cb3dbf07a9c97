"""The low-back networks of the catalogue, opened from their files."""

from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from models.inference.card import Card
from models.inference.catalog import names
from models.inference.errors import CatalogError
from models.inference.low_back import LowBackNetwork

NetworkKind = Literal["movexor", "backtracker"]


def network_names(networks: Iterable[LowBackNetwork]) -> tuple[str, ...]:
    """Return name and SHA-256 of each, as a recording keeps them."""
    return tuple(f"{network.card.name} {network.card.sha256}" for network in networks)


def networks_named(kind: NetworkKind | None, zoo: Path) -> list[LowBackNetwork]:
    """Return the low-back networks of the catalogue, of one kind or all.

    Raises:
        CatalogError: there is none, or one cannot be loaded.
    """
    found = [
        LowBackNetwork.load(name, zoo=zoo)
        for name in names(zoo)
        if LowBackNetwork.takes(Card.read(zoo / f"{name}.json"))
        and (kind is None or name.startswith(kind))
    ]
    if not found:
        raise CatalogError(
            f"there is no {kind or 'low-back'} network in the catalogue, so nobody can be asked",
            remedy="train one with 'physio models train' and export it",
        )
    return found

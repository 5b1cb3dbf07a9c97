"""`physio models list` and `verify`: the catalogue of networks."""

from rich.table import Table

from edge.terminal.output import JsonOption, console, say, write_json
from models.inference.card import ZOO, Card
from models.inference.catalog import Network, names
from models.inference.errors import CatalogError


def list_networks(json: JsonOption = None) -> None:
    """Print name, size and purpose of every network; the JSON holds their whole cards."""
    cards = {name: Card.read(ZOO / f"{name}.json") for name in names()}
    table = Table("name", "kB", "what it does", box=None)
    for name, card in cards.items():
        size = (ZOO / f"{name}.onnx").stat().st_size
        table.add_row(name, f"{size / 1000:.0f}", card.summary)
    console().print(table)
    write_json({"networks": cards}, json)


def verify(json: JsonOption = None) -> None:
    """Load every network, check it against its card, and compare its answers with PyTorch's."""
    # The networks' preparation takes as long to load as all the rest of a list.
    from models.inference.example import check  # noqa: PLC0415

    rows = {}
    if not names():
        raise CatalogError(f"there is no network in {ZOO}", remedy="install Physio Edge again")
    for name in names():
        network = Network.load(name)
        check(network)
        rows[name] = {"sha256": network.card.sha256, "explains": network.explains}
        say(f"{name}: file and card belong together, and it answers as PyTorch did")
    write_json({"verified": rows}, json)

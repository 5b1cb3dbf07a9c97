"""What does a hub take in, from how many machines at once, and does it lose or double anything?

Thousands of simulated machines send to `physio hub serve` from one process, strangers among them.
All records are of simulated patients.
"""

from dataclasses import asdict, dataclass
from typing import Annotated, Any

import typer
from rich.console import Group, RenderableType
from rich.table import Table

from benchmarks.hub.load_figures import LoadFigures, measure_load
from benchmarks.question import Progress
from benchmarks.tables import shown


@dataclass(frozen=True, slots=True, kw_only=True)
class HubFigures:
    """What was measured; None for what was not asked for."""

    load: LoadFigures | None = None

    def table(self) -> RenderableType:
        """Return a table for each thing that was measured."""
        tables = []
        if self.load is not None:
            tables.append(_turned("Many machines at once", self.load))
        return Group(*tables)


def _turned(title: str, figures: Any) -> Table:
    """Return a table of one thing: a row a figure."""
    table = Table("figure", "value", title=title)
    for name, value in asdict(figures).items():
        table.add_row(name.replace("_", " "), shown(value))
    return table


@dataclass(frozen=True, slots=True, kw_only=True)
class HubCost:
    """The clinic's hub under load."""

    edges: Annotated[int, typer.Option(min=1, help="Machines that the hub knows.")] = 2_000
    strangers: Annotated[int, typer.Option(min=0, help="Machines that it does not know.")] = 200
    records: Annotated[int, typer.Option(min=1, help="Of each machine.")] = 3
    repeat_every: Annotated[int, typer.Option(min=0, help="Each so-many-th is sent twice.")] = 50

    def run(self, progress: Progress) -> HubFigures:
        """Return what the hub does."""
        load = measure_load(
            "",
            edges=self.edges,
            unknown=self.strangers,
            records=self.records,
            repeat_every=self.repeat_every,
        )
        return HubFigures(load=load)

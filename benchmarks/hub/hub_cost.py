"""What does a hub take in, from how many machines at once, and does it lose or double anything?

Thousands of simulated machines send to `physio hub serve` from one process, strangers among them.
All records are of simulated patients.
"""

from dataclasses import asdict, dataclass
from typing import Annotated, Any, Final

import typer
from rich.console import Group, RenderableType
from rich.table import Table

from benchmarks.hub.dashboard_speed import DashboardFigures, measure_dashboard
from benchmarks.hub.flood import FloodFigures, measure_flood
from benchmarks.hub.killed import KilledFigures, measure_killed
from benchmarks.hub.load_figures import LoadFigures, empty_database, measure_load
from benchmarks.hub.postgres_server import DURABLE, server
from benchmarks.hub.throughput import OURS, PEER, measure_throughput
from benchmarks.question import Progress
from benchmarks.tables import shown

THROUGHPUT_RECORDS: Final = 80
"""Of each client in a round; the hub takes 300 at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DashboardsFigures:
    """The dashboard on both databases.

    Attributes:
        worklist_ms: 95th percentile of the slower one.
        patient_ms: in the same way.
        on: figures of each, by its name.
    """

    worklist_ms: float
    patient_ms: float
    on: dict[str, DashboardFigures]


@dataclass(frozen=True, slots=True, kw_only=True)
class HubFigures:
    """What was measured; None for what was not asked for."""

    load: LoadFigures | None = None
    flood: FloodFigures | None = None
    killed: KilledFigures | None = None
    dashboard: DashboardsFigures | None = None
    throughput: dict[str, float] | None = None
    throughput_cpu_us: dict[str, float] | None = None
    throughput_ratios: tuple[float, ...] = ()

    def table(self) -> RenderableType:
        """Return a table for each thing that was measured."""
        tables = []
        if self.load is not None:
            tables.append(_turned("Many machines at once", self.load))
        if self.flood is not None:
            tables.append(_turned("An honest machine in a flood of silent peers", self.flood))
        if self.killed is not None:
            tables.append(_turned("PostgreSQL, processes killed under load", self.killed))
        for name, figures in ({} if self.dashboard is None else self.dashboard.on).items():
            tables.append(_turned(f"The dashboard on {name}", figures))
        if self.throughput is not None and self.throughput_cpu_us is not None:
            tables.append(self._throughput_table(self.throughput, self.throughput_cpu_us))
        return Group(*tables)

    def _throughput_table(self, a_second: dict[str, float], cpu_us: dict[str, float]) -> Table:
        ratios = shown([round(each, 2) for each in self.throughput_ratios])
        table = Table(
            *("taken in by", "records a second", "µs of processor a record"),
            title="Committed, servers on one core, clients on another",
            caption=f"{OURS} over {PEER}, round by round: {ratios}",
        )
        for name, value in a_second.items():
            table.add_row(name, f"{value:.0f}", f"{cpu_us[name]:.0f}")
        return table


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
    throughput: Annotated[
        bool,
        typer.Option("--throughput", help="Only records a second, beside FastAPI."),
    ] = False
    killed: Annotated[
        bool, typer.Option("--killed", help="Only two ingress processes, each killed once.")
    ] = False
    dashboard: Annotated[
        bool, typer.Option("--dashboard", help="Instead: pages of a clinic with many patients.")
    ] = False
    patients: Annotated[int, typer.Option(min=100, help="With --dashboard.")] = 5_000
    sessions: Annotated[int, typer.Option(min=1, help="Of each, with --dashboard.")] = 90
    descriptors: Annotated[
        int, typer.Option(min=0, help="Of the hub that is flooded; 0 for no flood.")
    ] = 4_096
    rounds: Annotated[int, typer.Option(min=1, help="Of records a second.")] = 3

    def run(self, progress: Progress) -> HubFigures:
        """Return what the hub does; without a choice all but the dashboard's figures."""
        if self.dashboard:
            return HubFigures(dashboard=self._dashboards(progress))
        every = not (self.throughput or self.killed)
        rates = (
            measure_throughput(self.rounds, THROUGHPUT_RECORDS, progress)
            if every or self.throughput
            else None
        )
        return HubFigures(
            load=self._load() if every else None,
            flood=measure_flood(self.descriptors) if every and self.descriptors else None,
            killed=measure_killed() if every or self.killed else None,
            throughput=None if rates is None else rates.records_per_s,
            throughput_cpu_us=None if rates is None else rates.cpu_us,
            throughput_ratios=() if rates is None else rates.ratios,
        )

    def _load(self) -> LoadFigures:
        return measure_load(
            "",
            edges=self.edges,
            unknown=self.strangers,
            records=self.records,
            repeat_every=self.repeat_every,
        )

    def _dashboards(self, progress: Progress) -> DashboardsFigures:
        with server(DURABLE) as url, empty_database(url) as database:
            on = {
                name: measure_dashboard(
                    where, patients=self.patients, sessions=self.sessions, progress=progress
                )
                for name, where in (("sqlite", ""), ("postgresql", database))
            }
        return DashboardsFigures(
            worklist_ms=max(each.worklist_ms for each in on.values()),
            patient_ms=max(each.patient_ms for each in on.values()),
            on=on,
        )

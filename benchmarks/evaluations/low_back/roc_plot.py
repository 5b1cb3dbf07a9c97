"""The ROC curves of the ladder's rungs."""

from collections.abc import Sequence
from pathlib import Path

from matplotlib.figure import Figure

from benchmarks.evaluations.low_back.ladder_figures import Rung
from benchmarks.low_back.filming import SIMULATED


def draw_roc(rungs: Sequence[Rung], groups: tuple[str, str], path: Path) -> None:
    """Write one curve a rung, over all persons of all cohorts.

    The kind of file follows from the name's ending (.svg, .png, .pdf).

    Args:
        rungs: in their order.
        groups: names of the negative and the positive group.
        path: of the file.
    """
    figure = Figure(figsize=(7.0, 6.0), layout="constrained")
    axis = figure.subplots()
    axis.plot([0, 1], [0, 1], color="#999999", linestyle=":", linewidth=1.0)
    for number, rung in enumerate(rungs):
        axis.plot(
            rung.roc.false_positive,
            rung.roc.true_positive,
            color=f"C{number}",
            linestyle=("-", "--", "-.")[number % 3],
            linewidth=1.5,
            label=f"{rung.name} ({rung.roc.area:.2f})",
        )
    axis.set_xlabel(f"{groups[0]} taken for {groups[1]}, share")
    axis.set_ylabel(f"{groups[1]} told right, share")
    axis.set_aspect("equal")
    axis.grid(alpha=0.3)
    axis.legend(fontsize="small", loc="lower right", title="area under the curve")
    figure.suptitle(SIMULATED, fontsize="small")
    figure.savefig(path)

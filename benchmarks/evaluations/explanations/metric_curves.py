"""The curves of explanation metrics, person by person."""

from pathlib import Path
from typing import Final

import numpy as np
from matplotlib.figure import Figure

from benchmarks.evaluations.explanations.metric_table import Sample
from benchmarks.evaluations.explanations.metrics_of_pair import METRICS, VARIANTS
from edge.explain.attribution import METHODS

SHOWN: Final = {
    "monotonicity": "monotonicity\n(higher is better)",
    "fmi": "mutual information, corrected,\nnats (higher is better)",
    "continuity": "continuity\n(lower is better)",
}
COLOURS: Final = {
    "raw": "#555555",
    "smoothed": "#2a7fb8",
    "random": "#c9a227",
    "paper": "#7a4fa3",
    "refined": "#c0392b",
}


def draw(sample: Sample, path: Path, method: str = "integrated_gradients") -> None:
    """Write one panel per metric and person: all pairs of both outputs, from lowest to highest.

    The kind of file follows from the name's ending (.svg, .png, .pdf).
    """
    people = sorted(set(sample.subjects))
    figure = Figure(figsize=(1.6 + 3.2 * len(people), 8.0), layout="constrained")
    axes = figure.subplots(len(SHOWN), len(people), sharey="row", squeeze=False)
    names = np.array(sample.subjects)
    for row, (metric, title) in zip(axes, SHOWN.items(), strict=True):
        for axis, person in zip(row, people, strict=True):
            part = sample.values[names == person, list(METHODS).index(method)]
            for k, variant in enumerate(VARIANTS):
                values = np.sort(part[:, :, k, METRICS.index(metric)], axis=None)
                values = values[np.isfinite(values)]
                share = np.linspace(0, 100, len(values))
                axis.plot(share, values, color=COLOURS[variant], label=variant, linewidth=1.5)
            axis.grid(alpha=0.3)
        row[0].set_ylabel(title)
        if metric == "continuity":
            row[0].set_yscale("log")
    for axis, person in zip(axes[0], people, strict=True):
        axis.set_title(person)
    for axis in axes[-1]:
        axis.set_xlabel("pairs, %")
    axes[0][-1].legend(fontsize="small")
    figure.suptitle(
        f"{method.replace('_', ' ').capitalize()}:\nall pairs and both outputs, ordered"
    )
    figure.savefig(path)

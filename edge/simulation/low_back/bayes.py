"""How well the groups could be told apart at best: by who knows the true numbers and their laws."""

from collections.abc import Mapping, Sequence

import numpy as np

from edge.core.arrays import Floats
from edge.simulation.low_back.phenotypes import COVARIANCE, Phenotype, indices
from edge.simulation.low_back.tasks import Task


def log_odds(
    parameters: Floats,
    task: Task,
    means: Mapping[Phenotype, Floats],
    names: Sequence[str],
) -> Floats:
    """Return (n,) logarithms of the odds that persons are of the positive group, equal priors.

    Args:
        parameters: (n, 20) true parameters.
        task: the two groups.
        means: `edge.simulation.low_back.tasks.group_means` of the cohort.
        names: those of the parameters that are known.
    """
    known = indices(names)
    precision = np.linalg.inv(COVARIANCE[np.ix_(known, known)])

    def log_density(group: Mapping[Phenotype, float]) -> Floats:
        terms = []
        for kind, share in group.items():
            off = parameters[:, known] - means[kind][known]
            terms.append(np.log(share) - 0.5 * np.einsum("ni,ij,nj->n", off, precision, off))
        density: Floats = np.logaddexp.reduce(terms, axis=0)
        return density

    return log_density(task.positive) - log_density(task.negative)


def bayes_accuracy(
    task: Task,
    means: Mapping[Phenotype, Floats],
    names: Sequence[str],
    *,
    draws: int = 100_000,
    seed: int = 0,
) -> float:
    """Return the share of persons that the rule with the fewest errors puts into their group.

    By drawing; its standard error is 0.1 % with 100,000 draws a group.

    Args:
        task: the two groups, equally large.
        means: of its phenotypes.
        names: parameters that the rule knows.
        draws: persons of each group.
        seed: of the draws.
    """
    rng = np.random.default_rng(seed)
    right = []
    for group, sign in ((task.positive, 1.0), (task.negative, -1.0)):
        kinds = rng.choice(len(group), size=draws, p=list(group.values()))
        centres = np.array([means[kind] for kind in group])[kinds]
        drawn = centres + rng.multivariate_normal(np.zeros(len(COVARIANCE)), COVARIANCE, draws)
        # Who could be of either group is guessed, and every other guess is right.
        right.append(float(np.heaviside(sign * log_odds(drawn, task, means, names), 0.5).mean()))
    return float(np.mean(right))

"""Variations of a person: all repetitions of a group at another common tempo and range.

For training only: three persons are few, and what counts is how a repetition differs from the
anchor, not how fast or far the person usually moves.
"""

from dataclasses import replace
from typing import Final

import numpy as np

from edge.core.arrays import Floats
from models.data.edits import Edit, edited
from models.data.executions import Execution, Group

TEMPO: Final = (0.75, 1.33)
GAIN: Final = (0.7, 1.25)


def varied(group: Group, rng: np.random.Generator) -> Group:
    """Return the group with every repetition done at one other tempo and range."""
    tempo = float(np.exp(rng.uniform(*np.log(TEMPO))))
    edit = Edit(gain=rng.uniform(*GAIN), tempo=tempo)

    def changed(execution: Execution) -> Execution:
        signal: Floats = edited(execution.signal, edit, rng)
        return Execution.of(signal, execution.kind)

    return replace(
        group,
        templates={kind: changed(own) for kind, own in group.templates.items()},
        executions=tuple(changed(own) for own in group.executions),
    )

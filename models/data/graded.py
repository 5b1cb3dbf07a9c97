"""The fixed distribution of graded edits, for training and for evaluation alike.

From a repetition that was done correctly, each edited copy draws, independently:

* range: in half of the copies the angular rate is multiplied by a gain uniform in 0.35–1.2;
* tempo: in half, a factor whose logarithm is uniform in ln 0.6 – ln 2.2;
* tremor of 4–8 Hz: in half, root mean square rate uniform in 0–0.2 of the movement's peak rate;
* a pause: in a quarter, uniform in 0.2–0.8 s, at a place uniform in 0.15–0.85 of the repetition;
* in three of ten copies gain and tremor hold only between two places of the repetition, whose
  distance is uniform in 0.1–0.4 of it, and the tempo is left as it is.

Targets are measured on the edited signal, not read from the edit (`models.data.measures`), so that
they include how the repetition itself differed from the anchor: range-of-motion similarity is the
smaller range over the larger one, stability similarity the smaller unsteadiness over the larger.
Edits are made within one person and exercise; a person belongs to one side of a split, with all
edited copies.

A copy is of a type where the edit leaves no doubt: gain ≤ 0.7 at about the old tempo is low
amplitude, a tempo factor ≥ 1.7 at about the old range too fast, next to no change correct.
"""

from dataclasses import replace
from typing import Final

import numpy as np

from models.data.edits import Edit, edited
from models.data.executions import Execution, Group
from models.inference.siamese import Kind

GAIN: Final = (0.35, 1.2)
TEMPO: Final = (0.6, 2.2)
TREMOR: Final = (0.0, 0.2)
PAUSE_S: Final = (0.2, 0.8)
PARTIAL: Final = 0.3
PART: Final = (0.1, 0.4)


def draw_edit(rng: np.random.Generator) -> Edit:
    """Return one edit of the distribution that the module describes."""
    gain = rng.uniform(*GAIN) if rng.random() < 0.5 else 1.0
    tempo = float(np.exp(rng.uniform(*np.log(TEMPO)))) if rng.random() < 0.5 else 1.0
    tremor = rng.uniform(*TREMOR) if rng.random() < 0.5 else 0.0
    pause_s = rng.uniform(*PAUSE_S) if rng.random() < 0.25 else 0.0
    whole = Edit(
        gain=gain, tempo=tempo, tremor=tremor, pause_s=pause_s, pause_at=rng.uniform(0.15, 0.85)
    )
    width = rng.uniform(*PART)
    start = rng.uniform(0.0, 1.0 - width)
    if rng.random() >= PARTIAL:
        return whole
    return replace(whole, tempo=1.0, start=start, stop=start + width)


def kind_of(edit: Edit) -> Kind | None:
    """Return the type that a correct repetition becomes, None where there may be doubt."""
    whole = edit.stop - edit.start >= 1.0
    if not whole or edit.pause_s > 0.0 or edit.tremor > 0.05:
        return None
    if edit.gain <= 0.7 and 0.8 <= edit.tempo <= 1.25:
        return "low_amplitude"
    if edit.tempo >= 1.7 and edit.gain >= 0.85:
        return "too_fast"
    if 0.92 <= edit.gain <= 1.1 and 0.8 <= edit.tempo <= 1.2:
        return "correct"
    return None


def graded(group: Group, copies: int, rng: np.random.Generator) -> list[Execution]:
    """Return `copies` edited copies of every correct repetition of the group."""
    made = []
    for execution in group.correct:
        for _ in range(copies):
            edit = draw_edit(rng)
            made.append(Execution.of(edited(execution.signal, edit, rng), kind_of(edit)))
    return made

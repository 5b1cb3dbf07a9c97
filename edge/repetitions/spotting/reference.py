"""What a template session says about an exercise: where its executions go, and how they look."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from edge.align.errors import AlignError
from edge.core.arrays import Floats
from edge.repetitions.spotting.excursions import Excursion, as_cut, excursions
from edge.repetitions.spotting.pose_motion import PoseMotion
from edge.repetitions.spotting.rest import outward, resting_poses
from edge.repetitions.spotting.similarity import similarity

HEIGHT_SHARE: Final = 0.4
"""An excursion counts from this share of the smallest template's height on."""

SHORTEST: Final = 1 / 3
"""No execution is three times as quick as the quickest template."""

LONGEST: Final = 2.0
"""No execution is twice as slow as the slowest template."""

LEAST_SIMILARITY: Final = 0.5
"""A movement that departs by more than 60° from every example is no execution."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """Where in the template session the example of one type is.

    Attributes:
        execution_type: the type of execution it shows, as a label.
        start: first sample.
        stop: last sample.
    """

    execution_type: int
    start: int
    stop: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Reference:
    """An exercise as its template session shows it.

    Attributes:
        direction: (3 · units,) unit vector in pose space along which all types leave rest.
        height: in m/s²; smaller excursions are no executions.
        shortest: in samples; a shorter excursion is no execution.
        longest: in samples; a longer excursion is no execution.
        types: the execution of each template, by type.
        examples: all executions in the session, the templates' among them.
    """

    direction: Floats
    height: float
    shortest: float
    longest: float
    types: dict[int, Excursion]
    examples: tuple[Excursion, ...]

    def candidates(self, motion: PoseMotion) -> list[Excursion]:
        """Return the excursions in a recording that are as high and as long as executions are."""
        return [
            excursion
            for excursion in excursions(motion, self.direction, self.height)
            if self.shortest <= excursion.duration <= self.longest
        ]


def reference_of(
    session: PoseMotion, templates: Sequence[Template], recording: PoseMotion
) -> Reference:
    """Return what a template session teaches about the executions in a recording.

    The templates' cuts are trusted to say which type is done where, and no further (see
    `outward`): the executions themselves are found anew in the session, those that are no
    template too.

    Args:
        session: the template session.
        templates: one per type.
        recording: what is to be examined; rest looks the same in it if it is this exercise.

    Raises:
        AlignError: there is no template, one lies outside the session or is shorter than half a
            second, or nothing moves in one.
    """
    _check(session, templates)
    resting = resting_poses(session) + resting_poses(recording)
    direction = outward(session, [(t.start, t.stop) for t in templates], resting)
    trace = session.pose @ direction
    height = HEIGHT_SHARE * min(float(np.ptp(trace[t.start : t.stop + 1])) for t in templates)
    if height <= 0:
        raise AlignError("nothing moves in one of the templates", remedy="choose another execution")
    found = excursions(session, direction, height)
    types = _types(session, templates, found)
    durations = [execution.duration for execution in types.values()]
    shortest, longest = SHORTEST * min(durations), LONGEST * max(durations)
    others = [
        excursion
        for excursion in found
        if all(excursion is not execution for execution in types.values())
        and shortest <= excursion.duration <= longest
        and similarity(excursion, types.values()) >= LEAST_SIMILARITY
    ]
    return Reference(
        direction=direction,
        height=height,
        shortest=shortest,
        longest=longest,
        types=types,
        examples=(*types.values(), *others),
    )


def _check(session: PoseMotion, templates: Sequence[Template]) -> None:
    if not templates:
        raise AlignError("an exercise needs at least one template")
    for template in templates:
        if not 0 <= template.start < template.stop < len(session.pose):
            raise AlignError(
                f"the template of type {template.execution_type} lies outside its session"
            )
        if template.stop - template.start < session.samples(0.5):
            raise AlignError(
                f"the template of type {template.execution_type} is shorter than 0.5 s"
            )


def _types(
    session: PoseMotion, templates: Sequence[Template], found: list[Excursion]
) -> dict[int, Excursion]:
    """Return for every template the excursion it overlaps most, or itself where there is none."""
    free = list(found)
    types = {}
    for template in templates:
        best = max(free, key=lambda excursion: _overlap(template, excursion), default=None)
        if best is None or _overlap(template, best) <= 0:
            types[template.execution_type] = as_cut(session, template.start, template.stop)
        else:
            types[template.execution_type] = best
            free.remove(best)
    return types


def _overlap(template: Template, excursion: Excursion) -> float:
    """Return intersection over union; 0 or less where they are apart."""
    common = min(template.stop, excursion.stop) - max(template.start, excursion.start)
    union = max(template.stop, excursion.stop) - min(template.start, excursion.start)
    return common / union

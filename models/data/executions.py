"""Repetitions of one person and exercise around their anchor: what pairs are made of."""

from collections.abc import Mapping
from dataclasses import dataclass

from edge.core.arrays import Floats
from models.data.measures import Measures
from models.inference.siamese import Kind


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Execution:
    """One repetition.

    Attributes:
        signal: (n, 6) at `edge.core.anchor.PIPELINE_RATE_HZ`, m/s² and rad/s.
        kind: how it was done, None where it is none of the types.
        measures: (2,) as `Measures.array` gives them.
    """

    signal: Floats
    kind: Kind | None
    measures: Floats

    @classmethod
    def of(cls, signal: Floats, kind: Kind | None) -> "Execution":
        """Return the repetition with its measures.

        Raises:
            SignalError: it is too short or hardly moves.
        """
        return cls(signal=signal, kind=kind, measures=Measures.of(signal).array())


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Group:
    """All repetitions of one exercise by one person with the watch worn once.

    Attributes:
        subject: the person.
        exercise: of that person.
        templates: one reference repetition of every type; the correct one is the anchor.
        executions: the others, unedited.
        simulated: they are not of a person.
    """

    subject: str
    exercise: str
    templates: Mapping[Kind, Execution]
    executions: tuple[Execution, ...]
    simulated: bool

    @property
    def anchor(self) -> Execution:
        """The reference repetition."""
        return self.templates["correct"]

    @property
    def correct(self) -> tuple[Execution, ...]:
        """The executions that were done correctly."""
        return tuple(e for e in self.executions if e.kind == "correct")

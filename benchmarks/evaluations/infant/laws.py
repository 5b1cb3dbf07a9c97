"""Laws that networks of simulated infants must keep, on infants that they never saw.

For each class an ensemble is trained to tell it from normal infants, and kept. Then infants are
changed in the one way that the class is about, and in others: the score must follow the former and
leave the latter. A law about a class counts only where its networks tell it from normal infants at
all, so that constants fail. A ridge regression on plain figures of motion says what there is to be
told apart.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Final

import numpy as np
import typer
from rich.table import Table

from benchmarks.evaluations.infant import law_risks, law_rules
from benchmarks.evaluations.infant.law_networks import trained_networks
from benchmarks.evaluations.infant.law_rules import LEAST_AUC, Law
from benchmarks.evaluations.infant.motion_features import features_auc
from benchmarks.question import Progress
from edge.core.arrays import Floats
from edge.explain.infant.factors import FAST, SLOW
from edge.screening.infant.judgement import Ensemble
from edge.simulation.infant.classes import ClassName
from edge.simulation.infant.infants import SimulatedInfant, simulated_infant
from models.data.fold_scores import auc_of
from models.data.infants import class_named
from models.inference.card import ZOO
from models.inference.infant import InfantEnsemble
from models.inference.infant_facts import InfantFacts

CONTROL_SEED: Final = 50_000
"""Seeds of abnormal infants lie so far above those of normal ones."""
CONTROL_INFANTS: Final = 4
"""Times as many infants for what the tracker alone tells: chance must not look like a leak."""
RECORDING_S: Final = 60.0
"""Of a recording that the screening is to answer."""
ALTERED: Final = (0.5, 2.0)
CLASSES: Final = ("S", "A", "F", "C", "T", "N")


@dataclass(frozen=True, slots=True, kw_only=True)
class LawFigures:
    """What was found; everybody is simulated.

    Attributes:
        infants: of each class.
        networks: that judged each class.
        auc: of each class against normal infants, by the networks.
        auc_of_features: the same by a ridge regression on plain figures of motion.
        slowed: median risk of normal infants at each speed, by the networks of S.
        sped: median risk of slow infants at each speed.
        top: joints that CAM names at very high risk, by class.
        stability: how much networks agree on these, and how much they might by lot.
        recordings: of normal and slow infants, that the shipped ensemble was given.
        answered: share of them that the screening answered, by all its rules.
        laws: by name.
    """

    infants: int
    networks: dict[str, int]
    auc: dict[str, float]
    auc_of_features: dict[str, float]
    slowed: dict[str, float]
    sped: dict[str, float]
    top: dict[str, tuple[int, ...]]
    stability: dict[str, tuple[float, float]]
    recordings: int
    answered: float
    laws: dict[str, Law]

    def table(self) -> Table:
        """Return the laws as a person at a terminal reads them."""
        table = Table("law", "holds", "figure", "in words", box=None)
        for name, law in self.laws.items():
            table.add_row(name, "yes" if law.holds else "no", f"{law.figure:.3f}", law.law)
        for kind, auc in self.auc_of_features.items():
            table.add_row(f"{kind} by features", "", f"{auc:.3f}", "AUC of a ridge regression")
        table.add_row("answered", "", f"{self.answered:.3f}", f"of {self.recordings} recordings")
        return table


@dataclass(slots=True, kw_only=True)
class _Found:
    """What grows as class after class is asked."""

    networks: dict[str, int] = field(default_factory=dict)
    auc: dict[str, float] = field(default_factory=dict)
    features: dict[str, float] = field(default_factory=dict)
    slowed: dict[str, float] = field(default_factory=dict)
    sped: dict[str, float] = field(default_factory=dict)
    top: dict[str, tuple[int, ...]] = field(default_factory=dict)
    stability: dict[str, tuple[float, float]] = field(default_factory=dict)
    laws: dict[str, Law] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class InfantLaws:
    """Whether the laws hold; its settings.

    The paper's ten architectures (`--architecture 1` … `--architecture 10`) with 30,000 windows
    each take two cores for days; the defaults take a core for about twenty minutes.

    Attributes:
        first_seed: of consecutive seeds.
        infants: of each class.
        seconds: that each is filmed.
        classes: that are asked.
        architecture: of the networks trained for each class.
        windows: that each of these networks sees.
        folder: where they are kept.
        networks: an exported ensemble that is asked about every class instead.
        recordings: that the shipped ensemble is given, to count answers.
    """

    first_seed: Annotated[int, typer.Option(min=0, help="The first of consecutive seeds.")] = 0
    infants: Annotated[int, typer.Option(min=4, help="Of each class.")] = 100
    seconds: Annotated[float, typer.Option(min=8.0, help="That each is filmed.")] = 30.0
    classes: Annotated[tuple[str, ...], typer.Option("--class", help="Classes that are asked.")] = (
        CLASSES
    )
    architecture: Annotated[
        tuple[int, ...], typer.Option(help="Of the networks that are trained for each class.")
    ] = (4,)
    windows: Annotated[int, typer.Option(min=128, help="That each of them sees.")] = 2400
    folder: Annotated[Path | None, typer.Option(metavar="DIR", help="Where they are kept.")] = None
    networks: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Ask an exported ensemble instead.")
    ] = None
    recordings: Annotated[
        int, typer.Option(min=2, help="That the screening is to answer, 60 s each.")
    ] = 100

    def run(self, progress: Progress) -> LawFigures:
        """Return the laws with their figures."""
        found = _Found()
        normal = self._drawn("normal")
        for kind in map(class_named, self.classes):
            ensemble = self._ensemble(kind, found, progress)
            self._ask(kind, ensemble, normal, found)
        many = CONTROL_INFANTS * self.infants
        missing = {kind: _missing(self._drawn(kind, many)) for kind in ("normal", "S")}
        missing["leaky"] = _missing(self._drawn("leaky"))
        found.laws |= law_rules.tracker_laws(
            _auc(missing["normal"], missing["leaky"]), _auc(missing["normal"], missing["S"])
        )
        return LawFigures(
            infants=self.infants,
            networks=found.networks,
            auc=found.auc,
            auc_of_features=found.features,
            slowed=found.slowed,
            sped=found.sped,
            top=found.top,
            stability=found.stability,
            recordings=self.recordings,
            answered=self._answered(),
            laws=found.laws,
        )

    def _ask(
        self, kind: ClassName, ensemble: Ensemble, normal: list[SimulatedInfant], found: _Found
    ) -> None:
        """Add what holds about one class."""
        abnormal = self._drawn(kind)
        if kind == "N":
            # By lot among themselves: the group is a label alone.
            abnormal, normal = self._drawn(kind, 2 * self.infants), []
        seen = law_risks.judged(ensemble, [*normal, *abnormal])
        found.auc[kind] = seen.auc
        found.top[kind] = seen.top()
        found.stability[kind] = law_rules.stability(seen.tops())
        if kind == "N":
            found.laws |= law_rules.null_laws(seen.auc, *found.stability[kind])
            return
        found.features[kind] = features_auc(kind, [*normal, *abnormal], self.infants)
        told = seen.auc >= LEAST_AUC
        found.laws |= law_rules.told_apart(kind, seen.auc)
        if kind == "S":
            for speed in sorted({*SLOW, *FAST}):
                for infants, ask, into in (
                    (normal, speed <= 1.0, found.slowed),
                    (abnormal, speed >= 1.0, found.sped),
                ):
                    if ask:
                        risks = law_risks.all_at(ensemble, infants, speed)
                        into[f"{speed:.2f}"] = float(np.median(risks))
            found.laws |= law_rules.speed_laws(told, found.slowed, found.sped)
        elif kind == "A":
            legs = ("right_leg", "left_leg")
            both = [*normal, *abnormal]
            moved = np.abs(law_risks.changes(ensemble, both, legs, ALTERED))
            found.laws |= law_rules.arm_laws(told, found.top[kind], _largest_median(moved))
        elif kind in ("C", "T"):
            alike = np.abs(law_risks.changes(ensemble, abnormal, law_risks.ALL, ALTERED))
            if kind == "T":
                found.laws |= law_rules.alike_law(kind, told, _largest_median(alike))
                return
            arm = law_risks.changes(ensemble, abnormal, ("right_arm",), ALTERED)
            found.laws |= law_rules.synchrony_laws(
                told, _largest_median(arm), _largest_median(alike)
            )

    def _ensemble(self, kind: ClassName, found: _Found, progress: Progress) -> Ensemble:
        if self.networks is not None:
            exported = InfantEnsemble.load(self.networks)
            found.networks[kind] = exported.networks
            return exported
        trained = trained_networks(kind, self.architecture, self.windows, self.folder, progress)
        found.networks[kind] = trained.networks
        ensemble: Ensemble = trained
        return ensemble

    def _answered(self) -> float:
        """Return the share of clean recordings that the shipped ensemble answers."""
        half = self.recordings // 2
        kinds: tuple[ClassName, ...] = ("normal", "S")
        infants = [
            simulated_infant(self.first_seed + place * CONTROL_SEED + k, kind, RECORDING_S)
            for place, kind in enumerate(kinds)
            for k in range(half if place else self.recordings - half)
        ]
        folder = ZOO if self.networks is None else self.networks
        return law_risks.answered(InfantEnsemble.load(folder), InfantFacts.read(folder), infants)

    def _drawn(self, kind: ClassName, count: int | None = None) -> list[SimulatedInfant]:
        first = self.first_seed + (0 if kind == "normal" else CONTROL_SEED)
        return [
            simulated_infant(first + k, kind, self.seconds, unseen=True)
            for k in range(count or self.infants)
        ]


def _missing(infants: list[SimulatedInfant]) -> Floats:
    return np.array([np.isnan(one.tracked.positions_px).mean() for one in infants])


def _auc(normal: Floats, abnormal: Floats) -> float:
    scores = np.concatenate([normal, abnormal])
    return auc_of(scores, np.arange(len(scores)) >= len(normal))


def _largest_median(changed: Floats) -> float:
    """Return the largest over speeds of the median over infants of changes (S, I)."""
    return float(np.median(changed, axis=1).max())

"""Networks whose reason is known, and what their maps show of it; needs PyTorch.

In a cohort one region of the spine, or the shirt, carries all of the difference between the groups.
Of everybody whom a network told right without having learned from them the same moments are drawn
again with only that changed: where the two masks differ lies what the network may have gone by.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from benchmarks.low_back.filming import Filming, film_cohort, tasks_of
from benchmarks.low_back.for_networks import bends_of
from benchmarks.low_back.measured import FilmSettings
from benchmarks.low_back.network_folds import KINDS
from benchmarks.low_back.told_apart import Judged
from edge.core.arrays import Floats
from edge.explain.map_checks import enlarged
from edge.posture.angle_bins import PAPER_BINS, AngleBins, Direction
from edge.posture.back_mask import back_mask
from edge.simulation.low_back.films import BendFilm
from edge.simulation.low_back.persons import Cause, CohortSettings, Person, draw_cohort, twin_of
from edge.simulation.low_back.phenotypes import Region
from edge.simulation.low_back.tasks import TASKS, TaskName
from models.export.low_back import explained
from models.inference.low_back import shrunk
from models.networks.low_back import LowBackNetwork
from models.networks.randomised import cascade
from models.networks.resnet import as_deployed
from models.training.bend_cohort import Cohort
from models.training.low_back_folds import cross_validate, digest_of
from models.training.low_back_rows import row_named
from models.training.low_back_task import SHIPPED, load_start

TWINS: Final[tuple[Region, ...]] = ("ll", "ul", "lt")
"""Regions that are changed in the renderer to see what the network goes by."""
SHIRT_SHARE: Final = 0.8
_DILATED: Final = 4.0 / 224.0
"""By how much where two masks differ is widened, of their side."""
_RATE_HZ: Final = 5.0

Bytes = NDArray[np.uint8]
Truth = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class CauseSettings:
    """Whose networks are looked into.

    Attributes:
        task: which groups.
        direction: of the bend.
        cause: what alone tells the groups apart.
        persons: in the cohort.
        seed: of the cohort.
        separation: factor on the difference.
        masks: of a person that are explained.
        folder: where cohorts, weights and folds are kept.
        workers: processes that film.
    """

    task: TaskName
    direction: Direction
    cause: Cause
    persons: int
    seed: int
    separation: float
    masks: int
    folder: Path
    workers: int

    @property
    def cohort(self) -> CohortSettings:
        """The people."""
        shirt = self.cause == "shirt"
        return CohortSettings(
            task=self.task,
            persons=self.persons,
            seed=self.seed,
            # With a shirt that tells the group, nothing else does.
            separation=0.0 if shirt else self.separation,
            cause=None if self.cause == "shirt" else self.cause,
            shirt_follows_label=shirt,
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Looked:
    """One person who was told right, with what the network's maps show.

    Attributes:
        masks: (K, h, w) that were explained.
        truth: (K, h, w) where the cause changes them.
        trained: by stage, (K, h, w) maps of the network for the answer that it gave.
        untrained: by stage, those of the same network with first weights.
        forgetful: by stage of the cascade, the maps of layer4 of the network that forgot so far.
        moved: by region, how far the logit moves when that region is changed in the renderer.
        changed: by region, (K, h, w) where that changes the masks.
    """

    masks: Bytes
    truth: Truth
    trained: dict[str, Floats]
    untrained: dict[str, Floats]
    forgetful: dict[str, Floats]
    moved: dict[Region, float]
    changed: dict[Region, Truth]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CauseNetworks:
    """The networks of five folds of a cohort, and who was in which.

    Attributes:
        settings: see there.
        people: of the cohort, those whom a network could be asked about.
        judged: what was said of them.
        networks: of each fold.
        figures: (n, F) of the people, as the networks take them.
        untrained: the network as it is drawn, before it learned anything.
    """

    settings: CauseSettings
    people: Sequence[Person]
    judged: Judged
    networks: Sequence[LowBackNetwork]
    figures: torch.Tensor
    untrained: LowBackNetwork

    def looked(self) -> Iterator[Looked]:
        """Yield everybody who was told right and whom the cause changes, in their order."""
        for place in np.flatnonzero(self.judged.right):
            found = self._looked(int(place))
            if found is not None:
                yield found

    def _looked(self, place: int) -> Looked | None:
        person, own = self.people[place], self.settings
        film = BendFilm(person, own.direction, 1)
        t_s = _moments_s(film, own.masks, PAPER_BINS[own.direction])
        masks = _squares(film, t_s, SHIPPED.size_px)
        other = _without_cause(person, own.cause)
        truth = _differing(masks, _squares(BendFilm(other, own.direction, 1), t_s, masks.shape[1]))
        if not truth.any(axis=(1, 2)).all():
            return None
        network = self.networks[int(self.judged.folds[place])]
        figures = self.figures[place : place + 1]
        logit, trained = _maps(network, masks, figures)
        side = 1.0 if logit > 0.0 else -1.0
        moved, changed = {}, {}
        for region in TWINS:
            twin = _squares(BendFilm(twin_of(person, region), own.direction, 1), t_s, len(masks[0]))
            moved[region] = abs(_maps(network, twin, figures)[0] - logit)
            changed[region] = _differing(masks, twin)
        return Looked(
            masks=masks,
            truth=truth,
            trained=_shown(trained, side, len(masks[0])),
            untrained=_shown(_maps(self.untrained, masks, figures)[1], side, len(masks[0])),
            forgetful={
                stage: _shown(_maps(one, masks, figures)[1], side, len(masks[0]))["layer4"]
                for stage, one in cascade(network, own.seed)
            },
            moved=moved,
            changed=changed,
        )


def cause_networks(settings: CauseSettings, progress: Callable[[float], None]) -> CauseNetworks:
    """Return networks that learned a cohort with one cause, five folds; kept, and gone on with.

    Args:
        settings: see there.
        progress: called with the share of the work that is done.
    """
    torch.set_num_threads(1)
    people = draw_cohort(settings.cohort)
    tasks = _filmed(people, settings, progress)
    bends = bends_of(tasks, "true", TASKS[settings.task].names, SHIPPED.size_px)
    kind = KINDS[settings.task]
    row = row_named(kind, settings.direction, None)[1]
    cohort = Cohort(bends, row, SHIPPED)
    folder = settings.folder / "networks"
    start = load_start("contours", SHIPPED, folder, lambda *_: None)

    def told(title: str, done: int, total: int) -> None:
        share = (int(title.rpartition(" ")[2]) - 1 + done / total) / SHIPPED.folds
        progress(0.5 + 0.5 * share)

    found = cross_validate(cohort, start, folder / "causes", told)
    kept = folder / "causes" / digest_of(cohort, start, found.folds)
    networks = []
    for fold in range(SHIPPED.folds):
        network = as_deployed(cohort.fresh_network(None))
        network.load_state_dict(torch.load(kept / f"fold-{fold}.pt", weights_only=True))
        networks.append(network)
    return CauseNetworks(
        settings=settings,
        people=[people[place] for place in found.people],
        judged=Judged(labels=found.labels, odds=found.logits, folds=found.folds),
        networks=networks,
        figures=cohort.figures,
        untrained=as_deployed(cohort.fresh_network(None)),
    )


def _filmed(
    people: Sequence[Person], settings: CauseSettings, progress: Callable[[float], None]
) -> list[Filming]:
    film = FilmSettings(filmed=1, rate_hz=_RATE_HZ)
    tasks = tasks_of(people, settings.folder, ("true",), film)
    film_cohort(
        tasks,
        workers=settings.workers,
        progress=lambda done, total: progress(0.5 * done / max(total or 1, 1)),
    )
    return tasks


def _without_cause(person: Person, cause: Cause) -> Person:
    """Return the same person with that alone changed which tells the groups apart."""
    if cause != "shirt":
        return twin_of(person, cause)
    worn = person.covariates.shirt_share
    share = 0.0 if worn > 0.5 * SHIRT_SHARE else SHIRT_SHARE
    return replace(person, covariates=replace(person.covariates, shirt_share=share))


def _moments_s(film: BendFilm, count: int, bins: AngleBins) -> Floats:
    """Return (count,) instants of the first bend, spread over the bins of the spine angle."""
    t_s = film.bend_times_s(4.0 * _RATE_HZ)[0]
    theta_deg = film.truth(t_s).theta_deg
    inside = np.flatnonzero(bins.of(theta_deg) >= 0)
    if len(inside) == 0:
        return t_s[:count]
    order = inside[np.argsort(theta_deg[inside], kind="stable")]
    chosen = np.rint(np.linspace(0.0, len(order) - 1.0, count)).astype(int)
    return np.asarray(np.sort(t_s[order[chosen]]))


def _squares(film: BendFilm, t_s: Floats, size_px: int) -> Bytes:
    pictures = film.pictures(t_s)
    whole = [back_mask(p.mask, p.hip_px, p.neck_px, film.facing) for p in pictures]
    return shrunk(np.stack(whole), size_px)


def _differing(masks: Bytes, others: Bytes) -> Truth:
    """Return where two rows of masks differ, a little widened."""
    reach = max(1, round(_DILATED * masks.shape[1]))
    kernel = np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)
    differ = ((masks > 127) != (others > 127)).astype(np.uint8)
    return np.stack([np.asarray(cv2.dilate(one, kernel)) > 0 for one in differ])


def _maps(
    network: LowBackNetwork, masks: Bytes, figures: torch.Tensor
) -> tuple[float, dict[str, Floats]]:
    """Return the logit and the maps of both stages, with their sign, as the export gives them."""
    pictures = torch.from_numpy(masks).float() / 255.0
    found = explained(network.eval().requires_grad_(False))(pictures, figures, torch.ones(1))
    maps = {"layer3": found[3], "layer4": found[4]}
    return float(found[0][0, 0]), {name: own.double().numpy() for name, own in maps.items()}


def _shown(maps: dict[str, Floats], side: float, size_px: int) -> dict[str, Floats]:
    return {name: enlarged(np.maximum(side * own, 0.0), size_px) for name, own in maps.items()}

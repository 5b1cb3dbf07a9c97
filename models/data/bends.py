"""People who bend, as the low-back networks learn from them: masks, figures, labels.

A cohort is a folder with `cohort.json` (the names of the groups and of the figures) and
`bends.npz`. Masks of all people stand in one row, each with its person and its spine angle; which
of them a network sees is drawn so that every part of a bend counts the same, since some people are
slow and give more masks than others.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from edge.core.arrays import Floats
from models.inference.errors import ModelError
from models.inference.low_back import shrunk

_CARD: Final = "cohort.json"
_ARRAYS: Final = "bends.npz"
_AT_ONCE: Final = 500
"""Masks that are unpacked together."""

Bytes = NDArray[np.uint8]
Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Bends:
    """A cohort.

    Attributes:
        names: of the negative and the positive group.
        masks: (M, h, w) back masks of all people, 0 outside and 255 inside.
        theta_deg: (M,) their spine angles.
        person: (M,) whose they are, 0 … P − 1.
        backward: (M,) True of backward bends.
        columns: F names of figures, such as `forward.angle.F2 minimum` or `proms.TSK`.
        figures: (P, F), NaN where one was not measured.
        labels: (P,) 1 in the positive group, else 0.
        groups: (P,) people of one group, such as twins, are never in two folds.
        source: where masks and figures come from, such as `true` or `camera`; empty where nobody
            said.
    """

    names: tuple[str, str]
    masks: Bytes
    theta_deg: Floats
    person: Indices
    backward: NDArray[np.bool_]
    columns: tuple[str, ...]
    figures: Floats
    labels: Indices
    groups: Indices
    source: str = ""

    def __post_init__(self) -> None:
        """Check that the parts fit each other.

        Raises:
            ModelError: they do not.
        """
        masks, people = len(self.masks), len(self.labels)
        lengths = {len(x) for x in (self.theta_deg, self.person, self.backward)}
        own = {len(x) for x in (self.figures, self.groups)}
        if lengths != {masks} or own != {people} or self.figures.ndim != 2:
            raise ModelError("masks, figures and labels of the cohort differ in number")
        if self.figures.shape[1] != len(self.columns):
            raise ModelError("the cohort has another number of figures than of their names")
        if masks and not 0 <= self.person.min() <= self.person.max() < people:
            raise ModelError("the cohort has masks of somebody who is not in it")
        if not set(np.unique(self.labels).tolist()) <= {0, 1}:
            raise ModelError("labels of the cohort are not all 0 or 1")

    @property
    def people(self) -> int:
        """How many there are."""
        return len(self.labels)

    def columns_of(self, prefix: str) -> list[int]:
        """Return the places of the figures with that name, or whose names begin with it and a dot.

        Raises:
            ModelError: there is none.
        """
        found = [
            place
            for place, name in enumerate(self.columns)
            if name == prefix or name.startswith(f"{prefix}.")
        ]
        if not found:
            raise ModelError(f"the cohort has no figures {prefix!r}")
        return found

    def of_people(self, chosen: Sequence[int] | Indices) -> "Bends":
        """Return these people alone, renumbered in this order."""
        wanted = np.asarray(chosen, np.int64)
        number = np.full(self.people, -1, np.int64)
        number[wanted] = np.arange(len(wanted))
        theirs = number[self.person] >= 0
        return replace(
            self,
            masks=self.masks[theirs],
            theta_deg=self.theta_deg[theirs],
            person=number[self.person[theirs]],
            backward=self.backward[theirs],
            figures=self.figures[wanted],
            labels=self.labels[wanted],
            groups=self.groups[wanted],
        )

    def write(self, folder: Path) -> None:
        """Write the cohort into a folder, which is made if it is missing."""
        folder.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(
            folder / _ARRAYS,
            masks=np.packbits(self.masks > 0, axis=2),
            width=np.array(self.masks.shape[2]),
            theta_deg=self.theta_deg,
            person=self.person,
            backward=self.backward,
            figures=self.figures,
            labels=self.labels,
            groups=self.groups,
        )
        about = {"names": self.names, "columns": self.columns, "source": self.source}
        (folder / _CARD).write_text(json.dumps(about, indent=1), encoding="utf-8")


def read_bends(folders: Sequence[Path], size_px: int | None = None) -> Bends:
    """Return one or more cohorts as one.

    Args:
        folders: of the cohorts.
        size_px: side of the masks; None leaves them as they are kept.

    Raises:
        ModelError: a folder holds no cohort, or they differ in groups, figures or size of masks.
    """
    if not folders:
        raise ModelError("no cohort was given", remedy="give a folder with --cohort")
    parts = [_read(folder, size_px) for folder in folders]
    first = parts[0]
    for folder, other in zip(folders, parts, strict=True):
        same = (other.names, other.columns) == (first.names, first.columns)
        if not same or other.masks.shape[1:] != first.masks.shape[1:]:
            raise ModelError(f"{folder} tells other groups apart, or has other figures or masks")
    people = np.cumsum([0, *(part.people for part in parts)])
    groups = np.cumsum([0, *(part.groups.max(initial=-1) + 1 for part in parts)])
    return replace(
        first,
        masks=np.concatenate([part.masks for part in parts]),
        theta_deg=np.concatenate([part.theta_deg for part in parts]),
        person=np.concatenate([p.person + n for p, n in zip(parts, people, strict=False)]),
        backward=np.concatenate([part.backward for part in parts]),
        figures=np.concatenate([part.figures for part in parts]),
        labels=np.concatenate([part.labels for part in parts]),
        groups=np.concatenate([p.groups + n for p, n in zip(parts, groups, strict=False)]),
        source=" and ".join(sorted({part.source for part in parts})),
    )


def _read(folder: Path, size_px: int | None) -> Bends:
    try:
        about = json.loads((folder / _CARD).read_text(encoding="utf-8"))
        with (folder / _ARRAYS).open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            masks = _unpacked(arrays["masks"], int(arrays["width"]), size_px)
            negative, positive = (str(name) for name in about["names"])
            return Bends(
                names=(negative, positive),
                masks=masks,
                theta_deg=arrays["theta_deg"].astype(np.float64),
                person=arrays["person"].astype(np.int64),
                backward=arrays["backward"].astype(np.bool_),
                columns=tuple(str(name) for name in about["columns"]),
                figures=arrays["figures"].astype(np.float64),
                labels=arrays["labels"].astype(np.int64),
                groups=arrays["groups"].astype(np.int64),
                source=str(about.get("source", "")),
            )
    except (OSError, KeyError, ValueError, EOFError, TypeError, BadZipFile) as error:
        raise ModelError(f"{folder} holds no cohort of bends: {error}") from error


def _unpacked(packed: Bytes, width: int, size_px: int | None) -> Bytes:
    """Return masks of that size; a part at a time, since whole they would fill the memory."""
    size = packed.shape[1] if size_px is None else size_px
    parts = [np.zeros((0, size, width if size_px is None else size_px), np.uint8)]
    for first in range(0, len(packed), _AT_ONCE):
        part = 255 * np.unpackbits(packed[first : first + _AT_ONCE], axis=2, count=width)
        parts.append(part if size_px is None else shrunk(part, size_px))
    return np.concatenate(parts)


def folds_of(labels: Indices, groups: Indices, count: int, rng: np.random.Generator) -> Indices:
    """Return the (P,) folds of people: labels spread evenly, a group always in one fold.

    Raises:
        ModelError: a label has fewer groups of people than there are folds.
    """
    folds = np.full(len(labels), -1, np.int64)
    firsts = np.unique(groups, return_index=True)[1]
    offset = 0
    for label in (0, 1):
        own = rng.permutation(groups[firsts[labels[firsts] == label]])
        if len(own) < count:
            raise ModelError(
                f"there are {len(own)} people of one group", remedy=f"{count} folds need {count}"
            )
        for place, group in enumerate(own):
            folds[groups == group] = (place + offset) % count
        # The next label begins where this one ended, so that folds differ by one person at most.
        offset += len(own)
    return folds

"""A plan together with the anchors of its exercises: what a session is judged by.

It travels to every process and into the recording, so that a recording replays by itself.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from calibration.anchor_store import anchor_from_json, anchor_to_json, load_anchor
from edge.anchor import Anchor
from edge.plan import Plan, PlanError


@dataclass(frozen=True, slots=True, kw_only=True)
class Prescription:
    """What is prescribed, and the reference repetition of each exercise.

    Attributes:
        plan: the therapist's plan.
        anchors: one for each of the plan's exercises, in its order.
    """

    plan: Plan
    anchors: tuple[Anchor, ...]

    @classmethod
    def stored(cls, plan: Plan, root: Path) -> Self:
        """Return the plan with the anchors stored for its patient below `root`.

        Raises:
            AnchorError: an anchor is missing or damaged.
            PlanError: an anchor is of another exercise or side than prescribed.
        """
        anchors = []
        for index, planned in enumerate(plan.exercises):
            anchor = load_anchor(root, plan.patient, planned.anchor_name)
            if (anchor.exercise, anchor.side) != (planned.name, planned.side):
                raise PlanError(
                    f"exercises[{index}].anchor is {planned.anchor_name!r}, a reference of "
                    f"{anchor.exercise} {anchor.side}; name one of {planned.name} {planned.side}"
                )
            anchors.append(anchor)
        return cls(plan=plan, anchors=tuple(anchors))

    @classmethod
    def from_metadata(cls, metadata: Mapping[str, str]) -> Self:
        """Return what `metadata` of this class gave.

        Raises:
            PlanError: there is no plan in it.
            AnchorError: an anchor is damaged.
        """
        if "plan" not in metadata or "anchors" not in metadata:
            raise PlanError("there is no plan in it; only recorded sessions carry one")
        return cls(
            plan=Plan.from_toml(metadata["plan"]),
            anchors=tuple(anchor_from_json(text) for text in json.loads(metadata["anchors"])),
        )

    def metadata(self) -> dict[str, str]:
        """Return the prescription as two strings, for a recording or another process."""
        return {
            "plan": self.plan.to_toml(),
            "anchors": json.dumps([anchor_to_json(anchor) for anchor in self.anchors]),
        }

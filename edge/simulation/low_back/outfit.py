"""The surface of a person who bends: girth, hips, and a shirt that bridges the back's hollow."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Final

import numpy as np

from edge.avatar.kinematics import Frame
from edge.avatar.proportions import SPINE, Skeleton
from edge.core.arrays import Floats
from edge.simulation.body.render_looks import Looks, draw_looks
from edge.simulation.body.shape import Build, Capsule, End, capsules, surface
from edge.simulation.low_back.covariates import Covariates

_USUAL_BMI: Final = 23.0
_HIPS: Final = ("pelvis", "sacrum")
_CLOTH: Final[tuple[tuple[str, float], ...]] = (
    # Joint, and how far behind it the skin is, in thousandths of body height: buttock to shoulder
    # blade. Where the trunk is widest the shirt hangs from it.
    ("pelvis", 75.0),
    ("sacrum", 59.0),
    ("lumbar_1", 57.0),
    ("lumbar_2", 57.0),
    ("lumbar_3", 58.0),
    ("thoracic_1", 60.0),
    ("thoracic_2", 60.0),
)
_CLOTH_RADIUS: Final = 40.0
_CLOTH_BLEND: Final = 4.0
"""Little, for a surface that lies in another swells with what they blend."""


class Outfit:
    """The capsules of one person, and where they lie in each pose."""

    def __init__(self, body: Covariates, skeleton: Skeleton) -> None:
        """Prepare what all poses share.

        Args:
            body: girth, hips, shirt and colours.
            skeleton: segment lengths.
        """
        stout = body.bmi_kg_m2 / _USUAL_BMI
        colours = draw_looks(body.looks_seed)
        build = Build(
            trunk=stout**0.5,
            belly=stout**0.9,
            limb=colours.build.limb * stout**0.25,
            head=colours.build.head,
        )
        self.looks: Looks = replace(colours, build=build)
        self._own = tuple(_wide(part, body.hip_width) for part in capsules(skeleton, build))
        self._behind_m = np.array(
            [build.trunk * skeleton.share_m(1e-3 * behind) for _, behind in _CLOTH]
        )
        self._radius_m = build.trunk * skeleton.share_m(1e-3 * _CLOTH_RADIUS)
        self._bridged = body.shirt_share
        cloth = [
            Capsule(
                start=End(segment=low, offset_m=(0.0, 0.0, 0.0), radius_m=self._radius_m),
                end=End(segment=high, offset_m=(0.0, 0.0, 0.0), radius_m=self._radius_m),
                material="trousers" if high in SPINE[:3] else "shirt",
                blend_m=skeleton.share_m(1e-3 * _CLOTH_BLEND),
            )
            for (low, _), (high, _) in pairwise(_CLOTH)
        ]
        self.capsules: tuple[Capsule, ...] = (*self._own, *cloth)

    def surface_m(self, frames: Mapping[str, Frame]) -> Floats:
        """Return the world positions (n, k, 2, 3) of both ends of all capsules.

        Args:
            frames: the segments at n instants.
        """
        own = surface(self._own, frames)
        cloth = self._cloth_m(frames)
        return np.concatenate([own, np.stack([cloth[:, :-1], cloth[:, 1:]], axis=2)], axis=1)

    def _cloth_m(self, frames: Mapping[str, Frame]) -> Floats:
        """Return the (n, 7, 3) points inside the cloth by its radius, from below."""
        joints = [frames[joint] for joint, _ in _CLOTH]
        skin = np.stack(
            [
                frame.point(np.array([-behind, 0.0, 0.0]))
                for frame, behind in zip(joints, self._behind_m, strict=True)
            ],
            axis=1,
        )
        chord = skin[:, -1] - skin[:, 0]
        length = np.linalg.norm(chord, axis=1, keepdims=True)
        up = chord / np.maximum(length, 1e-9)
        # The trunk bends in the plane of x and z; behind is to the left of up in it.
        behind = np.stack([-up[:, 2], np.zeros(len(up)), up[:, 0]], axis=1)
        hollow_m = -((skin - skin[:, :1]) * behind[:, None]).sum(axis=2)
        inside = np.stack([frame.point(np.zeros(3)) for frame in joints], axis=1)
        inward = inside - skin
        inward /= np.linalg.norm(inward, axis=2, keepdims=True)
        bridged = self._bridged * np.maximum(hollow_m, 0.0)
        moved: Floats = skin + bridged[..., None] * behind[:, None] + self._radius_m * inward
        return moved


def _wide(part: Capsule, factor: float) -> Capsule:
    """Return the capsule with what lies beside the mid-line at the hips moved apart."""

    def moved(end: End) -> End:
        if end.segment not in _HIPS:
            return end
        forward, left, up = end.offset_m
        return replace(end, offset_m=(forward, factor * left, up))

    return replace(part, start=moved(part.start), end=moved(part.end))

"""A body as plain shapes in a picture: whoever draws them, a browser or a film, draws the same."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Final, NamedTuple

import numpy as np

from edge.avatar.figure_camera import PX_PER_M, axes, box_of, project
from edge.avatar.figure_shapes import Capsule, Drawing, Line, Role, Shape
from edge.avatar.proportions import SPINE
from edge.core.arrays import Floats
from edge.core.exercises import EXERCISES, LimbName, Side, Worn
from edge.core.exercises.terms import SEGMENTS

Joints = Mapping[str, Floats]
"""Positions (3,) in metres by name, see `edge.avatar.kinematics.joint_positions`."""

Course = tuple[Role, Floats]
"""A line in space (n, 3) and what it stands for."""

_LEG: Final = (
    ("hip", "knee", 0.088, 0.062),
    ("knee", "ankle", 0.062, 0.042),
    ("ankle", "toe", 0.042, 0.03),
)
_ARM: Final = (
    ("shoulder", "elbow", 0.058, 0.044),
    ("elbow", "wrist", 0.044, 0.032),
    ("wrist", "hand", 0.036, 0.03),
)
_SPINE_RADII_M: Final = (0.105, 0.11, 0.105, 0.1, 0.102, 0.108, 0.112, 0.108, 0.075)
"""At the joints of `SPINE`, seen from any side."""
_HALO_M: Final = 0.012
_TIPS: Final[dict[LimbName, tuple[str, str]]] = {
    "arm": ("{}_wrist", "{}_hand"),
    "trunk": ("chin", "crown"),
    "leg": ("{}_knee", "{}_ankle"),
}
_STRAP_M: Final[dict[Worn, float]] = {"wrist": 0.039, "shank": 0.049}
_GROUND_M: Final = 0.32
"""What a figure stands on reaches so far to either side."""
_SEAT_BELOW_M: Final = 0.11
_SEAT_BACK: Final = 0.4
"""The seat reaches so much of a thigh's length behind the hip."""


class _Part(NamedTuple):
    """A part of a body in space: a line, or a capsule if it has two ends with a radius each.

    All parts are looked at together: one by one that would take most of the time.
    """

    role: Role
    points_m: Sequence[Floats] | Floats
    radii_m: tuple[float, float] | None = None

    def halo(self) -> "_Part":
        """Return the wider one that stands behind it."""
        assert self.radii_m is not None
        start_m, end_m = self.radii_m
        return self._replace(role="halo", radii_m=(start_m + _HALO_M, end_m + _HALO_M))


class Figure:
    """Draws bodies in the view of one exercise.

    Args:
        exercise: decides the view, and which part is the limb at work.
        side: the exercising side.
    """

    def __init__(self, exercise: str, side: Side) -> None:
        about = EXERCISES[exercise]
        self.view = about.view
        self._side: Side = side
        self._across = axes(about.view, side)[:, 0]
        self._part, self._worn, self._sitting = about.limb, about.worn, about.sitting
        self.tip = _TIPS[about.limb][0].format(side), _TIPS[about.limb][1].format(side)
        """The end of the limb: two joints, the second of which shows the movement by its way."""

    def draw(
        self,
        joints: Joints,
        *,
        ghost: Joints | None = None,
        courses: Sequence[Course] = (),
        critical: bool = False,
    ) -> Drawing:
        """Return a body as shapes.

        Args:
            joints: the body.
            ghost: a second body, of which only the limb at work is outlined.
            courses: lines in space (n, 3), each with its role.
            critical: the limb is just where the last repetition departed most.
        """
        limb = tuple(self._limb(joints, "critical" if critical else "limb"))
        parts = (
            *self._ground(joints),
            *self._body(joints),
            *(() if ghost is None else self._limb(ghost, "ghost")),
            *(_Part(role, course) for role, course in courses),
            *(part.halo() for part in limb),
            *limb,
            *(self._arms(joints) if self._part == "trunk" else ()),
            *self._watch(joints),
        )
        return Drawing(box=box_of(self.view, self._side), shapes=tuple(self._seen(parts)))

    def _seen(self, parts: Sequence[_Part]) -> Iterator[Shape]:
        """Yield each part as it looks."""
        points_m = np.stack(list(chain.from_iterable(part.points_m for part in parts)))
        seen = iter(project(points_m, self.view, self._side).round(1).tolist())
        for part in parts:
            points = tuple((x, y) for x, y in islice(seen, len(part.points_m)))
            if part.radii_m is None:
                yield Line(part.role, points)
            else:
                (start, end), (start_m, end_m) = points, part.radii_m
                yield Capsule(part.role, start, end, PX_PER_M * start_m, PX_PER_M * end_m)

    def _body(self, joints: Joints) -> Iterator[_Part]:
        other = _other(self._side)
        for side in (other,) if self._part == "leg" else ("left", "right"):
            yield from self._capsules(joints, "body", side, _LEG)
        yield from self._head(joints)
        if self._part != "trunk":
            yield from self._torso(joints, "body")
            for side in (other, self._side) if self._part == "leg" else (other,):
                yield from self._capsules(joints, "body", side, _ARM)

    def _limb(self, joints: Joints, role: Role) -> Iterator[_Part]:
        if self._part == "trunk":
            yield from self._torso(joints, role)
        else:
            bones = _ARM if self._part == "arm" else _LEG
            yield from self._capsules(joints, role, self._side, bones)

    def _arms(self, joints: Joints) -> Iterator[_Part]:
        """Return the crossed arm that is nearer to who looks."""
        near = tuple(self._capsules(joints, "body", self._side, _ARM))
        yield from (part.halo() for part in near)
        yield from near

    def _torso(self, joints: Joints, role: Role) -> Iterator[_Part]:
        for lower, upper, start, end in zip(
            SPINE, SPINE[1:], _SPINE_RADII_M, _SPINE_RADII_M[1:], strict=False
        ):
            yield _capsule(role, joints[lower], joints[upper], start, end)
        for side in ("left", "right"):
            shoulder = joints[f"{side}_shoulder"]
            yield _capsule(role, joints[f"{side}_hip"], joints["lumbar_2"], 0.088, 0.105)
            yield _capsule(role, joints[f"{side}_hip"], shoulder, 0.075, 0.055)
            yield _capsule(role, joints["lumbar_2"], shoulder, 0.12, 0.055)
            yield _capsule(role, joints["thoracic_4"], shoulder, 0.062, 0.058)

    def _head(self, joints: Joints) -> Iterator[_Part]:
        neck, chin, crown = joints["thoracic_4"], joints["chin"], joints["crown"]
        middle, up = 0.5 * (chin + crown), crown - chin
        ahead = joints["left_toe"] - joints["left_ankle"]
        face = middle - 0.12 * up + 0.5 * ahead * (1.0, 1.0, 0.0)
        yield _capsule("body", neck, chin, 0.052, 0.05)
        yield _capsule("body", middle - 0.25 * up, middle, 0.078, 0.09)
        yield _capsule("body", middle - 0.1 * up, face, 0.05, 0.02)

    def _watch(self, joints: Joints) -> Iterator[_Part]:
        start, end = (joints[f"{self._side}_{joint}"] for joint in SEGMENTS[self._worn])
        radius_m = _STRAP_M[self._worn]
        along = (end - start) / np.linalg.norm(end - start)
        yield _capsule("watch", end - 0.045 * along, end - 0.02 * along, radius_m, radius_m)

    def _ground(self, joints: Joints) -> Iterator[_Part]:
        other = _other(self._side)
        standing = (other, other) if self._part == "leg" else ("left", "right")
        ankles = [joints[f"{side}_ankle"] for side in standing]
        below = 0.5 * (ankles[0] + ankles[1]) * (1.0, 1.0, 0.0)
        aside = _GROUND_M * self._across
        yield _Part("ground", (below - aside, below + aside))
        if self._sitting:
            hip, knee = joints[f"{other}_hip"], joints[f"{other}_knee"]
            seat = np.stack([hip + _SEAT_BACK * (hip - knee), 0.5 * (hip + knee)])
            yield _Part("ground", seat - (0.0, 0.0, _SEAT_BELOW_M))

    def _capsules(
        self, joints: Joints, role: Role, side: str, bones: Sequence[tuple[str, str, float, float]]
    ) -> Iterator[_Part]:
        for start, end, start_m, end_m in bones:
            yield _capsule(role, joints[f"{side}_{start}"], joints[f"{side}_{end}"], start_m, end_m)


def _capsule(role: Role, start: Floats, end: Floats, start_m: float, end_m: float) -> _Part:
    return _Part(role, (start, end), (start_m, end_m))


def _other(side: Side) -> Side:
    return "left" if side == "right" else "right"

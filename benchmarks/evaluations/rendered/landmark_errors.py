"""How far off is each landmark of the pose engine, and what is its error made of?

Rendered people do every exercise before the camera where it is seen best. The errors are told apart
into a constant one, one that follows the movement, a slow one and white noise: from these figures
come those of `edge.simulation.body.landmark_noise`. A second table compares what the camera's angle
makes of the engine's landmarks with what it makes of the simulated ones. Simulated people: a real
camera, with its light and clothes, may be worse.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Annotated, Final

import numpy as np
import typer
from numpy.typing import NDArray
from rich.console import Group

from benchmarks.evaluations.rendered.angle_of_clip import AngleFigures
from benchmarks.evaluations.rendered.error_parts import ErrorParts
from benchmarks.evaluations.rendered.landmark_clips import RATE_HZ, LandmarkClip, SeenClip
from benchmarks.question import Progress, stepped
from benchmarks.tables import table_of
from edge.core.arrays import Floats
from edge.core.exercises import EXERCISES
from edge.core.messages.camera import LANDMARKS, Pose
from edge.posture.body_track import VISIBLE
from edge.simulation.body.landmark_noise import GROUPS, elbow_away_px, group_of

STARTS_S: Final = 0.5
"""An engine that sees a person for the first time is not judged."""
LOST_PX: Final = 25.0
"""A landmark that is off by more beyond its bias is not where it belongs, but at another limb."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupErrors:
    """The errors of the landmarks of one group, of those of them that the engine calls visible.

    Attributes:
        landmarks: how many, over all clips.
        lost: share of their frames in which they are off by more than `LOST_PX`; these frames count
            in nothing else.
        pixel: of a coordinate in the picture.
        across_m: of x and y in space.
        depth_m: of the depth in space.
    """

    landmarks: int
    lost: float
    pixel: ErrorParts
    across_m: ErrorParts
    depth_m: ErrorParts


@dataclass(frozen=True, slots=True, kw_only=True)
class LandmarkResult:
    """The errors of each group of landmarks, and of the angle by exercise.

    Attributes:
        simulated: the persons are.
        groups: the errors by group of landmarks, without the elbow's flight.
        hidden: of an arm that the engine does not see.
        elbow_flight: how far an elbow is seen away from the wrist, as a share of the forearm in the
            picture, where the forearm points at the camera; 0 where it lies across the view.
        engine_angle: by exercise, what follows from the engine's landmarks.
        simulated_angle: by exercise, what follows from simulated landmarks of the same clips.
    """

    simulated: bool = True
    elbow_flight: float
    groups: dict[str, GroupErrors]
    hidden: GroupErrors | None
    engine_angle: dict[str, AngleFigures]
    simulated_angle: dict[str, AngleFigures]

    def table(self) -> Group:
        """Return a table of the landmarks and one of the angles."""
        everyone = {**self.groups} | ({"hidden arm": self.hidden} if self.hidden else {})
        rows = {
            f"{name}, {channel}": getattr(group, channel)
            for name, group in everyone.items()
            for channel in ("pixel", "across_m", "depth_m")
        }
        angles = {
            f"{name}, {whose}": figures[name]
            for name in self.engine_angle
            for whose, figures in (
                ("engine", self.engine_angle),
                ("simulated landmarks", self.simulated_angle),
            )
        }
        return Group(
            table_of(rows, title="Landmarks of rendered persons", name="landmarks"),
            table_of(
                {name: {"landmarks": g.landmarks, "lost": g.lost} for name, g in everyone.items()},
                title="Landmarks that were seen at another limb",
            ),
            f"Where a forearm points at the camera, the elbow is seen away from the wrist by "
            f"{self.elbow_flight:.2f} of the forearm in the picture.",
            table_of(angles, title="The angle that follows from them", name="exercise"),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LandmarkErrors:
    """How far off the landmarks of rendered people are; its settings."""

    bodies: Annotated[int, typer.Option(min=1, help="Rendered persons.")] = 3
    first_seed: Annotated[int, typer.Option(min=0, help="The first of consecutive seeds.")] = 0
    seconds: Annotated[float, typer.Option(min=10.0, help="Length of each clip.")] = 24.0
    exercise: Annotated[tuple[str, ...], typer.Option(help="Only these exercises.")] = ()
    keep: Annotated[
        Path | None,
        typer.Option(help="Folder for what was seen in each clip; what lies there is taken."),
    ] = None

    def run(self, progress: Progress) -> LandmarkResult:
        """Return the errors over all clips."""
        exercises = self.exercise or tuple(EXERCISES)
        clips = [
            LandmarkClip(exercise=exercise, seed=seed, seconds=self.seconds)
            for seed, exercise in product(
                range(self.first_seed, self.first_seed + self.bodies), exercises
            )
        ]
        seen = [(clip, SeenClip.kept(clip, self.keep)) for clip in stepped(clips, progress)]
        flight = _elbow_flight(seen)
        found = [error for clip, one in seen for error in _errors(clip, one, flight)]
        shown = [error for error in found if error.visible]
        hidden = [error for error in found if error.of_arm and not error.visible]
        return LandmarkResult(
            groups={
                name: _together([error for error in shown if error.group == name])
                for name in GROUPS
                if any(error.group == name for error in shown)
            },
            hidden=_together(hidden) if hidden else None,
            elbow_flight=flight,
            engine_angle=_angles([(clip, one.poses()) for clip, one in seen]),
            simulated_angle=_angles([(clip, clip.simulated_poses()) for clip, _ in seen]),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LandmarkSpread:
    """The errors of one landmark in one clip.

    Attributes:
        group: of landmarks.
        of_arm: it belongs to an arm.
        visible: the engine calls it so in most frames.
        lost: share of the frames in which it is elsewhere.
        pixel: x and y in the picture.
        across_m: x and y in space.
        depth_m: depth in space.
    """

    group: str
    of_arm: bool
    visible: bool
    lost: float
    pixel: tuple[ErrorParts, ...]
    across_m: tuple[ErrorParts, ...]
    depth_m: tuple[ErrorParts, ...]


def _judged(seen: SeenClip) -> NDArray[np.bool_]:
    """Return (n,) the frames that are judged."""
    judged: NDArray[np.bool_] = np.isfinite(seen.px[:, 0, 0])
    judged[: round(STARTS_S * RATE_HZ)] = False
    return judged


def _elbow_flight(clips: Sequence[tuple[LandmarkClip, SeenClip]]) -> float:
    """Return the slope of the elbows' errors, each without its mean, over `elbow_away_px`."""
    together = spread = 0.0
    for clip, seen in clips:
        elbow, judged = LANDMARKS.index(f"{clip.side}_elbow"), _judged(seen)
        away_px = elbow_away_px(seen.true_px, seen.true_world_m)[judged, elbow]
        off_px = (seen.px - seen.true_px)[judged, elbow]
        away_px = away_px - away_px.mean(axis=0)
        together += float((away_px * off_px).sum())
        spread += float((away_px**2).sum())
    return together / spread


def _errors(clip: LandmarkClip, seen: SeenClip, flight: float) -> Iterator[LandmarkSpread]:
    """Yield the errors of a clip's landmarks; of the arms those of the one that moves."""
    judged = _judged(seen)
    expected_px = seen.true_px + flight * elbow_away_px(seen.true_px, seen.true_world_m)
    progress = clip.progress()
    for index, name in enumerate(LANDMARKS):
        group = group_of(name)
        of_arm = group in ("elbow", "wrist", "hand")
        visible = bool(np.median(seen.visibility[judged, index]) >= VISIBLE)
        if of_arm and visible and not name.startswith(clip.side):
            continue
        off_px = seen.px[:, index] - expected_px[:, index]
        off_m = seen.world_m[:, index] - seen.true_world_m[:, index]
        beyond_px = np.linalg.norm(off_px - np.median(off_px[judged], axis=0), axis=1)
        lost = judged & visible & (beyond_px > LOST_PX)
        kept = judged & ~lost

        def parts(errors: Floats, kept: Floats = kept) -> tuple[ErrorParts, ...]:
            return tuple(ErrorParts.of(one, progress[kept], RATE_HZ) for one in errors[kept].T)

        yield LandmarkSpread(
            group=group,
            of_arm=of_arm,
            visible=visible,
            lost=float(lost.sum() / judged.sum()),
            pixel=parts(off_px),
            across_m=parts(off_m[:, :2]),
            depth_m=parts(off_m[:, 2:]),
        )


def _together(errors: Sequence[LandmarkSpread]) -> GroupErrors:
    return GroupErrors(
        landmarks=len(errors),
        lost=float(np.mean([error.lost for error in errors])),
        pixel=ErrorParts.over(part for error in errors for part in error.pixel),
        across_m=ErrorParts.over(part for error in errors for part in error.across_m),
        depth_m=ErrorParts.over(part for error in errors for part in error.depth_m),
    )


def _angles(clips: Sequence[tuple[LandmarkClip, Sequence[Pose]]]) -> dict[str, AngleFigures]:
    """Return by exercise what the camera's angle makes of the poses of clips."""
    exercises = dict.fromkeys(clip.exercise for clip, _ in clips)
    return {
        name: AngleFigures.over(
            [AngleFigures.of(clip, poses) for clip, poses in clips if clip.exercise == name]
        )
        for name in exercises
    }

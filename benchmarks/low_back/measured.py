"""What is measured of one simulated person: back masks, spine angles and motion features.

Twice: what is true, from the renderer, and what the pose engine sees in the rendered pictures.
Three of ten bends in each direction are filmed as a rule. The features are of all ten: their spine
angle is the model's, to which the camera's error of the filmed bends is added at the same moments
of the others (`physio evaluate low-back-rendering` compares this with ten filmed bends).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from benchmarks.evaluations.rendered.spine_errors import WatchedTracker
from edge.core.arrays import Floats
from edge.pose.clip import read_clip
from edge.pose.mediapipe_engine import LIVE_PASSES, MediaPipeEngine
from edge.pose.picture import Frame, Mask
from edge.posture.angle_bins import DIRECTIONS, Direction
from edge.posture.back_mask import SIZE_PX, Square, back_mask
from edge.posture.motion_features import FEATURES, motion_features, trace_of
from edge.signals.errors import SignalError
from edge.simulation.low_back.courses import Bend, Course
from edge.simulation.low_back.films import MARGIN_S, BendFilm
from edge.simulation.low_back.persons import Person

Source = Literal["true", "camera"]
SOURCES: Final[tuple[Source, Source]] = ("true", "camera")
Packed: TypeAlias = NDArray[np.uint8]
_SIGNALS: Final = 3
"""Angle, velocity, acceleration."""
_BYTES: Final = SIZE_PX * SIZE_PX // 8


@dataclass(frozen=True, slots=True, kw_only=True)
class FilmSettings:
    """How a person is filmed.

    Attributes:
        filmed: bends in each direction that are drawn; the first ones of ten.
        rate_hz: pictures per second.
    """

    filmed: int = 3
    rate_hz: float = 10.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MeasuredBends:
    """One person, one direction, one source; arrays have a row per picture.

    Attributes:
        t_s: (n,) times.
        theta_deg: (n,) spine angles, NaN where none was found.
        regions_deg: (n, 5) true angles of `edge.simulation.low_back.phenotypes.REGIONS`.
        masks: (n, 6272) back masks of 224 × 224, eight pixels a byte; nothing where there is none.
        features: (3, 9) F0–F8 of angle, velocity and acceleration over all ten bends.
        ldlj: (3,) F8 as smoothness instead of time.
        found: how many bends the features saw.
        iou: (n,) intersection over union of the silhouette with the true one.
    """

    t_s: Floats
    theta_deg: Floats
    regions_deg: Floats
    masks: Packed
    features: Floats
    ldlj: Floats
    found: int
    iou: Floats

    def mask(self, number: int) -> Square:
        """Return one back mask (224, 224), 255 inside."""
        return 255 * np.unpackbits(self.masks[number]).reshape(SIZE_PX, SIZE_PX)


Measured: TypeAlias = dict[Source, dict[Direction, MeasuredBends]]


def measure_person(person: Person, settings: FilmSettings, sources: tuple[Source, ...]) -> Measured:
    """Return what is measured of one person in both directions, by each of the sources.

    Args:
        person: who.
        settings: how the person is filmed.
        sources: the truth, the camera, or both; pictures are drawn once for both.

    Raises:
        PoseError: nobody is found in a whole film.
    """
    measured: Measured = {source: {} for source in sources}
    for direction in DIRECTIONS:
        film = BendFilm(person, direction)
        shots = _Shots(film, settings)
        if "camera" in sources:
            measured["camera"][direction] = _by_camera(film, shots, settings)
        if "true" in sources:
            measured["true"][direction] = _by_truth(film, shots, settings)
    return measured


class _Shots:
    """The pictures of one film, with what is true in them once they have been shown."""

    def __init__(self, film: BendFilm, settings: FilmSettings) -> None:
        self._film = film
        self.t_s = filmed_times_s(film.course, settings)
        self.silhouette: Mask | None = None
        self.masks: list[Packed] = []

    def frames(self) -> Iterator[tuple[Frame, float]]:
        """Yield the pictures with their times."""
        for picture in self._film.pictures(self.t_s):
            square = back_mask(picture.mask, picture.hip_px, picture.neck_px, self._film.facing)
            self.masks.append(np.packbits(square > 0))
            self.silhouette = picture.mask
            yield picture.frame, picture.t_s


def _by_truth(film: BendFilm, shots: _Shots, settings: FilmSettings) -> MeasuredBends:
    for _ in shots.frames() if not shots.masks else ():
        pass
    truth = film.truth(shots.t_s)
    whole_s = whole_times_s(film.course, settings)
    return _measured(
        truth.regions_deg,
        shots.t_s,
        truth.theta_deg,
        np.array(shots.masks),
        iou=np.ones(len(shots.t_s)),
        whole=(whole_s, film.truth(whole_s).theta_deg),
    )


def _by_camera(film: BendFilm, shots: _Shots, settings: FilmSettings) -> MeasuredBends:
    tracker = WatchedTracker(MediaPipeEngine(LIVE_PASSES))

    def frames() -> Iterator[tuple[Frame, float]]:
        for frame, t_s in shots.frames():
            tracker.true_mask = shots.silhouette
            yield frame, t_s

    try:
        clip = read_clip(frames(), tracker)
    finally:
        tracker.close()
    masks = np.zeros((len(shots.t_s), _BYTES), np.uint8)
    for back in clip.backs:
        masks[back.frame] = np.packbits(back.square > 0)
    truth = film.truth(shots.t_s)
    whole_s = whole_times_s(film.course, settings)
    error_deg = clip.spine_angle_deg - truth.theta_deg
    seen_deg = film.truth(whole_s).theta_deg + replayed_error_deg(
        film.course, shots.t_s, error_deg, whole_s, settings.filmed
    )
    return _measured(
        truth.regions_deg,
        shots.t_s,
        clip.spine_angle_deg,
        masks,
        iou=np.array(tracker.iou),
        whole=(whole_s, seen_deg),
    )


def _measured(
    regions_deg: Floats,
    t_s: Floats,
    theta_deg: Floats,
    masks: Packed,
    *,
    iou: Floats,
    whole: tuple[Floats, Floats],
) -> MeasuredBends:
    """Return the masks of the filmed bends with the features of the whole trace."""
    found = features_of(*whole)
    return MeasuredBends(
        t_s=t_s,
        theta_deg=theta_deg,
        regions_deg=regions_deg,
        masks=masks,
        features=found.values,
        ldlj=found.ldlj,
        found=found.bends,
        iou=iou,
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TenBends:
    """Motion features of a whole trace.

    Attributes:
        values: (3, 9) F0–F8 of angle, velocity and acceleration, NaN where nothing is to be seen.
        ldlj: (3,) F8 as smoothness.
        bends: how many were found.
    """

    values: Floats
    ldlj: Floats
    bends: int


def features_of(t_s: Floats, theta_deg: Floats) -> TenBends:
    """Return the features of a trace: (n,) times and spine angles."""
    try:
        trace = trace_of(t_s, theta_deg)
    except SignalError:
        nothing = np.full((_SIGNALS, len(FEATURES)), np.nan)
        return TenBends(values=nothing, ldlj=nothing[:, -1], bends=0)
    held, smooth = motion_features(trace, f8="time"), motion_features(trace, f8="ldlj")
    return TenBends(
        values=np.stack([held.angle, held.velocity, held.acceleration]),
        ldlj=np.stack([smooth.angle, smooth.velocity, smooth.acceleration])[:, -1],
        bends=len(held.repetitions_s),
    )


def filmed_times_s(course: Course, settings: FilmSettings) -> Floats:
    """Return the (n,) instants of a regular clock at which somebody bends, and a little around.

    Args:
        course: of all bends.
        settings: how many of them are filmed, and how often.
    """
    t_s = whole_times_s(course, settings)
    filmed = np.zeros(len(t_s), np.bool_)
    for bend in course.bends[: settings.filmed]:
        filmed |= (t_s >= bend.start_s - MARGIN_S) & (t_s <= bend.end_s + MARGIN_S)
    return t_s[filmed]


def whole_times_s(course: Course, settings: FilmSettings) -> Floats:
    """Return the (n,) instants of a regular clock from the first pause to the last."""
    return np.arange(0.0, course.duration_s, 1.0 / settings.rate_hz)


def replayed_error_deg(
    course: Course, t_s: Floats, error_deg: Floats, at_s: Floats, filmed: int
) -> Floats:
    """Return the (n,) errors of the camera at instants of bends that were not filmed.

    Bend by bend the error of a filmed one is taken, the first three in turn, at the same moment of
    the way out, the hold and the way back. Between bends it goes in a straight line.

    Args:
        course: of all bends.
        t_s: (m,) instants that were filmed.
        error_deg: (m,) errors there, NaN where nothing was measured.
        at_s: (n,) instants at which it is wanted.
        filmed: how many bends were.
    """
    known = np.isfinite(error_deg)
    if not known.any():
        return np.full(len(at_s), np.nan)
    replayed = np.full(len(at_s), np.nan)
    for number, bend in enumerate(course.bends):
        shown = course.bends[number % filmed]
        marks_s, shown_s = _marks_s(bend), _marks_s(shown)
        here = (at_s >= marks_s[0]) & (at_s <= marks_s[-1])
        source_s = np.interp(at_s[here], marks_s, shown_s)
        replayed[here] = np.interp(source_s, t_s[known], error_deg[known])
    filled = np.isfinite(replayed)
    error: Floats = np.interp(at_s, at_s[filled], replayed[filled])
    return error


def _marks_s(bend: Bend) -> tuple[float, ...]:
    return (
        *(bend.start_s - MARGIN_S, bend.start_s, bend.turn_s),
        *(bend.leave_s, bend.end_s, bend.end_s + MARGIN_S),
    )

"""What the camera sees the rest of the body do while one limb is meant to move.

Each finding is a difference to the person's own rest right before the repetition, and is made only
where the view shows it: a lean in the plane of the picture, an elbow that looks bent (a straight
arm looks straight from anywhere, so what looks bent is bent), a shoulder that comes up to the ear.

The limits stand above what is natural and what is noise. A pose engine sees a landmark 3–6 pixels
aside in a picture of 480 lines, which a difference to rest does not show, and 1–3 more as the limb
moves (`physio evaluate landmarks --first-seed 500`); a person fills the picture so that the trunk
measures about 100 pixels, either half of the arm 50–70, ear to shoulder 40.
"""

from typing import Final

import numpy as np

from edge.assessment.tolerance import TOLERANCE_SETTINGS
from edge.core.arrays import Floats
from edge.core.exercises import Exercise, Side
from edge.core.messages.exercise import CueKind, PostureFinding
from edge.posture.body_angles import BETWEEN_VIEWS_DEG
from edge.posture.body_track import BodyTrack
from edge.posture.body_view import BodyView, view_of
from edge.signals.filters import moving_average

WINDOW: Final = 15
"""Frames over which a posture must last: half a second."""
LEAST_FRAMES: Final = 8
"""Fewer frames at rest tell nothing."""
LEAN_DEG: Final = TOLERANCE_SETTINGS.lean_deg
"""As for the watch: a lean that is part of a natural movement."""
BENT_DEG: Final = 25.0
"""More than at rest. An arm that is carried straight is bent by up to 12°, which another view than
at rest may show; noise and perspective come to 8–12°."""
TOWARDS_DEG: Final = 70.0
"""Seen by more than this off the side, an arm that is raised forwards moves towards the camera all
the way, and nothing is said about its elbow."""
TOLD_SHARE: Final = 0.75
"""Of its length at rest is seen of one half at least of an arm that is judged. Where both are seen
shorter the arm points at the camera, and the pose engine sees the elbow moved by up to 0.41 of the
forearm."""
SHRUG_SHARE: Final = 0.4
"""Share of the distance from ear to shoulder that is lost, where the arm stays down: nothing of it
is natural, but the noise of a short repetition, and of the rest before it, comes to 0.3."""
RAISED_SHRUG_SHARE: Final = 0.6
"""Share of the same distance where the arm is raised: the collar bone rises by 1° for every 8° of
the arm, which is 0.4 at most. Judged from the front only: from the side a natural rise may come
to as much."""
_TRUNK: Final = ("left_shoulder", "right_shoulder", "left_hip", "right_hip")


def posture_findings(
    rest: BodyTrack, repetition: BodyTrack, *, exercise: Exercise, side: Side
) -> tuple[PostureFinding, ...]:
    """Return the compensations in a repetition, the most important first; none without a view.

    Args:
        rest: the frames of about half a second before the repetition.
        repetition: its frames.
        exercise: what is done; where the trunk is meant to move nothing is a compensation.
        side: that moves.
    """
    if exercise.trunk_may_move or not len(rest):
        return ()
    view = view_of(rest)
    raised = exercise.arm_raised
    lean_deg = _lasting(_lean_deg(rest, repetition, view))
    towards = exercise.camera.placed == "side" and view.off_sagittal_deg > TOWARDS_DEG
    bent_deg = _bent_deg(rest, repetition, side) if raised and not towards else 0.0
    lost = _lasting(np.maximum(_lost_share(rest, repetition, side), 0.0))
    # A leaning trunk moves the shoulder against the head too.
    hides = raised and view.off_sagittal_deg < BETWEEN_VIEWS_DEG
    tells = exercise.limb == "arm" and lean_deg <= LEAN_DEG and not hides
    checks: tuple[tuple[CueKind, float, float], ...] = (
        ("leaning", lean_deg, LEAN_DEG),
        ("bent_elbow", bent_deg, BENT_DEG),
        (
            "shrug",
            lost if tells else 0.0,
            RAISED_SHRUG_SHARE if raised else SHRUG_SHARE,
        ),
    )
    return tuple(
        PostureFinding(kind=kind, degrees_or_share=amount)
        for kind, amount, limit in checks
        if amount > limit
    )


def _lean_deg(rest: BodyTrack, repetition: BodyTrack, view: BodyView) -> Floats:
    """Return the (k,) turns from rest of the line from hips to shoulders in the picture.

    They are taken for those in the frontal or the sagittal plane, whichever is seen better.
    """
    # A unit of that plane's level direction is this long in the picture.
    share = max(abs(view.leftward[0]), abs(view.leftward[2]))

    def leans_deg(track: BodyTrack) -> Floats:
        trunk = (track.middle_px("shoulder") - track.middle_px("hip"))[track.shown(*_TRUNK)]
        leans: Floats = np.degrees(np.arctan2(trunk[:, 0] / share, -trunk[:, 1]))
        return leans

    return _from_rest(leans_deg(rest), leans_deg(repetition))


def _bent_deg(rest: BodyTrack, repetition: BodyTrack, side: Side) -> float:
    """Return by how much more than at rest the elbow is bent, as far as the picture tells.

    A straight forearm is the upper arm times the ratio of their lengths, in space and in every
    picture. What the forearm is off from that is the chord of the bend, seen shortened; a level
    camera shows the lengths themselves while the arm hangs. A half that is seen longer than that is
    so by an error of the pose engine, which sees the elbow too near to the shoulder or the wrist:
    it is taken as long as it is. An arm that points at the camera is not judged.
    """
    arm = [f"{side}_{part}" for part in ("shoulder", "elbow", "wrist")]

    def halves_px(track: BodyTrack) -> Floats:
        points = np.stack([track.point_px(name) for name in arm])[:, track.shown(*arm)]
        halves: Floats = np.diff(points, axis=0)
        return halves

    at_rest, seen = halves_px(rest), halves_px(repetition)
    if at_rest.shape[1] < LEAST_FRAMES:
        return 0.0
    lengths_px = np.median(np.linalg.norm(at_rest, axis=2), axis=1)
    rest_chord, chords = (
        np.subtract(*_no_longer_than_one(halves / lengths_px[:, None, None]))
        for halves in (at_rest, seen)
    )
    rest_deg = _chord_deg(float(np.linalg.norm(rest_chord.mean(axis=0))))
    # An elbow that is bent while the upper arm points at the camera shows the forearm.
    told = (np.linalg.norm(seen, axis=2) / lengths_px[:, None]).max(axis=0) >= TOLD_SHARE
    return _chord_deg(_lasting(chords[told])) - rest_deg


def _no_longer_than_one(vectors: Floats) -> Floats:
    """Return the (..., 2) vectors, those longer than 1 shortened to that."""
    shortened: Floats = vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1.0)
    return shortened


def _chord_deg(chord: float) -> float:
    """Return the angle at the centre of a unit circle that has this chord."""
    return float(2.0 * np.degrees(np.arcsin(min(chord / 2.0, 1.0))))


def _lost_share(rest: BodyTrack, repetition: BodyTrack, side: Side) -> Floats:
    """Return the (k,) shares of the distance from shoulder to ear at rest that are lost."""

    def distances(track: BodyTrack) -> Floats:
        trunk = track.middle_px("shoulder") - track.middle_px("hip")
        neck = track.point_px(f"{side}_ear") - track.point_px(f"{side}_shoulder")
        # In lengths of the trunk: coming closer to the camera does not count.
        lengths: Floats = np.sum(neck * trunk, axis=1) / np.sum(trunk * trunk, axis=1)
        return lengths[track.shown(*_TRUNK, f"{side}_ear")]

    at_rest, seen = distances(rest), distances(repetition)
    return _from_rest(at_rest, seen) / -at_rest.mean() if len(at_rest) else np.empty(0)


def _from_rest(at_rest: Floats, seen: Floats) -> Floats:
    """Return (k,) values minus their mean at rest, none where rest is not known."""
    return seen - at_rest.mean() if len(at_rest) >= LEAST_FRAMES else np.empty(0)


def _lasting(signed: Floats) -> float:
    """Return the largest of (k,) values or (k, 2) vectors that last for `WINDOW` frames, unsigned.

    Averaging comes before the sign or direction is dropped, so that noise cancels.
    """
    if len(signed) < WINDOW:
        return 0.0
    averaged = moving_average(signed.reshape(len(signed), -1), WINDOW)
    return float(np.linalg.norm(averaged, axis=1).max())

"""Two rendered people in one picture: the one who is followed does not change unmarked."""

import time

import numpy as np
import pytest

from edge.pose.opening import open_engine
from edge.pose.picture import LONGEST_PX, Frame
from edge.pose.tracker import PoseTracker
from edge.simulation.body import simulate_session
from edge.simulation.body.frames import BodyFrame, frames_at
from edge.simulation.body.render_camera import Camera
from edge.simulation.body.render_looks import draw_looks
from tests.pose.scripted import ScriptedEngine

RATE_HZ = 12.0
FRAMES = 36


def filmed(seed: int) -> list[BodyFrame]:
    session = simulate_session(
        exercise="shoulder_abduction", profile="healthy", duration_s=12.0, seed=seed
    )
    t_s = np.arange(FRAMES) / RATE_HZ
    return list(frames_at(session, draw_looks(seed), Camera(azimuth_deg=5.0), t_s))


def pasted(room: Frame, person: BodyFrame, right_px: int) -> Frame:
    """The room with the person in it, moved to the right by so much."""
    both = room.copy()
    inside = np.roll(person.mask, right_px, axis=1)
    both[inside] = np.roll(person.frame, right_px, axis=1)[inside]
    return both


def test_who_crosses_in_front_is_marked_and_the_own_person_found_again() -> None:
    own, other = filmed(3), filmed(5)
    room = own[0].frame.copy()
    room[:] = np.median(room[:, :40], axis=1, keepdims=True)
    tracker = PoseTracker(open_engine(), clock_ns=time.perf_counter_ns)
    unmarked = []
    for number in range(FRAMES):
        crossing = round(-300 + 750 * number / FRAMES)
        frame = pasted(pasted(room, own[number], 0), other[number], crossing)
        sighting = tracker.see(frame, round(number / RATE_HZ * 1e9))
        if sighting.presence == "followed" and sighting.body is not None:
            off_px = abs(sighting.body.px[23:25, 0].mean() - own[number].joints_px["pelvis"][0])
            unmarked.append((number, off_px))
    tracker.close()
    assert max(off_px for _, off_px in unmarked) < 30
    numbers = [number for number, _ in unmarked]
    assert numbers[0] == 0
    assert numbers[-1] == FRAMES - 1
    assert len(numbers) > 0.4 * FRAMES


def test_another_person_in_the_same_place_is_marked_for_good() -> None:
    own, other = filmed(3)[:12], filmed(5)[:12]
    tracker = PoseTracker(open_engine(), clock_ns=time.perf_counter_ns)
    seen = [
        tracker.see(picture.frame, round(number / RATE_HZ * 1e9)).presence
        for number, picture in enumerate([*own, *other])
    ]
    tracker.close()
    assert seen[:12] == ["followed"] * 12
    assert "followed" not in seen[12:]
    assert "other" in seen[12:]


def test_a_large_picture_is_looked_at_in_a_smaller_copy() -> None:
    engine = ScriptedEngine()
    large = np.zeros((2160, 3840, 3), np.uint8)
    large[600:1800, 1200:2400] = 200
    sighting = PoseTracker(engine, clock_ns=time.perf_counter_ns).see(large, 0)
    assert engine.shapes == [(720, LONGEST_PX, 3)]
    assert sighting.body is not None
    assert sighting.body.px.mean(axis=0) == pytest.approx([1800, 1200], abs=5)
    assert sighting.body.mask is not None
    assert sighting.body.mask.shape == (2160, 3840)
    assert sighting.body.mask[1000, 2000]
    assert sighting.without_mask().body is not None
    assert sighting.without_mask().body.mask is None  # type: ignore[union-attr]

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from calibration.stand_collector import PLACES, StandCollector, StandGuidance
from edge.core.messages.camera import Pose
from edge.simulation.body.standing import StandingPoses, draw_scene

SCENE = draw_scene(11)


def standing(place: int, begin_ns: int = 0, pictures: int = 16) -> Iterator[Pose]:
    for pose in StandingPoses(SCENE).at(place, pictures):
        first_ns = begin_ns + pose.sensor_ns % 10_000_000_000
        yield replace(pose, sensor_ns=first_ns, host_ns=first_ns)


def shown(collector: StandCollector, poses: Iterator[Pose]) -> list[StandGuidance]:
    return [collector.take(pose) for pose in poses]


def places_in_turn(collector: StandCollector, count: int) -> list[StandGuidance]:
    return [
        said
        for place in range(count)
        for said in shown(collector, standing(place, place * 5_000_000_000))
    ]


def test_each_place_is_asked_for_held_and_done() -> None:
    collector = StandCollector()
    said = places_in_turn(collector, len(PLACES))
    assert [one.place for one in said if one.step == "stand"] != []
    assert list(dict.fromkeys(one.place for one in said if one.step != "done")) == list(PLACES)
    assert {"hold", "done"} <= {one.step for one in said}
    assert said[-1].step == "done"
    assert len(collector.stands) == len(PLACES)
    assert collector.stands[2].size > 1.15 * collector.stands[0].size


def test_who_stays_where_he_was_is_not_at_another_place() -> None:
    collector = StandCollector()
    shown(collector, standing(0))
    said = shown(collector, standing(0, 5_000_000_000))
    assert len(collector.stands) == 1
    assert {(one.step, one.place) for one in said} == {("stand", "aside")}


def test_who_moves_is_waited_for() -> None:
    collector = StandCollector()
    steps = 4.0 * np.arange(16)
    walking = (
        replace(pose, landmarks_px=pose.landmarks_px + np.array([step, 0.0]))
        for pose, step in zip(standing(0), steps, strict=True)
    )
    said = shown(collector, walking)
    assert not collector.stands
    assert {one.step for one in said} <= {"stand", "hold"}


def test_what_is_wrong_with_the_view_is_said_first() -> None:
    down = np.array([0.0, 200.0])
    cut = (replace(pose, landmarks_px=pose.landmarks_px + down) for pose in standing(0))
    assert shown(StandCollector(), cut)[-1].trouble == "feet"
    nobody = (replace(pose, presence="nobody") for pose in standing(0))
    assert shown(StandCollector(), nobody)[-1].trouble == "nobody"
    other = (replace(pose, presence="other") for pose in standing(0))
    assert shown(StandCollector(), other)[-1].trouble == "other"


def test_more_places_than_have_a_name_are_any_others() -> None:
    collector = StandCollector(len(PLACES) + 1)
    said = places_in_turn(collector, len(PLACES))
    assert (said[-1].step, said[-1].place) == ("stand", "elsewhere")

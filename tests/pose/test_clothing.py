"""Colours of clothes on rendered people: the same person alike, others apart."""

import numpy as np
import pytest

from edge.core.messages.camera import LANDMARKS
from edge.pose.clothing import clothing_colours
from edge.pose.engine import Landmarks
from edge.pose.follower import FollowerSettings, colour_distance
from edge.simulation.body.frames import BodyFrame
from edge.simulation.body.render_looks import draw_looks
from tests.pose.rendered import bend

BLUE_SHIRT, RED_SHIRT = 3, 5


def true_body(picture: BodyFrame) -> Landmarks:
    """The landmarks as an ideal engine would find them."""
    head = 0.5 * (picture.joints_px["chin"] + picture.joints_px["crown"])
    return Landmarks(
        px=np.array([picture.joints_px.get(name, head) for name in LANDMARKS]),
        visibility=np.ones(33),
        world_m=np.zeros((33, 3)),
        mask=picture.mask,
    )


def colours(picture: BodyFrame) -> np.ndarray:
    return clothing_colours(picture.frame, true_body(picture))


def test_the_same_clothes_look_alike_in_every_posture() -> None:
    standing, *bending = bend(BLUE_SHIRT)
    for picture in bending:
        assert colour_distance(colours(standing), colours(picture)) < FollowerSettings().colour / 2


def test_other_clothes_look_otherwise() -> None:
    assert draw_looks(BLUE_SHIRT).shirt != draw_looks(RED_SHIRT).shirt
    apart = colour_distance(colours(bend(BLUE_SHIRT)[0]), colours(bend(RED_SHIRT)[0]))
    assert apart > FollowerSettings().colour


def test_what_is_not_in_the_picture_has_no_colour() -> None:
    picture = bend(BLUE_SHIRT)[0]
    body = true_body(picture)
    above = Landmarks(
        px=body.px - [0, 5000], visibility=body.visibility, world_m=body.world_m, mask=body.mask
    )
    assert np.isnan(clothing_colours(picture.frame, above)).all()


def test_the_colour_is_that_of_the_paint() -> None:
    frame = np.zeros((480, 640, 3), np.uint8)
    frame[:] = (0, 0, 255)
    body = true_body(bend(BLUE_SHIRT)[0])
    red = clothing_colours(frame, body)
    assert red == pytest.approx([0.4 * 53.2, 80.1, 67.2] * 2, abs=0.5)

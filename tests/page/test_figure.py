"""The two figures: where they stand in their pictures, what is marked, and what is drawn of it."""

import re
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.avatar.body import joints_m
from edge.avatar.figure import Figure, Joints
from edge.avatar.figure_camera import project
from edge.avatar.figure_shapes import Capsule, Drawing, Line
from edge.avatar.figures import Figures, critical_of
from edge.core.arrays import Floats
from edge.core.exercises import EXERCISES, Side
from edge.core.messages.exercise import Sensor
from edge.page.exercise.describe import live, task
from edge.page.exercise.figure_svg import svg_of
from edge.page.exercise.views import Live
from edge.wording.languages import ENGLISH
from tests.page.scenes import feedback, make_anchor, make_plan, praise, progress

SIDES: tuple[Side, ...] = ("left", "right")
FARTHEST_DEG = {
    "shoulder_abduction": 150,
    "shoulder_flexion": 150,
    "external_rotation": 80,
    "elbow_flexion": 145,
    "trunk_flexion": 90,
    "trunk_extension": 40,
}


def body(exercise: str, side: Side, angle_deg: float) -> Joints:
    found = joints_m(EXERCISES[exercise].constraints.at(angle_deg)[np.newaxis], exercise, side)
    return {name: position[0] for name, position in found.items()}


def points_of(drawing: Drawing) -> Floats:
    points = []
    for shape in drawing.shapes:
        points += [*shape.points] if isinstance(shape, Line) else [shape.start, shape.end]
    return np.array(points)


def roles_of(drawing: Drawing) -> set[str]:
    return {shape.role for shape in drawing.shapes}


@pytest.mark.parametrize("exercise", sorted(EXERCISES))
@pytest.mark.parametrize("angle_deg", [0.0, 80.0])
def test_left_and_right_are_mirror_images(exercise: str, angle_deg: float) -> None:
    left, right = (Figure(exercise, side).draw(body(exercise, side, angle_deg)) for side in SIDES)
    assert left.box.left + left.box.width == pytest.approx(-right.box.left)
    mirrored = points_of(right) * (-1.0, 1.0)
    for point in points_of(left):
        assert np.linalg.norm(mirrored - point, axis=1).min() < 0.2


@pytest.mark.parametrize("exercise", sorted(EXERCISES))
@pytest.mark.parametrize("side", SIDES)
def test_the_limb_stays_in_the_picture_and_head_and_hips_too(exercise: str, side: Side) -> None:
    figure = Figure(exercise, side)
    for angle_deg in range(0, FARTHEST_DEG[exercise] + 1, 10):
        joints = body(exercise, side, angle_deg)
        drawing = figure.draw(joints)
        box = drawing.box
        before, tip = (joints[name] for name in figure.tip)
        beyond = tip + 0.08 * (tip - before) / np.linalg.norm(tip - before)
        shown = [beyond, joints["crown"], joints[f"{side}_hip"], joints[f"{side}_hand"]]
        x, y = project(np.stack(shown), figure.view, side).T
        assert x.min() >= box.left + 3.0
        assert x.max() <= box.left + box.width - 3.0
        assert y.min() >= box.top + 3.0
        assert y[1:].max() <= box.top + box.height


def test_a_raised_arm_is_seen_raised() -> None:
    figure = Figure("shoulder_abduction", "right")
    joints = body("shoulder_abduction", "right", 86.0)
    (hand_x, hand_y), (shoulder_x, shoulder_y) = (
        project(joints[f"right_{name}"], figure.view, "right") for name in ("hand", "shoulder")
    )
    assert hand_x > shoulder_x + 50
    assert hand_y == pytest.approx(shoulder_y, abs=8)


@pytest.mark.parametrize("exercise", sorted(EXERCISES))
def test_every_exercise_has_its_view(exercise: str) -> None:
    assert EXERCISES[exercise].words["en"].seen_from.startswith("seen from")


def live_of(angle_deg: float, phase: float | None = 0.25) -> Live:
    about = task(make_plan(), 0, make_anchor("shoulder_abduction", "right"), ENGLISH)
    rest = progress("still", angle_deg=0.0, phase=None, reference_deg=None)
    return live(progress(angle_deg=angle_deg, phase=phase), rest, about, ENGLISH)


def elevation_deg(joints: Joints) -> float:
    arm = joints["right_wrist"] - joints["right_shoulder"]
    return float(np.degrees(np.arccos(-arm[2] / np.linalg.norm(arm))))


@pytest.mark.parametrize("source", ["watch", "camera"])
def test_the_patient_is_where_watch_or_camera_says(source: Sensor) -> None:
    figures = Figures(make_anchor("shoulder_abduction", "right"))
    for angle_deg in (0.0, 20.0, 45.0, 70.0):
        moment = replace(live_of(angle_deg), source=source)
        if source == "camera":
            moment = replace(moment, orientation=live_of(0.0).orientation)
        assert elevation_deg(figures.patient(moment)) == pytest.approx(angle_deg + 4.0, abs=2.0)


def test_the_reference_is_where_it_is_after_a_share_of_its_time() -> None:
    figures = Figures(make_anchor("shoulder_abduction", "right"))
    angles = [elevation_deg(figures.reference(share)) for share in (0.0, 0.5, 1.0, 1.2)]
    assert angles == pytest.approx([4.0, 94.0, 4.0, 4.0], abs=2.0)


def test_a_ghost_shows_the_reference_while_the_patient_moves_with_it() -> None:
    figures = Figures(make_anchor("shoulder_abduction", "right"))
    own = figures.patient(live_of(40.0))
    resting, _ = figures.pair(own, own_share=None, share=0.3, critical=())
    moving, reference = figures.pair(own, own_share=0.3, share=0.3, critical=())
    assert "ghost" not in roles_of(resting)
    assert "ghost" in roles_of(moving)
    assert "ghost" not in roles_of(reference)


def test_critical_parts_are_marked_on_the_way_and_the_limb_while_it_is_there() -> None:
    figures = Figures(make_anchor("shoulder_abduction", "right"))
    own = figures.patient(live_of(40.0))
    critical = critical_of(feedback(1))
    assert critical == ((0.4, 0.6), (0.2, 0.4))
    inside, reference = figures.pair(own, own_share=0.45, share=0.7, critical=critical)
    assert "critical" in roles_of(inside)
    assert "limb" not in roles_of(inside)
    assert "critical" not in roles_of(reference)
    assert sum(shape.role == "course-critical" for shape in inside.shapes) == len(critical)
    plain, _ = figures.pair(own, own_share=0.45, share=0.45, critical=critical_of(praise(2)))
    assert not roles_of(plain) & {"critical", "course-critical"}


def test_nothing_is_critical_in_what_was_not_judged() -> None:
    assert critical_of(None) == ()
    assert critical_of(feedback(1, judged=False)) == ()


lengths = st.floats(-90, 90)
radii = st.floats(1, 15)


@given(lengths, lengths, lengths, lengths, radii, radii)
def test_a_capsule_is_drawn_by_arcs_about_both_ends(
    ax: float, ay: float, bx: float, by: float, start_px: float, end_px: float
) -> None:
    capsule = Capsule("limb", (ax, ay), (bx, by), start_px, end_px)
    box = Figure("elbow_flexion", "left").draw(body("elbow_flexion", "left", 0.0)).box
    path = re.search(r'd="([^"]+)"', svg_of(Drawing(box, (capsule,))))
    assert path
    numbers = [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", path[1])]
    if "L" not in path[1]:  # one circle lies within the other
        assert np.hypot(ax - bx, ay - by) <= abs(start_px - end_px) + 0.1
        return
    corners = {
        0: (ax, ay, start_px),
        7: (ax, ay, start_px),
        9: (bx, by, end_px),
        16: (bx, by, end_px),
    }
    for at, (x, y, radius) in corners.items():
        away = np.hypot(numbers[at] - x, numbers[at + 1] - y)
        assert away == pytest.approx(radius, abs=0.15)
    (mx, my), (lx, ly) = numbers[7:9], numbers[9:11]
    along, across = np.array([lx - mx, ly - my]), np.array([mx - ax, my - ay])
    assert abs(along @ across) <= 0.3 * (np.linalg.norm(along) + np.linalg.norm(across))


@pytest.mark.parametrize("exercise", sorted(EXERCISES))
def test_the_drawing_is_svg_with_the_limb_in_front(exercise: str) -> None:
    svg = svg_of(Figure(exercise, "left").draw(body(exercise, "left", 30.0)))
    groups = [group.get("class") for group in ElementTree.fromstring(svg)]
    assert groups[0] == "ground"
    assert groups.index("body") < groups.index("halo") < groups.index("limb")
    assert groups[-1] == "watch"

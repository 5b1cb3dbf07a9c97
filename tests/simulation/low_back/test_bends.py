from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge.avatar.kinematics import joint_positions, segment_frames
from edge.core.arrays import Floats
from edge.posture.angle_bins import DIRECTIONS, Direction
from edge.simulation.body.render_truth import true_spine_angle_deg
from edge.simulation.low_back.courses import draw_course, end_angles_deg
from edge.simulation.low_back.covariates import Arms
from edge.simulation.low_back.films import BendFilm
from edge.simulation.low_back.outfit import Outfit
from edge.simulation.low_back.persons import Person, draw_person, twin_of
from edge.simulation.low_back.phenotypes import PHENOTYPES, REGIONS, Phenotype
from edge.simulation.low_back.trunk import rest_angles_deg, skeleton_of, trunk_joint_angles

PERSON = draw_person("mci_fp", seed=3)


def theta_deg(person: Person, direction: Direction, regions_deg: Floats) -> Floats:
    rest_deg = rest_angles_deg(person)
    still_s = np.zeros(len(regions_deg))
    angles = trunk_joint_angles(person, direction, still_s, regions_deg, rest_deg)
    return true_spine_angle_deg(joint_positions(angles, skeleton_of(person.covariates)))


@given(seed=st.integers(0, 10_000), kind=st.sampled_from(PHENOTYPES))
@settings(max_examples=15, deadline=None)
def test_everybody_stands_at_their_own_spine_angle(seed: int, kind: Phenotype) -> None:
    person = draw_person(kind, seed=seed)
    standing = theta_deg(person, "forward", rest_angles_deg(person)[None])
    # Sway moves the legs by a sixth of a degree.
    assert standing[0] == pytest.approx(person.covariates.standing_deg, abs=0.2)


@pytest.mark.parametrize(
    ("kind", "forward_deg", "backward_deg"),
    [
        ("healthy", 70.0, 212.0),
        ("mi_flexion", 96.0, 202.0),
        ("mci_fp", 82.0, 204.0),
        ("mci_ep", 81.0, 205.0),
    ],
)
def test_phenotypes_bend_as_far_as_they_are_meant_to(
    kind: Phenotype, forward_deg: float, backward_deg: float
) -> None:
    people = [draw_person(kind, seed=8, number=number) for number in range(60)]
    for direction, expected in zip(DIRECTIONS, (forward_deg, backward_deg), strict=True):
        depths = [
            theta_deg(one, direction, end_angles_deg(one, direction, rest_angles_deg(one))[None])[0]
            for one in people
        ]
        # The mean of 60 persons, whose depths differ by 14 and 8 degrees.
        assert np.mean(depths) == pytest.approx(expected, abs=4.0)


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("stops", [False, True])
def test_every_region_goes_from_rest_to_its_own_end_and_back(
    direction: Direction, stops: bool
) -> None:
    rest_deg = rest_angles_deg(PERSON)
    course = draw_course(PERSON, direction, rest_deg)
    bends = tuple(replace(bend, stop_s=0.4 * stops) for bend in course.bends[:1])
    course = replace(course, bends=bends)
    bend = bends[0]
    at_s = np.array([0.0, bend.start_s, bend.turn_s, bend.leave_s, bend.end_s])
    found = course.regions_deg(at_s)
    assert np.allclose(found, [rest_deg, rest_deg, bend.end_deg, bend.end_deg, rest_deg])
    fine_s = np.arange(0.0, bend.turn_s, 0.01)
    way = (course.regions_deg(fine_s) - rest_deg) / (bend.end_deg - rest_deg)
    assert (np.diff(way, axis=0) > -1e-9).all()
    assert (np.diff(way, axis=0) < 0.03).all()


def test_who_hesitates_stands_still_on_the_way() -> None:
    rest_deg = rest_angles_deg(PERSON)
    course = draw_course(PERSON, "forward", rest_deg)
    bend = replace(course.bends[0], stop_s=0.5, stop_at=0.5, delay_s=0.0)
    course = replace(course, bends=(bend,))
    still_s = bend.start_s + 0.5 * bend.out_s + np.array([0.01, 0.49])
    before, after = course.regions_deg(still_s)
    assert np.allclose(before, after, atol=1e-3)


def test_the_lumbar_spine_leads_forward_and_the_pelvis_leads_back() -> None:
    rest_deg = rest_angles_deg(PERSON)
    course = draw_course(PERSON, "forward", rest_deg)
    bend = replace(course.bends[0], delay_s=0.0, stop_s=0.0)
    course = replace(course, bends=(bend,))
    halfway_s = np.array([bend.start_s + 0.5 * bend.out_s, bend.leave_s + 0.5 * bend.back_s])
    out, back = (course.regions_deg(halfway_s) - rest_deg) / (bend.end_deg - rest_deg)
    pelvis, lumbar = REGIONS.index("pelvis"), REGIONS.index("ll")
    assert out[lumbar] > out[pelvis] + 0.2
    assert back[lumbar] > back[pelvis] + 0.2


@pytest.mark.parametrize(("from_to", "esola"), [((0, 30), 1.9), ((30, 60), 0.9), ((60, 90), 0.4)])
def test_lumbar_over_hip_falls_through_the_bend_as_esola_measured(
    from_to: tuple[float, float], esola: float
) -> None:
    person = replace(PERSON, covariates=replace(PERSON.covariates, sex="female", age_years=44.7))
    rest_deg = np.array([0.0, -10.0, -10.0, 20.0, 20.0])
    course = draw_course(person, "forward", rest_deg)
    end_deg = np.array([69.4, 10.8, 10.8, 20.0, 20.0])
    bend = replace(course.bends[0], delay_s=0.0, stop_s=0.0, end_deg=end_deg)
    course = replace(course, bends=(bend,))
    moved = course.regions_deg(np.linspace(bend.start_s, bend.turn_s, 400)) - rest_deg
    total = moved[:, :3].sum(axis=1)
    lumbar = np.interp(from_to, total, moved[:, 1:3].sum(axis=1))
    hips = np.interp(from_to, total, moved[:, 0])
    assert np.diff(lumbar)[0] / np.diff(hips)[0] == pytest.approx(esola, abs=0.35)


def test_fewer_repetitions_are_the_first_ones_of_all() -> None:
    rest_deg = rest_angles_deg(PERSON)
    three, ten = (draw_course(PERSON, "forward", rest_deg, n) for n in (3, 10))
    for short, whole in zip(three.bends, ten.bends, strict=False):
        assert short.start_s == whole.start_s
        assert np.array_equal(short.end_deg, whole.end_deg)


def test_a_twin_makes_the_same_movement_but_for_one_region() -> None:
    twin = twin_of(PERSON, "ul")
    own, other = (
        draw_course(one, "forward", rest_angles_deg(one)).bends[0] for one in (PERSON, twin)
    )
    assert (own.start_s, own.turn_s, own.end_s) == (other.start_s, other.turn_s, other.end_s)
    changed = np.abs(own.end_deg - other.end_deg) > 1e-9
    # The pelvis' tilt follows, for a twin stands as upright.
    assert changed.tolist() == [True, False, True, False, False]


def test_a_shirt_bridges_a_hollow_back_and_nothing_else() -> None:
    person = PERSON
    skeleton = skeleton_of(person.covariates)

    def behind_m(shirt_share: float, lordosis_deg: float) -> Floats:
        body = replace(person.covariates, shirt_share=shirt_share)
        rest = np.array([[10.0, -lordosis_deg, -lordosis_deg, 20.0, 20.0]])
        angles = trunk_joint_angles(person, "forward", np.zeros(1), rest, rest[0])
        outfit = Outfit(body, skeleton)
        cloth: Floats = outfit.surface_m(segment_frames(angles, skeleton))[0, -6:, :, 0]
        return cloth

    hollow = behind_m(0.8, 25.0) - behind_m(0.0, 25.0)
    # Behind is towards −x; both ends of the shirt hang on the body.
    assert hollow.min() < -0.01
    assert hollow[0, 0] == hollow[-1, 1] == 0.0
    round_back = behind_m(0.8, -20.0) - behind_m(0.0, -20.0)
    assert np.abs(round_back).max() < 1e-9


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_the_whole_person_is_in_the_picture_and_the_truth_with_it(direction: Direction) -> None:
    for number in range(3):
        person = draw_person("mi_flexion", seed=12, number=number)
        film = BendFilm(person, direction, 1)
        bend = film.course.bends[0]
        at_s = np.array([bend.start_s, bend.turn_s])
        truth = film.truth(at_s)
        for picture, theta in zip(film.pictures(at_s), truth.theta_deg, strict=True):
            rows, columns = np.nonzero(picture.mask)
            assert 0 < rows.min() < rows.max() < 479
            assert 0 < columns.min() < columns.max() < 639
            assert picture.theta_deg == pytest.approx(theta)
            assert picture.mask[tuple(np.rint(picture.hip_px[::-1]).astype(int))]


def test_a_dark_noisy_turned_picture_has_the_same_person_in_it() -> None:
    body = replace(PERSON.covariates, roll_deg=2.0, gain=0.6, noise=8.0)
    other = replace(PERSON, covariates=body)
    pictures = [next(BendFilm(one, "forward", 1).pictures(np.zeros(1))) for one in (PERSON, other)]
    level, turned = (picture.mask.sum() for picture in pictures)
    assert turned == pytest.approx(level, rel=0.02)
    assert pictures[1].frame.mean() < pictures[0].frame.mean()


@pytest.mark.parametrize("kyphosis_deg", [5.0, 45.0])
def test_crossed_arms_stay_before_the_back_however_round_it_is(kyphosis_deg: float) -> None:
    body = replace(PERSON.covariates, arms="crossed")
    person = replace(PERSON, covariates=body)
    rest_deg = np.array([0.0, -10.0, -10.0, kyphosis_deg, kyphosis_deg])
    angles = trunk_joint_angles(person, "forward", np.zeros(1), rest_deg[None], rest_deg)
    joints_m = joint_positions(angles, skeleton_of(body))
    for side in ("left", "right"):
        assert joints_m[f"{side}_elbow"][0, 0] > joints_m["lumbar_2"][0, 0]


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("arms", ["crossed", "hanging"])
def test_arms_hide_no_part_of_the_back(direction: Direction, arms: Arms) -> None:
    for number in range(6):
        person = draw_person("mci_ep", seed=21, number=number)
        body = replace(person.covariates, arms=arms)
        rest_deg = rest_angles_deg(replace(person, covariates=body))
        end_deg = end_angles_deg(person, direction, rest_deg)[None]
        angles = trunk_joint_angles(
            replace(person, covariates=body), direction, np.zeros(1), end_deg, rest_deg
        )
        joints_m = {
            name: xyz[0, ::2] for name, xyz in joint_positions(angles, skeleton_of(body)).items()
        }
        neck = 0.5 * (joints_m["left_shoulder"] + joints_m["right_shoulder"])
        along = (neck - joints_m["pelvis"]) / np.linalg.norm(neck - joints_m["pelvis"])
        behind = np.array([-along[1], along[0]])
        for side in ("left", "right"):
            for joint in ("elbow", "wrist"):
                off_m = float((joints_m[f"{side}_{joint}"] - joints_m["pelvis"]) @ behind)
                # The back lies 0.1 m or more behind the line of the joints.
                assert off_m < 0.06

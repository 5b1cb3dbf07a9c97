import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge.avatar.kinematics import joint_positions, segment_frames
from edge.avatar.proportions import SPINE, Skeleton
from edge.core.arrays import Floats
from edge.simulation.body.render import Picture, Renderer, capsule_rows
from edge.simulation.body.render_camera import Camera
from edge.simulation.body.render_kernel import fill_distances
from edge.simulation.body.render_looks import Looks, draw_looks
from edge.simulation.body.shape import Capsule, End, capsules, surface

SKELETON = Skeleton(height_m=1.75)
LOOKS = draw_looks(1)
SMALL = Camera(width_px=160, height_px=120, azimuth_deg=75.0)


def angles(**angles_deg: float) -> dict[str, Floats]:
    return {"leg_forward_deg": np.zeros(1)} | {
        name: np.array([value]) for name, value in angles_deg.items()
    }


def body(**angles_deg: float) -> tuple[tuple[Capsule, ...], Floats]:
    parts = capsules(SKELETON, LOOKS.build)
    return parts, surface(parts, segment_frames(angles(**angles_deg), SKELETON))[0]


def picture(
    camera: Camera, *, looks: Looks = LOOKS, number: int = 0, **angles_deg: float
) -> Picture:
    parts, ends = body(**angles_deg)
    return Renderer(parts, looks, camera).picture(ends, number)


def field(parts: tuple[Capsule, ...], ends: Floats, points: Floats) -> Floats:
    """The reference: the smooth union of all capsules at all points, in order."""
    total = np.full(points.shape[:-1], 1e9)
    for part, (a, b) in zip(parts, ends, strict=True):
        along = b - a
        t = np.clip((points - a) @ along / max(along @ along, 1e-12), 0.0, 1.0)
        radius = part.start.radius_m + t * (part.end.radius_m - part.start.radius_m)
        d = np.linalg.norm(points - a - t[..., None] * along, axis=-1) - radius
        overlap = np.maximum(part.blend_m - np.abs(total - d), 0.0)
        total = np.minimum(total, d) - overlap**2 / (4.0 * part.blend_m)
    return total


def least_on_rays_m(
    parts: tuple[Capsule, ...], ends: Floats, camera: Camera, pixels: Floats
) -> Floats:
    """The reference: pixels' rays in steps of 4 mm, the least value of the field on each."""
    flat = (pixels - camera.centre_px) / camera.focal_px
    rays = np.concatenate([flat, np.ones((len(flat), 1))], axis=-1)
    depths_m = camera.distance_m + np.arange(-1.1, 1.1, 0.004)
    points = rays[:, None] * depths_m[:, None]
    least: Floats = field(parts, camera.see(ends), points).min(axis=1)
    return least


@pytest.mark.parametrize(
    "pose",
    [
        {},
        {"hip_flexion_deg": 60.0, "lumbar_flexion_deg": 30.0, "neck_flexion_deg": 20.0},
        {"right_shoulder_elevation_deg": 100.0, "left_elbow_flexion_deg": 90.0},
    ],
)
@pytest.mark.parametrize("azimuth_deg", [-100.0, 20.0])
def test_the_silhouette_is_that_of_the_field(pose: dict[str, float], azimuth_deg: float) -> None:
    camera = Camera(width_px=200, height_px=150, azimuth_deg=azimuth_deg)
    parts, ends = body(**pose)
    mask = Renderer(parts, LOOKS, camera).picture(ends, 0).mask
    # Half of the rays anywhere, half of them near the contour, where it is hard.
    rng = np.random.default_rng(0)
    contour = np.argwhere(mask[1:, 1:] != mask[:-1, :-1])
    near = rng.choice(contour, 120) + rng.integers(-1, 3, (120, 2))
    anywhere = rng.integers(0, (150, 200), (120, 2))
    rows, columns = np.concatenate([near, anywhere]).T
    least_m = least_on_rays_m(parts, ends, camera, np.stack([columns, rows], axis=1).astype(float))
    seen = mask[rows, columns]
    assert seen[least_m < -0.002].all()
    assert not seen[least_m > 0.002].any()
    assert 20 < np.count_nonzero(least_m < -0.002) < 200


@settings(deadline=None)  # the first call compiles
@given(st.integers(0, 2**32 - 1))
def test_compiled_field_equals_the_reference(seed: int) -> None:
    parts, ends = body(lumbar_flexion_deg=40.0)
    points = np.random.default_rng(seed).uniform((-0.5, -0.5, 0.0), (0.5, 0.5, 1.9), (40, 3))
    x, y, z = points.T.astype(np.float32)
    radii = np.array([[part.start.radius_m, part.end.radius_m] for part in parts])
    rows = capsule_rows(ends, radii, np.array([part.blend_m for part in parts]))
    got = np.empty(len(points), np.float32)
    fill_distances(rows, np.arange(len(parts)), len(parts), x, y, z, got, len(points))
    np.testing.assert_allclose(got, field(parts, ends, points), atol=2e-6)


def test_equal_arguments_give_equal_pictures() -> None:
    one, other, later = picture(SMALL), picture(SMALL), picture(SMALL, number=1)
    np.testing.assert_array_equal(one.frame, other.frame)
    np.testing.assert_array_equal(one.mask, later.mask)
    assert np.any(one.frame != later.frame)


def test_joints_inside_the_body_are_seen_within_its_silhouette() -> None:
    joints_m = joint_positions(angles(), SKELETON)
    mask = picture(SMALL).mask
    for name, xyz in joints_m.items():
        x, y = np.rint(SMALL.project(xyz[0])).astype(int)
        assert mask[y, x], name


def test_clothes_have_their_colours() -> None:
    joints_m = joint_positions(angles(), SKELETON)
    frame = picture(SMALL).frame
    near = 0.5 * (joints_m["left_knee"][0] + joints_m["left_ankle"][0])
    for point, bgr in ((near, LOOKS.trousers), (joints_m["thoracic_2"][0], LOOKS.shirt)):
        x, y = np.rint(SMALL.project(point)).astype(int)
        seen = frame[y - 2 : y + 3, x - 2 : x + 3].reshape(-1, 3).mean(axis=0)
        np.testing.assert_allclose(seen / seen.sum(), np.array(bgr) / sum(bgr), atol=0.03)


def test_a_ball_is_a_disc_lit_from_above() -> None:
    ball = End(segment="pelvis", offset_m=(0.0, 0.0, 0.0), radius_m=0.4)
    part = Capsule(start=ball, end=ball, material="skin", blend_m=0.01)
    centre_m = np.array([0.1, -0.2, 1.2])
    pic = Renderer((part,), LOOKS, SMALL).picture(np.broadcast_to(centre_m, (1, 2, 3)), 0)
    rows, columns = np.mgrid[0 : SMALL.height_px, 0 : SMALL.width_px]
    rays = np.dstack([columns, rows]) - SMALL.centre_px
    rays = np.dstack([rays / SMALL.focal_px, np.ones(rows.shape)])
    seen = SMALL.see(centre_m)
    along = rays @ seen / np.linalg.norm(rays, axis=-1)
    off_m = np.sqrt(seen @ seen - along**2)
    assert pic.mask[off_m < 0.399].all()
    assert not pic.mask[off_m > 0.401].any()
    bright = pic.frame.mean(axis=-1)
    x, y = np.rint(SMALL.project(centre_m)).astype(int)
    assert bright[y - 15, x] > 1.3 * bright[y + 15, x]


@pytest.mark.parametrize(
    "bend",
    [
        {"hip_flexion_deg": 70.0},
        {"hip_flexion_deg": 30.0, "lumbar_flexion_deg": 40.0},
        {"hip_flexion_deg": 50.0, "thoracic_flexion_deg": 40.0},
        {"hip_flexion_deg": 90.0, "lumbar_flexion_deg": -30.0},
    ],
)
def test_the_contour_of_the_back_follows_the_spine(bend: dict[str, float]) -> None:
    straight_mm, _ = back_mm(hip_flexion_deg=70.0)
    contour_mm, spine_mm = back_mm(**bend)
    # What a bend adds to the contour of a straight back is the curve of the spine.
    np.testing.assert_allclose(contour_mm - straight_mm, spine_mm, atol=12.0)


def test_backs_that_bend_in_different_places_look_different() -> None:
    lumbar_mm, _ = back_mm(hip_flexion_deg=30.0, lumbar_flexion_deg=40.0)
    hollow_mm, _ = back_mm(hip_flexion_deg=90.0, lumbar_flexion_deg=-30.0)
    assert (lumbar_mm - hollow_mm).max() > 30.0


def back_mm(**angles_deg: float) -> tuple[Floats, Floats]:
    """How far the back's contour and the spine lie behind the line from sacrum to shoulders.

    In millimetres, at ten places along the line above the buttocks.
    """
    camera = Camera(azimuth_deg=90.0)
    for side in ("left", "right"):  # arms out of the way
        angles_deg |= {f"{side}_shoulder_plane_deg": 90.0, f"{side}_shoulder_elevation_deg": 90.0}
    parts, ends = body(**angles_deg)
    mask = Renderer(parts, LOOKS, camera).picture(ends, 0).mask
    joints_m = joint_positions(angles(**angles_deg), SKELETON)
    spine = np.array([camera.project(joints_m[name][0]) for name in SPINE[1:-1]])
    line = (spine[-1] - spine[0]) / np.linalg.norm(spine[-1] - spine[0])
    dorsal = np.array([-line[1], line[0]])
    places = np.linspace(0.25, 0.85, 10) * float(np.linalg.norm(spine[-1] - spine[0]))
    steps = np.arange(0.0, 60.0, 0.2)
    contour = np.empty(len(places))
    for i, place in enumerate(places):
        x, y = np.rint(spine[0] + place * line + dorsal * steps[:, None]).astype(int).T
        contour[i] = steps[np.flatnonzero(~mask[y, x])[0]]
    chain = np.interp(places, (spine - spine[0]) @ line, (spine - spine[0]) @ dorsal)
    px_per_mm = camera.height_px / camera.view_m / 1e3
    return contour / px_per_mm, chain / px_per_mm

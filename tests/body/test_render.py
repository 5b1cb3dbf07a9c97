import numpy as np
import pytest

from edge.body.kinematics import Skeleton, joint_positions, segment_frames
from edge.body.render import Picture, Renderer
from edge.body.render_camera import Camera
from edge.body.render_looks import Looks, draw_looks
from edge.body.shape import Capsule, capsules, surface
from edge.messages import Floats

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


def depth_of_rays_m(parts: tuple[Capsule, ...], ends: Floats, camera: Camera) -> Floats:
    """The reference: every pixel's ray in steps of 5 mm, the least value of the field on it."""
    rows, columns = np.mgrid[0 : camera.height_px, 0 : camera.width_px]
    flat = (np.stack([columns, rows], axis=-1) - camera.centre_px) / camera.focal_px
    rays = np.concatenate([flat, np.ones((*rows.shape, 1))], axis=-1)
    least = np.full(rows.shape, 1e9)
    for depth_m in np.arange(camera.distance_m - 0.5, camera.distance_m + 0.5, 0.005):
        least = np.minimum(least, field(parts, camera.see(ends), rays * depth_m))
    return least


@pytest.mark.parametrize("pose", [{}, {"hip_flexion_deg": 60.0, "lumbar_flexion_deg": 30.0}])
def test_the_silhouette_is_that_of_the_field(pose: dict[str, float]) -> None:
    camera = Camera(width_px=40, height_px=48, azimuth_deg=70.0)
    parts, ends = body(**pose)
    mask = Renderer(parts, LOOKS, camera).picture(ends, 0).mask
    least_m = depth_of_rays_m(parts, ends, camera)
    assert (least_m < -0.003).sum() > 100
    assert mask[least_m < -0.003].all()
    assert not mask[least_m > 0.003].any()


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

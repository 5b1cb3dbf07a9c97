"""Both engines on rendered people, whose joints are known."""

import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path

import mediapipe
import numpy as np
import pytest
from mediapipe.tasks.python.metadata.metadata_writers.metadata_writer import MetadataWriter

from edge.core.messages.camera import LANDMARKS
from edge.pose.engine import Landmarks, PoseEngine
from edge.pose.errors import PoseError
from edge.pose.mediapipe_engine import MediaPipeEngine
from edge.pose.opening import open_engine
from edge.posture.body_track import BodyTrack
from edge.posture.body_view import view_of
from edge.posture.spine import spine_angle_deg
from tests.pose.rendered import bend

MODELS = Path(mediapipe.__file__).parent / "modules"
WALL = np.full((480, 640, 3), 200, np.uint8)


def with_metadata(model: Path, mean: float, std: float) -> bytes:
    with warnings.catch_warnings():
        # The writer leaves its files open.
        warnings.simplefilter("ignore", ResourceWarning)
        writer = MetadataWriter.create(bytearray(model.read_bytes()))
        writer.add_image_input([mean], [std])
        populated, _ = writer.populate()
        del writer
    return bytes(populated)


@pytest.fixture(scope="module")
def task_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A `.task` file made of the models that the package carries."""
    path = tmp_path_factory.mktemp("model") / "own.task"
    detector = MODELS / "pose_detection/pose_detection.tflite"
    landmarks = MODELS / "pose_landmark/pose_landmark_full.tflite"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("pose_detector.tflite", with_metadata(detector, 127.5, 127.5))
        archive.writestr("pose_landmarks_detector.tflite", with_metadata(landmarks, 0.0, 255.0))
    return path


@pytest.fixture(params=["built-in", "task"])
def engine(request: pytest.FixtureRequest, task_file: Path) -> Iterator[PoseEngine]:
    opened = open_engine(None if request.param == "built-in" else task_file)
    yield opened
    opened.close()


def test_finds_the_joints_and_the_silhouette_of_a_rendered_person(engine: PoseEngine) -> None:
    for number, picture in enumerate(bend()):
        body = engine.process(picture.frame, number * 100_000_000)
        assert body is not None
        for joint in ("right_shoulder", "right_hip", "right_knee", "right_ankle"):
            found = body.px[LANDMARKS.index(joint)]
            assert found == pytest.approx(picture.joints_px[joint], abs=25), joint
        assert body.mask is not None
        both, either = body.mask & picture.mask, body.mask | picture.mask
        assert both.sum() / either.sum() > 0.85
        assert np.linalg.norm(body.world_m, axis=1).max() < 1.5


def test_an_empty_room_has_nobody_in_it(engine: PoseEngine) -> None:
    assert engine.process(WALL, 0) is None


def test_who_leaves_is_gone_and_who_comes_back_is_found(engine: PoseEngine) -> None:
    person = bend()[0].frame
    found = [
        engine.process(frame, number * 33_000_000) is not None
        for number, frame in enumerate([person, WALL, WALL, person, person])
    ]
    assert found[0]
    assert not found[2]
    assert found[4]


def test_points_outside_of_the_picture_are_not_visible() -> None:
    cropped = np.ascontiguousarray(bend()[0].frame[:330])
    engine = MediaPipeEngine()
    body = engine.process(cropped, 0)
    engine.close()
    assert body is not None
    below = body.px[:, 1] >= 330
    assert below.any()
    assert not body.visibility[below].any()


def test_looking_again_leaves_less_of_the_delay_of_a_quick_bend() -> None:
    pictures = bend(frames=8)
    true_deg = np.array([picture.spine_angle_deg for picture in pictures])

    def error_deg(passes: int) -> float:
        engine = MediaPipeEngine(passes)
        bodies = [engine.process(picture.frame, 0) for picture in pictures]
        engine.close()
        assert None not in bodies
        track = BodyTrack(
            px=np.array([body.px for body in bodies if body]),
            visibility=np.array([body.visibility for body in bodies if body]),
            world_m=np.array([body.world_m for body in bodies if body]),
        )
        return float(np.abs(spine_angle_deg(track, view_of(track)) - true_deg).mean())

    assert error_deg(3) < 0.7 * error_deg(1)


def test_who_stands_still_is_looked_at_once() -> None:
    engine = MediaPipeEngine(3)
    frame = bend()[0].frame
    for number in range(3):
        engine.process(frame, number)
    looks = 0
    look = engine._look

    def counted(picture: np.ndarray) -> Landmarks | None:
        nonlocal looks
        looks += 1
        return look(picture)

    engine._look = counted  # type: ignore[method-assign]
    engine.process(frame, 3)
    engine.close()
    assert looks == 1


def test_a_model_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    with pytest.raises(PoseError, match=r"there is no pose model .*missing\.task"):
        open_engine(tmp_path / "missing.task")
    broken = tmp_path / "broken.task"
    broken.write_bytes(b"no model")
    with pytest.raises(PoseError, match="not a pose model"):
        open_engine(broken)

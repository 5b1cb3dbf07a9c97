"""`physio calibrate camera`, on simulated landmarks that come at once, and once whole."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from edge.commands import calibrate_camera
from edge.records.camera_place_store import CAMERA_PLACES
from edge.simulation.body.render_camera import Camera
from edge.simulation.body.standing import StandingPoses, draw_scene
from edge.sources.camera_poses import SeenNow, seen_now
from tests.conftest import Physio

SCENE = draw_scene(11)
WHO = ("--patient", "p001", "--camera", "body")
TALL = ("--stature-cm", f"{100.0 * SCENE.person.height_m:.1f}")


def standing(places: int) -> Iterator[SeenNow]:
    poses = StandingPoses(SCENE)
    for place in range(places):
        for pose in poses.at(place, 16):
            yield SeenNow(pose=pose, state="streaming")


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calibrate_camera, "seen_now", lambda *_, **__: standing(5))


def test_five_places_tell_where_the_camera_stands(physio: Physio, physio_home: Path) -> None:
    ended = physio("calibrate", "camera", *WHO, *TALL, "--json", "-")
    assert ended.code == 0
    assert "Place 1 of 5: stand upright" in ended.err
    assert "Place 5 of 5: go one step to the other side" in ended.err
    assert "Distances are not known well" in ended.err
    found, view = ended.json, SCENE.cameras[0]
    assert found["height_m"]["value"] == pytest.approx(view.elevation_m, abs=0.08)
    assert found["height_m"]["low"] < found["height_m"]["value"] < found["height_m"]["high"]
    assert found["whole_m"][0] < SCENE.cameras[0].distance_m < found["whole_m"][1]
    assert found["places"] == len(found["distances_m"]) == 5
    assert found["simulated"] is True
    kept = CAMERA_PLACES.load(physio_home, "p001", "body")
    assert kept.tilt_deg.value == found["tilt_deg"]["value"]


def test_a_measured_distance_makes_the_others_known(physio: Physio) -> None:
    far = f"{SCENE.cameras[0].distance_m:.2f}"
    ended = physio("calibrate", "camera", *WHO, *TALL, "--distance-m", far, "--json", "-")
    assert "Distances are not known well" not in ended.err
    last = ended.json["distances_m"][-1]
    assert last["low"] < SCENE.cameras[-1].distance_m < last["high"]


def test_without_a_height_it_is_said_that_metres_are_rough(physio: Physio) -> None:
    ended = physio("calibrate", "camera", *WHO, "--language", "de")
    assert "The height is not known well: tell --stature-cm." in ended.err
    assert "Platz 1 von 5" in ended.err


def test_places_that_were_not_reached_are_said(
    physio: Physio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calibrate_camera, "seen_now", lambda *_, **__: standing(1))
    ended = physio("calibrate", "camera", *WHO, *TALL)
    assert ended.code == 0
    assert "Only 1 of 5 places were reached." in ended.err
    assert "The tilt is not known well" in ended.err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--patient", "Mr X", "--camera", "body"), "patient 'Mr X' cannot be used"),
        (("--patient", "p001", "--camera", "tv"), "is no camera"),
        (("--patient", "p001", "--camera", "video:{film}"), "its camera is not here"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(
    physio: Physio, tmp_path: Path, words: tuple[str, ...], sentence: str
) -> None:
    film = tmp_path / "film.mp4"
    film.touch()
    ended = physio("calibrate", "camera", *(word.format(film=film) for word in words))
    assert ended.code == 2
    assert sentence in ended.err


def test_nobody_who_stood_still_is_said(physio: Physio, monkeypatch: pytest.MonkeyPatch) -> None:
    def dark(*_: Any, **__: Any) -> Iterator[SeenNow]:
        yield SeenNow(pose=next(StandingPoses(SCENE).at(0, 1)), state="covered")

    monkeypatch.setattr(calibrate_camera, "seen_now", dark)
    ended = physio("calibrate", "camera", *WHO)
    assert ended.code == 2
    assert "nobody stood still" in ended.err
    assert "The camera sees nothing: uncover it" in ended.err


@pytest.mark.slow
def test_a_drawn_person_before_the_real_engine_is_enough(
    physio: Physio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calibrate_camera, "seen_now", seen_now)
    ended = physio("calibrate", "camera", *WHO, "--stature-cm", "172", "--json", "-")
    assert ended.code == 0
    true = Camera().elevation_m
    assert ended.json["height_m"]["value"] == pytest.approx(true, abs=0.15)
    assert ended.json["tilt_deg"]["value"] == pytest.approx(0.0, abs=2.0)

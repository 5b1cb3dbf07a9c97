"""`physio calibrate camera`: where the camera stands, from somebody who stands before it."""

from typing import Annotated, Any, Final

import numpy as np
import typer

from calibration.camera import place_of, whole_m
from calibration.camera_belief import Told
from calibration.stand_collector import PLACES, StandCollector
from edge.bus.clock import now_ns
from edge.commands.calibrate_input import show_figures
from edge.core.exercises import LanguageCode
from edge.records.camera_place_store import CAMERA_PLACES, camera_key
from edge.records.errors import CameraPlaceError
from edge.records.patient_store import patients_dir
from edge.signals.camera_place import CameraPlace, Known
from edge.sources.camera import camera_name
from edge.sources.camera_device import check_camera
from edge.sources.camera_poses import SeenNow, camera_opener, seen_now
from edge.sources.camera_stands import StandCamera
from edge.terminal.output import JsonOption, say, write_json
from edge.wording.language import Language
from edge.wording.languages import language_named

PATIENCE_S: Final = 300.0
"""What is not finished by then is not waited for."""
WIDE_M: Final = 0.1
"""An interval of the height that is wider than twice this says little,"""
WIDE_DEG: Final = 4.0
"""of the tilt,"""
WIDE_SHARE: Final = 0.2
"""and of a distance, as a share of it."""


def camera_command(
    *,
    patient: Annotated[str, typer.Option("--patient", help="The patient's code.")],
    camera: Annotated[
        str, typer.Option("--camera", help="webcam:0, rtsp://HOST/STREAM or body (simulated).")
    ] = "webcam:0",
    stature_cm: Annotated[
        float | None,
        typer.Option(
            min=100.0,
            max=230.0,
            help="How tall the person is, measured in shoes.",
        ),
    ] = None,
    distance_m: Annotated[
        float | None,
        typer.Option(
            min=0.5,
            max=10.0,
            help="Measured on the floor, from below the lens to the ankles at the first place.",
        ),
    ] = None,
    fov_deg: Annotated[
        float | None,
        typer.Option(min=10.0, max=120.0, help="Angle that the picture's height covers, if known."),
    ] = None,
    places: Annotated[
        int, typer.Option(min=1, max=6, help="At how many places somebody stands.")
    ] = len(PLACES),
    language: Annotated[LanguageCode, typer.Option(help="In which to say what to do.")] = "en",
    seed: Annotated[int, typer.Option(min=0, help="Which simulated patient, with body.")] = 0,
    json: JsonOption = None,
) -> None:
    """Find height, tilt and roll of the camera: stand still at five places, far and near.

    Once per camera, and whenever it was moved. Heights and distances need --stature-cm; distances
    are rough without --distance-m or --fov-deg.
    """
    CAMERA_PLACES.names(patients_dir(), patient)  # a code that cannot be one is said at once
    name = camera_name(camera)
    opener = camera_opener(name, lambda: StandCamera(seed, now_ns()))
    check_camera(name)
    collector = StandCollector(places)
    narrator = _Narrator(collector, language_named(language))
    for seen in seen_now(opener, patience_s=PATIENCE_S):
        if narrator.take(seen):
            break
    if not collector.stands:
        raise CameraPlaceError(
            "nobody stood still, whole in the picture", remedy="do what is said, one by one"
        )
    if len(collector.stands) < places:
        say(f"Only {len(collector.stands)} of {places} places were reached.")
    told = Told(
        stature_m=None if stature_cm is None else 0.01 * stature_cm,
        fov_deg=fov_deg,
        distance_m=distance_m,
    )
    place = place_of(collector.stands, told, simulated=name.kind == "body")
    path = CAMERA_PLACES.save(patients_dir(), patient, camera_key(camera), place)
    figures = figures_of(place)
    show_figures(figures)
    for sentence in _doubts(place, told):
        say(sentence)
    say(f"Kept for the camera {camera_key(camera)}, in {path}")
    write_json({"patient": patient, "camera": camera_key(camera), "file": path, **figures}, json)


def figures_of(place: CameraPlace) -> dict[str, Any]:
    """Return what a calibration tells, each quantity with the interval of 95 %."""
    return {
        "simulated": place.simulated,
        "height_m": place.height_m,
        "tilt_deg": place.tilt_deg,
        "roll_deg": place.roll_deg,
        "fov_deg": _field_of_view(place.focal_share),
        "stature_m": place.stature_m,
        "distances_m": place.distances_m,
        "places": len(place.log_distance),
        "misfit": place.misfit,
        "whole_m": whole_m(place),
    }


def say_camera_place(place: CameraPlace | None) -> None:
    """Say that the camera is calibrated, and how it stands; nothing where it is not."""
    if place is None:
        return
    height, tilt = place.height_m, place.tilt_deg
    say(
        f"Calibrated camera: {height.value:.2f} m above the floor ({height.low:.2f} to "
        f"{height.high:.2f}), looking up by {tilt.value:.1f}° ({tilt.low:.1f} to {tilt.high:.1f})."
    )


class _Narrator:
    """Says what to do, whenever that changes."""

    def __init__(self, collector: StandCollector, language: Language) -> None:
        self._collector = collector
        self._language = language
        self._said = ""

    def take(self, seen: SeenNow) -> bool:
        """Take in a picture; return whether nothing more is to be done."""
        guidance = self._collector.take(seen.pose)
        say_in = self._language.say
        if seen.state != "streaming":
            words = say_in(f"camera_help.{seen.state}")
        elif guidance.step == "wait":
            group = "presence" if guidance.trouble in ("nobody", "other") else "view"
            words = say_in(f"{group}_help.{guidance.trouble}")
        elif guidance.step == "stand":
            words = say_in(
                f"camera_place.{guidance.place}", number=guidance.number, wanted=guidance.wanted
            )
        else:
            words = say_in(f"camera_place.{guidance.step}")
        if words and words != self._said:
            self._said = words
            say(words)
        return guidance.step == "done"


def _field_of_view(focal: Known) -> Known:
    """Return the angle that the picture's height covers."""
    narrow, middle, wide = (
        float(np.degrees(2.0 * np.arctan(0.5 / value)))
        for value in (focal.high, focal.value, focal.low)
    )
    return Known(value=middle, low=narrow, high=wide)


def _doubts(place: CameraPlace, told: Told) -> list[str]:
    """Return what is not known well, and what would help."""
    said = []
    if place.height_m.width > 2.0 * WIDE_M:
        remedy = "tell --stature-cm" if told.stature_m is None else "stand at more places"
        said.append(f"The height is not known well: {remedy}.")
    if place.tilt_deg.width > 2.0 * WIDE_DEG:
        said.append(
            "The tilt is not known well: stand at more places, farther apart, or tell --fov-deg."
        )
    if any(one.width > 2.0 * WIDE_SHARE * one.value for one in place.distances_m):
        said.append(
            "Distances are not known well: measure one with a tape and tell it with --distance-m."
        )
    return said

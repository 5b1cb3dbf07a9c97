"""What `physio calibrate placement` tells of wrist and way round, beside the strap's turn."""

import dataclasses
from pathlib import Path
from typing import Any

from calibration.errors import PlacementError
from calibration.placing import WornNow, worn_now
from calibration.placing_recorder import PlacingRecorder
from calibration.worn import Worn
from edge.commands.calibrate_input import listen, recorded
from edge.core.arrays import Floats
from edge.core.exercises import Side, side_named
from edge.records.imu_calibration_store import calibration_if_known
from edge.records.patient_store import patients_dir
from edge.signals.imu_calibration import uncorrected
from edge.signals.imu_chunks import imu_chunks
from edge.simulation.body.patient import draw_patient
from edge.simulation.body.placing import simulate_placing
from edge.terminal.output import say, write_json


def worn_figures(worn: Worn) -> dict[str, Any]:
    """Return what is told of wrist and way round against a reference, with its probabilities."""
    names = ("other_wrist", "turned", "inside")
    return {name: worn.tells(name) for name in names} | {
        f"{name}_probability": worn.probability(name) for name in names
    }


def say_worn(worn: Worn, side: Side) -> None:
    """Say where wrist or way round are not those of the reference, or cannot be told.

    Raises:
        PlacementError: the watch is on the other wrist; there is no turn that makes up for that.
    """
    if worn.tells("other_wrist"):
        raise PlacementError(
            f"the watch moves as on the other wrist: the reference is of the {side} one",
            remedy=f"put it on the {side} wrist",
        )
    if worn.tells("other_wrist") is None:
        say(
            f"This movement does not tell which wrist it is (the other one: "
            f"{worn.probability('other_wrist'):.0%}); without --anchor three poses tell it."
        )
    sentences = {
        "turned": "The watch is the other way round than for the reference.",
        "inside": "The watch is on the other side of the wrist than for the reference.",
    }
    for name, sentence in sentences.items():
        if worn.tells(name):
            say(f"{sentence[:-1]} ({worn.probability(name):.1%}).")


def tell_worn(
    recording: Path | None,
    watch: str,
    patient: str,
    *,
    side: str,
    seed: int,
    json: Path | None,
) -> None:
    """Ask for the three poses of `calibration.placing`, and say how the watch is worn.

    Raises:
        ExerciseError: there is no such side.
        PlacementError: the poses were not done, or were others.
    """
    meant = side_named(side)
    if recording is None:
        recorder = PlacingRecorder()
        name, _ = listen(watch, lambda: _simulated(meant, seed), recorder)
    else:
        name, t_s, signal = recorded(recording, watch)
        sensor = calibration_if_known(patients_dir(), patient, name) or uncorrected()
        recorder = PlacingRecorder(dataclasses.replace(sensor, wearing=uncorrected().wearing))
        for chunk in imu_chunks(t_s, signal[:, :3], signal[:, 3:]):
            recorder.take(chunk)
    worn = worn_now(recorder.poses)
    say(_sentence(worn))
    if worn.wrist not in (meant, None):
        say(f"It was meant to be on the {meant} wrist: put it there, or give --side.")
    write_json({"patient": patient, "watch": name, "meant": meant} | dataclasses.asdict(worn), json)


def _sentence(worn: WornNow) -> str:
    way = {"x_to_hand": "its x axis to the hand", "x_to_elbow": "its x axis to the elbow"}
    parts = (
        f"the {worn.wrist} wrist ({worn.wrist_probability:.1%})" if worn.wrist else "either wrist",
        f"{way[worn.way_round]} ({worn.way_round_probability:.1%})"
        if worn.way_round
        else "either way round",
        f"on the {'back' if worn.face == 'outside' else 'inside'} of it "
        f"({worn.face_probability:.1%})"
        if worn.face
        else "on either side of it",
    )
    return (
        f"The watch is worn on {', '.join(parts)}; strap {worn.yaw_deg:.0f}° ± "
        f"{worn.yaw_95_deg:.0f}° about the display's normal, {worn.roll_deg:.0f}° ± "
        f"{worn.roll_95_deg:.0f}° about the forearm (95 %)."
    )


def _simulated(side: Side, seed: int) -> tuple[Floats, Floats, Floats]:
    patient = draw_patient(exercise="elbow_flexion", side=side, seed=seed)
    shown = simulate_placing(patient, seed=seed)
    return shown.t_s, shown.accel_m_s2, shown.gyro_rad_s

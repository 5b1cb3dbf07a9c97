"""`physio calibrate`: the sensor's errors, how the watch is worn today, its clock, the camera.

What tolerances a patient needs is a module of its own.
"""

import asyncio
import dataclasses
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Final

import numpy as np
import typer

from calibration.errors import PlacementError
from calibration.imu import StillPose, calibrate_imu, still_poses
from calibration.placement import directions_of_recording, placement_between
from calibration.placement_recorder import PlacementRecorder, uniform
from calibration.pose_collector import PoseCollector
from calibration.worn import Directions, worn_like
from edge.assessment.mounting import Mounting
from edge.commands.calibrate_camera import camera_command
from edge.commands.calibrate_input import (
    WEARING,
    WearingOption,
    listen,
    open_watch,
    recorded,
    show_figures,
)
from edge.commands.calibrate_thresholds import thresholds_command
from edge.commands.calibrate_worn import say_worn, tell_worn, worn_figures
from edge.commands.clock_watch import ClockWatch
from edge.core.anchor import PIPELINE_RATE_HZ, Anchor
from edge.core.arrays import Floats
from edge.records.anchor_store import ANCHORS
from edge.records.imu_calibration_store import CALIBRATIONS, calibration_if_known
from edge.records.patient_store import patients_dir
from edge.signals.imu_calibration import ImuCalibration, uncorrected
from edge.signals.resample import resample
from edge.simulation.body import simulate_session
from edge.simulation.body.poses import simulate_poses
from edge.sources.virtual import VirtualSource
from edge.sources.watch import stream
from edge.terminal.output import JsonOption, say, write_json
from edge.terminal.progress import counting
from firmware_bridge.playback import WatchSettings

app = typer.Typer()
app.command("camera")(camera_command)
app.command("thresholds")(thresholds_command)

UNSURE_DEG: Final = 10.0
"""A placement that may be wrong by more is said to be so."""
FAR_DEG: Final = 50.0
"""A turn beyond this is doubted."""
SIMULATED_DRIFT_PPM: Final = 40.0
"""By so much the simulated watch's clock is fast."""
SIMULATED_S: Final = 30.0
"""So long a simulated patient shows how the watch is worn."""

PatientOption = Annotated[str, typer.Option("--patient", help="The patient's code.")]
FileArgument = Annotated[
    Path | None,
    typer.Argument(metavar="[FILE.csv]", help="A recording of the watch, in place of listening."),
]
WatchOption = Annotated[
    str,
    typer.Option(
        "--watch", help="As in 'physio run', but no recording; 'ble:' is the first watch."
    ),
]
SeedOption = Annotated[int, typer.Option(min=0, help="Which simulated patient, with virtual.")]


@app.command("imu")
def imu_command(
    *,
    recording: FileArgument = None,
    patient: PatientOption,
    watch: WatchOption = "ble:",
    sides: Annotated[
        int, typer.Option(min=1, max=6, help="How many sides of the watch are held upwards.")
    ] = 6,
    seed: SeedOption = 0,
    json: JsonOption = None,
) -> None:
    """Find a watch's bias and scale: lay it down still, 2 s on each of its sides.

    Once per watch, before its placement is calibrated.
    """
    CALIBRATIONS.names(
        patients_dir(), patient
    )  # a patient's code that cannot be one is said at once
    if recording is None:
        collector = PoseCollector(sides)
        name, _ = listen(watch, lambda: simulate_poses(seed=seed), collector)
        poses = collector.poses
        if len(collector.missing) > 6 - sides:
            say(f"Never held upwards, and so less well known: {', '.join(collector.missing)}.")
    else:
        name, t_s, signal = recorded(recording, watch)
        poses = _poses(t_s, signal)
    calibration = calibrate_imu(poses)
    figures = {
        field.name: getattr(calibration, field.name)
        for field in dataclasses.fields(calibration)
        if field.name != "wearing"
    }
    _keep(patient, name, calibration, figures, json)


@app.command("placement")
def placement_command(
    *,
    recording: FileArgument = None,
    patient: PatientOption,
    anchor: Annotated[
        str | None,
        typer.Option("--anchor", help="The reference, as 'physio anchor list' names it."),
    ] = None,
    side: Annotated[
        str, typer.Option("--side", help="Without --anchor: the wrist meant, left or right.")
    ] = "right",
    watch: WatchOption = "ble:",
    seed: SeedOption = 0,
    wearing: WearingOption = WEARING,
    json: JsonOption = None,
) -> None:
    """Find how the watch is turned on the wrist: stand still for 3 s, then do one repetition.

    Whenever the watch has been put on differently than for the reference. Without --anchor three
    poses are asked for instead, which tell the wrist and the way round by themselves: let the arm
    hang, point the forearm forward with the thumb up, lay the hand on the belly.
    """
    if anchor is None:
        tell_worn(recording, watch, patient, side=side, seed=seed, json=json)
        return
    reference = ANCHORS.load(patients_dir(), patient, anchor)
    if recording is None:
        recorder = PlacementRecorder()
        name, done = listen(watch, lambda: _put_on(reference, seed, wearing), recorder)
        if not done:
            raise PlacementError(
                "no repetition was seen", remedy="stand still for 3 s, then do one"
            )
        t_s, accel, gyro = recorder.recording
    else:
        name, *raw = recorded(recording, watch)
        t_s, accel, gyro = uniform(*raw)
    sensor = calibration_if_known(patients_dir(), patient, name) or uncorrected()
    sensor = dataclasses.replace(sensor, wearing=uncorrected().wearing)
    now = directions_of_recording(t_s, *sensor.apply(accel, gyro))
    worn = worn_like(Directions.of_anchor(reference), now)
    say_worn(worn, reference.side)
    placement = placement_between(Mounting.of_anchor(reference), now.mounting)
    if placement.uncertainty_deg > UNSURE_DEG:
        say(
            "This movement turns about the vertical, and how the watch is turned about that cannot "
            "be told; a reference of another exercise tells more."
        )
    if placement.turned_deg > FAR_DEG:
        say(
            f"Turned by {placement.turned_deg:.0f}°, more than a strap slips: unless the watch is "
            "worn quite differently, the movement was not that of the reference."
        )
    figures = dataclasses.asdict(placement) | worn_figures(worn)
    _keep(patient, name, dataclasses.replace(sensor, wearing=placement.rotation), figures, json)


@app.command("clock")
def clock_command(
    *,
    watch: WatchOption = "ble:",
    seconds: Annotated[float, typer.Option(min=5.0, max=3600.0, help="How long to listen.")] = 60.0,
    seed: SeedOption = 0,
    json: JsonOption = None,
) -> None:
    """Compare the watch's clock with this machine's: offset, drift, and how soon they are known."""
    source = open_watch(
        watch,
        lambda: _standing(seconds + SIMULATED_S, seed),
        WatchSettings(drift_ppm=SIMULATED_DRIFT_PPM),
    )
    with counting("Listening") as progress:
        clock = ClockWatch(seconds=seconds, progress=progress)
        asyncio.run(clock.listen(partial(stream, source)))
    figures = clock.figures()
    if isinstance(source, VirtualSource):
        figures["true_drift_ppm"] = SIMULATED_DRIFT_PPM
    show_figures(figures)
    if figures["settled_after_s"] is None:
        say("Not settled, so offset and drift are not known yet; listen for a minute.")
    write_json(figures, json)


def _poses(t_s: Floats, signal: Floats) -> tuple[StillPose, ...]:
    """Return the still poses of a recording of any rate, holes in it or not."""
    return tuple(
        pose
        for piece in resample(t_s, signal, PIPELINE_RATE_HZ).pieces
        if len(piece.t_s) > 1
        for pose in still_poses(
            piece.t_s,
            np.ascontiguousarray(piece.x[:, :3]),
            np.ascontiguousarray(piece.x[:, 3:]),
        )
    )


def _put_on(reference: Anchor, seed: int, wearing: int) -> tuple[Floats, Floats, Floats]:
    """Return what the watch of a simulated patient reads who has put it on once more."""
    session = simulate_session(
        exercise=reference.exercise,
        side=reference.side,
        profile="healthy",
        duration_s=SIMULATED_S,
        seed=seed,
        wearing=wearing,
    )
    return session.t_s, session.accel_m_s2, session.gyro_rad_s


def _standing(seconds: float, seed: int) -> tuple[Floats, Floats, Floats]:
    session = simulate_session(exercise="shoulder_abduction", duration_s=seconds, seed=seed)
    return session.t_s, session.accel_m_s2, session.gyro_rad_s


def _keep(
    patient: str, name: str, calibration: ImuCalibration, figures: dict[str, Any], json: Path | None
) -> None:
    path = CALIBRATIONS.save(patients_dir(), patient, name, calibration)
    show_figures(figures)
    say(f"Kept for the watch {name}, in {path}")
    write_json({"patient": patient, "watch": name, "file": path, **figures}, json)

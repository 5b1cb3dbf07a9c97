"""`physio run`: a real session by a plan."""

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated, Never

import typer

from edge.commands.calibrate_camera import say_camera_place
from edge.commands.calibrate_input import WEARING, WearingOption, say_calibration, say_tolerances
from edge.commands.plan_days import ask_about_days, say_plan
from edge.commands.uplink_options import say_result
from edge.commands.watch_input import announced
from edge.processes.options import SessionOptions
from edge.records.camera_place_store import camera_key, camera_place_if_known
from edge.records.errors import RecordsError
from edge.records.patient_store import new_session_dir, patients_dir
from edge.records.plan_in_force import plan_in_force
from edge.records.privacy import make_private
from edge.records.session_history import read_history
from edge.records.session_plan import SessionPlan
from edge.records.uplink_state import is_told, sending_of
from edge.session.feedback_row import feedback_row
from edge.session.head import head_of
from edge.session.live import LiveSession
from edge.session.served_page import PageOpener, page_settings
from edge.simulation.patient import SimulatedPatient
from edge.sources.camera import camera_name
from edge.sources.errors import SourceError
from edge.sources.schemes import HELP
from edge.sources.virtual import check_virtual, is_virtual
from edge.sources.watch import open_source, settled, watch_name
from edge.terminal.output import JsonOption, TraceOption, say, write_json
from edge.uplink.sending import SendResult, send_waiting


def run(
    plan: Annotated[Path, typer.Option(help="The therapist's plan (TOML).")],
    watch: Annotated[str, typer.Option(help=HELP)] = "ble:",
    camera: Annotated[
        str, typer.Option(help="webcam:0, video:PATH, rtsp://HOST/STREAM or body (simulated).")
    ] = "",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port of the page; 0: any.")] = 0,
    lan: Annotated[bool, typer.Option("--lan", help="Open the page to the home network.")] = False,
    certificate: Annotated[Path | None, typer.Option(help="TLS certificate for --lan.")] = None,
    key: Annotated[Path | None, typer.Option(help="Its private key.")] = None,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open the page here.")
    ] = True,
    seed: Annotated[
        int, typer.Option(min=0, help="Which simulated person, with --watch virtual.")
    ] = 0,
    wearing: WearingOption = WEARING,
    yes: Annotated[
        bool, typer.Option("--yes", help="Do not ask whether a plan that is not in force is meant.")
    ] = False,
    trace: TraceOption = None,
    json: JsonOption = None,
) -> None:
    """Run a session: the page leads the patient through the plan to its end, or to Ctrl-C.

    Where the therapist's hub has sent a newer plan for the patient, the session goes by that.
    """
    watch = settled(watch)
    make_private(patients_dir())
    in_force = plan_in_force(plan, patients_dir())
    say_plan(in_force)
    ask_about_days(in_force.plan.schedule, date.today(), ask=not yes and sys.stdin.isatty())
    session_plan = SessionPlan.stored(in_force.plan, patients_dir(), watch_name(watch))
    if camera:
        camera_name(camera)
    camera_place = camera_place_if_known(
        patients_dir(), session_plan.plan.patient, camera_key(camera)
    )
    say_calibration(session_plan.calibration)
    say_tolerances(session_plan, patients_dir())
    say_camera_place(camera_place)
    patient = _simulated_patient(watch, session_plan, seed, wearing)
    page = page_settings(port=port, lan=lan, certificate=certificate, key=key)
    patient_dir = patients_dir() / session_plan.plan.patient
    options = SessionOptions(
        session_plan=session_plan,
        patient_dir=patient_dir,
        simulated=is_virtual(watch),
        watch=watch,
        camera=camera,
        page=page,
        patient=patient,
        camera_place=camera_place,
    )
    try:
        if is_told(patient_dir, session_plan.plan):
            options = replace(options, head=head_of(options, in_force.sha256))
    except RecordsError as error:  # nobody is kept from exercising by that
        say(f"The therapist's hub is not told of this session: {error}")
    session = LiveSession(session_dir=new_session_dir(patient_dir), options=options)
    opener = PageOpener(
        page, "The patient's page: {url}  (Ctrl-C ends the session)", browser=browser
    )
    session.run(polled=opener, trace=trace)
    outcome = session.outcome
    if outcome.ending:
        say(outcome.ending)
    for summary in outcome.summaries:
        say(f"{summary.name}: {summary.words}")
    if session_plan.plan.store.recording:
        say(f"Recorded in {session.session_dir}")
    told = _tell_hub(session)
    result = {
        "session": session.session_dir,
        "session_id": session.options.session_id,
        "simulated": session.options.simulated,
        "repetitions": [feedback_row(feedback) for feedback in outcome.feedbacks],
        "summaries": outcome.summaries,
        "history": read_history(patient_dir).entries,
        "away": outcome.absences,
        "ended_by_itself": bool(outcome.ending),
        "uplink": told,
    }
    write_json(result, json)
    outcome.check()


def _tell_hub(session: LiveSession) -> SendResult | None:
    """Send what waits now that the session is over; None where nothing is sent from here."""
    folder = session.options.patient_dir
    if session.options.head is None or sending_of(folder, None) != "on":
        return None
    result = send_waiting(folder)
    say_result(result)
    return result


def _simulated_patient(
    watch: str, session_plan: SessionPlan, seed: int, wearing: int
) -> SimulatedPatient | None:
    """Return who wears a simulated watch, None for a real one, whose name is checked.

    Raises:
        SourceError: it names no watch, or the file cannot be read.
        LinkError: it is a real one, and this machine's radio cannot be used.
    """
    if not is_virtual(watch):
        announced(open_source(watch, _no_simulation)).check()
        return None
    check_virtual(watch)
    planned = session_plan.plan.exercises[0]
    return SimulatedPatient(
        exercise=planned.name,
        side=planned.side,
        profile="mixed",
        seconds=600.0,
        seed=seed,
        wearing=wearing,
    )


def _no_simulation() -> Never:
    raise SourceError("not a simulated watch")

"""`physio report`: a recorded session as one HTML page for the therapist."""

from dataclasses import replace
from itertools import takewhile
from pathlib import Path
from typing import Annotated

import typer

from calibration.gyro_drift import drift_over
from edge.core.messages.exercise import Feedback, Summary
from edge.core.messages.imu import Imu
from edge.records.errors import RecordingError
from edge.records.patient_store import patients_dir
from edge.records.recording import Recording, read_recording
from edge.records.screening_metadata import is_screening
from edge.records.session_history import History, read_history
from edge.records.session_metadata import SessionMetadata
from edge.report.latency import latency_html
from edge.report.latency_figures import read_latency
from edge.report.session import Session, report_html
from edge.runtime.supervisor import LATENCY_FILE
from edge.terminal.output import JsonOption, say, write_json


def report(
    session: Annotated[
        Path,
        typer.Argument(
            metavar="SESSION",
            help="Folder of a session, its recording, or a patient's code for the latest session.",
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Where to write the page; by default report.html in it."),
    ] = None,
    latency: Annotated[
        bool, typer.Option("--latency", help="Where the time went instead: for an engineer.")
    ] = False,
    json: JsonOption = None,
) -> None:
    """Write a session as one self-contained page: what was prescribed, done and said."""
    session = session if session.exists() else _latest_session(session)
    folder = session if session.is_dir() else session.parent
    if latency:
        _report_latency(folder, out, json)
        return
    recording = read_recording(session)
    if is_screening(recording.metadata):
        raise RecordingError(
            f"{session} is a screening, whose page is its report",
            remedy="physio replay SESSION --out DIR writes that page again",
        )
    content = session_of(recording, history_until(folder))
    target = out or folder / "report.html"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(report_html(content), encoding="utf-8")
    for warning in content.warnings:
        say(warning)
    say(f"Report written to {target}")
    result = {
        "file": target,
        "patient": content.plan.patient,
        "simulated": content.simulated,
        "repetitions": len(content.feedbacks),
        "summaries": list(content.summaries),
        "warnings": list(content.warnings),
        "drift": content.drift,
    }
    write_json(result, json)


def _latest_session(patient: Path) -> Path:
    """Return the folder of a patient's latest session; `patient` itself where there is none."""
    sessions = sorted((patients_dir() / patient.name / "sessions").glob("*/"))
    return sessions[-1] if sessions and patient.name == str(patient) else patient


def _report_latency(folder: Path, out: Path | None, json: Path | None) -> None:
    figures = read_latency(folder / LATENCY_FILE)
    target = out or folder / "latency.html"
    target.parent.mkdir(parents=True, exist_ok=True)
    html = latency_html(figures, f"Latencies of session {folder.resolve().name}")
    target.write_text(html, encoding="utf-8")
    say(f"Latencies written to {target}")
    write_json({"file": target, **figures}, json)


def session_of(recording: Recording, history: History | None = None) -> Session:
    """Return what a report needs of a recording.

    Raises:
        PlanError: the recording carries no plan.
        AnchorError: an anchor in it is damaged.
    """
    history = history or History()
    metadata = SessionMetadata.read(recording.metadata)
    session_plan = metadata.required_plan()
    return Session(
        plan=session_plan.plan,
        anchors=dict(enumerate(session_plan.anchors)),
        learnt={i: one for i, one in enumerate(session_plan.learnt) if one is not None},
        feedbacks=[item for item in recording.messages if isinstance(item, Feedback)],
        summaries=[item for item in recording.messages if isinstance(item, Summary)],
        began_at=metadata.began_at and metadata.began_at.astimezone(),
        watch=metadata.watch or "–",
        simulated=metadata.simulated,
        warnings=(*recording.warnings, *history.warnings),
        history=history.entries,
        drift=drift_over(
            (item for item in recording.messages if isinstance(item, Imu)),
            session_plan.calibration,
        ),
    )


def history_until(session_dir: Path) -> History:
    """Return the patient's history up to this session; empty where there is none of it."""
    history = read_history(session_dir.resolve().parent.parent)
    entries = history.entries
    later = {entry.session for entry in entries if entry.session > session_dir.name}
    return replace(
        history, entries=tuple(takewhile(lambda entry: entry.session not in later, entries))
    )

"""The `page` process: connects the served page to the ports of the graph."""

from pathlib import Path

from edge.bus.stop import Stop
from edge.core.messages.exercise import Command, Feedback, Summary
from edge.page.model import PageModel
from edge.page.server import serve
from edge.page.settings import PageSettings
from edge.processes.camera import FRAMES_FILE
from edge.records.errors import RecordingError
from edge.records.recording import read_recording
from edge.records.session_history import read_history
from edge.records.session_plan import SessionPlan
from edge.runtime.context import Plain, SessionContext
from edge.runtime.service import ServicePorts


def serve_page(context: SessionContext, ports: ServicePorts, stop: Stop) -> None:
    """Serve the session's page; restarted, at the same address and with the session so far.

    Its address is kept in the process's state, for whoever wants to open it, and so is the
    patient's choice about the own picture: a restart must not bring back a picture.
    """
    session_plan = SessionPlan.from_metadata(context.metadata)
    model = PageModel(plan=session_plan.plan, anchors=session_plan.anchors)
    state = context.state_file()
    saved = state.load()
    if context.restarts:
        _bring_back(model, context.session_dir)

    if "picture" in saved:
        model.picture.switch(on=bool(saved["picture"]))

    def keep(**facts: Plain) -> None:
        state.save(**(state.load() | facts))

    serve(
        model,
        ports,
        stop=stop,
        settings=_settings(context, int(saved.get("port") or 0)),
        history=read_history(Path(str(context.options["patient_dir"]))),
        frames=context.run_dir / FRAMES_FILE,
        switched=lambda on: keep(picture=on),
        finished=lambda shown: ports.finished(shown=shown),
        ready=lambda url: keep(url=url, port=int(url.rstrip("/").rpartition(":")[2])),
        announce=lambda code: print(f"Code for one more browser: {code}", flush=True),
    )


def _bring_back(model: PageModel, session_dir: Path) -> None:
    try:
        recording = read_recording(session_dir)
    except RecordingError:
        return  # the page fell before anything was recorded
    shown = (Command, Feedback, Summary)
    model.resume(message for message in recording.messages if isinstance(message, shown))


def _settings(context: SessionContext, port: int) -> PageSettings:
    options = context.options
    lan = bool(options.get("lan"))
    certificate, key = options.get("certificate"), options.get("key")
    return PageSettings(
        port=port or int(options.get("port") or 0),
        lan=lan,
        code=str(options.get("code") or ""),
        certificate=Path(str(certificate)) if certificate else None,
        key=Path(str(key)) if key else None,
        state=context.run_dir / "page.access",
    )

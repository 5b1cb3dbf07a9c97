"""The `page` process of a screening: connects the served page to the ports of the graph."""

from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from edge.bus.clock import now_ns
from edge.bus.stop import Stop
from edge.core.messages.screening import ScreeningAnswer, ScreeningCommand
from edge.core.messages.status import PageAddress
from edge.page.bending.model import BendModel
from edge.page.bending.session import BendSession
from edge.page.picture_feed import PictureFeed
from edge.page.server import serve_session
from edge.processes.camera import FRAMES_FILE
from edge.processes.options import recording_dir
from edge.processes.page import PageState
from edge.processes.screening_options import ScreeningOptions
from edge.records.errors import RecordingError
from edge.records.recording import read_recording
from edge.runtime.context import SessionContext
from edge.runtime.service import ServicePorts


def serve_page(context: SessionContext, ports: ServicePorts, stop: Stop) -> None:
    """Serve the screening's page; restarted, at the same address, with answer and choices.

    Once the page can be opened, its address is sent.
    """
    options: ScreeningOptions = context.options
    model = BendModel(code=options.code, language=options.language)
    checkpoint = context.checkpoint(PageState)
    state = checkpoint.load() or PageState()
    if context.restarts:
        _bring_back(model, recording_dir(context))
    if state.picture is not None:
        model.picture.switch(on=state.picture)
    if state.language is not None:
        model.speak(state.language)
    if state.spoken is not None:
        model.spoken = state.spoken

    def keep(**changes: Any) -> None:
        nonlocal state
        state = replace(state, **changes)
        checkpoint.save(state)

    def ready(url: str) -> None:
        keep(port=urlsplit(url).port)
        at_ns = now_ns()
        ports.send(PageAddress(seq=0, sensor_ns=at_ns, host_ns=at_ns, url=url))

    if options.page.network == "open":
        model.picture.bar()
    pictures = PictureFeed(context.run_dir / FRAMES_FILE)
    session = BendSession(
        model,
        ports,
        network=options.page.network,
        pictures=pictures,
        chosen=lambda: keep(
            picture=model.picture.on, language=model.language.code, spoken=model.spoken
        ),
        finished=lambda shown: ports.finished(shown=shown),
    )
    serve_session(
        session,
        stop=stop,
        settings=replace(
            options.page,
            port=state.port or options.page.port,
            state=context.run_dir / "page.access",
        ),
        pictures=pictures,
        ready=ready,
        announce=lambda code: print(f"Code for one more browser: {code}", flush=True),
    )


def _bring_back(model: BendModel, session_dir: Path) -> None:
    try:
        recording = read_recording(session_dir)
    except RecordingError:
        return  # the page fell before anything was recorded
    shown = (ScreeningCommand, ScreeningAnswer)
    model.resume(message for message in recording.messages if isinstance(message, shown))

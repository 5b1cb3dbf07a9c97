"""The `page` process: connects the served page to the ports of the graph."""

import logging
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from edge.bus.clock import now_ns
from edge.bus.stop import Stop
from edge.core.exercises import LanguageCode
from edge.core.messages.exercise import Command, Feedback, Summary
from edge.core.messages.status import PageAddress
from edge.page.model import PageModel
from edge.page.server import serve
from edge.page.today import Today
from edge.processes.camera import FRAMES_FILE
from edge.processes.options import SessionOptions, recording_dir
from edge.records.errors import OutboxError, RecordingError
from edge.records.recording import read_recording
from edge.records.session_history import History, read_history
from edge.records.uplink_state import Waiting, waiting_of
from edge.runtime.context import SessionContext
from edge.runtime.service import ServicePorts

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageState:
    """What a restarted page must know, beside what the recording tells it.

    Attributes:
        port: where it was served; None before it was.
        picture: whether the patient had switched the own picture on; None before they chose.
        language: in which the patient was spoken to; None before they chose anything.
        spoken: whether a voice spoke to them; None before they chose anything.
    """

    port: int | None = None
    picture: bool | None = None
    language: LanguageCode | None = None
    spoken: bool | None = None


def serve_page(context: SessionContext, ports: ServicePorts, stop: Stop) -> None:
    """Serve the session's page; restarted, at the same address and with the session so far.

    The patient's choices outlive the process too: a restart must bring back neither a picture that
    was switched off nor a language that the patient does not read. Once the page can be opened,
    its address is sent.
    """
    options: SessionOptions = context.options
    plan = options.session_plan
    history = read_history(options.patient_dir)
    for warning in history.warnings:
        _LOG.warning("%s", warning)
    model = PageModel(
        plan=plan.plan,
        anchors=plan.anchors,
        silence_ends_s=options.silence_ends_s,
        today=_today(options, history),
    )
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

    serve(
        model,
        ports,
        stop=stop,
        settings=replace(
            options.page,
            port=state.port or options.page.port,
            state=context.run_dir / "page.access",
        ),
        history=history.entries,
        frames=context.run_dir / FRAMES_FILE,
        chosen=lambda: keep(
            picture=model.picture.on, language=model.language.code, spoken=model.spoken
        ),
        finished=lambda shown: ports.finished(shown=shown),
        ready=ready,
        announce=lambda code: print(f"Code for one more browser: {code}", flush=True),
    )


def _today(options: SessionOptions, history: History) -> Today:
    waiting = Waiting()
    try:
        waiting = waiting_of(options.patient_dir)
    except OutboxError as error:
        _LOG.warning("%s", error)
    now, since_ms = datetime.now().astimezone(), waiting.since_ms
    return Today.of(
        options.session_plan.plan.schedule,
        now.date(),
        [entry for entry in history.entries if entry.simulated == options.simulated],
        waiting=waiting.sessions,
        waiting_since=None
        if since_ms is None
        else datetime.fromtimestamp(since_ms / 1000).astimezone().date(),
    )


def _bring_back(model: PageModel, session_dir: Path) -> None:
    try:
        recording = read_recording(session_dir)
    except RecordingError:
        return  # the page fell before anything was recorded
    shown = (Command, Feedback, Summary)
    model.resume(message for message in recording.messages if isinstance(message, shown))

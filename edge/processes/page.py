"""The `page` process of a session of exercises."""

import logging
import time
from datetime import datetime
from functools import partial

from edge.bus.stop import Stop
from edge.core.messages.exercise import Command, Feedback, Summary
from edge.page.exercise.model import ExerciseModel
from edge.page.exercise.session import ExerciseSession
from edge.page.exercise.today import Today
from edge.page.exercise.views import Letter
from edge.processes.options import SessionOptions
from edge.processes.served_session import serve_live
from edge.records.errors import OutboxError, RecordsError
from edge.records.patient_words import write_words
from edge.records.session_history import History, read_history
from edge.records.uplink_state import Waiting, waiting_of
from edge.runtime.context import SessionContext
from edge.runtime.service import ServicePorts

_LOG = logging.getLogger(__name__)


def serve_page(context: SessionContext, ports: ServicePorts, stop: Stop) -> None:
    """Serve the session's page, with the patient's earlier sessions."""
    options: SessionOptions = context.options
    plan = options.session_plan
    history = read_history(options.patient_dir)
    for warning in history.warnings:
        _LOG.warning("%s", warning)
    model = ExerciseModel(
        plan=plan.plan,
        anchors=plan.anchors,
        learnt=plan.learnt,
        silence_ends_s=options.silence_ends_s,
        today=_today(options, history),
        camera_place=options.camera_place,
    )
    serve_live(
        context,
        ports,
        stop,
        model=model,
        recorded=(Command, Feedback, Summary),
        session=partial(
            ExerciseSession,
            model,
            ports,
            history=history.entries,
            keep_letter=None if options.head is None else partial(_keep_letter, options),
        ),
    )


def _keep_letter(options: SessionOptions, letter: Letter) -> None:
    """Put what the patient writes into the outbox, from which it is sent after the session.

    Raises:
        RecordsError: it cannot be kept; it was said.
    """
    try:
        write_words(
            options.patient_dir,
            letter.text,
            about_pain=letter.about_pain,
            now_ms=time.time_ns() // 1_000_000,
        )
    except RecordsError as error:
        _LOG.warning("%s", error)
        raise


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
        messages=waiting.messages,
    )

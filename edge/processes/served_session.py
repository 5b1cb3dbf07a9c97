"""The `page` process of any live session: a page that is served, and served again after a fall."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol
from urllib.parse import urlsplit

from edge.bus.clock import now_ns
from edge.bus.stop import Stop
from edge.core.exercises import LanguageCode
from edge.core.messages.base import Message
from edge.core.messages.status import PageAddress
from edge.page.model import LiveModel
from edge.page.picture_feed import PictureFeed
from edge.page.server import ServedSession, serve
from edge.page.session import Surroundings
from edge.page.settings import PageSettings
from edge.processes.camera import FRAMES_FILE
from edge.processes.options import recording_dir
from edge.records.errors import RecordingError
from edge.records.recording import read_recording
from edge.runtime.context import SessionContext
from edge.runtime.service import ServicePorts


@dataclass(frozen=True, slots=True, kw_only=True)
class PageState:
    """What a restarted page must know, beside what the recording tells it.

    Attributes:
        port: where it was served; None before it was.
        picture: whether somebody had switched the picture on; None before they chose.
        language: in which they were spoken to; None before they chose anything.
        spoken: whether a voice spoke to them; None before they chose anything.
    """

    port: int | None = None
    picture: bool | None = None
    language: LanguageCode | None = None
    spoken: bool | None = None


class PageOptions(Protocol):
    """What must be known of a session to serve its page."""

    @property
    def page(self) -> PageSettings:
        """Where the page is served, and to whom."""


def serve_live(
    context: SessionContext,
    ports: ServicePorts,
    stop: Stop,
    *,
    model: LiveModel,
    recorded: Sequence[type[Message]],
    session: Callable[[Surroundings], ServedSession],
) -> None:
    """Serve a live page; restarted, at the same address and with the session so far.

    What was chosen outlives the process too: a restart must bring back neither a picture that was
    switched off nor a language that nobody reads. Once the page can be opened, its address is sent.

    Args:
        context: of the process, whose options have a `page`.
        ports: to the other processes.
        stop: tells when to end.
        model: what is to be shown, at the session's beginning.
        recorded: the types of messages that bring it to where the session stands.
        session: shows the model in browsers.
    """
    options: PageOptions = context.options
    checkpoint = context.checkpoint(PageState)
    state = checkpoint.load() or PageState()
    if context.restarts:
        _bring_back(model, context, tuple(recorded))
    _choose_again(model, state)

    def keep(**changes: Any) -> None:
        nonlocal state
        state = replace(state, **changes)
        checkpoint.save(state)

    def ready(url: str) -> None:
        keep(port=urlsplit(url).port)
        at_ns = now_ns()
        ports.send(PageAddress(seq=0, sensor_ns=at_ns, host_ns=at_ns, url=url))

    surroundings = Surroundings(
        network=options.page.network,
        pictures=PictureFeed(context.run_dir / FRAMES_FILE),
        chosen=lambda: keep(
            picture=model.picture.on, language=model.language.code, spoken=model.spoken
        ),
        finished=lambda shown: ports.finished(shown=shown),
    )
    serve(
        session(surroundings),
        stop=stop,
        settings=replace(
            options.page,
            port=state.port or options.page.port,
            state=context.run_dir / "page.access",
        ),
        ready=ready,
        announce=lambda code: print(f"Code for one more browser: {code}", flush=True),
    )


def _bring_back(
    model: LiveModel, context: SessionContext, recorded: tuple[type[Message], ...]
) -> None:
    try:
        recording = read_recording(recording_dir(context))
    except RecordingError:
        return  # the page fell before anything was recorded
    model.resume(message for message in recording.messages if isinstance(message, recorded))


def _choose_again(model: LiveModel, state: PageState) -> None:
    if state.picture is not None:
        model.picture.switch(on=state.picture)
    if state.language is not None:
        model.speak(state.language)
    if state.spoken is not None:
        model.spoken = state.spoken

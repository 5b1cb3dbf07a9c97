"""Serves a page before a fake pipeline, for a real browser: `python -m tests.page.scripted_page`.

Prints one JSON line for the address, for each code and for each command that the page sends.
Ends when its standard input is closed.
"""

import argparse
import json
import sys
import threading
import time
from pathlib import Path
from typing import cast

from edge.bus.stop import Stop
from edge.core.messages.base import Message
from edge.core.messages.exercise import Command
from edge.core.messages.status import PageAddress, PageDone
from edge.page.model import PageModel
from edge.page.server import serve
from edge.page.session import RESTING_S
from edge.page.settings import PageSettings
from edge.processes.options import SessionOptions
from edge.processes.page import serve_page
from edge.records.plan import Plan
from edge.records.session_plan import SessionPlan
from edge.runtime.context import SessionContext
from edge.runtime.service import ServicePorts
from tests.page.camera_scene import FakeCamera
from tests.page.scenes import FakePipeline, history, make_anchors, make_plan, praise


class Reporting:
    """A fake pipeline that tells of every command."""

    def __init__(self, pipeline: FakePipeline) -> None:
        self._pipeline = pipeline

    def fileno(self) -> int:
        return self._pipeline.fileno()

    def poll(self) -> list[Message]:
        return self._pipeline.poll()

    def send(self, command: Command | PageAddress | PageDone) -> None:
        if isinstance(command, PageDone):
            say(done=True)
            return
        if isinstance(command, PageAddress):
            say(url=command.url)
            return
        say(
            action=command.action,
            exercise=command.exercise,
            pain=command.pain,
            effort=command.effort,
        )
        self._pipeline.send(command)

    def finished(self, *, shown: bool) -> None:
        """What the page measures about itself is of no interest here."""


def say(**facts: object) -> None:
    print(json.dumps(facts), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--code", default="")
    parser.add_argument("--state", type=Path)
    parser.add_argument("--resumed", action="store_true")
    parser.add_argument("--frames", type=Path)
    parser.add_argument("--picture", action="store_true")
    parser.add_argument("--repetitions", type=int, default=3)
    parser.add_argument("--repetition-s", type=float, default=0.6)
    parser.add_argument("--process", type=Path, help="as a process of the graph, in this folder")
    parser.add_argument("--restarts", type=int, default=0)
    options = parser.parse_args()

    plan = make_plan(picture=options.picture, repetitions=options.repetitions)
    model = PageModel(plan=plan, anchors=make_anchors(plan))
    if options.resumed:
        model.resume([praise(1), praise(2)])
    camera = None if options.frames is None else FakeCamera(options.frames)
    pipeline = FakePipeline(plan, repetition_s=options.repetition_s, camera=camera)
    stop = Stop()

    def end_with_input() -> None:
        sys.stdin.read()
        pipeline.end()
        time.sleep(2 * RESTING_S)
        stop.set()

    threading.Thread(target=end_with_input, daemon=True).start()
    exchange = Reporting(pipeline)
    if options.process is not None:
        serve_as_process(plan, exchange, stop, options)
        return
    serve(
        model,
        exchange,
        stop=stop,
        settings=PageSettings(
            port=options.port, lan=bool(options.code), code=options.code, state=options.state
        ),
        history=history(),
        frames=options.frames,
        chosen=lambda: say(picture=model.picture.on, language=model.language.code),
        ready=lambda url: say(url=url),
        announce=lambda code: say(code=code),
    )


def serve_as_process(
    plan: Plan, exchange: Reporting, stop: Stop, options: argparse.Namespace
) -> None:
    """Serve as the graph's process does, which sends its address."""
    folder: Path = options.process
    context = SessionContext(
        process="page",
        session_dir=folder,
        run_dir=folder,
        restarts=options.restarts,
        options=SessionOptions(
            session_plan=SessionPlan(plan=plan, anchors=make_anchors(plan)),
            patient_dir=folder,
            simulated=True,
            watch="virtual",
        ),
    )
    # Of its ports the page only polls and sends, of its stop signal it only asks whether it is set.
    serve_page(context, cast(ServicePorts, exchange), stop)


if __name__ == "__main__":
    main()

"""Serves a page before a fake pipeline, for a real browser: `python -m tests.page.scripted_page`.

Prints one JSON line for the address, for each code and for each command that the page sends. Each
line of its standard input is the name of a scene of `tests.page.stage` and a language, in which it
is shown from then on; or `session`, with which one begins anew, the number of its repetitions and
the time of each. Ends when its standard input is closed.
"""

import argparse
import json
import sys
import threading
import time
from collections import deque
from pathlib import Path
from typing import cast

from edge.bus.stop import Stop
from edge.core.exercises import LanguageCode
from edge.core.messages.base import Message
from edge.core.messages.exercise import Command
from edge.core.messages.status import PageAddress, PageDone
from edge.page.exercise.session import ExerciseSession
from edge.page.picture_feed import PictureFeed
from edge.page.server import serve
from edge.page.session import RESTING_S, Surroundings
from edge.page.settings import PageSettings
from edge.processes.options import SessionOptions
from edge.processes.page import serve_page
from edge.records.plan import Plan
from edge.records.session_plan import SessionPlan
from edge.runtime.context import SessionContext
from edge.runtime.service import ServicePorts
from tests.page.camera_scene import FakeCamera
from tests.page.scenes import FakePipeline, history, make_anchors, make_plan, praise
from tests.page.stage import SCENES, Scene, StageModel


class Reporting:
    """A fake pipeline that tells of every command, or a scene in its place.

    Args:
        model: that is put back to the beginning where a scene or a session begins.
        camera: sees the patient; None where there is none.
    """

    def __init__(self, model: StageModel, camera: FakeCamera | None) -> None:
        self.asked: deque[str] = deque()
        self._model = model
        self._camera = camera
        self._scene: Scene | None = None
        self._pipeline = FakePipeline(model.plan, camera=camera)

    def fileno(self) -> int:
        return self._pipeline.fileno()

    def poll(self) -> list[Message]:
        if self.asked:
            self._begin(*self.asked.popleft().split())
        if self._scene is None:
            return self._pipeline.poll()
        return self._camera.poll(40.0) if self._camera and self._scene.camera else []

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
        if self._scene is None:
            self._pipeline.send(command)

    def finished(self, *, shown: bool) -> None:
        """What the page measures about itself is of no interest here."""

    def _begin(self, name: str, *how: str) -> None:
        self._scene = SCENES.get(name)
        if name == "end":
            self._pipeline.end()
            return
        if self._camera is not None:
            self._camera.presence = (self._scene and self._scene.camera) or "followed"
        if self._scene is not None:
            self._model.show(self._scene, cast(LanguageCode, how[0]))
            return
        repetitions, repetition_s = how
        plan = make_plan(picture=self._model.plan.camera.picture, repetitions=int(repetitions))
        self._model.renew(plan)
        self._pipeline = FakePipeline(plan, repetition_s=float(repetition_s), camera=self._camera)


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
    parser.add_argument("--process", type=Path, help="as a process of the graph, in this folder")
    parser.add_argument("--restarts", type=int, default=0)
    options = parser.parse_args()

    plan = make_plan(picture=options.picture)
    model = StageModel(plan=plan, anchors=make_anchors(plan))
    if options.resumed:
        model.resume([praise(1), praise(2)])
    camera = None if options.frames is None else FakeCamera(options.frames)
    exchange = Reporting(model, camera)
    stop = Stop()

    def follow_input() -> None:
        for line in sys.stdin:
            exchange.asked.append(line.strip())
        exchange.asked.append("end")
        time.sleep(2 * RESTING_S)
        stop.set()

    threading.Thread(target=follow_input, daemon=True).start()
    if options.process is not None:
        serve_as_process(plan, exchange, stop, options)
        return
    settings = PageSettings(
        port=options.port, lan=bool(options.code), code=options.code, state=options.state
    )
    surroundings = Surroundings(
        network=settings.network,
        pictures=None if options.frames is None else PictureFeed(options.frames),
        chosen=lambda: say(
            picture=model.picture.on, language=model.language.code, spoken=model.spoken
        ),
    )
    serve(
        ExerciseSession(model, exchange, surroundings, history=history()),
        stop=stop,
        settings=settings,
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

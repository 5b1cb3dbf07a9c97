"""Serves a page before a fake pipeline, for a real browser: `python -m tests.page.scripted_page`.

Prints one JSON line for the address, for each code and for each command that the page sends.
Ends when its standard input is closed.
"""

import argparse
import json
import sys
import threading
from pathlib import Path

from edge.messages import Command, Message
from edge.page.model import PageModel
from edge.page.server import serve
from edge.page.settings import PageSettings
from tests.page.camera_scene import FakeCamera
from tests.page.scenes import FakePipeline, history, make_anchors, make_plan, praise


class Reporting:
    """A fake pipeline that tells of every command."""

    def __init__(self, pipeline: FakePipeline) -> None:
        self._pipeline = pipeline

    def poll(self) -> list[Message]:
        return self._pipeline.poll()

    def send(self, command: Command) -> None:
        say(
            action=command.action,
            exercise=command.exercise,
            pain=command.pain,
            effort=command.effort,
        )
        self._pipeline.send(command)


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
    parser.add_argument("--repetition", type=float, default=0.6)
    options = parser.parse_args()

    plan = make_plan(picture=options.picture)
    model = PageModel(plan=plan, anchors=make_anchors(plan))
    if options.resumed:
        model.resume([praise(1), praise(2)])
    camera = None if options.frames is None else FakeCamera(options.frames)
    pipeline = FakePipeline(plan, repetition_s=options.repetition, camera=camera)
    stop = threading.Event()

    def end_with_input() -> None:
        sys.stdin.read()
        stop.set()

    threading.Thread(target=end_with_input, daemon=True).start()
    serve(
        model,
        Reporting(pipeline),
        stop=stop,
        settings=PageSettings(
            port=options.port, lan=bool(options.code), code=options.code, state=options.state
        ),
        history=history(),
        frames=options.frames,
        switched=lambda on: say(picture=on),
        ready=lambda url: say(url=url),
        announce=lambda code: say(code=code),
    )


if __name__ == "__main__":
    main()

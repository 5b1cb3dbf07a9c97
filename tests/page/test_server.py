import socket

import pytest

from edge.bus.stop import Stop
from edge.page.errors import PageError
from edge.page.exercise.model import ExerciseModel
from edge.page.exercise.session import ExerciseSession
from edge.page.server import serve
from edge.page.settings import PageSettings
from tests.page.scenes import FakePipeline, make_anchors, make_plan


def test_a_port_that_is_taken_is_named() -> None:
    plan = make_plan()
    model = ExerciseModel(plan=plan, anchors=make_anchors(plan))
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(PageError, match=rf"port {port} .*; choose another port"):
            serve(
                ExerciseSession(model, FakePipeline(plan)),
                stop=Stop(),
                settings=PageSettings(port=port),
            )

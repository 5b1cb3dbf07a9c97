"""Commands of the hub in processes of their own, and the demonstration that is made of them."""

import json
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from edge.hub.errors import HubError
from edge.hub.own_process import own_process
from tests.conftest import Physio


def test_a_command_that_does_not_come_up_says_why(tmp_path: Path) -> None:
    with (
        pytest.raises(HubError, match=r"'physio hub serve' does not come up: there is no key"),
        own_process(tmp_path, "serve"),
    ):
        raise AssertionError("there is no hub in that folder")


def test_it_ends_with_the_process_that_started_it_even_where_that_is_killed(tmp_path: Path) -> None:
    """The starter's end of the pipe is closed by the kernel, whatever it died of."""
    waits = "import sys, time; sys.stderr.write('Listening on tcp://a\\n'); time.sleep(60)"
    starter = (
        "import time; from pathlib import Path; from edge.hub.own_process import own_process\n"
        f"with own_process(Path({str(tmp_path)!r}), 'serve', start={waits!r}) as own:\n"
        "    print(own.process.pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", starter], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        started = psutil.Process(int(process.stdout.readline()))
        process.kill()
    started.wait(30)
    assert not started.is_running()


@pytest.mark.slow
def test_the_demonstration_brings_a_session_to_the_hub_and_a_plan_to_a_machine(
    physio: Physio, tmp_path: Path
) -> None:
    result = tmp_path / "demo.json"
    physio("hub", "demo", "--headless", "--patients", "3", "--days", "14", "--json", str(result))
    told = json.loads(result.read_text())
    assert told["simulated"] is True
    assert told["live"]["sent"] == 1
    assert told["plan"]["answer"] == "accepted"

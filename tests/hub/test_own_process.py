"""Commands of the hub in processes of their own, and the demonstration that is made of them."""

import json
from pathlib import Path

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

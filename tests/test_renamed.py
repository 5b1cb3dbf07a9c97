"""Keys of version 0.1.0's JSON are still there, under the names of `tests/data/renamed.json`."""

import json
from pathlib import Path
from typing import Any

from edge.core.messages.registry import MESSAGE_TYPES
from models.inference.catalog import names
from models.training.command import FORMER_NAMES as NETWORKS

DATA = Path(__file__).parent / "data"
RENAMED: dict[str, str] = json.loads((DATA / "renamed.json").read_text(encoding="utf-8"))


def test_every_new_name_is_of_a_message_or_of_a_network() -> None:
    known = {cls.__name__ for cls in MESSAGE_TYPES} | set(names())
    assert RENAMED
    assert set(RENAMED.values()) <= known
    assert not set(RENAMED) & known


def test_networks_are_taken_by_their_former_names() -> None:
    assert {old: new for old, new in RENAMED.items() if new in names()} == NETWORKS


def test_figures_of_0_1_0_speak_of_messages_that_there_are() -> None:
    (path,) = (DATA / "released_0_1").rglob("latency.json")
    figures: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    spoken_of = {
        message
        for stage in figures["stages"].values()
        for message in (*stage["rate_in_hz"], *stage["rate_out_hz"], *stage["period"])
    }
    assert "Imu" in spoken_of
    now = {RENAMED.get(message, message) for message in spoken_of}
    assert now <= {cls.__name__ for cls in MESSAGE_TYPES}

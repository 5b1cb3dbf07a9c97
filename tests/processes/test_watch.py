"""The `watch` process: what its radio loses is counted, as far as the session's figures."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from edge.bus.clock import now_ns
from edge.bus.edges import Edge, Policy
from edge.core.messages.imu import Imu
from edge.runtime.graph import Graph, Kind, Process
from edge.runtime.supervisor import Supervisor
from firmware_bridge.playback import Faults
from tests.stages.playing import PATIENT, options_of

ROOT = Path(__file__).parents[2]
PATIENCE_NS = 30_000_000_000

WATCH_AND_PAGE = Graph(
    processes=(
        Process(name="watch", kind=Kind.SERVICE, factory="edge.processes.watch:serve_watch"),
        Process(name="page", kind=Kind.SERVICE, factory="tests.toys:page"),
    ),
    edges=(Edge(producer="watch", consumer="page", types=(Imu,), policy=Policy.EVERY),),
)


def test_what_the_radio_loses_reaches_the_figures_of_the_session(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(ROOT)
    options = replace(
        options_of(tmp_path, watch="virtual"),
        patient=PATIENT,
        faults=Faults(seed=1, duplicate=0.3, reorder=0.3),
    )
    until_ns = now_ns() + PATIENCE_NS
    with Supervisor(WATCH_AND_PAGE, session_dir=tmp_path, options=options) as supervisor:
        while _drops(supervisor.latency) == 0 and now_ns() < until_ns:
            supervisor.poll(0.1)
    drops = json.loads((tmp_path / "latency.json").read_text())["stages"]["watch"]["drops"]
    assert drops["duplicates"] > 0


def _drops(latency: dict[str, dict[str, dict[str, dict[str, int]]]]) -> int:
    watch = latency["stages"].get("watch", {})
    return watch.get("drops", {}).get("duplicates", 0)

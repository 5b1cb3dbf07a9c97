"""A session of `physio run` that is over at once, with all that the coach said, and its plan."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from edge.core.messages.base import Message
from edge.records.anchor_store import ANCHORS
from edge.runtime.graph import Graph
from edge.session import running
from edge.sources import ble
from tests.commands.held import PLAN, HeldSession
from tests.commands.recorded import said, write_session
from tests.stages.playing import session_plan_of


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> list[HeldSession]:
    """Let a session be over at once, as if it had been held; return the sessions."""
    sessions: list[HeldSession] = []

    @contextmanager
    def supervisor(
        graph: Graph, *, hear: Callable[[Message], None], session_dir: Path, **told: Any
    ) -> Iterator[HeldSession]:
        session = HeldSession(session_dir, told["options"])
        sessions.append(session)
        write_session(session_dir)
        for message in said():
            hear(message)
        yield session
        session.stop.close()

    monkeypatch.setattr(running, "Supervisor", supervisor)
    monkeypatch.setattr(ble, "check_radio", _radio_works)
    return sessions


async def _radio_works() -> None: ...


@pytest.fixture
def plan(physio_home: Path, tmp_path: Path) -> Path:
    ANCHORS.save(physio_home, "p", "shoulder_abduction-right", session_plan_of().anchors[0])
    path = tmp_path / "plan.toml"
    path.write_text(PLAN.format(history="true"))
    return path

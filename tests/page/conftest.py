"""What all tests in a real browser share, because starting it takes seconds."""

from collections.abc import Iterator

import pytest

from edge.processes.camera import FRAMES_FILE
from tests.page.browser import Browser, Served, served, started


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with started(tmp_path_factory.mktemp("profile")) as chromium:
        yield chromium


@pytest.fixture(scope="session")
def page(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The one page of all tests that neither end it nor serve it otherwise; begin a scene first."""
    ring = tmp_path_factory.mktemp("run") / FRAMES_FILE
    with served("--frames", str(ring), "--picture") as one:
        yield one

"""What the tests of the bus share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bus.examples import short_dir


@pytest.fixture
def run_dir() -> Iterator[Path]:
    with short_dir() as folder:
        yield folder

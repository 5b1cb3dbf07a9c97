"""A hub with which the machine of the patient p001 is paired."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.uplink.fake_hub import FakeHub, fake_hub


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[FakeHub]:
    """A hub with which the machine of p001 is paired."""
    with fake_hub() as hub:
        hub.pair(tmp_path / "p001")
        yield hub


@pytest.fixture
def patient_dir(tmp_path: Path) -> Path:
    return tmp_path / "p001"

"""The worked example of a way to hear a watch: a named pipe, by its row in the table."""

import asyncio
import os
from pathlib import Path

import numpy as np
import pytest

from edge.sources import schemes
from edge.sources.errors import SourceError
from edge.sources.schemes import Row
from edge.sources.watch import open_source
from tests.sources.wifi.playing import heard, nobody
from tests.worked_examples import added

EXAMPLE = "edge/sources/pipe.py"


async def test_a_program_that_writes_lines_is_a_watch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "motion"
    row = Row(written="pipe:PATH", says="seven numbers a line", module="edge.sources.pipe")
    monkeypatch.setitem(schemes.SCHEMES, "pipe", row)
    with added(EXAMPLE):
        source = open_source(f"pipe:{path}", nobody)
        with pytest.raises(SourceError, match="is no named pipe; mkfifo"):
            source.check()
        os.mkfifo(path)
        source.check()

        async def sending() -> None:
            for number in range(10):
                if number == 5:
                    path.write_text("no numbers\n")
                path.write_text(f"{number / 50},0,0,9.81,{number},0,0\n")
                await asyncio.sleep(0.01)

        got = await heard(source, sending())
    np.testing.assert_allclose(got.table[:, 4], range(10))
    assert got.links[-1].malformed == 1
    assert got.states == ["streaming", "ended"]

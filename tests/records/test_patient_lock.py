"""A patient has one session at a time, and a lock that nobody has to remove."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from edge.records.errors import RecordsError
from edge.records.patient_lock import only_session_of

HOLD = """
import sys, time
from pathlib import Path
from edge.records.patient_lock import only_session_of
with only_session_of(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_second_session_is_refused_and_a_killed_one_leaves_no_lock(tmp_path: Path) -> None:
    folder = tmp_path / "p001"
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)], stdout=subprocess.PIPE, text=True
    ) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "held\n"
        with (
            pytest.raises(RecordsError, match="a session of p001 is under way"),
            only_session_of(folder),
        ):
            pytest.fail("two sessions at once")
        os.kill(first.pid, signal.SIGKILL)
    with only_session_of(folder), only_session_of(tmp_path / "p002"):
        pass
    with only_session_of(folder):
        pass

import os

import pytest

from benchmarks.errors import ProcessDiedError
from benchmarks.own_process import in_own_process


def test_work_is_done_in_another_process() -> None:
    assert in_own_process(os.getpid) != os.getpid()


def test_a_process_that_dies_is_said() -> None:
    with pytest.raises(ProcessDiedError, match="abort died"):
        in_own_process(os.abort)

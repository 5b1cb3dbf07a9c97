"""What the compiled alignment promises beyond the public functions."""

import hashlib
from pathlib import Path

from edge.align import kernels, strip_loop


def test_a_changed_strip_loop_is_compiled_anew() -> None:
    source = Path(strip_loop.__file__).read_bytes()
    assert hashlib.sha256(source).hexdigest()[:12] == kernels.STRIP_LOOP, (
        "write this digest into edge/align/kernels.py, so that numba's cache compiles it again"
    )

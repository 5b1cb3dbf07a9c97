"""The one host clock that every time in every message is on."""

from time import monotonic_ns

__all__ = ["now_ns"]

now_ns = monotonic_ns
"""Return the host's monotonic time in nanoseconds, the same for all processes of the machine."""

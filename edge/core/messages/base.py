"""The base of all messages.

Times are monotonic nanoseconds of the one host clock, angles in messages are degrees because people
read them; signals are SI. A message that holds arrays compares by identity.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Message:
    """Base of all messages; see the module's docstring for its three fields."""

    seq: int
    sensor_ns: int
    host_ns: int

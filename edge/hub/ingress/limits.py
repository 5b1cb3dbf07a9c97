"""How much one key may send, so that nobody fills the hub, by mistake or on purpose."""

import math
from typing import Final

from edge.exchange.messages import Limits

_DAY_S: Final = 86_400.0


class Allowance:
    """What is left to one key.

    Args:
        limits: what the hub takes from a key.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._records = float(limits.burst)
        self._bytes = float(limits.bytes_a_day)
        self._at_s: float | None = None

    def wait_s(self, size: int, now_s: float) -> int:
        """Return 0 and count a record, or after how many seconds it may be sent again.

        Both allowances fill up steadily, the second one within a day.

        Args:
            size: of the record, in bytes.
            now_s: on a clock that only rises.
        """
        limits = self._limits
        if self._at_s is not None:
            passed_s = now_s - self._at_s
            self._records = min(limits.burst, self._records + passed_s * limits.a_minute / 60)
            gained = passed_s * limits.bytes_a_day / _DAY_S
            self._bytes = min(limits.bytes_a_day, self._bytes + gained)
        self._at_s = now_s
        records_s = (1 - self._records) * 60 / limits.a_minute
        bytes_s = (size - self._bytes) * _DAY_S / limits.bytes_a_day
        if max(records_s, bytes_s) > 0:
            return min(math.ceil(max(records_s, bytes_s)), int(_DAY_S))
        self._records -= 1
        self._bytes -= size
        return 0

"""A stop signal that can be waited for together with sockets."""

import os
import select


class Stop:
    """A flag with a descriptor, which is readable from the moment the flag is set.

    Setting it takes no lock, so a signal handler may. `wait` serves threads, `fileno` serves
    `poll` and asyncio's `add_reader`.
    """

    def __init__(self) -> None:
        self._set = False
        self._descriptor = os.eventfd(0, os.EFD_CLOEXEC | os.EFD_NONBLOCK)

    def set(self) -> None:
        """Stop whoever waits, now and later."""
        self._set = True
        os.eventfd_write(self._descriptor, 1)

    def is_set(self) -> bool:
        """Return whether it is time to stop."""
        return self._set

    def wait(self, timeout_s: float | None = None) -> bool:
        """Wait until it is time to stop, or for this long; return whether it is."""
        poll = select.poll()
        poll.register(self._descriptor, select.POLLIN)
        poll.poll(None if timeout_s is None else timeout_s * 1000)
        return self._set

    def fileno(self) -> int:
        """Return the descriptor to wait for."""
        return self._descriptor

    def close(self) -> None:
        """Give the descriptor back."""
        os.close(self._descriptor)

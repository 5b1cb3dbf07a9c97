"""The server from which all processes of a session are forked, with everything loaded already."""

import multiprocessing
import os
import threading
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing import forkserver
from multiprocessing.context import ForkServerContext
from select import POLLIN, poll

from edge.runtime.errors import SupervisorError
from edge.runtime.graph import Process


class ForkServer:
    """Forks processes, and is started anew when somebody has killed it.

    Attributes:
        context: what makes processes; to start one while it `is_loading` would wait for it.
    """

    def __init__(self, processes: Sequence[Process]) -> None:
        """Start it, and wait until it has loaded the modules of the processes' factories.

        Raises:
            SupervisorError: it does not start, or one of the modules cannot be loaded.
        """
        self.context: ForkServerContext = multiprocessing.get_context("forkserver")
        self._modules = list(dict.fromkeys(p.factory.partition(":")[0] for p in processes))
        self._loading: threading.Thread | None = None
        self._descriptor: int | None = None
        # The main module too, or every process would load it anew.
        self.context.set_forkserver_preload(["__main__", *self._modules])
        # Arrays are small here, and forking a process that has a pool of threads is unsound.
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        try:
            self._load()
        except (EOFError, OSError) as error:
            raise SupervisorError(
                f"no process can be started ({error!r}): loading one of "
                f"{', '.join(self._modules)} failed, see the message above"
            ) from error

    @property
    def is_loading(self) -> bool:
        """Whether it is being started anew: what somebody waits for must not wait for that."""
        return self._loading is not None and self._loading.is_alive()

    def tend(self) -> None:
        """Have it started anew if it has ended, before it is needed."""
        if not self.is_loading and self._has_ended():
            self._loading = threading.Thread(target=self._load_again, daemon=True)
            self._loading.start()

    def close(self) -> None:
        """Wait until it is not being started any more, and forget it."""
        if self._loading is not None:
            self._loading.join()
        self._forget()

    def _load(self) -> None:
        nothing = self.context.Process(target=int)
        nothing.start()
        nothing.join()
        # Only the standard library knows its own server's process.
        pid: int = vars(forkserver)["_forkserver"]._forkserver_pid
        self._descriptor = os.pidfd_open(pid)

    def _load_again(self) -> None:
        with suppress(EOFError, OSError):  # it is tried again when a process is to be started
            self._forget()
            self._load()

    def _forget(self) -> None:
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            os.close(descriptor)

    def _has_ended(self) -> bool:
        if self._descriptor is None:
            return True
        polled = poll()
        polled.register(self._descriptor, POLLIN)
        return bool(polled.poll(0))

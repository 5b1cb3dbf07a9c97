"""The server from which all processes of a session are forked, with everything loaded already."""

import multiprocessing
import os
from collections.abc import Sequence
from multiprocessing.context import ForkServerContext

from edge.runtime.errors import SupervisorError
from edge.runtime.graph import Process


def forkserver_for(processes: Sequence[Process]) -> ForkServerContext:
    """Return the fork server's context once it has loaded the factories' modules.

    Raises:
        SupervisorError: it does not start, or one of the modules cannot be loaded.
    """
    forkserver = multiprocessing.get_context("forkserver")
    modules = dict.fromkeys(process.factory.partition(":")[0] for process in processes)
    # The main module too, or every process would load it anew.
    forkserver.set_forkserver_preload(["__main__", *modules])
    # Arrays are small here, and forking a process that has a pool of threads is unsound.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    nothing = forkserver.Process(target=int)
    try:
        nothing.start()
    except (EOFError, OSError) as error:
        raise SupervisorError(
            f"no process can be started ({error!r}): loading one of {', '.join(modules)} "
            "failed, see the message above"
        ) from error
    nothing.join()
    return forkserver

"""The transports that are compared, a row each: what runs, with which options, on which cores."""

import importlib.util
import os
from dataclasses import dataclass, replace
from typing import Final

from edge.runtime.core import fastest_core

OURS: Final = "ours"
TRACED: Final = "ours, traced"
ANYWHERE: Final = "ours, any core"


@dataclass(frozen=True, slots=True, kw_only=True)
class Transport:
    """What does the job.

    Attributes:
        module: to be run.
        options: behind the job on its command line.
        needs: the package it needs that is no part of this project's own dependencies.
        one_core: all its processes are confined to one core from outside.
    """

    module: str
    options: tuple[str, ...] = ()
    needs: str | None = None
    one_core: bool = False

    def is_installed(self) -> bool:
        """Return whether it can run here."""
        return self.needs is None or importlib.util.find_spec(self.needs) is not None

    def cores(self) -> set[int]:
        """Return the cores it may run on."""
        allowed = os.sched_getaffinity(0)
        return {fastest_core(allowed)} if self.one_core else allowed


_OURS: Final = Transport(module="benchmarks.pipeline.transports.ours")
_BARE: Final = Transport(module="benchmarks.pipeline.transports.bare")
_EZMSG: Final = Transport(module="benchmarks.pipeline.transports.ezmsg_peer", needs="ezmsg")
_PIPES: Final = Transport(module="benchmarks.pipeline.transports.pipes")
TRANSPORTS: Final = {
    OURS: _OURS,
    TRACED: replace(_OURS, options=("traced",)),
    ANYWHERE: replace(_OURS, options=("any-core",)),
    "ezmsg": _EZMSG,
    "ezmsg, one core": replace(_EZMSG, one_core=True),
    "pipes": _PIPES,
    "pipes, one core": replace(_PIPES, one_core=True),
    "bare pyzmq": _BARE,
    "bare pyzmq, one core": replace(_BARE, one_core=True),
}

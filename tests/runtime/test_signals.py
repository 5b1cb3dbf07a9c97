"""A signal ends a program whole, whatever runs within it."""

import os
import signal

from edge.bus.stop import Stop
from edge.runtime.signals import StopSignals


def test_a_signal_ends_what_runs_within_and_what_is_around_it_until_each_is_given_back() -> None:
    before = signal.getsignal(signal.SIGHUP)
    around, within, later = Stop(), Stop(), Stop()
    outer = StopSignals(around)
    StopSignals(later).give_back()
    inner = StopSignals(within)
    os.kill(os.getpid(), signal.SIGHUP)
    assert (around.is_set(), within.is_set(), later.is_set()) == (True, True, False)
    inner.give_back()
    outer.give_back()
    assert signal.getsignal(signal.SIGHUP) == before

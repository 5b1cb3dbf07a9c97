"""Many machines of patients that send at once, each one record at a time, in one plain loop."""

import resource
import time
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from benchmarks.hub.clinics import KnownMachine
from benchmarks.hub.drawn_records import drawn_record
from benchmarks.hub.lines import Lines, lines_to
from edge.exchange.message_codec import decode, encode, sent_record
from edge.exchange.messages import PROTOCOL, Bye, Hello, Known, Later, Refused, Stored, Welcome

SILENCE_S: Final = 30.0
"""After so long without any answer those who wait have lost."""
_POLL_MS: Final = 100
_LOOK_S: Final = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """What a crowd is to do.

    Attributes:
        endpoints: of the hub.
        hub_key: its public key.
        machines: that it knows.
        strangers: that it does not know, and that try the same.
        first: number of the first record of the first machine; each machine has its own.
        records: of each machine.
        repeat_every: of all records each so-many-th is sent again once it was answered; 0 for none.
        together: nobody sends before all are welcome, and the time counts from then.
        again_after_s: who hears nothing for so long turns to the next endpoint and sends again; 0
            for never.
    """

    endpoints: tuple[str, ...]
    hub_key: bytes
    machines: tuple[KnownMachine, ...]
    strangers: tuple[KnownMachine, ...] = ()
    first: int = 0
    records: int = 3
    repeat_every: int = 50
    together: bool = False
    again_after_s: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What came of it.

    Attributes:
        sent: records of known machines.
        stored: answers that one was new.
        known: answers that one was there.
        repeated: records that were sent again.
        refused: answers of any other kind.
        silent: machines that were not answered to the end.
        answered_strangers: strangers who heard anything.
        seconds: from the first hello, or the last welcome, to the last answer.
        peak_mb: memory of the process with all the machines.
        descriptors: that it may have.
    """

    sent: int
    stored: int
    known: int
    repeated: int
    refused: int
    silent: int
    answered_strangers: int
    seconds: float
    peak_mb: float
    descriptors: int


def number_of(errand: Errand, machine: int, record: int) -> int:
    """Return the number of a machine's record."""
    return errand.first + machine * errand.records + record


def send_all(errand: Errand) -> Tally:
    """Return how it went once every known machine has had all of its answers, or hears no more."""
    descriptors = raise_descriptor_limit()
    crowd = _Crowd(errand)
    try:
        crowd.begin()
        crowd.run()
        seconds = crowd.ended_s - crowd.begun_s
    finally:
        crowd.close()
    return Tally(
        sent=len(errand.machines) * errand.records,
        stored=crowd.stored,
        known=crowd.known,
        repeated=crowd.repeated,
        refused=crowd.refused,
        silent=len(crowd.waiting),
        answered_strangers=len(crowd.answered_strangers),
        seconds=seconds,
        peak_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024,
        descriptors=descriptors,
    )


class _Crowd:
    def __init__(self, errand: Errand) -> None:
        self._errand = errand
        everybody = (*errand.machines, *errand.strangers)
        self._known = len(errand.machines)
        began = datetime.now(UTC) - timedelta(hours=1)
        self._queues = [_messages(errand, machine, began) for machine in range(len(everybody))]
        self._lines: Lines = lines_to(errand.endpoints, errand.hub_key, everybody)
        self.waiting = set(range(self._known))
        self._flying: dict[int, tuple[bytes, float]] = {}
        self._installs = [str(uuid.uuid4()) for _ in everybody]
        self._counters = [0] * len(everybody)
        self.stored = self.known = self.refused = 0
        expected = self._known * errand.records
        self.repeated = sum(map(len, self._queues[: self._known])) - expected
        self.answered_strangers: set[int] = set()
        self.begun_s = self.ended_s = time.perf_counter()
        self._unwelcome = set(range(self._known)) if errand.together else set()

    def begin(self) -> None:
        """Let everybody say hello; strangers do not wait to be answered."""
        for machine, queue in enumerate(self._queues):
            self._hello(machine)
            if machine >= self._known:
                for data in queue:
                    self._lines.send(machine, data)

    def run(self) -> None:
        """Answer until nobody waits."""
        heard_s = looked_s = time.perf_counter()
        while self.waiting and time.perf_counter() - heard_s < SILENCE_S:
            if self._errand.again_after_s and time.perf_counter() - looked_s > _LOOK_S:
                looked_s = time.perf_counter()
                self._send_again(looked_s)
            for machine, data in self._lines.heard(_POLL_MS):
                heard_s = time.perf_counter()
                self._hear(machine, data)
        self.ended_s = heard_s

    def close(self) -> None:
        self._lines.close()

    def _hear(self, machine: int, data: bytes) -> None:
        if machine >= self._known:
            self.answered_strangers.add(machine)
            return
        match decode(data):
            case Welcome() if self._unwelcome:
                self._unwelcome.remove(machine)
                if not self._unwelcome:
                    self.begun_s = time.perf_counter()
                    for each in range(self._known):
                        self._send_next(each)
                return
            case Welcome():
                if machine in self._flying:
                    return
            case Stored():
                self.stored += 1
            case Known():
                self.known += 1
            case Later() | Refused():
                self.refused += 1
            case _:
                return
        self._flying.pop(machine, None)
        self._send_next(machine)

    def _send_again(self, now_s: float) -> None:
        """Let those who wait for too long say hello elsewhere and send the same once more."""
        late = now_s - self._errand.again_after_s
        for machine, (data, sent_s) in list(self._flying.items()):
            if sent_s < late:
                self._lines.turn(machine)
                self._hello(machine)
                self._send(machine, data)

    def _hello(self, machine: int) -> None:
        self._counters[machine] += 1
        hello = Hello(
            protocol=PROTOCOL,
            install_id=self._installs[machine],
            counter=self._counters[machine],
            sent_at_ms=time.time_ns() // 1_000_000,
            have_plan=0,
            have_message=0,
            waiting=len(self._queues[machine]),
            software="0.2.0",
        )
        self._lines.send(machine, encode(hello))

    def _send(self, machine: int, data: bytes) -> None:
        self._flying[machine] = data, time.perf_counter()
        self._lines.send(machine, data)

    def _send_next(self, machine: int) -> None:
        queue = self._queues[machine]
        if queue:
            self._send(machine, queue.pop(0))
        elif machine in self.waiting:
            self._lines.send(machine, encode(Bye()))
            self.waiting.remove(machine)


def _messages(errand: Errand, machine: int, began: datetime) -> list[bytes]:
    """Return what a machine is going to send."""
    messages = []
    for record in range(errand.records):
        number = number_of(errand, machine, record)
        data = encode(sent_record(drawn_record(number, began=began)))
        messages.append(data)
        if errand.repeat_every and number % errand.repeat_every == 0:
            messages.append(data)
    return messages


def raise_descriptor_limit() -> int:
    """Return how many descriptors this process may have now: as many as the system lets it."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard

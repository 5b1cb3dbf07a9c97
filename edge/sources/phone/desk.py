"""The one phone that may send, over all its connections: who it is, where it stands, what it says.

It knows bytes, texts and arrival times; the connections and the clock are others' business.
"""

import logging
from typing import Final

from edge.core.messages.imu import Imu, LinkState
from edge.sources.assembler import PacketAssembler
from edge.sources.errors import SourceError
from edge.sources.link_report import PERIOD_NS, Emit, LinkReport
from edge.sources.phone.delay import SocketDelay
from edge.sources.phone.greeting import Hello, Pong, Step, read_text
from edge.sources.phone.motion import MotionDecoder
from edge.sources.phone.pairing import Pairing
from firmware_bridge.adapter import Packet

_LOG = logging.getLogger(__name__)

SILENT_NS: Final = 1_500_000_000
"""A phone that has begun to send and sends nothing for this long is lost."""
OFFERED_AGAIN_NS: Final = 8_000_000_000
"""A phone that is lost for this long may have closed its page: the code is shown again."""
OPENS_NS: Final = 6_000_000_000
"""A page that was loaded has opened its socket within this."""
_TROUBLES: Final = {
    "ready": "phone_opened",
    "seen": "phone_opened",
    "denied": "phone_denied",
    "no_sensor": "phone_no_sensor",
    "hidden": "phone_hidden",
}


class Desk:
    """Lets one phone in at a time, puts what it sends on the host's clock, and tells where it is.

    Attributes:
        pairing: who may come.
        delay: how late the events are.
    """

    def __init__(self, pairing: Pairing, url: str, report: LinkReport, emit: Emit) -> None:
        """Begin with no phone.

        Args:
            pairing: who may come.
            url: of the phone's page, without a token.
            report: is told how the link stands.
            emit: takes the chunks.
        """
        self.pairing = pairing
        self.delay = SocketDelay()
        self._url = url
        self._report = report
        self._emit = emit
        self._decoder = MotionDecoder()
        self._assembler = PacketAssembler(self._decoded)
        report.assembler = self._assembler
        self._state: LinkState = "scanning"
        self._trouble = "phone_waiting"
        self._is_open = False
        self._asked: dict[int, int] = {}
        self._heard_ns: int | None = None
        self._left_ns: int | None = None
        self._loaded_ns: int | None = None
        self._now_ns = self._told_ns = 0

    @property
    def invitation(self) -> str:
        """The address for the next phone, with its token where no request and no log shows it."""
        return f"{self._url}#{self.pairing.token}"

    def refused_certificate(self) -> None:
        """Take note that somebody came who does not trust the page."""
        # Once is enough: whoever comes over and over has it not told each time.
        if self._offers and self._trouble != "phone_certificate":
            self._tell(self._state, "phone_certificate")

    def loaded(self, at_ns: int) -> None:
        """Take note that somebody has loaded the page."""
        if not self._is_open:
            self._loaded_ns = at_ns

    def turned_away(self) -> None:
        """Take note that a phone came with a code that was used, or with another session's."""
        self._loaded_ns = None
        if not self._is_open:
            self._tell(self._state, "phone_old_code")

    def may_be_reached(self, here: bool) -> None:
        """Take note of whether this machine has the address that the code names."""
        if not here and not self._is_open:
            self._tell(self._state, "phone_moved")
        elif here and self._trouble == "phone_moved":
            self._tell(self._state, "phone_waiting" if self._left_ns is None else "phone_lost")

    def admit(self, hello: Hello) -> str | None:
        """Return the key of a phone that is let in; it takes the place of its own former socket."""
        if hello.key and self.pairing.knows(hello.key):
            key: str | None = hello.key
        else:
            key = self.pairing.admit(hello.token)
        if key is None:
            return None
        self._interrupt()
        self._is_open, self._left_ns, self._loaded_ns = True, None, None
        self._asked.clear()
        self._tell("connecting", "phone_opened")
        return key

    def left(self, at_ns: int) -> None:
        """Take note that the phone's socket is closed."""
        self._interrupt()
        self._is_open, self._left_ns = False, at_ns
        if self._trouble != "phone_hidden":
            self._tell("lost", "phone_lost")

    def asks(self, number: int, at_ns: int) -> None:
        """Take note that the phone was asked for its time."""
        self._asked = {number: at_ns}

    def take_text(self, text: str, arrival_ns: int) -> None:
        """Take in what the page says.

        Raises:
            SourceError: the page does not say such things.
        """
        said = read_text(text)
        match said:
            case Hello():
                raise SourceError("a phone greeted twice", remedy="load the page once more")
            case Pong():
                asked_ns = self._asked.pop(said.number, None)
                if asked_ns is not None:
                    self.delay.answered(asked_ns, said.phone_ms, arrival_ns)
            case _:
                self._step(said)

    def take_motion(self, data: bytes, arrival_ns: int) -> None:
        """Take in a message of motion; one that cannot be read is counted."""
        for chunk in self._assembler.take(data, arrival_ns):
            if self._state != "streaming":
                self._tell("streaming", "")
            self._heard_ns = arrival_ns
            self._pass_on(chunk)

    def look(self, at_ns: int) -> None:
        """Tell what has become of the phone meanwhile; to be called a few times a second."""
        self._now_ns = at_ns
        if self._loaded_ns is not None and at_ns - self._loaded_ns > OPENS_NS:
            self._loaded_ns = None
            self._tell(self._state, "phone_socket")
        silent = self._heard_ns is not None and at_ns - self._heard_ns > SILENT_NS
        if self._state == "streaming" and silent:
            self._interrupt()
            self._tell("lost", "phone_lost")
        elif self._state != "streaming" and at_ns - self._told_ns >= PERIOD_NS:
            self._tell(self._state, self._trouble)

    def _step(self, step: Step) -> None:
        if step == "hidden":
            self._interrupt()
            self._tell("lost", _TROUBLES[step])
        elif self._state != "streaming":
            self._tell("connecting", _TROUBLES[step])

    def _decoded(self, data: bytes, arrival_ns: int) -> list[Packet]:
        packets = self._decoder.decode(data, arrival_ns)
        for packet in packets:
            self.delay.heard(packet, arrival_ns)
        self._report.delay_ms = self.delay.median_ms
        return packets

    def _interrupt(self) -> None:
        for chunk in self._assembler.interrupted():
            self._pass_on(chunk)

    def _pass_on(self, chunk: Imu) -> None:
        self._emit(chunk)
        self._report.heard(chunk)

    @property
    def _offers(self) -> bool:
        """Whether a phone may come that was not here before, or has been away for long."""
        away = self._left_ns is None or self._now_ns - self._left_ns > OFFERED_AGAIN_NS
        return away and not self._is_open

    def _tell(self, state: LinkState, trouble: str) -> None:
        self._state, self._trouble, self._told_ns = state, trouble, self._now_ns
        self._report.opens = self.invitation if self._offers else ""
        self._report.tell(state, trouble=trouble)

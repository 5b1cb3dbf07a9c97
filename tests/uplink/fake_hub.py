"""A small honest hub in a thread: it knows machines by their keys, and counts each record once."""

import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import zmq
from zmq.auth.thread import ThreadAuthenticator

from edge.exchange.errors import ExchangeError
from edge.exchange.message_codec import MOST_MESSAGE_BYTES, decode, encode
from edge.exchange.messages import (
    TO_HUB,
    Done,
    FromHub,
    Heard,
    Hello,
    Known,
    Limits,
    PatientWords,
    Refused,
    SentMessage,
    SentPlan,
    SentRecord,
    Stored,
    ToHub,
    Welcome,
)
from edge.records.consent import consent_now, keep_consent
from edge.records.hub_link import HubLink, keep_link

NOON = datetime(2026, 11, 29, 12, tzinfo=UTC)


class FakeHub:
    """Serves until `close`; what it is to do otherwise is said by its attributes.

    Attributes:
        kept: what is committed: hash by key, session and revision.
        words: what patients wrote, by its number.
        heard: all messages that came, in their order.
        downlink: what is to be sent and was not answered.
        silent_after: so many more records are committed and not answered.
        answers: what is said to the next records instead of what is true.
        limits: what the welcome says.
        ahead_ms: by how much its clock is ahead.
        told: endpoints and next key of the welcome.
    """

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str, int], str] = {}
        self.words: dict[str, PatientWords] = {}
        self.heard: list[ToHub] = []
        self.downlink: deque[SentPlan | SentMessage] = deque()
        self.silent_after: int | None = None
        self.answers: deque[FromHub] = deque()
        self.limits = Limits()
        self.ahead_ms = 0
        self.told: tuple[tuple[str, ...], str] = (), ""
        self.allowed: set[str] = set()
        self._context = zmq.Context[zmq.Socket[bytes]]()
        self._authenticator = ThreadAuthenticator(self._context)
        self._authenticator.start()
        self._authenticator.configure_curve_callback("physio", credentials_provider=self)
        public, secret = zmq.curve_keypair()
        self.key = public.decode()
        self._socket = self._context.socket(zmq.ROUTER)
        self._socket.linger = 0
        self._socket.curve_server = True
        self._socket.curve_secretkey = secret
        self._socket.setsockopt(zmq.MAXMSGSIZE, MOST_MESSAGE_BYTES)
        self._socket.setsockopt(zmq.ZAP_ENFORCE_DOMAIN, 1)
        self._socket.zap_domain = b"physio"
        self.endpoint = f"tcp://127.0.0.1:{self._socket.bind_to_random_port('tcp://127.0.0.1')}"
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def callback(self, domain: str, key: bytes) -> bool:
        """Tell whether a machine with that key may come in."""
        return key.decode() in self.allowed

    def close(self) -> None:
        self._stopped.set()
        self._thread.join()
        self._socket.close()
        self._authenticator.stop()
        self._context.term()

    def pair(self, patient_dir: Path, *endpoints: str) -> HubLink:
        """Let the machine of a patient in, with the patient's agreement."""
        link = allowed(patient_dir, self.key, *endpoints or (self.endpoint,))
        self.allowed.add(link.public_key)
        return link

    def hears(self, kind: type[ToHub], within_s: float = 10.0) -> bool:
        """Tell whether the last thing that comes is of a kind; what is said last comes late."""
        until_s = time.monotonic() + within_s
        while not (self.heard and isinstance(self.heard[-1], kind)):
            if time.monotonic() > until_s:
                return False
            time.sleep(0.01)
        return True

    def sessions(self) -> list[tuple[str, int]]:
        """Return sessions and revisions that are committed, sorted."""
        return sorted((session_id, revision) for _, session_id, revision in self.kept)

    def _serve(self) -> None:
        while not self._stopped.is_set():
            if not self._socket.poll(20):
                continue
            peer, frame = self._socket.recv_multipart(copy=False)
            key = str(frame.get("User-Id"))
            try:
                message = decode(frame.bytes)
            except ExchangeError:
                continue
            assert isinstance(message, TO_HUB)
            self.heard.append(message)
            for answer in self._answers(key, message):
                self._socket.send_multipart([peer.bytes, encode(answer)])

    def _answers(self, key: str, message: ToHub) -> Iterator[FromHub]:
        match message:
            case Hello():
                now_ms = time.time_ns() // 1_000_000 + self.ahead_ms
                yield Welcome(
                    now_ms=now_ms,
                    limits=self.limits,
                    downlink=len(self.downlink),
                    endpoints=self.told[0],
                    next_hub_key=self.told[1],
                )
                yield from self._next()
            case PatientWords():
                self.words[message.message_id] = message
                if self.silent_after is None:
                    yield Heard(message_id=message.message_id)
            case SentRecord():
                yield from self._commit(key, message)
            case Done() if self.downlink and self.downlink[0].seq == message.seq:
                self.downlink.popleft()
                yield from self._next()
            case _:
                return

    def _commit(self, key: str, sent: SentRecord) -> Iterator[FromHub]:
        if self.answers:
            yield self.answers.popleft()
            return
        sent.record()
        known = self.kept.setdefault((key, sent.session_id, sent.revision), sent.sha256)
        if self.silent_after is not None:
            self.silent_after -= 1
            if self.silent_after < 0:
                return
        session_id, revision = sent.session_id, sent.revision
        is_new = sum(isinstance(one, SentRecord) and one == sent for one in self.heard) == 1
        if known != sent.sha256:
            yield Refused(reason="conflict", final=True, session_id=session_id, revision=revision)
        elif is_new:
            yield Stored(session_id=session_id, revision=revision)
        else:
            yield Known(session_id=session_id, revision=revision)

    def _next(self) -> Iterator[FromHub]:
        if self.downlink:
            yield self.downlink[0]


@contextmanager
def fake_hub() -> Iterator[FakeHub]:
    """Yield a hub that serves until the context ends."""
    hub = FakeHub()
    try:
        yield hub
    finally:
        hub.close()


def allowed(patient_dir: Path, hub_key: str = "", *endpoints: str) -> HubLink:
    """Return the link that is now kept for a patient, who has agreed to what is sent.

    Args:
        patient_dir: folder of the patient, made where it is missing.
        hub_key: of the hub; "" for one that nobody has.
        endpoints: of the hub.
    """
    public, secret = zmq.curve_keypair()
    link = HubLink(
        endpoints=endpoints or ("tcp://127.0.0.1:9",),
        hub_key=hub_key or public.decode(),
        public_key=public.decode(),
        secret_key=secret.decode(),
    )
    patient_dir.mkdir(exist_ok=True)
    keep_link(patient_dir, link)
    keep_consent(patient_dir, consent_now("I agree", "en", NOON))
    return link

"""A machine's key is changed: whatever fails and whenever, it stays known and nothing is lost."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Final

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from edge.exchange.message_codec import encode
from edge.exchange.messages import FromHub, Later, Limits, Refused, Rotate, Rotated, ToHub, Welcome
from edge.hub.ingress.callers import Callers
from edge.hub.ingress.desk import Desk, Received
from edge.hub.store import audit
from edge.hub.store.engines import Store
from edge.hub.store.people_tables import device_key
from edge.hub.store.record_tables import session
from edge.records.consent import consent_now, keep_consent
from edge.records.hub_link import HubLink, keep_link, link_of
from edge.records.outbox import Outbox
from edge.uplink.errors import UplinkError
from edge.uplink.key_change import YEAR_MS, begin_key_change
from edge.uplink.sending import SendResult, send_waiting
from tests.hub.machine import Machine, hello
from tests.hub.people import NOW
from tests.hub.rights import with_rights
from tests.hub.test_desk import Hub
from tests.uplink.exchanges import fill
from tests.uplink.fake_hub import NOON

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
EVENTS: Final = (
    *("well", "change", "session", "month", "restart"),
    *("lost Welcome", "lost Rotated", "killed Rotate", "killed Rotated", "killed Welcome"),
)


class KilledError(BaseException):
    """The machine ends here, whatever was to follow."""


class Pair:
    """A patient's machine and a hub's desk, without sockets; what happens next is said to it."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.store, self.folder = store, folder
        self.machine = Machine()
        self.patient = self.machine.joins(store)
        self.now = NOW
        self.fate, self.about = "", ""
        self.made = 0
        folder.mkdir()
        link = HubLink(
            endpoints=("tcp://hub.example:5571",),
            hub_key=self.machine.public.decode(),
            public_key=self.machine.public.decode(),
            secret_key=self.machine.secret.decode(),
        )
        keep_link(folder, link)
        keep_consent(folder, consent_now("I agree", "en", NOON))
        self.begin()

    def begin(self) -> None:
        self.callers = Callers()
        self.desk = Desk(with_rights(self.store, "ingest"), self.callers)

    @contextmanager
    def connect(self, link: HubLink, _: str) -> Iterator["Pair"]:
        with self.store.reading() as connection:
            self.callers.refresh(connection)
        caller = self.callers.find(link.public_key, self.now)
        if caller is None or caller.standing == "revoked":
            raise UplinkError("not known", cause="key_refused")
        self._key, self._answers = link.public_key, list[FromHub]()
        yield self

    def send(self, message: ToHub) -> None:
        if (self.fate, self.about) == ("killed", type(message).__name__):
            raise KilledError
        one = Received(route=b"r", key=self._key, data=encode(message), at=self.now, at_s=0.0)
        told = [answer for _, answer in self.desk.answer([one])]
        lost = self.about if self.fate == "lost" else ""
        self._answers += [each for each in told if type(each).__name__ != lost]

    def receive(self, timeout_s: float) -> FromHub:
        if not self._answers:
            raise UplinkError("nobody answers")
        answer = self._answers.pop(0)
        if (self.fate, self.about) == ("killed", type(answer).__name__):
            raise KilledError
        return answer

    def happens(self, event: str) -> SendResult | None:
        self.now += timedelta(hours=3)
        if event == "change":
            begin_key_change(self.folder)
        elif event == "month":
            self.now += timedelta(days=31)
        elif event == "restart":
            self.begin()
        elif event == "session":
            fill(self.folder, self.made)
            self.made += 1
        else:
            self.fate, _, self.about = event.partition(" ")
            try:
                return self.sends()
            except KilledError:
                return None
        return None

    def sends(self) -> SendResult:
        now_ms = int(self.now.timestamp() * 1e3)
        return send_waiting(
            self.folder, connect=self.connect, now_ms=lambda: now_ms, random=Random(1)
        )

    def keys(self) -> dict[str, str]:
        chosen = device_key.c.device_id == self.patient.device_id
        columns = sa.select(device_key.c.public_key, device_key.c.state).where(chosen)
        with self.store.reading() as connection:
            return {row.public_key: row.state for row in connection.execute(columns)}


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(EVENTS), max_size=12))
def test_in_whatever_order_things_fail_the_machine_stays_known_by_one_key(
    store: Store, tmp_path_factory: pytest.TempPathFactory, events: list[str]
) -> None:
    pair = Pair(store, tmp_path_factory.mktemp("home") / "p001")
    for event in events:
        pair.happens(event)
    last = [pair.happens("well") for _ in range(3)]
    assert [result.problem for result in last if result is not None] == ["", "", ""]
    link = link_of(pair.folder)
    assert link is not None
    assert (link.new_public_key, link.new_secret_key) == ("", "")
    states = pair.keys()
    assert [key for key, state in states.items() if state == "active"] == [link.public_key]
    assert ("change" in events) == (link.public_key != pair.machine.public.decode())
    with Outbox.of(pair.folder) as outbox:
        assert {one.state for one in outbox.all_records()} <= {"stored", "known"}
    with store.reading() as connection:
        mine = session.c.patient_id == pair.patient.patient_id
        count = sa.select(sa.func.count()).select_from(session).where(mine)
        assert connection.execute(count).scalar_one() == pair.made


def test_with_the_first_use_of_the_new_key_the_old_one_is_refused_for_ever(
    store: Store, tmp_path: Path
) -> None:
    pair = Pair(store, tmp_path / "p001")
    old = pair.machine.public.decode()
    for event in ("change", "well"):
        pair.happens(event)
    assert sorted(pair.keys().values()) == ["active", "active"], "both hold"
    pair.happens("well")
    assert pair.keys()[old] == "retired"
    pair.happens("well")
    ((_, told),) = pair.desk.answer(
        [Received(route=b"r", key=old, data=encode(hello()), at=pair.now, at_s=0.0)]
    )
    assert told == Refused(reason="revoked", final=False)
    with store.reading() as connection:
        rows = audit.about(connection, pair.patient.patient_id)
    assert [row["action"] for row in rows].count("rotate") == 2


def test_an_old_key_ends_after_thirty_days_and_the_machine_comes_with_the_new_one(
    store: Store, tmp_path: Path
) -> None:
    pair = Pair(store, tmp_path / "p001")
    for event in ("change", "lost Rotated", "month"):
        pair.happens(event)
    with store.reading() as connection:
        pair.callers.refresh(connection)
    caller = pair.callers.find(pair.machine.public.decode(), pair.now)
    assert caller is not None
    assert caller.standing == "revoked"
    result = pair.happens("well")
    assert result is not None
    assert result.problem == ""


def test_a_key_is_changed_by_itself_after_a_year_and_no_sooner(
    store: Store, tmp_path: Path
) -> None:
    pair = Pair(store, tmp_path / "p001")
    pair.sends()
    first = link_of(pair.folder)
    pair.now += timedelta(milliseconds=YEAR_MS - 1)
    pair.sends()
    assert link_of(pair.folder) == first
    pair.now += timedelta(days=1)
    pair.sends()
    pair.sends()
    link = link_of(pair.folder)
    assert link is not None
    assert first is not None
    assert link.public_key != first.public_key


def test_a_machine_cannot_fill_the_database_with_keys(store: Store) -> None:
    hub = Hub(store, Limits(burst=2))
    told = hub.asks(*(Rotate(new_key=f"{number:040d}") for number in range(9)))
    assert [type(one) for one in told] == [Rotated] * 2 + [Later] * 7


def test_a_key_that_another_machine_has_is_not_taken(store: Store) -> None:
    hub, other = Hub(store), Machine()
    other.joins(store)
    assert hub.asks(Rotate(new_key=other.public.decode())) == [
        Refused(reason="known_key", final=False)
    ]
    new = Machine().public.decode()
    assert hub.asks(Rotate(new_key=new)) == [Rotated(new_key=new)]
    assert hub.asks(Rotate(new_key=new)) == [Rotated(new_key=new)]
    assert isinstance(hub.asks(replace(hello()), key=new)[0], Welcome)

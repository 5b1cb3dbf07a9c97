"""The hub's database as somebody who is signed in may use it.

Every connection is asked for with what it is to be used for. Whether the session goes on, whether
its role may do that, and whether the patient is one of its own is looked up in the database each
time, in the transaction that follows: a page cannot forget to ask, and what a page believes of its
account does not count.
"""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa

from edge.hub.errors import DeniedError, SignedOutError
from edge.hub.rights import OWN_PATIENTS, Action, may
from edge.hub.store import audit
from edge.hub.store.accounts import Account
from edge.hub.store.engines import Store
from edge.hub.store.monitoring import Monitored, monitored
from edge.hub.store.patients import FOUND_COLUMNS, Found
from edge.hub.store.people_tables import access, patient
from edge.hub.store.standings import refresh_stale
from edge.hub.store.web_sessions import session_of
from edge.hub.store.worklist import worklist
from edge.hub.worklist.row import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Granted:
    """A connection that may be used for what it was asked for.

    Attributes:
        connection: in a transaction.
        account: who asked.
        now: the hub's time.
    """

    connection: sa.Connection
    account: Account
    now: datetime


class StaffView:
    """What the account of a session may see and change; deny by default.

    Args:
        store: the hub's database.
        token_sha256: of the session.
        clock: returns the hub's time.
    """

    def __init__(
        self,
        store: Store,
        token_sha256: str,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._store = store
        self._token_sha256 = token_sha256
        self._clock = clock

    @contextmanager
    def reading(self, action: Action, patient_id: uuid.UUID | None = None) -> Iterator[Granted]:
        """Yield a connection that cannot write, for an action, with one patient where given.

        Raises:
            SignedOutError: the session is over.
            DeniedError: the role may not do that, or not with this patient.
        """
        with self._store.reading() as connection:
            yield self._granted(connection, action, patient_id)

    @contextmanager
    def writing(self, action: Action, patient_id: uuid.UUID | None = None) -> Iterator[Granted]:
        """Yield a connection in a transaction that is committed at the end, or not at all.

        Whoever changes something adds a row to the audit in it.

        Raises:
            SignedOutError: the session is over.
            DeniedError: the role may not do that, or not with this patient.
        """
        with self._store.writing() as connection:
            yield self._granted(connection, action, patient_id)

    @contextmanager
    def viewing(
        self, action: Action, page: str, patient_id: uuid.UUID | None = None
    ) -> Iterator[Granted]:
        """Yield what `reading` does, once the audit knows that somebody looks at this page.

        Raises:
            SignedOutError: the session is over.
            DeniedError: the role may not do that, or not with this patient.
        """
        with self.writing(action, patient_id) as granted:
            entry = audit.Entry(
                actor=granted.account.name,
                action="view",
                patient_id=patient_id,
                detail={"page": page},
            )
            audit.record(granted.connection, entry, granted.now)
        with self.reading(action, patient_id) as granted:
            yield granted

    def require(self, action: Action) -> Account:
        """Return the account, which may do this.

        Raises:
            SignedOutError: the session is over.
            DeniedError: the role may not do that.
        """
        with self.reading(action) as granted:
            return granted.account

    def patient(self, action: Action, code: str) -> Found:
        """Return the patient with a code, with whom the account may do this.

        Raises:
            SignedOutError: the session is over.
            DeniedError: the role may not do that; or there is no such patient among those that the
                account reaches, which is the same sentence for all others.
        """
        with self.reading(action) as granted:
            found = self._reached(granted, patient.c.pseudonym == code)
        if found is None:
            raise DeniedError(f"there is no patient {code} of yours", cause="unknown_patient")
        return found

    def patients(self, action: Action) -> list[Found]:
        """Return all patients with whom the account may do this, by their codes.

        Raises:
            SignedOutError: the session is over.
            DeniedError: the role may not do that.
        """
        with self.reading(action) as granted:
            chosen = _reach(granted.account).order_by(patient.c.pseudonym)
            return [Found(**row._mapping) for row in granted.connection.execute(chosen)]

    def worklist(self) -> list[Row]:
        """Return the worklist's rows of the patients that the account reaches.

        Raises:
            SignedOutError: the session is over.
            DeniedError: the role has no worklist.
        """
        with self.viewing("worklist", "worklist") as granted:
            account, now = granted.account, granted.now
            reached = set(
                granted.connection.execute(
                    _reach(account).with_only_columns(patient.c.patient_id)
                ).scalars()
            )
        own = account.staff_id if account.role in OWN_PATIENTS else None
        return [row for row in worklist(self._store, now, own) if row.patient_id in reached]

    def monitored(self) -> list[Monitored]:
        """Return how the remote monitoring stands of the patients that the account reaches.

        Raises:
            SignedOutError: the session is over.
            DeniedError: the role may not see it.
        """
        self.require("rtm")
        refresh_stale(self._store, self._clock())
        with self.viewing("rtm", "monitored") as granted:
            reach = _reach(granted.account).with_only_columns(patient.c.patient_id)
            return monitored(
                granted.connection,
                granted.account.clinic_id,
                granted.now,
                patient.c.patient_id.in_(reach),
            )

    def _granted(
        self, connection: sa.Connection, action: Action, patient_id: uuid.UUID | None
    ) -> Granted:
        now = self._clock()
        session = session_of(connection, self._token_sha256, now)
        if session is None:
            raise SignedOutError("you are signed out", remedy="sign in again")
        account = session.account
        if not may(account.role, action):
            raise DeniedError(f"the role {account.role} may not do this ({action})")
        granted = Granted(connection=connection, account=account, now=now)
        if patient_id is not None and (
            self._reached(granted, patient.c.patient_id == patient_id) is None
        ):
            raise DeniedError("there is no such patient of yours", cause="unknown_patient")
        return granted

    @staticmethod
    def _reached(granted: Granted, condition: sa.ColumnElement[bool]) -> Found | None:
        row = granted.connection.execute(_reach(granted.account).where(condition)).first()
        return None if row is None else Found(**row._mapping)


def _reach(account: Account) -> sa.Select[tuple[uuid.UUID, uuid.UUID, str, str, bool]]:
    """Return what chooses the patients that an account reaches."""
    chosen = sa.select(*FOUND_COLUMNS).where(patient.c.clinic_id == account.clinic_id)
    if account.sees_own_alone:
        given = sa.select(access.c.patient_id).where(access.c.staff_id == account.staff_id)
        chosen = chosen.where(patient.c.patient_id.in_(given))
    return chosen

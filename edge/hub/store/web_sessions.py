"""Who is signed in: sessions that only the browser's token opens, of which the hub keeps a hash."""

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa

from edge.hub.store import audit
from edge.hub.store.accounts import COLUMNS, Account, account_of
from edge.hub.store.people_tables import staff, web_session

TOKEN_BYTES: Final = 32
IDLE: Final = timedelta(minutes=20)
"""Without a request or an event, after which a session is over."""
LONGEST: Final = timedelta(hours=10)
NOTED: Final = timedelta(minutes=1)
"""How exactly it is kept when a session was last used: not every event needs a transaction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """A session that goes on.

    Attributes:
        token_sha256: of the browser's token.
        account: with which somebody signed in.
        used_at: when it was last used, to about `NOTED`.
    """

    token_sha256: str
    account: Account
    used_at: datetime

    def is_to_be_noted(self, now: datetime) -> bool:
        """Tell whether it is time to keep that it is used now."""
        return now - self.used_at >= NOTED


def begin_session(connection: sa.Connection, account: Account, now: datetime) -> str:
    """Return the token of a new session of an account; sessions that are over are removed."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    connection.execute(sa.delete(web_session).where(~_goes_on(now)))
    connection.execute(
        sa.insert(web_session).values(
            token_sha256=hash_of(token),
            staff_id=account.staff_id,
            began_at=now,
            used_at=now,
            ends_at=now + LONGEST,
        )
    )
    entry = audit.Entry(actor=account.name, action="sign_in", detail={"role": account.role})
    audit.record(connection, entry, now)
    return token


def session_of(connection: sa.Connection, token_sha256: str, now: datetime) -> SignedIn | None:
    """Return the session of a token; None where it is over or there never was one."""
    rows = connection.execute(
        _chosen(now).where(web_session.c.token_sha256 == token_sha256)
    ).first()
    return None if rows is None else _signed_in(rows)


def going_on(
    connection: sa.Connection, token_sha256s: Collection[str], now: datetime
) -> frozenset[str]:
    """Return which of these sessions go on."""
    chosen = web_session.c.token_sha256.in_(tuple(token_sha256s))
    rows = connection.execute(_chosen(now).where(chosen))
    return frozenset(row.token_sha256 for row in rows)


def note_use(connection: sa.Connection, token_sha256: str, now: datetime) -> None:
    """Keep that a session is used now."""
    chosen = web_session.c.token_sha256 == token_sha256
    connection.execute(sa.update(web_session).where(chosen & _goes_on(now)).values(used_at=now))


def end_session(connection: sa.Connection, token_sha256: str) -> None:
    """End a session, whether or not there is one."""
    chosen = web_session.c.token_sha256 == token_sha256
    connection.execute(sa.delete(web_session).where(chosen))


def hash_of(token: str) -> str:
    """Return what is kept of a token; it has so many bits that a plain hash will do."""
    return hashlib.sha256(token.encode()).hexdigest()


def _goes_on(now: datetime) -> sa.ColumnElement[bool]:
    return (web_session.c.used_at > now - IDLE) & (web_session.c.ends_at > now)


def _chosen(now: datetime) -> sa.Select[Any]:
    joined = sa.select(*COLUMNS, web_session.c.token_sha256, web_session.c.used_at).join(
        staff, staff.c.staff_id == web_session.c.staff_id
    )
    return joined.where(_goes_on(now) & (staff.c.state == "active"))


def _signed_in(row: sa.Row[Any]) -> SignedIn:
    return SignedIn(token_sha256=row.token_sha256, account=account_of(row), used_at=row.used_at)

"""Accounts of the staff: made, found, changed; and which patients each may see."""

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, get_args

import sqlalchemy as sa

from edge.hub.errors import HubError
from edge.hub.rights import OWN_PATIENTS, ROLES, Role
from edge.hub.store import audit
from edge.hub.store.people_tables import access, staff, web_session

NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Somebody of the staff.

    Attributes:
        staff_id: the hub's own name of the account.
        clinic_id: of the clinic.
        name: with which somebody signs in, and which stands in the audit.
        role: what the account may do (`edge.hub.rights`).
        is_active: whether anybody may sign in with it.
        has_one_time: whether a code of six digits is asked for beside the password.
    """

    staff_id: uuid.UUID
    clinic_id: uuid.UUID
    name: str
    role: Role
    is_active: bool
    has_one_time: bool

    @property
    def sees_own_alone(self) -> bool:
        """Whether it reaches only the patients that it was given."""
        return self.role in OWN_PATIENTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """What an account is proved by.

    Attributes:
        password_hash: of `edge.hub.passwords`.
        one_time_secret: sealed; None without codes.
    """

    password_hash: str
    one_time_secret: bytes | None


def add_account(
    connection: sa.Connection,
    *,
    clinic_id: uuid.UUID,
    name: str,
    role: str,
    password_hash: str,
    actor: str,
) -> uuid.UUID:
    """Return the number of a new account.

    Raises:
        HubError: the name is none or is taken, or there is no such role.
    """
    if NAME.fullmatch(name) is None:
        raise HubError(f"{name!r} cannot be an account's name", remedy="use letters, digits, . - _")
    _require_role(role)
    if connection.execute(sa.select(staff.c.staff_id).where(_named(name))).first():
        raise HubError(f"there is an account {name} already", remedy="choose another name")
    staff_id = uuid.uuid4()
    connection.execute(
        sa.insert(staff).values(
            staff_id=staff_id,
            clinic_id=clinic_id,
            name=name,
            role=role,
            password_hash=password_hash,
            state="active",
            made_at=datetime.now(UTC),
        )
    )
    _tell(connection, actor, name, {"role": role})
    return staff_id


def accounts(connection: sa.Connection) -> list[Account]:
    """Return all accounts by name."""
    return [account_of(row) for row in connection.execute(_chosen().order_by(staff.c.name))]


def account_named(connection: sa.Connection, name: str) -> Account:
    """Return an account; capitals do not matter.

    Raises:
        HubError: there is none.
    """
    row = connection.execute(_chosen().where(_named(name))).first()
    if row is None:
        raise HubError(f"there is no account {name}", cause="unknown_account")
    return account_of(row)


def to_prove(connection: sa.Connection, name: str) -> tuple[Account, Secrets] | None:
    """Return an account that somebody may sign in with, and what proves it; None without one."""
    columns = (staff.c.password_hash, staff.c.one_time_secret)
    chosen = _named(name) & (staff.c.state == "active")
    row = connection.execute(_chosen(*columns).where(chosen)).first()
    if row is None:
        return None
    secrets = Secrets(password_hash=row.password_hash, one_time_secret=row.one_time_secret)
    return account_of(row), secrets


def set_password(
    connection: sa.Connection, account: Account, password_hash: str, *, actor: str
) -> None:
    """Give an account another password; whoever is signed in with it is signed out."""
    _change(connection, account, password_hash=password_hash)
    sign_out(connection, account)
    _tell(connection, actor, account.name, {"password": "changed"})


def rehash(connection: sa.Connection, account: Account, password_hash: str) -> None:
    """Keep the same password by today's settings."""
    _change(connection, account, password_hash=password_hash)


def set_role(connection: sa.Connection, account: Account, role: str, *, actor: str) -> None:
    """Give an account another role; whoever is signed in with it is signed out.

    Raises:
        HubError: there is no such role.
    """
    _require_role(role)
    _change(connection, account, role=role)
    sign_out(connection, account)
    _tell(connection, actor, account.name, {"role": role})


def set_active(connection: sa.Connection, account: Account, *, is_active: bool, actor: str) -> None:
    """Let nobody sign in with an account any more, or somebody again; what it did stays."""
    state = "active" if is_active else "disabled"
    _change(connection, account, state=state)
    sign_out(connection, account)
    _tell(connection, actor, account.name, {"state": state})


def set_one_time_secret(
    connection: sa.Connection, account: Account, sealed: bytes | None, *, actor: str
) -> None:
    """Ask for codes of another secret from now on, or for none; whoever is signed in is not."""
    _change(connection, account, one_time_secret=sealed, one_time_step=None)
    sign_out(connection, account)
    _tell(connection, actor, account.name, {"one_time": "off" if sealed is None else "on"})


def use_step(connection: sa.Connection, account: Account, step: int) -> bool:
    """Tell whether the code of a half minute may be used, which none of it or later was before."""
    unused = staff.c.one_time_step.is_(None) | (staff.c.one_time_step < step)
    chosen = (staff.c.staff_id == account.staff_id) & unused
    done = connection.execute(sa.update(staff).where(chosen).values(one_time_step=step))
    return done.rowcount == 1


def sign_out(connection: sa.Connection, account: Account) -> None:
    """End all sessions in which somebody is signed in with an account."""
    connection.execute(sa.delete(web_session).where(web_session.c.staff_id == account.staff_id))


def share(
    connection: sa.Connection, account: Account, patient_id: uuid.UUID, *, shared: bool, actor: str
) -> None:
    """Let an account see a patient, or no longer.

    Raises:
        HubError: the account's role sees no single patients.
    """
    if not account.sees_own_alone:
        raise HubError(
            f"{account.name} is no therapist, and is given no patients of its own",
            cause="no_therapist",
        )
    chosen = (access.c.staff_id == account.staff_id) & (access.c.patient_id == patient_id)
    connection.execute(sa.delete(access).where(chosen))
    if shared:
        values = {"staff_id": account.staff_id, "patient_id": patient_id}
        connection.execute(sa.insert(access).values(values))
    detail = {"account": account.name, "sees": shared}
    entry = audit.Entry(actor=actor, action="role", patient_id=patient_id, detail=detail)
    audit.record(connection, entry)


def who_sees(connection: sa.Connection, patient_id: uuid.UUID) -> Sequence[str]:
    """Return the names of the accounts to which a patient was given."""
    chosen = sa.select(staff.c.name).join(access).where(access.c.patient_id == patient_id)
    return connection.execute(chosen.order_by(staff.c.name)).scalars().all()


COLUMNS: Final = (
    *(staff.c.staff_id, staff.c.clinic_id, staff.c.name, staff.c.role, staff.c.state),
    staff.c.one_time_secret.is_not(None).label("has_one_time"),
)


def _chosen(*more: sa.ColumnElement[Any]) -> sa.Select[Any]:
    return sa.select(*COLUMNS, *more)


def _named(name: str) -> sa.ColumnElement[bool]:
    return sa.func.lower(staff.c.name) == name.lower()


def account_of(row: sa.Row[Any]) -> Account:
    """Return the account of a row with `COLUMNS`."""
    return Account(
        staff_id=row.staff_id,
        clinic_id=row.clinic_id,
        name=row.name,
        role=row.role,
        is_active=row.state == "active",
        has_one_time=bool(row.has_one_time),
    )


def _change(connection: sa.Connection, account: Account, **values: object) -> None:
    chosen = staff.c.staff_id == account.staff_id
    connection.execute(sa.update(staff).where(chosen).values(**values))


def _require_role(role: str) -> None:
    if role not in get_args(Role):
        raise HubError(f"there is no role {role!r}", remedy=f"there are {', '.join(ROLES)}")


def _tell(connection: sa.Connection, actor: str, name: str, detail: dict[str, object]) -> None:
    entry = audit.Entry(actor=actor, action="role", detail={"account": name} | detail)
    audit.record(connection, entry)

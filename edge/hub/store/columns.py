"""Columns that mean the same on both engines, and how constraints are named."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine.interfaces import Dialect

NAMES: Final = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}
"""Every constraint has a name, so that a later migration can change it on both engines."""
METADATA: Final = sa.MetaData(naming_convention=NAMES)
"""All tables of the hub; filled by the modules that declare them."""
Json: Final = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
"""Lists and objects; NaN is not JSON, so what is not known is null."""


class UtcTime(sa.TypeDecorator[datetime]):
    """Moments with a zone, kept in UTC to the microsecond on both engines."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return what the engine keeps.

        Raises:
            ValueError: the moment has no zone, so nobody knows when it was.
        """
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment without a zone: {value}")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def one_of(column: str, words: Sequence[str]) -> sa.CheckConstraint:
    """Return the constraint, named after the column, that it holds one of the words or nothing."""
    listed = ", ".join(f"'{word}'" for word in words)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=column)


def within(column: str, least: float, most: float) -> sa.CheckConstraint:
    """Return the constraint, named after the column, that a number lies in bounds or is null."""
    return sa.CheckConstraint(f"{column} >= {least} AND {column} <= {most}", name=column)


def truth(name: str) -> sa.Column[bool]:
    """Return a column that is true or false; without the check that migrations stumble over."""
    return sa.Column(name, sa.Boolean(create_constraint=False), nullable=False)


def moment(name: str, *, known: bool = True) -> sa.Column[datetime]:
    """Return a column for a moment; `known`: it is never null."""
    return sa.Column(name, UtcTime(), nullable=not known)


def of_patient(**options: Any) -> sa.Column[Any]:
    """Return the column `patient_id`; what it belongs to goes when the patient is erased."""
    link = sa.ForeignKey("patient.patient_id", ondelete="CASCADE")
    return sa.Column("patient_id", sa.Uuid(), link, **({"nullable": False} | options))

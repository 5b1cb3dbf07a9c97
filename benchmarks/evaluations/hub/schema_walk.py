"""A walk through every row of every table, for what must not be there any more."""

import json

import sqlalchemy as sa

from edge.hub.store.engines import Store
from edge.hub.store.schema import TABLES


def places_of(store: Store, *needles: str) -> list[str]:
    """Return where in the whole database any of the texts stands, however it is kept."""
    found = []
    with store.reading() as connection:
        for table in TABLES:
            for row in connection.execute(sa.select(table)).mappings():
                for name, value in row.items():
                    raw = bytes(value) if isinstance(value, bytes | memoryview) else b""
                    text = json.dumps(value, default=str, ensure_ascii=False)
                    if any(needle in text or needle.encode() in raw for needle in needles):
                        found.append(f"{table.name}.{name}")
    return found

"""Rows that several transactions may make at the same moment: the database settles who did.

Both databases know `INSERT ... ON CONFLICT`; SQLAlchemy spells it in each dialect's own insert.
"""

from collections.abc import Mapping
from typing import Any, cast

from sqlalchemy import Table
from sqlalchemy.dialects.sqlite import Insert
from sqlalchemy.orm import Session

from tournee.storage.base import Base


def insert_new(session: Session, kind: type[Base], values: Mapping[str, Any]) -> bool:
    """Add a row unless its key is there; False where it was. Waits for whoever is adding it."""
    table = _table(kind)
    insert = _insert(session, table).values(**values)
    found = session.execute(insert.on_conflict_do_nothing().returning(table.primary_key.columns[0]))
    return found.first() is not None


def put(session: Session, kind: type[Base], values: Mapping[str, Any]) -> None:
    """Add a row, or give the row of the same key these values."""
    table = _table(kind)
    key = list(table.primary_key.columns)
    insert = _insert(session, table).values(**values)
    others = {name: insert.excluded[name] for name in values if table.c[name] not in set(key)}
    session.execute(insert.on_conflict_do_update(index_elements=key, set_=others))


def _insert(session: Session, table: Table) -> Insert:
    """SQLAlchemy's PostgreSQL is large: whoever keeps to SQLite does without."""
    if session.get_bind().dialect.name == "sqlite":
        return Insert(table)
    from sqlalchemy.dialects import postgresql  # noqa: PLC0415

    return cast("Insert", postgresql.insert(table))  # the same methods


def _table(kind: type[Base]) -> Table:
    table = kind.__table__
    if not isinstance(table, Table):
        raise TypeError(kind)
    return table

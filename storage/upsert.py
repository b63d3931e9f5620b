"""Rows that several transactions may make at the same moment: the database settles who did.

Both databases know `INSERT ... ON CONFLICT`; SQLAlchemy spells it in each dialect's own insert.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, TypeVar, cast

from sqlalchemy import ColumnElement, Executable, Table
from sqlalchemy.dialects.sqlite import Insert
from sqlalchemy.orm import Session

from tournee.storage.base import Base

R = TypeVar("R")


def insert_new(session: Session, kind: type[Base], values: Mapping[str, Any]) -> bool:
    """Add a row unless its key is there; False where it was. Waits for whoever is adding it."""
    statement = _insert_new(kind, _dialect(session))
    return session.connection().execute(statement, dict(values)).first() is not None


def insert_and_read(
    session: Session, kind: type[Base], values: Mapping[str, Any], wanted: ColumnElement[R]
) -> R | None:
    """Add a row and read `wanted` beside; None where its key was there, as in `insert_new`."""
    statement = _insert_new(kind, _dialect(session), wanted)
    found: R | None = session.connection().execute(statement, dict(values)).scalar()
    return found


def put(session: Session, kind: type[Base], values: Mapping[str, Any]) -> None:
    """Add a row, or give the row of the same key these values."""
    session.execute(_put(kind, _dialect(session), tuple(values)), dict(values))


@cache  # as many as the code has tables
def _insert_new(
    kind: type[Base], dialect: str, wanted: ColumnElement[Any] | None = None
) -> Executable:
    table = _table(kind)
    told = table.primary_key.columns[0] if wanted is None else wanted
    return _insert(dialect, table).on_conflict_do_nothing().returning(told)


@cache
def _put(kind: type[Base], dialect: str, names: tuple[str, ...]) -> Executable:
    table = _table(kind)
    key = list(table.primary_key.columns)
    insert = _insert(dialect, table)
    others = {name: insert.excluded[name] for name in names if table.c[name] not in set(key)}
    return insert.on_conflict_do_update(index_elements=key, set_=others)


def _dialect(session: Session) -> str:
    return session.get_bind().dialect.name


def _insert(dialect: str, table: Table) -> Insert:
    """SQLAlchemy's PostgreSQL is large: whoever keeps to SQLite does without."""
    if dialect == "sqlite":
        return Insert(table)
    from sqlalchemy.dialects import postgresql  # noqa: PLC0415

    return cast("Insert", postgresql.insert(table))  # the same methods


def _table(kind: type[Base]) -> Table:
    table = kind.__table__
    if not isinstance(table, Table):
        raise TypeError(kind)
    return table

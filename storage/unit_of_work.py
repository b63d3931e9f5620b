"""One unit of work is one transaction: all of it is kept by `commit`, or nothing is."""

import time
from collections.abc import Callable
from functools import wraps
from types import TracebackType
from typing import ParamSpec, Self, TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from tournee.storage.errors import ContestedError, StorageError

P = ParamSpec("P")
R = TypeVar("R")

MOST_TRIES = 6
FIRST_PAUSE = 0.005
"""Seconds; doubled after each try."""
CONTESTED = frozenset({"40001", "40P01", "23505"})
"""PostgreSQL: serialization failure, deadlock, and a row that two make at the same moment."""

REFUSED = frozenset({"42501", "42P01", "42703"})
"""PostgreSQL: a right that is lacking, a table or a column that is not there (any more)."""


class UnitOfWork:
    """A transaction as a context: leaving without `commit` undoes what was done in it.

    Raises ContestedError where another transaction won (see `contested`), StorageError where the
    database fails (gone, full, locked for too long, without rights, of another schema).

    >>> with UnitOfWork(engine) as work:  # doctest: +SKIP
    ...     Catalogue(work.session).save_person(village, person)
    ...     work.commit()
    """

    session: Session

    def __init__(self, engine: Engine, *, read_only: bool = False) -> None:
        self._engine = engine.execution_options(read_only=True) if read_only else engine

    def __enter__(self) -> Self:
        self.session = Session(self._engine, expire_on_commit=False)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.session.close()
        if error is None:
            return
        if _is_contested(error):
            raise ContestedError(_line(error)) from error
        if isinstance(error, OperationalError | InterfaceError | PoolTimeoutError) or (
            _state(error) in REFUSED
        ):
            raise StorageError(_line(error)) from error

    def commit(self) -> None:
        self.session.commit()

    def rollback(self) -> None:
        self.session.rollback()


def contested(work: Callable[P, R]) -> Callable[P, R]:
    """Let a whole unit of work be done again, a few times, where others came between.

    So it is where the connection broke. The work must have no effect but the transaction's, open
    that itself, and do nothing the second time if the first was kept after all.
    """

    @wraps(work)
    def persist(*args: P.args, **kwargs: P.kwargs) -> R:
        for tried in range(1, MOST_TRIES):
            try:
                return work(*args, **kwargs)
            except ContestedError:
                time.sleep(FIRST_PAUSE * 2**tried)
        return work(*args, **kwargs)

    return persist


def _is_contested(error: BaseException) -> bool:
    if not isinstance(error, DBAPIError):
        return isinstance(error, StaleDataError)
    return error.connection_invalidated or _state(error) in CONTESTED


def _state(error: BaseException) -> str | None:
    """PostgreSQL's code for what is wrong."""
    return getattr(getattr(error, "orig", None), "sqlstate", None)


def _line(error: BaseException) -> str:
    cause = getattr(error, "orig", None) or error
    return str(cause).partition("\n")[0]

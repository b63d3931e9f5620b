"""One unit of work is one transaction: all of it is kept by `commit`, or nothing is."""

from types import TracebackType
from typing import Self

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from tournee.storage.errors import StorageError


class UnitOfWork:
    """A transaction as a context: leaving without `commit` undoes what was done in it.

    Raises StorageError where the database fails (gone, full, locked for too long).

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
        if isinstance(error, OperationalError):
            raise StorageError(str(error.orig).partition("\n")[0]) from error

    def commit(self) -> None:
        self.session.commit()

    def rollback(self) -> None:
        self.session.rollback()

"""What has happened to one village's round dates: implements `orders.ports.RoundStore`."""

from contextlib import suppress
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import InstrumentedAttribute, Session

from tournee.catalog.model import RoundSlug, VillageSlug
from tournee.orders.model import RoundDate
from tournee.orders.storage.orders import GONE
from tournee.orders.storage.rows import OrderRow, RoundDateRow


class StoredRounds:
    """Works in the session of one unit of work."""

    def __init__(self, session: Session, village: VillageSlug) -> None:
        self._session = session
        self._village = village

    def hold(self, run: RoundDate) -> frozenset[str]:
        self._row(run.round, run.date)
        doors = select(OrderRow.door).where(
            OrderRow.village == self._village,
            OrderRow.round == run.round,
            OrderRow.date == run.date,
            OrderRow.status.not_in(GONE),
        )
        return frozenset(self._session.scalars(doors))

    def is_cancelled(self, slug: RoundSlug, day: date) -> bool:
        return bool(
            self._session.scalar(
                select(RoundDateRow.cancelled_at.is_not(None)).where(
                    RoundDateRow.village == self._village,
                    RoundDateRow.round == slug,
                    RoundDateRow.date == day,
                )
            )
        )

    def cancel(self, slug: RoundSlug, day: date, *, reason: str, at: datetime) -> bool:
        if not self._mark(RoundDateRow.cancelled_at, slug, day, at):
            return False
        self._row(slug, day).reason = reason
        self._session.flush()
        return True

    def close(self, slug: RoundSlug, day: date, *, at: datetime) -> bool:
        return self._mark(RoundDateRow.closed_at, slug, day, at)

    def depart(self, slug: RoundSlug, day: date, *, at: datetime) -> bool:
        return self._mark(RoundDateRow.departed_at, slug, day, at)

    def _mark(
        self,
        column: InstrumentedAttribute[datetime | None],
        slug: RoundSlug,
        day: date,
        at: datetime,
    ) -> bool:
        """Write a moment where there is none yet: whoever comes second changes nothing."""
        self._row(slug, day)
        marked = self._session.execute(
            update(RoundDateRow)
            .where(RoundDateRow.village == self._village, RoundDateRow.round == slug)
            .where(RoundDateRow.date == day, column.is_(None))
            .values({column: at})
            .execution_options(synchronize_session="fetch")
        )
        return isinstance(marked, CursorResult) and marked.rowcount == 1

    def _row(self, slug: RoundSlug, day: date) -> RoundDateRow:
        """Return the day's row, made if it is new, locked until the transaction ends."""
        key = (self._village, slug, day)
        row = self._session.get(RoundDateRow, key, with_for_update=True)
        if row is not None:
            return row
        # another transaction may make it first
        with suppress(IntegrityError), self._session.begin_nested():
            self._session.add(RoundDateRow(village=self._village, round=slug, date=day))
        return self._session.get_one(RoundDateRow, key, with_for_update=True)

"""What has happened to one village's round dates: implements `orders.ports.RoundStore`."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, bindparam, func, or_, select, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import InstrumentedAttribute, Session

from tournee.catalog.model import RoundSlug, Village
from tournee.orders.calendar import Mark
from tournee.orders.model import RoundDate
from tournee.orders.rounds import round_date
from tournee.orders.storage.rows import GONE, OrderRow, RoundDateRow


class StoredRounds:
    """Works in the session of one unit of work."""

    def __init__(self, session: Session, village: Village) -> None:
        self._session = session
        self._described = village
        self._village = village.settings.slug

    def hold(self, run: RoundDate) -> frozenset[str]:
        self._row(run.round, run.date)
        doors = select(OrderRow.door).where(
            OrderRow.village == self._village,
            OrderRow.round == run.round,
            OrderRow.date == run.date,
            OrderRow.status.not_in(GONE),
        )
        return frozenset(self._session.scalars(doors))

    def run(self, slug: RoundSlug, day: date) -> RoundDate:
        row = self._session.get(RoundDateRow, (self._village, slug, day), populate_existing=True)
        return round_date(self._described, slug, day, mark_of(row) if row else None)

    def loaded(self, run: RoundDate) -> Decimal:
        found = self._session.scalar(
            select(func.sum(OrderRow.crates)).where(
                OrderRow.village == self._village,
                OrderRow.round == run.round,
                OrderRow.date == run.date,
                OrderRow.status.not_in(GONE),
            )
        )
        return found or Decimal(0)

    def decide(self, mark: Mark, *, at: datetime) -> None:
        row = self._row(mark.round, mark.date)
        row.cancelled_at = at if mark.cancelled else None
        row.added_at = at if mark.added else row.added_at
        row.departs_at, row.ends_at, row.cutoff_at = mark.departs, mark.ends, mark.cutoff
        row.moved_to, row.reason = mark.moved_to, mark.reason
        if not mark.cancelled:
            row.closed_at = None
        self._session.flush()

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

    def marks(self, first: date) -> Mapping[str, Mark]:
        """Return what was decided about the days from `first` on, by `RoundDate.key`."""
        self._session.flush()
        values = {"in_village": self._village, "first": first}
        rows = self._session.connection().execute(_DECIDED, values)
        return {mark.key: mark for mark in map(mark_of, rows)}

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


IS_DECIDED = or_(
    *(
        column.is_not(None)
        for column in (
            RoundDateRow.cancelled_at,
            RoundDateRow.added_at,
            RoundDateRow.departs_at,
            RoundDateRow.ends_at,
            RoundDateRow.cutoff_at,
            RoundDateRow.moved_to,
        )
    )
)
"""Whether a day differs from what its template says."""
_DECIDED = select(*RoundDateRow.__table__.c).where(
    RoundDateRow.village == bindparam("in_village"),
    RoundDateRow.date >= bindparam("first"),
    IS_DECIDED,
)


def mark_of(row: RoundDateRow | Row[Any]) -> Mark:
    return Mark(
        round=RoundSlug(row.round),
        date=row.date,
        cancelled=row.cancelled_at is not None,
        added=row.added_at is not None,
        departs=row.departs_at,
        ends=row.ends_at,
        cutoff=row.cutoff_at,
        moved_to=row.moved_to,
        reason=row.reason,
    )

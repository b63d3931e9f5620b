"""Who waits for a stop on a round that is full: implements `orders.ports.WaitingStore`."""

from datetime import date

from sqlalchemy import Index, delete, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from tournee.catalog.model import PersonSlug, RoundSlug, VillageSlug
from tournee.orders.model import Day, OrderNumber
from tournee.orders.waiting import Waiting
from tournee.storage.base import Base, InVillage, Moment, Slug


class WaitingRow(InVillage, Base):
    """A resident who wants a stop on a round's day, or holds one for a while."""

    __tablename__ = "waiting"
    __table_args__ = (Index("ix_waiting_since", "village", "round", "date", "since"),)

    round: Mapped[Slug] = mapped_column(primary_key=True)
    date: Mapped[Day] = mapped_column(primary_key=True)
    resident: Mapped[Slug] = mapped_column(primary_key=True)
    number: Mapped[int]
    since: Mapped[Moment]
    held_until: Mapped[Moment | None]


class StoredWaiting:
    """Works in the session of one unit of work."""

    def __init__(self, session: Session, village: VillageSlug) -> None:
        self._session = session
        self._village = village

    def of(self, slug: RoundSlug, day: date) -> tuple[Waiting, ...]:
        rows = self._session.scalars(
            select(WaitingRow)
            .where(WaitingRow.village == self._village)
            .where(WaitingRow.round == slug, WaitingRow.date == day)
            .order_by(WaitingRow.since, WaitingRow.number)
            .execution_options(populate_existing=True)
        )
        return tuple(
            Waiting(
                round=RoundSlug(row.round),
                date=row.date,
                resident=PersonSlug(row.resident),
                number=OrderNumber(row.number),
                since=row.since,
                held_until=row.held_until,
            )
            for row in rows
        )

    def put(self, waiting: Waiting) -> None:
        key = (self._village, waiting.round, waiting.date, waiting.resident)
        row = self._session.get(WaitingRow, key)
        if row is None:
            row = WaitingRow(
                village=self._village,
                round=waiting.round,
                date=waiting.date,
                resident=waiting.resident,
            )
            self._session.add(row)
        row.number, row.since = waiting.number, waiting.since
        row.held_until = waiting.held_until
        self._session.flush()

    def drop(self, slug: RoundSlug, day: date, resident: PersonSlug) -> None:
        self._session.execute(
            delete(WaitingRow)
            .where(WaitingRow.village == self._village, WaitingRow.round == slug)
            .where(WaitingRow.date == day, WaitingRow.resident == resident)
        )

    def hand_over(self, gone: PersonSlug, kept: PersonSlug) -> None:
        """Let one person wait where the other did."""
        theirs = select(WaitingRow.round, WaitingRow.date).where(
            WaitingRow.village == self._village, WaitingRow.resident == kept
        )
        for slug, day in self._session.execute(theirs).all():
            self.drop(RoundSlug(slug), day, gone)
        self._session.execute(
            update(WaitingRow)
            .where(WaitingRow.village == self._village, WaitingRow.resident == gone)
            .values(resident=kept)
            .execution_options(synchronize_session=False)
        )

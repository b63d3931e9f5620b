"""Adds up a village's orders in the database: implements what `/stats` asks."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from tournee.catalog.model import PersonSlug, RoundSlug, ShopSlug, Village
from tournee.catalog.quantity import Money
from tournee.orders.figures import DayFigures, Figures, RunFigures, ShopFigures
from tournee.orders.model import LineStatus, OrderStatus
from tournee.orders.storage.rows import GONE, OrderLineRow, OrderRow

LACKING = (LineStatus.MISSING,)
OUT = (LineStatus.MISSING, LineStatus.REMOVED)


def figures(session: Session, village: Village, first: date, last: date) -> Figures:
    """Add up what is delivered or collected from `first` to `last`, both included."""
    asked = _Asked(session, village, first, last)
    return Figures(
        first=first,
        last=last,
        days=tuple(asked.days()),
        shops=tuple(sorted(asked.shops(), key=lambda s: (-s.worth.amount, s.shop))),
        runs=tuple(asked.runs()),
        residents=asked.residents(),
    )


class _Asked:
    def __init__(self, session: Session, village: Village, first: date, last: date) -> None:
        self._session = session
        self._village = village
        self._first, self._last = first, last

    def days(self) -> Iterator[DayFigures]:
        counted = self._session.execute(
            select(OrderRow.date, func.count(OrderRow.number.distinct()))
            .where(*self._standing())
            .group_by(OrderRow.date)
        )
        orders = {row[0]: row[1] for row in counted}
        worth = self._worth(OrderRow.date)
        for n in range((self._last - self._first).days + 1):
            day = self._first + timedelta(days=n)
            yield DayFigures(
                date=day, orders=orders.get(day, 0), worth=self._money(worth.get(day, 0))
            )

    def shops(self) -> Iterator[ShopFigures]:
        worth = self._worth(OrderRow.shop)
        counted = self._session.execute(
            select(OrderRow.shop, func.count()).where(*self._standing()).group_by(OrderRow.shop)
        )
        orders = {row[0]: row[1] for row in counted}
        unfilled = self._unfilled()
        for slug in sorted(orders.keys() | unfilled.keys()):
            yield ShopFigures(
                shop=ShopSlug(slug),
                orders=orders.get(slug, 0),
                worth=self._money(worth.get(slug, 0)),
                unfilled=unfilled.get(slug, 0),
            )

    def runs(self) -> Iterator[RunFigures]:
        capacity = {found.slug: found.capacity for found in self._village.rounds}
        rows = self._session.execute(
            select(OrderRow.round, OrderRow.date, func.count(OrderRow.door.distinct()))
            .where(*self._standing(), OrderRow.round.is_not(None))
            .group_by(OrderRow.round, OrderRow.date)
            .order_by(OrderRow.date, OrderRow.round)
        )
        for slug, day, stops in rows:
            if slug is not None and day is not None:
                found = RoundSlug(slug)
                yield RunFigures(round=found, date=day, stops=stops, capacity=capacity.get(found))

    def residents(self) -> tuple[PersonSlug, ...]:
        theirs = select(OrderRow.resident).where(*self._standing()).distinct()
        return tuple(map(PersonSlug, self._session.scalars(theirs.order_by(OrderRow.resident))))

    def _worth(self, by: InstrumentedAttribute[Any]) -> dict[Any, int]:
        """Sum of the lines that stand, in minor units."""
        rows = self._session.execute(
            select(by, func.sum(OrderLineRow.total))
            .join(
                OrderLineRow,
                (OrderLineRow.village == OrderRow.village)
                & (OrderLineRow.number == OrderRow.number)
                & (OrderLineRow.shop == OrderRow.shop),
            )
            .where(*self._standing(), OrderLineRow.status.not_in(OUT))
            .group_by(by)
        )
        return {row[0]: int(row[1] or 0) for row in rows}

    def _unfilled(self) -> dict[str, int]:
        lacking = OrderRow.lines.any(OrderLineRow.status.in_(LACKING))
        rows = self._session.execute(
            select(OrderRow.shop, func.count())
            .where(*self._within(), (OrderRow.status == OrderStatus.REFUSED) | lacking)
            .group_by(OrderRow.shop)
        )
        return {row[0]: row[1] for row in rows}

    def _standing(self) -> tuple[ColumnElement[bool], ...]:
        return (*self._within(), OrderRow.status.not_in(GONE))

    def _within(self) -> tuple[ColumnElement[bool], ...]:
        return (
            OrderRow.village == self._village.settings.slug,
            OrderRow.date >= self._first,
            OrderRow.date <= self._last,
        )

    def _money(self, minor: int) -> Money:
        return Money.of_minor(minor, self._village.settings.currency)

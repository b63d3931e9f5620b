"""One village's orders in the database: implements `orders.ports.OrderStore`, with look-ups."""

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Executable,
    Integer,
    Select,
    bindparam,
    cast,
    func,
    null,
    or_,
    select,
    union_all,
    update,
)
from sqlalchemy.engine import CursorResult
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, selectinload

from tournee.catalog.model import PersonSlug, RoundSlug, ShopSlug, Sku, Village
from tournee.orders import rounds
from tournee.orders.model import (
    OPEN_STATUSES,
    LineStatus,
    Order,
    OrderNumber,
    OrderStatus,
    RoundDate,
)
from tournee.orders.numbers import order_number
from tournee.orders.storage.mapping import line_values, order_of, order_values
from tournee.orders.storage.rounds import IS_DECIDED, StoredRounds
from tournee.orders.storage.rows import (
    GONE,
    OrderLineRow,
    OrderNumbersRow,
    OrderRow,
    RoundDateRow,
)
from tournee.orders.storage.waiting import WaitingRow

OPEN = tuple(OPEN_STATUSES)


NONE: Mapping[str, object] = {}

_ALL = (
    select(OrderRow)
    .where(OrderRow.village == bindparam("village"))
    .options(selectinload(OrderRow.lines))
    .order_by(OrderRow.placed_at, OrderRow.number, OrderRow.shop)
    .execution_options(populate_existing=True)
)
_LAST_NUMBERS = (
    select(OrderRow.number)
    .where(OrderRow.village == bindparam("village"), OrderRow.resident == bindparam("resident"))
    .where(OrderRow.status.not_in(OPEN))
    .group_by(OrderRow.number)
    .order_by(func.max(OrderRow.placed_at).desc())
    .limit(bindparam("others", type_=Integer))
)
_OF_RESIDENT = _ALL.where(
    OrderRow.resident == bindparam("resident"),
    or_(OrderRow.status.in_(OPEN), OrderRow.number.in_(_LAST_NUMBERS)),
)
_PROMISED: Executable = union_all(
    select(
        OrderRow.round,
        OrderRow.date,
        func.count(OrderRow.door.distinct()),
        func.sum(OrderRow.crates),
    )
    .where(OrderRow.village == bindparam("village"), OrderRow.date >= bindparam("first"))
    .where(OrderRow.status.not_in(GONE))
    .group_by(OrderRow.round, OrderRow.date),
    select(WaitingRow.round, WaitingRow.date, func.count(), cast(null(), BigInteger))
    .where(WaitingRow.village == bindparam("village"), WaitingRow.date >= bindparam("first"))
    .where(WaitingRow.held_until > bindparam("now"))
    .group_by(WaitingRow.round, WaitingRow.date),
    select(RoundDateRow.round, RoundDateRow.date, null(), null())
    .where(RoundDateRow.village == bindparam("village"), RoundDateRow.date >= bindparam("first"))
    .where(IS_DECIDED),
)
"""By round and day: the stops and crates of orders, the stops that are held for a while, and
without stops the days about which something was decided."""


class StoredOrders:
    """Works in the session of one unit of work."""

    def __init__(self, session: Session, village: Village) -> None:
        self._session = session
        self._village = village
        self._slug = village.settings.slug

    def next_number(self) -> OrderNumber:
        issued = self._issue()
        if issued is None:
            with suppress(IntegrityError), self._session.begin_nested():
                self._session.add(OrderNumbersRow(village=self._slug, issued=0))
            issued = self._issue()
        if issued is None:
            raise LookupError(self._slug)
        return order_number(issued - 1)

    def _issue(self) -> int | None:
        return self._session.scalar(
            update(OrderNumbersRow)
            .where(OrderNumbersRow.village == self._slug)
            .values(issued=OrderNumbersRow.issued + 1)
            .returning(OrderNumbersRow.issued)
            .execution_options(synchronize_session=False)
        )

    def add(self, order: Order) -> None:
        key = {"village": self._slug, "number": order.number, "shop": order.shop}
        self._session.add(OrderRow(**key, version=0, **order_values(order)))
        self._session.flush()
        for line in order.lines:
            self._session.add(OrderLineRow(**key, position=line.position, **line_values(line)))
        self._session.flush()

    def save(self, order: Order, *, was: OrderStatus) -> bool:
        found = self._session.execute(
            update(OrderRow)
            .where(*self._is(order), OrderRow.status == was, OrderRow.version == order.version)
            .values(version=order.version + 1, **order_values(order))
            .execution_options(synchronize_session=False)
        )
        if not isinstance(found, CursorResult) or found.rowcount != 1:
            return False
        key = (self._slug, order.number, order.shop)
        for line in order.lines:
            row = self._session.get(OrderLineRow, (*key, line.position))
            if row is None:
                row = OrderLineRow(
                    village=self._slug,
                    number=order.number,
                    shop=order.shop,
                    position=line.position,
                )
                self._session.add(row)
            for name, value in line_values(line).items():
                setattr(row, name, value)
        self._session.flush()
        return True

    def hold(self, number: OrderNumber) -> tuple[Order, ...]:
        return self._read(_ALL.where(OrderRow.number == number).with_for_update())

    def of_number(self, number: OrderNumber) -> tuple[Order, ...]:
        return self._read(_ALL.where(OrderRow.number == number))

    def of_round(self, slug: RoundSlug, day: date) -> tuple[Order, ...]:
        return self._read(self._of_round(slug, day))

    def hold_round(self, slug: RoundSlug, day: date) -> tuple[Order, ...]:
        return self._read(self._of_round(slug, day).with_for_update())

    def delivered(self, shop: ShopSlug, resident: PersonSlug | None = None) -> tuple[Order, ...]:
        wanted = _ALL.where(OrderRow.shop == shop, OrderRow.status == OrderStatus.DELIVERED)
        if resident is not None:
            wanted = wanted.where(OrderRow.resident == resident)
        return self._read(wanted)

    def open_with(self, sku: Sku) -> tuple[Order, ...]:
        holds = OrderRow.lines.any(
            OrderLineRow.status.not_in((LineStatus.MISSING, LineStatus.REMOVED))
            & or_(OrderLineRow.sku == sku, OrderLineRow.substitute == sku)
        )
        return self._read(_ALL.where(OrderRow.status.in_(OPEN), holds))

    def of_resident(self, resident: PersonSlug, others: int = 10) -> tuple[Order, ...]:
        """Return every open order of a resident and the last `others` more, the newest first."""
        theirs = {"resident": resident, "others": others}
        return _newest_first(self._read(_OF_RESIDENT, theirs))

    def hand_over(self, gone: PersonSlug, kept: PersonSlug) -> None:
        """Make one resident's open orders another's; what was delivered stays as it was booked."""
        self._session.execute(
            update(OrderRow)
            .where(OrderRow.village == self._slug, OrderRow.resident == gone)
            .where(OrderRow.status.in_(OPEN))
            .values(resident=kept)
        )

    def of_shop(self, shop: ShopSlug) -> tuple[Order, ...]:
        """Return a shop's open orders, the newest first."""
        open_ones = _ALL.where(OrderRow.shop == shop, OrderRow.status.in_(OPEN))
        return _newest_first(self._read(open_ones))

    def of_shop_between(self, shop: ShopSlug, first: date, last: date) -> tuple[Order, ...]:
        """Return a shop's orders for the days from `first` to `last`, the newest first."""
        days = (OrderRow.date >= first, OrderRow.date <= last)
        return _newest_first(self._read(_ALL.where(OrderRow.shop == shop, *days)))

    def open_orders(self) -> tuple[Order, ...]:
        """Return every open order of the village, the newest first."""
        return _newest_first(self._read(_ALL.where(OrderRow.status.in_(OPEN))))

    def every_order(self) -> tuple[Order, ...]:
        """Return all orders as they were placed: for exports and the account of a simulation."""
        return self._read(_ALL)

    def upcoming(self, now: datetime, days: int = 14) -> tuple[RoundDate, ...]:
        """Return the coming runs, with what is promised and called off (`rounds.upcoming`)."""
        first = now.date() - timedelta(days=2)
        self._session.flush()
        taken, loaded, decided = self._promised(first, now)
        marks = StoredRounds(self._session, self._village).marks(first) if decided else {}
        return rounds.upcoming(self._village, now, days, taken=taken, loaded=loaded, marks=marks)

    def _promised(
        self, first: date, now: datetime
    ) -> tuple[Counter[str], dict[str, Decimal], bool]:
        """Return the stops and the crates promised on each round's day, and if any is marked."""
        values = {"village": self._slug, "first": first, "now": now}
        taken: Counter[str] = Counter()
        loaded: dict[str, Decimal] = {}
        decided = False
        for slug, day, stops, crates in self._session.connection().execute(_PROMISED, values):
            if stops is None:
                decided = True
                continue
            key = f"{slug}:{day}"
            taken[key] += stops
            if crates:
                loaded[key] = crates
        return taken, loaded, decided

    def _of_round(self, slug: RoundSlug, day: date) -> Select[OrderRow]:
        return _ALL.where(OrderRow.round == slug, OrderRow.date == day)

    def _read(
        self, wanted: Select[OrderRow], values: Mapping[str, object] = NONE
    ) -> tuple[Order, ...]:
        currency = self._village.settings.currency
        rows = self._session.scalars(wanted, {"village": self._slug, **values})
        return tuple(order_of(row, currency) for row in rows)

    def _is(self, order: Order) -> Sequence[ColumnElement[bool]]:
        return (
            OrderRow.village == self._slug,
            OrderRow.number == order.number,
            OrderRow.shop == order.shop,
        )


def open_by_state(session: Session) -> Mapping[OrderStatus, int]:
    """How many orders of all villages stand in each state that is not the last."""
    found = session.execute(
        select(OrderRow.status, func.count())
        .where(OrderRow.status.in_(OPEN))
        .group_by(OrderRow.status)
    )
    return dict.fromkeys(OPEN, 0) | {row[0]: row[1] for row in found}


def _newest_first(orders: tuple[Order, ...]) -> tuple[Order, ...]:
    return tuple(reversed(orders))

"""The ports of orders in memory, for one village, without transactions."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal

from tournee.catalog.model import PersonSlug, RoundSlug, ShopSlug, Sku, Village
from tournee.orders.audit import AuditEntry
from tournee.orders.ledger import Account, Transaction, cash_account, due_account, tab_account
from tournee.orders.model import Order, OrderNumber, OrderStatus, RoundDate
from tournee.orders.numbers import order_number
from tournee.orders.rounds import door
from tournee.orders.services import Ports


@dataclass
class FakeOrders:
    orders: dict[tuple[OrderNumber, ShopSlug], Order] = field(default_factory=dict)
    issued: int = 0

    def next_number(self) -> OrderNumber:
        self.issued += 1
        return order_number(self.issued - 1)

    def add(self, order: Order) -> None:
        assert (order.number, order.shop) not in self.orders
        self.orders[order.number, order.shop] = order

    def save(self, order: Order, *, was: OrderStatus) -> bool:
        present = self.orders[order.number, order.shop]
        if (present.status, present.version) != (was, order.version):
            return False
        self.orders[order.number, order.shop] = replace(order, version=order.version + 1)
        return True

    def of_number(self, number: OrderNumber) -> tuple[Order, ...]:
        return tuple(o for o in self.orders.values() if o.number == number)

    hold = of_number

    def of_round(self, slug: RoundSlug, day: date) -> tuple[Order, ...]:
        return tuple(o for o in self.orders.values() if (o.round, o.date) == (slug, day))

    hold_round = of_round

    def open_with(self, sku: Sku) -> tuple[Order, ...]:
        return tuple(
            o
            for o in self.orders.values()
            if o.is_open and any(sku in {line.item.sku, line.substitute} for line in o.live_lines)
        )


@dataclass
class FakeRounds:
    orders: FakeOrders
    marks: dict[tuple[str, RoundSlug, date], datetime] = field(default_factory=dict)
    reasons: list[str] = field(default_factory=list)

    def hold(self, run: RoundDate) -> frozenset[str]:
        gone = {OrderStatus.CANCELLED, OrderStatus.REFUSED}
        orders = self.orders.of_round(run.round, run.date)
        return frozenset(door(o) for o in orders if o.status not in gone)

    def is_cancelled(self, slug: RoundSlug, day: date) -> bool:
        return ("cancelled", slug, day) in self.marks

    def cancel(self, slug: RoundSlug, day: date, *, reason: str, at: datetime) -> bool:
        self.reasons.append(reason)
        return self._mark("cancelled", slug, day, at)

    def close(self, slug: RoundSlug, day: date, *, at: datetime) -> bool:
        return self._mark("closed", slug, day, at)

    def depart(self, slug: RoundSlug, day: date, *, at: datetime) -> bool:
        return self._mark("departed", slug, day, at)

    def _mark(self, what: str, slug: RoundSlug, day: date, at: datetime) -> bool:
        first = (what, slug, day) not in self.marks
        self.marks.setdefault((what, slug, day), at)
        return first


@dataclass
class FakeShelves:
    stock: dict[Sku, Decimal]
    off_sale: dict[Sku, tuple[datetime, str, datetime] | None] = field(default_factory=dict)

    def take(self, sku: Sku, quantity: Decimal) -> bool:
        if sku in self.stock and self.stock[sku] < quantity:
            return False
        self.give_back(sku, -quantity)
        return True

    def left(self, sku: Sku) -> Decimal | None:
        return self.stock.get(sku)

    def give_back(self, sku: Sku, quantity: Decimal) -> None:
        if sku in self.stock:
            self.stock[sku] += quantity

    def take_off(self, sku: Sku, *, until: datetime, by: str, at: datetime) -> None:
        self.off_sale[sku] = (until, by, at)

    def put_on(self, sku: Sku, *, by: str, at: datetime) -> None:
        assert by
        assert at.tzinfo
        self.off_sale[sku] = None


@dataclass
class FakeLedger:
    shops: tuple[ShopSlug, ...]
    booked: dict[str, Transaction] = field(default_factory=dict)

    def post(self, transaction: Transaction) -> bool:
        return self.booked.setdefault(transaction.key, transaction) is transaction

    def is_posted(self, key: str) -> bool:
        return key in self.booked

    def balance(self, account: Account) -> int:
        entries = (entry for t in self.booked.values() for entry in t.entries)
        return sum(entry.minor for entry in entries if entry.account == account)

    def owed_by(self, resident: PersonSlug) -> Mapping[ShopSlug, int]:
        sums = {
            shop: self.balance(due_account(resident, shop))
            + self.balance(tab_account(resident, shop))
            for shop in self.shops
        }
        return {shop: minor for shop, minor in sums.items() if minor}

    def cash_of_round(self, slug: RoundSlug, day: date) -> Mapping[ShopSlug, int]:
        sums = {shop: self.balance(cash_account(slug, day, shop)) for shop in self.shops}
        return {shop: minor for shop, minor in sums.items() if minor}


@dataclass
class FakeAudit:
    entries: list[AuditEntry] = field(default_factory=list)

    def record(self, entry: AuditEntry) -> None:
        self.entries.append(entry)

    def of_number(self, number: OrderNumber) -> tuple[AuditEntry, ...]:
        return tuple(entry for entry in self.entries if entry.number == number)


def fake_ports(village: Village) -> Ports:
    orders = FakeOrders()
    shelves = FakeShelves({p.sku: p.stock for p in village.products if p.stock is not None})
    return Ports(
        village=village,
        orders=orders,
        rounds=FakeRounds(orders),
        stock=shelves,
        sale=shelves,
        ledger=FakeLedger(tuple(shop.slug for shop in village.shops)),
        audit=FakeAudit(),
    )

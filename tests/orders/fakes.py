"""The ports of orders in memory, for one village, without transactions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal

from tournee.catalog.model import PersonSlug, RoundSlug, ShopSlug, Sku, Village
from tournee.orders.audit import AuditEntry
from tournee.orders.calendar import Mark
from tournee.orders.closing import Closing
from tournee.orders.habits import SubstituteWish
from tournee.orders.ledger import (
    Account,
    Booked,
    Transaction,
    cash_account,
    cheque_account,
)
from tournee.orders.model import Order, OrderNumber, OrderStatus, RoundDate
from tournee.orders.numbers import order_number
from tournee.orders.receipts import Draft, Receipt
from tournee.orders.rounds import door, round_date
from tournee.orders.services import Ports
from tournee.orders.standing import StandingOrder
from tournee.orders.waiting import Waiting


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

    def delivered(self, shop: ShopSlug, resident: PersonSlug | None = None) -> tuple[Order, ...]:
        return tuple(
            o
            for o in self.orders.values()
            if o.shop == shop
            and o.status is OrderStatus.DELIVERED
            and resident in {None, o.resident}
        )

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
    village: Village | None = None
    decided: dict[tuple[RoundSlug, date], Mark] = field(default_factory=dict)

    def run(self, slug: RoundSlug, day: date) -> RoundDate:
        assert self.village is not None
        mark = self.decided.get((slug, day))
        if self.is_cancelled(slug, day):
            mark = replace(mark or Mark(round=slug, date=day), cancelled=True)
        return round_date(self.village, slug, day, mark)

    def loaded(self, run: RoundDate) -> Decimal:
        gone = {OrderStatus.CANCELLED, OrderStatus.REFUSED}
        orders = self.orders.of_round(run.round, run.date)
        return sum((o.crates for o in orders if o.status not in gone), Decimal(0))

    def decide(self, mark: Mark, *, at: datetime) -> None:
        assert at.tzinfo
        self.decided[mark.round, mark.date] = mark

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


@dataclass
class FakeLedger:
    shops: tuple[ShopSlug, ...]
    booked: dict[str, Transaction] = field(default_factory=dict)
    by_account: dict[Account, list[tuple[Transaction, int]]] = field(default_factory=dict)

    def post(self, transaction: Transaction) -> bool:
        if self.booked.setdefault(transaction.key, transaction) is not transaction:
            return False
        for entry in transaction.entries:
            self.by_account.setdefault(entry.account, []).append((transaction, entry.minor))
        return True

    def is_posted(self, key: str) -> bool:
        return key in self.booked

    def balance(self, account: Account) -> int:
        return sum(minor for _, minor in self.by_account.get(account, ()))

    def cash_of_round(self, slug: RoundSlug, day: date) -> Mapping[ShopSlug, int]:
        sums = {
            shop: self.balance(cash_account(slug, day, shop))
            + self.balance(cheque_account(slug, day, shop))
            for shop in self.shops
        }
        return {shop: minor for shop, minor in sums.items() if minor}

    def found(self, key: str) -> Transaction | None:
        return self.booked.get(key)

    def movements(self, account: Account) -> tuple[Booked, ...]:
        return tuple(
            Booked(key=t.key, kind=t.kind, at=t.at, minor=minor, number=t.number)
            for t, minor in self.by_account.get(account, ())
        )

    def balances(self, accounts: Sequence[Account]) -> Mapping[Account, int]:
        return {account: self.balance(account) for account in accounts}

    def on_tab_of(self, shop: ShopSlug) -> tuple[PersonSlug, ...]:
        tabs = [a for a in self.accounts("tab:") if a.endswith(f"/{shop}")]
        return tuple(PersonSlug(a.removeprefix("tab:").removesuffix(f"/{shop}")) for a in tabs)

    def between(self, since: datetime, until: datetime) -> tuple[Transaction, ...]:
        return tuple(t for t in self.booked.values() if since <= t.at < until)

    def accounts(self, prefix: str) -> Mapping[Account, int]:
        names = sorted(name for name in self.by_account if name.startswith(prefix))
        sums = {name: self.balance(name) for name in names}
        return {name: minor for name, minor in sums.items() if minor}


@dataclass
class FakeTabLimits:
    said: dict[tuple[PersonSlug, ShopSlug], int] = field(default_factory=dict)

    def limit(self, resident: PersonSlug, shop: ShopSlug) -> int | None:
        return self.said.get((resident, shop))

    def of_shop(self, shop: ShopSlug) -> Mapping[PersonSlug, int]:
        return {who: minor for (who, where), minor in self.said.items() if where == shop}

    def put(
        self, resident: PersonSlug, shop: ShopSlug, minor: int, *, by: str, at: datetime
    ) -> None:
        assert by
        assert at.tzinfo
        self.said[resident, shop] = minor


@dataclass
class FakeReceipts:
    made: list[Receipt] = field(default_factory=list)

    def issue(self, draft: Draft) -> Receipt:
        number = 1 + sum(1 for r in self.made if r.draft.shop == draft.shop)
        self.made.append(Receipt(number=number, draft=draft))
        return self.made[-1]

    def of_order(self, number: OrderNumber, shop: ShopSlug) -> tuple[Receipt, ...]:
        return tuple(r for r in self.made if (r.draft.order, r.draft.shop) == (number, shop))

    def of_resident(self, resident: PersonSlug, most: int) -> tuple[Receipt, ...]:
        return tuple(r for r in reversed(self.made) if r.draft.resident == resident)[:most]

    def between(
        self, since: datetime, until: datetime, shop: ShopSlug | None = None
    ) -> tuple[Receipt, ...]:
        found = (r for r in self.made if since <= r.draft.at < until)
        mine = (r for r in found if shop in {None, r.draft.shop})
        return tuple(sorted(mine, key=lambda r: (r.draft.shop, r.number)))


@dataclass
class FakeClosings:
    made: list[Closing] = field(default_factory=list)

    def add(self, closing: Closing) -> None:
        self.made.append(closing)

    def of_round(self, slug: RoundSlug, day: date) -> tuple[Closing, ...]:
        return tuple(c for c in self.made if (c.round, c.date) == (slug, day))

    def between(self, since: datetime, until: datetime) -> tuple[Closing, ...]:
        return tuple(c for c in self.made if since <= c.at < until)


@dataclass
class FakeAudit:
    entries: list[AuditEntry] = field(default_factory=list)

    def record(self, entry: AuditEntry) -> None:
        self.entries.append(entry)

    def of_number(self, number: OrderNumber) -> tuple[AuditEntry, ...]:
        return tuple(entry for entry in self.entries if entry.number == number)


@dataclass
class FakeStanding:
    orders: dict[tuple[PersonSlug, int], StandingOrder] = field(default_factory=dict)

    def of(self, resident: PersonSlug) -> tuple[StandingOrder, ...]:
        return tuple(o for o in self.orders.values() if o.resident == resident)

    def add(self, order: StandingOrder) -> StandingOrder:
        highest = max((o.number for o in self.of(order.resident)), default=0)
        numbered = replace(order, number=highest + 1)
        self.save(numbered)
        return numbered

    def save(self, order: StandingOrder) -> None:
        self.orders[order.resident, order.number] = order

    def end(self, order: StandingOrder) -> None:
        del self.orders[order.resident, order.number]


@dataclass
class FakeSubstitutes:
    wishes: dict[tuple[PersonSlug, Sku | None], SubstituteWish] = field(default_factory=dict)

    def of(self, residents: Iterable[PersonSlug]) -> tuple[SubstituteWish, ...]:
        asked = set(residents)
        return tuple(w for w in self.wishes.values() if w.resident in asked)

    def put(self, wish: SubstituteWish, at: datetime) -> None:
        assert at.tzinfo
        self.wishes[wish.resident, wish.sku] = wish

    def drop(self, resident: PersonSlug) -> None:
        self.wishes = {key: w for key, w in self.wishes.items() if w.resident != resident}


@dataclass
class FakeWaiting:
    waiting: dict[tuple[RoundSlug, date, PersonSlug], Waiting] = field(default_factory=dict)

    def of(self, slug: RoundSlug, day: date) -> tuple[Waiting, ...]:
        return tuple(w for w in self.waiting.values() if (w.round, w.date) == (slug, day))

    def put(self, waiting: Waiting) -> None:
        self.waiting[waiting.round, waiting.date, waiting.resident] = waiting

    def drop(self, slug: RoundSlug, day: date, resident: PersonSlug) -> None:
        self.waiting.pop((slug, day, resident), None)


def fake_ports(village: Village) -> Ports:
    orders = FakeOrders()
    shelves = FakeShelves({p.sku: p.stock for p in village.products if p.stock is not None})
    return Ports(
        village=village,
        orders=orders,
        rounds=FakeRounds(orders, village=village),
        stock=shelves,
        ledger=FakeLedger(tuple(shop.slug for shop in village.shops)),
        tabs=FakeTabLimits(),
        receipts=FakeReceipts(),
        closings=FakeClosings(),
        audit=FakeAudit(),
        standing=FakeStanding(),
        substitutes=FakeSubstitutes(),
        waiting=FakeWaiting(),
    )

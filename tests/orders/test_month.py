"""A month of rounds with everything that goes wrong; its books agree with a notebook to the cent.

The notebook is kept beside the services, from what was handed over at doors and counters alone: it
knows nothing of accounts. Prices are multiplied here, not by `pricing`.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from random import Random

import pytest
from sqlalchemy import Engine

from tests.orders.fakes import fake_ports
from tests.orders.market import Market
from tests.orders.money_village import (
    BAKER,
    BOURG,
    BUTCHER,
    COOK,
    GROCER,
    PRODUCTS,
    RESIDENTS,
    VILLAGE,
)
from tests.orders.village import MONDAY_MORNING
from tournee.catalog.model import PersonSlug, Role, RoundSlug, ShopSlug, Sku
from tournee.catalog.quantity import Money, Unit
from tournee.catalog.storage import StoredCatalogue
from tournee.orders import errors, ledger, services
from tournee.orders.model import Actor, Item, LineStatus, Order, OrderNumber, OrderStatus
from tournee.orders.payment import ON_TAB, Means, Payment
from tournee.orders.receipts import ReceiptKind, vat_of
from tournee.orders.services import Ports
from tournee.orders.storage import ports
from tournee.orders.tabs import Tab
from tournee.storage.engine import MEMORY, connect
from tournee.storage.schema import create
from tournee.storage.unit_of_work import UnitOfWork

FIRST = date(2026, 10, 5)
"""A Monday; the clocks go back on the 25th."""
WEEKS = 4
MANY = 150
BEFORE = datetime(2026, 1, 1, tzinfo=UTC)
CENT = Decimal("0.01")
SHOPS = (BAKER, GROCER, BUTCHER, COOK)
PRICES = {p.sku: p for p in PRODUCTS}
CLERK = Actor(role=Role.OPERATOR, person=PersonSlug("claire"), name="Claire")
DRIVER = Actor(role=Role.DRIVER, person=PersonSlug("karim"), name="Karim")
Run = tuple[RoundSlug, date]


@dataclass
class Notebook:
    """What a careful person would write down, in minor units."""

    goods: Counter[ShopSlug] = field(default_factory=Counter)
    bottles: Counter[ShopSlug] = field(default_factory=Counter)
    handed: Counter[Run] = field(default_factory=Counter)
    """What residents gave the driver of a round."""
    counter: Counter[ShopSlug] = field(default_factory=Counter)
    """What residents paid at the shop."""
    counted: Counter[ShopSlug] = field(default_factory=Counter)
    """What was found in envelopes."""
    owes: Counter[PersonSlug] = field(default_factory=Counter)
    """Over all shops; negative is a credit."""


class Month(Market):
    def __init__(
        self, books: Callable[[], AbstractContextManager[Ports]], seed: int, doors: int
    ) -> None:
        super().__init__()
        self._doors = doors
        self._books = books
        self.random = Random(seed)  # noqa: S311 - a test that can be repeated
        self.notes = Notebook()
        self.runs: list[Run] = []
        self.now = datetime(2026, 10, 5, 6, tzinfo=UTC)

    def transaction(self) -> Iterator[Ports]:
        with self._books() as found:
            yield found

    def tab(self, resident: PersonSlug, shop: ShopSlug) -> Tab:
        return self.look(partial(services.tab, resident=resident, shop=shop))

    def chance(self, percent: int) -> bool:
        return self.random.randrange(100) < percent

    # --- a round ---------------------------------------------------------------------------------

    def run(self, day: date) -> None:
        slug = RoundSlug(("tue", "thu", "sat")[(day.weekday() - 1) // 2])
        self.runs.append((slug, day))
        self.now = datetime(day.year, day.month, day.day, 6, tzinfo=UTC) - timedelta(days=1)
        for resident in self.random.sample(RESIDENTS, self._doors):
            self._order(resident, (slug, day))
        if self.chance(10):
            self.do(CLERK, services.cancel_round, slug, day, "verglas")
            for number in self._numbers((slug, day)):
                self.do(CLERK, services.cancel, number)
            return
        self.now += timedelta(days=1)
        self.do(DRIVER, services.depart, slug, day)
        for number in self._numbers((slug, day)):
            self.now += timedelta(minutes=4)
            self._door(number, (slug, day))
        self._evening((slug, day))

    def _order(self, resident: PersonSlug, run: Run) -> None:
        skus = self.random.sample(sorted(PRICES), self.random.randint(1, 4))
        items = tuple(self._item(Sku(sku)) for sku in skus)
        me = Actor(role=Role.RESIDENT, person=resident, name=resident)
        number = self.do(me, services.place, resident, items, run, place=BOURG)[0].number
        if self.chance(5):
            self.do(me, services.cancel, number)
            return
        for order in self.look(lambda p: p.orders.of_number(number)):
            self._answer(order, me)

    def _item(self, sku: Sku) -> Item:
        if PRICES[sku].unit is Unit.KG:
            return Item(sku=sku, qty=Decimal(self.random.randint(2, 12)) / 10)
        return Item(sku=sku, qty=Decimal(self.random.randint(1, 6)))

    def _answer(self, order: Order, resident: Actor) -> None:
        shop = order.shop
        if self.chance(4):
            self.do(CLERK, services.refuse, order.number, shop, "fermé")
            return
        self.do(CLERK, services.accept, order.number, shop)
        first = order.lines[0].item.sku
        if shop == BAKER and first == "baguette" and self.chance(30):
            instead = Sku("tradition")
            self.do(CLERK, services.report_missing, order.number, shop, first, instead)
            self.do(
                resident,
                services.answer_substitute,
                order.number,
                shop,
                first,
                accepted=self.chance(60),
            )
        if shop == BUTCHER:
            self._weigh(order, resident)
        if self.chance(50):
            with suppress(errors.WrongStateError):
                self.do(CLERK, services.pack, order.number, shop)

    def _weigh(self, order: Order, resident: Actor) -> None:
        for line in order.lines:
            weight = line.quantity * self.random.randint(85, 125) / 100
            told = self.do(CLERK, services.weigh, order.number, BUTCHER, line.item.sku, weight)
            if told[0].above_ceiling:
                self.do(
                    resident,
                    services.answer_weight,
                    order.number,
                    BUTCHER,
                    line.item.sku,
                    accepted=self.chance(70),
                )

    def _numbers(self, run: Run) -> tuple[OrderNumber, ...]:
        found = self.look(lambda p: p.orders.of_round(*run))
        return tuple(dict.fromkeys(o.number for o in found if o.is_open))

    # --- at the door -----------------------------------------------------------------------------

    def _door(self, number: OrderNumber, run: Run) -> None:
        if self.chance(7):
            self.do(DRIVER, services.not_deliver, number, "absent")
            return
        orders = self.look(lambda p: p.orders.of_number(number))
        bags = [o for o in orders if o.status is OrderStatus.OUT_FOR_DELIVERY]
        resident = bags[0].resident
        if self.chance(20):
            self._bottles(resident)
        dues = {o.shop: self._due(o) for o in bags}
        before = self.notes.owes[resident]
        payments, handed = self._pays(dues, resident)
        try:
            self.do(DRIVER, services.deliver, (number,), payments)
        except errors.PaymentTooSmallError:
            handed = self._asked(dues, resident)
            self.do(DRIVER, services.deliver, (number,))
        except errors.PaymentTooLargeError:
            handed = self._asked(dues, resident)
            self.do(DRIVER, services.deliver, (number,))
        for order in bags:
            self.notes.goods[order.shop] += dues[order.shop] - self._deposit(order)
            self.notes.bottles[order.shop] += self._deposit(order)
        self.notes.handed[run] += handed
        self.notes.owes[resident] = before + sum(dues.values()) - handed
        if self.chance(4):
            self._correct(number, handed, run, resident)

    def _bottles(self, resident: PersonSlug) -> None:
        count = self.random.randint(1, 6)
        self.do(DRIVER, services.give_back, resident, count)
        self.notes.bottles[GROCER] -= 30 * count
        self.notes.owes[resident] -= 30 * count

    def _due(self, order: Order) -> int:
        """Multiply what is in the bag by what it costs."""
        total = Decimal(0)
        for line in order.lines:
            if line.status in {LineStatus.MISSING, LineStatus.REMOVED}:
                continue
            product = PRICES[line.standing.sku]
            amount = (product.price.amount * (line.weight or line.quantity)).quantize(
                CENT, ROUND_HALF_UP
            )
            total += amount
        return int(total * 100) + self._deposit(order)

    def _deposit(self, order: Order) -> int:
        beers = [o for o in order.live_lines if o.standing.sku == "biere"]
        return int(sum(line.quantity for line in beers) * 30)

    def _asked(self, dues: dict[ShopSlug, int], resident: PersonSlug) -> int:
        """What is to be collected: a credit with a shop pays first."""
        standing = {shop: self.tab(resident, shop).minor for shop in dues}
        return sum(max(0, due + min(0, standing[shop])) for shop, due in dues.items())

    def _pays(
        self, dues: dict[ShopSlug, int], resident: PersonSlug
    ) -> tuple[tuple[Payment, ...], int]:
        asked = self._asked(dues, resident)
        kind = self.random.randrange(10)
        if kind < 4:
            return (Payment(),), asked
        if kind == 4 and len(dues) == 1:
            return (Payment(means=Means.CHEQUE),), asked
        if kind in {5, 6}:
            return ON_TAB, 0
        if kind == 7:
            part = self.random.randint(0, asked)
            return (Payment(amount=Money.of_minor(part)),), part
        if kind == 8:
            more = asked + self.random.choice((20, 100, 500, 1234, 50_000))
            return (Payment(amount=Money.of_minor(more)),), more
        return (Payment(),), asked

    def _correct(self, number: OrderNumber, handed: int, run: Run, resident: PersonSlug) -> None:
        """It was another sum than the driver had said."""
        other = max(0, handed - self.random.randint(1, 300))
        with suppress(errors.PaymentTooSmallError, errors.PaymentTooLargeError):
            payment = Payment(amount=Money.of_minor(other))
            self.do(DRIVER, services.correct_payment, number, (payment,))
            self.notes.handed[run] += other - handed
            self.notes.owes[resident] += handed - other

    # --- evenings and counters -------------------------------------------------------------------

    def _evening(self, run: Run) -> None:
        self.now += timedelta(hours=3)
        expected = self.look(lambda p: dict(p.ledger.cash_of_round(*run)))
        assert sum(expected.values()) == self.notes.handed[run]
        for shop, minor in expected.items():
            counted, why = minor, ""
            if self.chance(15):
                counted, why = max(0, minor + self.random.randint(-200, 200)), "monnaie"
            received = Money.of_minor(counted)
            self.do(CLERK, services.receive_envelope, run, shop, received, why)
            self.notes.counted[shop] += counted

    def counter(self) -> None:
        """People who come to a shop pay what stands there, or a part."""
        for shop in SHOPS:
            for tab in self.look(partial(services.tabs_of_shop, shop=shop)):
                if tab.minor <= 0 or not self.chance(35):
                    continue
                part = tab.minor if self.chance(60) else self.random.randint(1, tab.minor)
                self.do(CLERK, services.pay_tab, tab.resident, shop, Money.of_minor(part))
                self.notes.counter[shop] += part
                self.notes.owes[tab.resident] -= part


@contextmanager
def _stored(engine: Engine) -> Iterator[Ports]:
    with UnitOfWork(engine) as work:
        yield ports(work.session, VILLAGE)
        work.commit()


@pytest.fixture
def stored() -> Iterator[Callable[[], AbstractContextManager[Ports]]]:
    """An SQLite database in memory: what is slow of a file is not what is tested here."""
    engine = connect(MEMORY)
    create(engine)
    with UnitOfWork(engine) as work:
        StoredCatalogue(work.session).replace(VILLAGE, by="test", at=MONDAY_MORNING)
        work.commit()
    yield partial(_stored, engine)
    engine.dispose()


def test_a_month_balances_to_the_cent(
    stored: Callable[[], AbstractContextManager[Ports]],
) -> None:
    _live(Month(stored, seed=1, doors=10))


@pytest.mark.parametrize("seed", [2, 3])
def test_other_months_balance_too(seed: int) -> None:
    found = fake_ports(VILLAGE)
    _live(Month(lambda: nullcontext(found), seed, doors=20))


def _live(month: Month) -> None:
    for week in range(WEEKS):
        for day in (1, 3, 5):
            month.run(FIRST + timedelta(weeks=week, days=day))
            month.counter()
    _check_books(month)
    _check_papers(month)
    _check_orders(month)


def _check_books(month: Month) -> None:
    notes = month.notes
    everything = month.look(lambda p: dict(p.ledger.accounts("")))
    assert sum(everything.values()) == 0
    assert not [a for a in everything if a.startswith(("due:", "cash:", "cheque:"))]
    for shop in SHOPS:
        sold = -everything.get(ledger.sales_account(shop), 0)
        assert sold == notes.goods[shop]
        assert -everything.get(ledger.deposits_account(shop), 0) == notes.bottles[shop]
        till = everything.get(ledger.till_account(shop), 0)
        assert till == notes.counted[shop] + notes.counter[shop]
    for resident in RESIDENTS:
        tabs = [everything.get(ledger.tab_account(resident, shop), 0) for shop in SHOPS]
        assert sum(tabs) == notes.owes[resident]
    lost = sum(everything.get(ledger.lost_account(shop), 0) for shop in SHOPS)
    assert lost == sum(notes.handed.values()) - sum(notes.counted.values())


def _check_papers(month: Month) -> None:
    until = month.now + timedelta(days=1)
    everything = month.look(lambda p: p.receipts.between(BEFORE, until))
    for shop in SHOPS:
        made = [r for r in everything if r.draft.shop == shop]
        assert [r.number for r in made] == list(range(1, len(made) + 1))
        sales = [r for r in made if r.draft.kind is ReceiptKind.SALE]
        assert sum(r.draft.goods for r in sales) * 100 == month.notes.goods[shop]
        assert sum(share.gross for share in vat_of(sales)) * 100 == month.notes.goods[shop]
        for receipt in sales:
            draft = receipt.draft
            assert draft.cash + draft.cheque + draft.on_tab == draft.total
    closings = month.look(lambda p: p.closings.between(BEFORE, until))
    assert sum(c.received.minor for c in closings) == sum(month.notes.counted.values())
    assert all(c.by and (c.why or not c.difference) for c in closings)


def _check_orders(month: Month) -> None:
    """What is paid in full, and nothing else, is settled."""
    orders = month.look(lambda p: [o for run in month.runs for o in p.orders.of_round(*run)])
    assert len(orders) > MANY
    for order in orders:
        tab = month.tab(order.resident, order.shop)
        owed = {movement.number for movement in tab.left}
        if order.status is OrderStatus.SETTLED:
            assert order.number not in owed
        if order.status is OrderStatus.DELIVERED:
            assert order.number in owed
        assert order.status is not OrderStatus.OUT_FOR_DELIVERY
    assert {o.status for o in orders} >= {
        OrderStatus.SETTLED,
        OrderStatus.DELIVERED,
        OrderStatus.NOT_DELIVERED,
        OrderStatus.REFUSED,
        OrderStatus.CANCELLED,
    }
    assert not month.look(services.envelopes)

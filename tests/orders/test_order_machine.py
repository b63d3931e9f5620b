"""Residents, shops and a driver do things in any order: what must hold whatever they do.

Each step is one transaction on a database. A step that a rule forbids changes nothing; every other
moves orders as the tables of `life` say, and no goods appear or vanish.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import Engine

from tests.orders.market import MARDI, StoredMarket
from tests.orders.village import (
    BAKER,
    BAKERY,
    BUTCHER,
    BUTCHER_MAN,
    DRIVER,
    DURAND,
    GRANGES,
    MARTIN,
    MONDAY_MORNING,
    MR_MARTIN,
    MRS_DURAND,
    OPERATOR,
    VILLAGE,
    item,
)
from tournee.catalog.model import ShopSlug, Sku
from tournee.orders import services
from tournee.orders.errors import OrderError
from tournee.orders.life import ORDER_LIFE
from tournee.orders.model import Actor, Item, LineStatus, Order, OrderLine, OrderNumber, OrderStatus
from tournee.orders.payment import IN_CASH, ON_TAB
from tournee.storage.engine import MEMORY, connect
from tournee.storage.schema import create

LIMITED = {p.sku: p.stock for p in VILLAGE.products if p.stock is not None}
GOODS = st.sampled_from(("baguette", "tradition", "tourte", "viande-hachee", "roti-porc"))
AMOUNTS = st.sampled_from(("1", "2", "3"))
ITEMS = st.lists(
    st.builds(item, GOODS, AMOUNTS), min_size=1, max_size=3, unique_by=lambda found: found.sku
)
RESIDENTS = st.sampled_from((MRS_DURAND, MR_MARTIN))
KEEPERS = {BAKERY: BAKER, BUTCHER: BUTCHER_MAN}
ANSWERABLE = frozenset({OrderStatus.PLACED, OrderStatus.ACCEPTED, OrderStatus.PARTLY_ACCEPTED})
NEXT = {(before, after) for moves in ORDER_LIFE.values() for before, after in moves.items()}
GIVES_BACK = frozenset({OrderStatus.CANCELLED, OrderStatus.REFUSED})

Key = tuple[OrderNumber, ShopSlug]


class OrdersInAnyOrder(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self._engine: Engine = connect(MEMORY)
        create(self._engine)
        self._market = StoredMarket(self._engine)
        self._seen: dict[Key, Order] = {}
        self._numbers: list[OrderNumber] = []
        self._run = MARDI
        self._departs = MONDAY_MORNING + timedelta(days=1)
        self._lost: defaultdict[str, Decimal] = defaultdict(Decimal)
        """What shops said they have not, of lines that were then asked for anew."""

    def teardown(self) -> None:
        self._engine.dispose()

    # --- what people do ---------------------------------------------------------------------

    @rule(who=RESIDENTS, items=ITEMS)
    def place(self, who: Actor, items: list[Item]) -> None:
        resident = DURAND if who is MRS_DURAND else MARTIN
        self._try(who, services.place, resident, items, self._run, place=GRANGES)

    @precondition(lambda self: self._numbers)
    @rule(data=st.data(), items=ITEMS)
    def amend(self, data: st.DataObject, items: list[Item]) -> None:
        order = self._order(data, ANSWERABLE)
        before = dict(self._seen)
        self._try(_owner(order), services.amend, order.number, items)
        for key, was in before.items():
            for line, now in zip(was.lines, self._seen[key].lines, strict=False):
                if line.wanted is not None and now.wanted is None:
                    self._lost[_goods(was, line.position)] += line.wanted - line.quantity

    @precondition(lambda self: len(self._numbers) > 1)
    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        order = self._order(data, ANSWERABLE)
        self._try(_owner(order), services.cancel, order.number)

    @precondition(lambda self: self._numbers)
    @rule(data=st.data())
    def accept(self, data: st.DataObject) -> None:
        order = self._order(data, {OrderStatus.PLACED})
        self._try(KEEPERS[order.shop], services.accept, order.number, order.shop)

    @precondition(lambda self: len(self._numbers) > 1)
    @rule(data=st.data())
    def refuse(self, data: st.DataObject) -> None:
        order = self._order(data, {OrderStatus.PLACED})
        self._try(KEEPERS[order.shop], services.refuse, order.number, order.shop, "four en panne")

    @precondition(lambda self: self._numbers)
    @rule(data=st.data())
    def pack(self, data: st.DataObject) -> None:
        order = self._order(data, {OrderStatus.ACCEPTED, OrderStatus.PARTLY_ACCEPTED})
        self._try(KEEPERS[order.shop], services.pack, order.number, order.shop)

    @precondition(lambda self: self._numbers)
    @rule(data=st.data(), instead=st.sampled_from((None, "tradition")))
    def miss(self, data: st.DataObject, instead: str | None) -> None:
        """What there is little of is only ever missing, and stands in for nothing: that would hide it."""
        order = self._order(data, ANSWERABLE)
        line = data.draw(st.sampled_from(order.lines), label="line")
        substitute = None if line.item.sku in LIMITED or instead is None else Sku(instead)
        number, keeper = order.number, KEEPERS[order.shop]
        self._try(keeper, services.report_missing, number, order.shop, line.item.sku, substitute)

    @precondition(lambda self: self._numbers)
    @rule(data=st.data(), left=st.sampled_from(("0", "0.5", "1", "2", "3")))
    def lack(self, data: st.DataObject, left: str) -> None:
        """The shop has so much of a line; more than was asked, none and as much change nothing."""
        order = self._order(data, ANSWERABLE)
        line = data.draw(st.sampled_from(order.lines), label="line")
        number, keeper = order.number, KEEPERS[order.shop]
        sku = line.standing.sku
        self._try(keeper, services.report_left, number, order.shop, sku, Decimal(left))
        now = self._line(order, line.position)
        if now != line:
            assert line.live
            assert (now.quantity, now.whole, now.item) == (Decimal(left), line.whole, line.item)
            assert now.price.ceiling <= (line.price if line.wanted is None else now.price).ceiling
            assert now.short is (now.quantity < now.whole)

    @precondition(lambda self: self._numbers)
    @rule(data=st.data())
    def leave_the_rest(self, data: st.DataObject) -> None:
        short = [(o, line) for o in self._seen.values() for line in o.lines if line.short]
        if short:
            order, line = data.draw(st.sampled_from(short), label="short")
            who, sku = _owner(order), line.standing.sku
            self._try(who, services.decline_rest, order.number, order.shop, sku)

    @precondition(lambda self: self._numbers)
    @rule(data=st.data(), accepted=st.booleans())
    def agree(self, data: st.DataObject, *, accepted: bool) -> None:
        offered = [(o, line) for o in self._seen.values() for line in o.lines if line.offered]
        if offered:
            order, line = data.draw(st.sampled_from(offered), label="offered")
            who, sku = _owner(order), line.item.sku
            work = services.answer_substitute
            self._try(who, work, order.number, order.shop, sku, accepted=accepted)

    @precondition(lambda self: self._numbers)
    @rule(data=st.data(), weight=st.sampled_from(("0.9", "1.05", "4")))
    def weigh(self, data: st.DataObject, weight: str) -> None:
        heavy = [o for o in self._seen.values() if o.shop == BUTCHER]
        if heavy:
            order = data.draw(st.sampled_from(heavy), label="order")
            line = data.draw(st.sampled_from(order.lines), label="line")
            work, sku = services.weigh, line.item.sku
            self._try(BUTCHER_MAN, work, order.number, BUTCHER, sku, Decimal(weight))

    @precondition(lambda self: self._numbers)
    @rule(data=st.data(), deed=st.sampled_from(("cash", "tab", "absent", "refused_at_door")))
    def door(self, data: st.DataObject, deed: str) -> None:
        number = self._order(data, {OrderStatus.OUT_FOR_DELIVERY}).number
        if deed in {"cash", "tab"}:
            payment = IN_CASH if deed == "cash" else ON_TAB
            self._try(DRIVER, services.deliver, [number], payment)
        else:
            self._try(DRIVER, services.not_deliver, number, deed)

    @rule(hours=st.sampled_from((1, 4)))
    def wait(self, hours: int) -> None:
        self._market.now += timedelta(hours=hours)

    @precondition(lambda self: len(self._seen) > 2)
    @rule(answered=st.booleans())
    def drive(self, *, answered: bool) -> None:
        """The day's round leaves; what comes later is for the next week's."""
        for order in tuple(self._seen.values()) if answered else ():
            if order.status is OrderStatus.PLACED:
                self._try(KEEPERS[order.shop], services.accept, order.number, order.shop)
        self._market.now = max(self._market.now, self._departs)
        self._try(DRIVER, services.close_round, *self._run)
        self._try(DRIVER, services.depart, *self._run)
        self._next_week()

    @precondition(lambda self: len(self._seen) > 5)
    @rule()
    def call_off(self) -> None:
        self._try(OPERATOR, services.cancel_round, *self._run, "neige")
        self._next_week()

    @precondition(lambda self: self._numbers)
    @rule(
        data=st.data(),
        who=st.sampled_from((MRS_DURAND, MR_MARTIN, BAKER, BUTCHER_MAN, DRIVER)),
        work=st.sampled_from(
            (services.accept, services.refuse, services.pack, services.cancel, services.deliver)
        ),
    )
    def meddle(self, data: st.DataObject, who: Actor, work: Callable[..., Any]) -> None:
        """Anybody tries anything, at the wrong time and with what is not theirs."""
        number = data.draw(st.sampled_from(self._numbers), label="order")
        if work is services.deliver:
            self._try(who, work, [number])
        else:
            self._try(who, work, number, *(() if work is services.cancel else (BAKERY,)))

    # --- what holds -------------------------------------------------------------------------

    @invariant()
    def no_goods_appear_or_vanish(self) -> None:
        held: defaultdict[str, Decimal] = defaultdict(Decimal)
        for order in self._seen.values():
            for line in order.lines:
                sku = _goods(order, line.position)
                missing = line.status is LineStatus.MISSING
                gone = order.status in GIVES_BACK or line.status is LineStatus.REMOVED
                if line.wanted is not None:
                    held[sku] += line.wanted - line.quantity
                    gone, missing = gone or missing, False
                if not gone or missing:
                    held[sku] += line.quantity
        for sku, lost in self._lost.items():
            held[sku] += lost
        for sku, begun in LIMITED.items():
            left = self._market.left(sku)
            assert left is not None
            assert left >= 0
            assert left + held[sku] == begun, (sku, left, held[sku])

    @invariant()
    def what_is_due_is_what_there_is(self) -> None:
        """An exact line costs its quantity, and nothing weighed passes what was agreed to."""
        for order in self._seen.values():
            for line in order.live_lines:
                assert 0 < line.quantity <= line.whole
                if line.short and not line.price.weighed:
                    assert line.price.total == (line.unit_price * line.quantity).rounded()
                if line.status is LineStatus.WEIGHED:
                    assert line.price.total.amount <= line.price.ceiling.amount

    @invariant()
    def the_books_balance(self) -> None:
        with self._engine.connect() as connection:
            total = connection.exec_driver_sql("SELECT sum(minor) FROM ledger_entries").scalar()
        assert not total

    # --- how it is done ---------------------------------------------------------------------

    def _order(self, data: st.DataObject, where: Collection[OrderStatus]) -> Order:
        """An order in one of these states; any, where there is none."""
        fitting = [order for order in self._seen.values() if order.status in where]
        return data.draw(st.sampled_from(fitting or list(self._seen.values())), label="order")

    def _line(self, order: Order, position: int) -> OrderLine:
        found = self._seen[order.number, order.shop].lines
        return next(line for line in found if line.position == position)

    def _next_week(self) -> None:
        self._run = (self._run[0], self._run[1] + timedelta(days=7))
        self._departs += timedelta(days=7)

    def _try(self, who: Actor, work: Callable[..., Any], *args: object, **named: object) -> None:
        before = dict(self._seen)
        refused = True
        with suppress(OrderError):
            events = self._market.do(who, work, *args, **named)
            refused = False
            for event in events:
                number = getattr(event, "number", None)
                if number is not None and number not in self._numbers:
                    self._numbers.append(number)
        self._seen = self._look()
        if refused:
            assert self._seen == before
        for key, order in self._seen.items():
            self._check_move(before, key, order)

    def _check_move(self, before: Mapping[Key, Order], key: Key, order: Order) -> None:
        was = before.get(key)
        if was is None:
            assert order.status is OrderStatus.PLACED
        elif was.status is not order.status:
            assert (was.status, order.status) in REACHABLE, (key, was.status, order.status)

    def _look(self) -> dict[Key, Order]:
        found = self._market.look(
            lambda p: [order for n in self._numbers for order in p.orders.of_number(n)]
        )
        return {(order.number, order.shop): order for order in found}


def _owner(order: Order) -> Actor:
    return MRS_DURAND if order.resident == DURAND else MR_MARTIN


def _goods(order: Order, position: int) -> str:
    """What a line took from the shelf: the substitute, once it stands."""
    line = next(found for found in order.lines if found.position == position)
    return line.item.sku if line.offered or line.substitute is None else line.substitute


def _reachable() -> frozenset[tuple[OrderStatus, OrderStatus]]:
    """One service may take several steps: a round that departs packs, sends off and gives up."""
    found = set(NEXT)
    for _ in pairwise(OrderStatus):
        found |= {(a, d) for a, b in found for c, d in NEXT if b is c}
    return frozenset(found)


REACHABLE = _reachable()

TestOrdersInAnyOrder = OrdersInAnyOrder.TestCase
TestOrdersInAnyOrder.settings = settings(
    max_examples=40,
    stateful_step_count=40,
    deadline=None,
    phases=(Phase.reuse, Phase.generate, Phase.shrink),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)

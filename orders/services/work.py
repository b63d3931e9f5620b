"""What every service works with: the village, its ports, who acts and when.

A service checks everything before it changes anything; goods that it has set aside are given back
when a later one is not there. Only a lost race (`WrongStateError` with what the winner made of
the order) leaves changes behind, so a caller undoes its transaction, or a savepoint, on any error.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from tournee.catalog.model import Role, ShopSlug, Sku, Village
from tournee.orders.audit import AuditEntry
from tournee.orders.errors import (
    NotAllowedError,
    OrderError,
    OutOfStockError,
    UnknownLineError,
    UnknownOrderError,
    WrongStateError,
)
from tournee.orders.life import LineStep, OrderStep, line_after, order_after
from tournee.orders.model import Actor, Order, OrderLine, OrderNumber
from tournee.orders.ports import (
    AuditTrail,
    Closings,
    Ledger,
    OrderStore,
    Receipts,
    RoundStore,
    StandingStore,
    Stock,
    SubstituteStore,
    TabLimits,
    WaitingStore,
)

SHOPS = frozenset({Role.SHOPKEEPER, Role.OPERATOR})
DRIVERS = frozenset({Role.DRIVER, Role.OPERATOR})


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """One village inside one transaction."""

    village: Village
    orders: OrderStore
    rounds: RoundStore
    stock: Stock
    ledger: Ledger
    tabs: TabLimits
    receipts: Receipts
    closings: Closings
    audit: AuditTrail
    standing: StandingStore
    substitutes: SubstituteStore
    waiting: WaitingStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One use case's surroundings: who acts, when, on what is stored."""

    ports: Ports
    actor: Actor
    now: datetime
    """Aware."""

    @property
    def village(self) -> Village:
        return self.ports.village

    @property
    def currency(self) -> str:
        return self.village.settings.currency


def held(work: Work, number: OrderNumber) -> tuple[Order, ...]:
    """Return every shop's order of a number, for changing.

    Raises:
        UnknownOrderError: there is none.
    """
    orders = work.ports.orders.hold(number)
    if not orders:
        raise UnknownOrderError(number=number)
    return orders


def held_at(work: Work, number: OrderNumber, shop: ShopSlug) -> Order:
    """Return one shop's order of a number, for changing, by those who may act for that shop."""
    for_shop(work, shop)
    order = next((o for o in held(work, number) if o.shop == shop), None)
    if order is None:
        raise UnknownOrderError(number=number, shop=shop)
    return order


def asked_about(work: Work, number: OrderNumber, shop: ShopSlug) -> Order:
    """Return one shop's order, for the resident to answer what the shop asked about a line.

    Raises:
        UnknownOrderError: there is none.
        NotAllowedError: it is another resident's.
        WrongStateError: it is refused, cancelled or on its way.
    """
    order = next((o for o in held(work, number) if o.shop == shop), None)
    if order is None:
        raise UnknownOrderError(number=number, shop=shop)
    for_resident(work, (order,))
    moved(order, OrderStep.CONFER)
    return order


def for_shop(work: Work, shop: ShopSlug) -> None:
    """Let the shop's own people and the operators through.

    Raises:
        NotAllowedError: for anyone else.
    """
    actor = work.actor
    if actor.role not in SHOPS or (actor.role is Role.SHOPKEEPER and actor.shop != shop):
        raise NotAllowedError(shop=shop)


def for_resident(work: Work, orders: Iterable[Order]) -> None:
    """Let the one who ordered and the operators through.

    Raises:
        NotAllowedError: for anyone else.
    """
    if work.actor.role is Role.OPERATOR:
        return
    for order in orders:
        if work.actor.role is not Role.RESIDENT or work.actor.person != order.resident:
            raise NotAllowedError(number=order.number)


def for_driver(work: Work) -> None:
    """Let drivers and operators through.

    Raises:
        NotAllowedError: for anyone else.
    """
    if work.actor.role not in DRIVERS:
        raise NotAllowedError


def for_operator(work: Work) -> None:
    """Let operators through.

    Raises:
        NotAllowedError: for anyone else.
    """
    if work.actor.role is not Role.OPERATOR:
        raise NotAllowedError


def moved(order: Order, step: OrderStep) -> Order:
    """Return the order after `step`.

    Raises:
        WrongStateError: it cannot follow; names the order and its present status.
    """
    try:
        return replace(order, status=order_after(order.status, step))
    except WrongStateError as error:
        raise _naming(error, order) from None


def line_moved(order: Order, line: OrderLine, step: LineStep) -> OrderLine:
    """Return one line after `step`; raises as `moved` does, naming the line's product too."""
    try:
        return replace(line, status=line_after(line.status, step))
    except WrongStateError as error:
        raise _naming(error, order, line.item.sku) from None


def find_line(order: Order, sku: Sku) -> OrderLine:
    """Return the line that stands, or else once stood, for a product.

    Raises:
        UnknownLineError: the order never held it.
    """
    lines = [line for line in order.lines if sku in {line.item.sku, line.standing.sku}]
    if not lines:
        raise UnknownLineError(number=order.number, shop=order.shop, sku=sku)
    return next((line for line in lines if line.live), lines[-1])


def with_lines(order: Order, *lines: OrderLine) -> Order:
    """Return the order with `lines` in the places of those they have come from."""
    new = {line.position: line for line in lines}
    return replace(order, lines=tuple(new.get(line.position, line) for line in order.lines))


def save(work: Work, before: Order, after: Order) -> Order:
    """Write a changed order.

    Raises:
        WrongStateError: someone else changed it since it was read; with its status now.
    """
    if not work.ports.orders.save(after, was=before.status):
        now = work.ports.orders.of_number(before.number)
        status = next((o.status for o in now if o.shop == before.shop), before.status)
        raise WrongStateError(number=before.number, shop=before.shop, status=status)
    return replace(after, version=before.version + 1)


def take_stock(work: Work, wanted: Mapping[Sku, Decimal], number: OrderNumber | None) -> None:
    """Set all of `wanted` aside, or nothing; what is negative is given back.

    Raises:
        OutOfStockError: for the first product of which too little is left.
    """
    stock = work.ports.stock
    taken: list[Sku] = []
    for sku in (sku for sku, quantity in wanted.items() if quantity > 0):
        if not stock.take(sku, wanted[sku]):
            for earlier in taken:
                stock.give_back(earlier, wanted[earlier])
            raise OutOfStockError(number=number, sku=sku, limit=stock.left(sku))
        taken.append(sku)
    for sku in (sku for sku, quantity in wanted.items() if quantity < 0):
        stock.give_back(sku, -wanted[sku])


def give_back(work: Work, lines: Iterable[OrderLine]) -> None:
    """Return to stock what standing lines had set aside."""
    for line in lines:
        work.ports.stock.give_back(line.standing.sku, line.quantity)


def note(work: Work, order: Order, what: str, sku: Sku | None = None, why: str = "") -> None:
    """Write the audit trail's entry about an order."""
    entry = AuditEntry(
        at=work.now,
        actor=work.actor,
        what=what,
        number=order.number,
        shop=order.shop,
        sku=sku,
        why=why,
    )
    work.ports.audit.record(entry)


def note_round(work: Work, key: str, what: str, why: str = "") -> None:
    """Write the audit trail's entry about a round's day."""
    entry = AuditEntry(at=work.now, actor=work.actor, what=what, round=key, why=why)
    work.ports.audit.record(entry)


def _naming(error: OrderError, order: Order, sku: Sku | None = None) -> WrongStateError:
    return WrongStateError(
        number=order.number, shop=order.shop, sku=sku, status=error.status or order.status
    )

"""Giving an order that was placed a new content.

A change shows each shop only what is its own: shops whose part stays as it was hear nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from tournee.catalog.model import Role, ShopSlug, Sku
from tournee.orders import rounds
from tournee.orders.basket import (
    Basket,
    by_shop,
    check_item,
    check_on_sale,
    check_options,
    check_quantity,
    check_size,
    product_of,
    standing_items,
)
from tournee.orders.events import OrderAmended, OrderCancelled, OrderEvent, OrderPlaced
from tournee.orders.life import ORDER_LIFE, OrderStep
from tournee.orders.model import Item, LineStatus, Order, OrderNumber, OrderStatus
from tournee.orders.pricing import expected_quantity
from tournee.orders.services.lines import Difference, apply, difference, stock_wanted
from tournee.orders.services.placing import (
    add_part,
    cancel,
    check_cutoff,
    loaded,
    standing_parts,
)
from tournee.orders.services.work import (
    Work,
    for_resident,
    held,
    moved,
    note,
    save,
    take_stock,
    with_lines,
)


def amend(work: Work, number: OrderNumber, items: Iterable[Item]) -> tuple[OrderEvent, ...]:
    """Give an order a whole new content, over all its shops.

    A standing substitute is an item of its own product (`basket.standing_items` gives what the
    order holds now). What is left unchanged keeps its price and the shop's answer; a shop whose
    part changes answers again. No items at all cancel the order.

    Raises:
        UnknownOrderError: there is no such order.
        NotAllowedError: it is another resident's.
        RoundClosedError: past the cut-off.
        WrongStateError: nothing of it is open, or a shop whose part changes has packed it.
        ShortNoticeError: a shop of something new can't have it ready for the order's round.
        RoundFullError: the vehicle of the order's round does not hold so much more.
        OrderError: what `place` refuses of items.
    """
    orders = held(work, number)
    for_resident(work, orders)
    basket = tuple(items)
    if not basket:
        return cancel(work, number)
    standing = standing_parts(orders)
    check_cutoff(work, standing)
    changes = _changes(work, orders, basket)
    _check_changes(work, basket, changes)
    _check_ready(work, standing[0], changes)
    _check_load(work, standing, basket)
    _check_states(orders, changes)
    take_stock(work, _stock_of(work, changes), number)
    first = next(o for o in orders if o.is_open)
    present = {order.shop: order for order in orders}
    events: list[OrderEvent] = []
    last = max(line.position for order in orders for line in order.lines)
    for shop, change in changes.items():
        if shop in present:
            events.append(_amend_part(work, present[shop], change, last))
        else:
            numbered = enumerate(change.added, last + 1)
            events.append(add_part(work, _blank(first), shop, numbered))
        last += len(change.added)
    return tuple(events)


def _changes(
    work: Work, orders: tuple[Order, ...], basket: Basket
) -> Mapping[ShopSlug, Difference]:
    """Return what changes, by shop; shops whose part stays as it was are left out."""
    wanted = by_shop(basket, work.village)
    found: dict[ShopSlug, Difference] = {}
    for order in orders:
        part = wanted.pop(order.shop, ())
        change = difference(order, part) if order.is_open else Difference(added=part)
        if change:
            found[order.shop] = change
    return found | {shop: Difference(added=part) for shop, part in wanted.items()}


def _check_changes(work: Work, basket: Basket, changes: Mapping[ShopSlug, Difference]) -> None:
    """Check what is new as for a new order; less of something may be off sale by now."""
    check_size(basket, work.village)
    for change in changes.values():
        for item in change.added:
            check_item(work.village, item, work.now)
        for line, item in change.changed:
            product = product_of(work.village, item.sku)
            check_quantity(product, item)
            check_options(product, item)
            if expected_quantity(product, item) > line.quantity:
                check_on_sale(product, work.now)


def _check_ready(work: Work, order: Order, changes: Mapping[ShopSlug, Difference]) -> None:
    """Refuse what a shop can't have ready any more; operators know what shops promised them."""
    if work.actor.role is Role.OPERATOR or order.round is None or order.date is None:
        return
    added = tuple(item for change in changes.values() for item in change.added)
    if added:
        run = work.ports.rounds.run(order.round, order.date)
        rounds.check_ready(run, rounds.needs_of(added, work.village), work.now)


def _check_load(work: Work, standing: tuple[Order, ...], basket: Basket) -> None:
    """Refuse more crates than are left on the order's round; less of them is always taken."""
    order = standing[0]
    if order.round is None or order.date is None:
        return
    run = work.ports.rounds.run(order.round, order.date)
    if run.crates is None:
        return
    held_now = rounds.needs_of(standing_items(standing), work.village).crates
    more = rounds.needs_of(basket, work.village).crates - held_now
    if more > 0:
        work.ports.rounds.hold(run)
        rounds.check_load(replace(run, loaded=work.ports.rounds.loaded(run)), more)


def _check_states(orders: tuple[Order, ...], changes: Mapping[ShopSlug, Difference]) -> None:
    for order in orders:
        if order.shop in changes:
            moved(order, _step(order, changes[order.shop]))


def _stock_of(work: Work, changes: Mapping[ShopSlug, Difference]) -> dict[Sku, Decimal]:
    """Return what all changes together set aside, with what they give back as negative."""
    wanted: dict[Sku, Decimal] = {}
    for change in changes.values():
        for sku, quantity in stock_wanted(work.village, change).items():
            wanted[sku] = wanted.get(sku, Decimal(0)) + quantity
    return wanted


def _step(order: Order, change: Difference) -> OrderStep:
    if order.status in ORDER_LIFE[OrderStep.REOPEN]:
        return OrderStep.REOPEN
    emptied = len(change.removed) == len(order.live_lines) and not change.wanted
    return OrderStep.CANCEL if emptied else OrderStep.AMEND


def _amend_part(work: Work, order: Order, change: Difference, last: int) -> OrderEvent:
    """Change one shop's order; goods have been set aside already.

    `last` is the highest position in the whole order so far.
    """
    step = _step(order, change)
    after = moved(order, step)
    if step is OrderStep.CANCEL:
        save(work, order, after)
        note(work, order, "cancelled")
        return OrderCancelled(number=order.number, shop=order.shop, resident=order.resident)
    if step is OrderStep.REOPEN:
        after = with_lines(
            after, *(replace(line, status=LineStatus.REMOVED) for line in order.live_lines)
        )
    changed = apply(work.village, replace(after, answered_by=None), change, last)
    save(work, order, loaded(work, changed))
    if step is OrderStep.REOPEN:
        note(work, order, "placed")
        return OrderPlaced(number=order.number, shop=order.shop, resident=order.resident)
    note(work, order, "amended")
    return OrderAmended(
        number=order.number,
        shop=order.shop,
        resident=order.resident,
        added=tuple(item.sku for item in change.added),
        changed=tuple(item.sku for _, item in change.changed),
        removed=tuple(line.standing.sku for line in change.removed),
    )


def _blank(order: Order) -> Order:
    """Return what a new shop's part of an order starts from."""
    return replace(order, status=OrderStatus.PLACED, lines=(), answered_by=None, note="", version=0)

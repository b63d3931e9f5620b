"""What residents do with their orders: place, move, cancel; `amending` changes the content.

Until the round's cut-off the resident may change everything that no shop has packed yet; operators
may later too.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from tournee.catalog.model import PersonSlug, PlaceSlug, Role, RoundSlug, ShopSlug
from tournee.orders import rounds
from tournee.orders.basket import Basket, check_item, check_size, merged, product_of, standing_items
from tournee.orders.errors import (
    EmptyOrderError,
    NotAllowedError,
    RoundClosedError,
    ShortNoticeError,
    WrongStateError,
)
from tournee.orders.events import OrderAmended, OrderCancelled, OrderPlaced
from tournee.orders.life import OrderStep
from tournee.orders.model import (
    Beneficiary,
    Item,
    Order,
    OrderNumber,
    OrderStatus,
    RoundDate,
)
from tournee.orders.services.lines import Difference, new_lines, stock_wanted
from tournee.orders.services.work import (
    Work,
    for_resident,
    give_back,
    held,
    moved,
    note,
    save,
    take_stock,
)


def place(
    work: Work,
    resident: PersonSlug,
    items: Iterable[Item],
    run: tuple[RoundSlug, date] | None,
    *,
    place: PlaceSlug | None = None,
    beneficiary: Beneficiary | None = None,
    day: date | None = None,
) -> tuple[OrderPlaced, ...]:
    """Order a basket: one number, one order for each shop.

    Args:
        work: the village, who acts and when.
        resident: whose order it is; somebody else's only for operators.
        items: what is wanted.
        run: the round and its day; None where nothing is delivered.
        place: where to; a beneficiary's own place goes before it.
        beneficiary: for whom, where it is not the resident.
        day: when it is collected, where no round brings it.

    Raises:
        NotAllowedError: a resident orders in another's name.
        EmptyOrderError: no items.
        OrderError: what `basket.check_item` and `basket.check_size` refuse, `OutOfStockError`,
            and what `rounds.check_open` and `rounds.check_room` refuse.
    """
    if work.actor.role is not Role.OPERATOR and work.actor.person != resident:
        raise NotAllowedError
    basket = _checked(work, items)
    draft = Order(
        number=OrderNumber(0),
        shop=ShopSlug(""),
        resident=resident,
        status=OrderStatus.PLACED,
        lines=(),
        placed_at=work.now,
        place=(beneficiary and beneficiary.place) or place,
        beneficiary=beneficiary,
        date=day,
    )
    if run is not None:
        draft = _on_round(work, draft, *run, rounds.needs_of(basket, work.village))
    take_stock(work, stock_wanted(work.village, Difference(added=basket)), None)
    return _parts(work, replace(draft, number=work.ports.orders.next_number()), basket)


def _parts(work: Work, draft: Order, basket: Basket) -> tuple[OrderPlaced, ...]:
    """Add an order for each shop that the basket needs, in the order of its items."""
    shops = {item.sku: product_of(work.village, item.sku).shop for item in basket}
    numbered = tuple(enumerate(basket, 1))
    return tuple(
        add_part(work, draft, shop, (entry for entry in numbered if shops[entry[1].sku] == shop))
        for shop in dict.fromkeys(shops.values())
    )


def move(work: Work, number: OrderNumber, slug: RoundSlug, day: date) -> tuple[OrderAmended, ...]:
    """Put an order on another round's day; every shop answers again.

    An order of a cancelled round may be moved whatever the time.

    Raises:
        UnknownOrderError: there is no such order.
        NotAllowedError: it is another resident's.
        RoundClosedError: past the cut-off of its own round, or of the other.
        WrongStateError: a shop has packed it, or nothing of it is open.
        OrderError: what `rounds.check_open` and `rounds.check_room` refuse.
    """
    orders = held(work, number)
    for_resident(work, orders)
    standing = standing_parts(orders)
    if not _stranded(work, standing[0]):
        check_cutoff(work, standing)
    ready = [moved(order, OrderStep.AMEND) for order in standing]
    needs = rounds.needs_of(standing_items(standing), work.village)
    on_round = _on_round(work, standing[0], slug, day, needs)
    events = []
    for before, after in zip(standing, ready, strict=True):
        after_move = replace(
            after, round=on_round.round, date=on_round.date, cutoff=on_round.cutoff
        )
        save(work, before, after_move)
        note(work, before, "moved", why=f"{slug}:{day.isoformat()}")
        events.append(
            OrderAmended(
                number=number,
                shop=before.shop,
                resident=before.resident,
                moved=True,
                left=f"{before.round}:{before.date}" if before.round else "",
            )
        )
    return tuple(events)


def cancel(work: Work, number: OrderNumber) -> tuple[OrderCancelled, ...]:
    """Cancel every part of an order that still stands.

    Raises:
        UnknownOrderError: there is no such order.
        NotAllowedError: it is another resident's.
        RoundClosedError: past the cut-off.
        WrongStateError: a shop has packed it, or nothing of it is open.
    """
    orders = held(work, number)
    for_resident(work, orders)
    standing = standing_parts(orders)
    if not _stranded(work, standing[0]):
        check_cutoff(work, standing)
    ready = [(order, moved(order, OrderStep.CANCEL)) for order in standing]
    for before, after in ready:
        save(work, before, after)
        give_back(work, before.live_lines)
        note(work, before, "cancelled")
    return tuple(
        OrderCancelled(number=number, shop=before.shop, resident=before.resident)
        for before, _ in ready
    )


def _checked(work: Work, items: Iterable[Item]) -> Basket:
    basket = merged(items)
    if not basket:
        raise EmptyOrderError
    for item in basket:
        check_item(work.village, item, work.now)
    check_size(basket, work.village)
    return basket


def _on_round(work: Work, order: Order, slug: RoundSlug, day: date, needs: rounds.Needs) -> Order:
    """Return the order on that round's day, if it is open, has room and the goods are ready."""
    run = work.ports.rounds.run(slug, day)
    doors = work.ports.rounds.hold(run)
    placed = replace(order, round=slug, date=day, cutoff=run.cutoff)
    try:
        rounds.check_open(run, order.place, work.now)
        rounds.check_ready(run, needs, work.now)
    except (RoundClosedError, ShortNoticeError):
        if work.actor.role is not Role.OPERATOR:
            raise
    rounds.check_room(run, doors | _held_for_others(work, run, order), rounds.door(placed))
    if run.crates is not None:
        rounds.check_load(replace(run, loaded=work.ports.rounds.loaded(run)), needs.crates)
    work.ports.waiting.drop(slug, day, order.resident)
    return placed


def _held_for_others(work: Work, run: RoundDate, order: Order) -> frozenset[str]:
    """Return a door for each stop that is kept for somebody who waited for it."""
    waiting = work.ports.waiting.of(run.round, run.date)
    others = (w.resident for w in waiting if w.holds(work.now) and w.resident != order.resident)
    return frozenset(f"waiting:{resident}" for resident in others)


def add_part(
    work: Work, draft: Order, shop: ShopSlug, numbered: Iterable[tuple[int, Item]]
) -> OrderPlaced:
    """Add one shop's part of an order, each item with its position in the whole."""
    order = loaded(work, replace(draft, shop=shop, lines=new_lines(work.village, numbered)))
    work.ports.orders.add(order)
    note(work, order, "placed")
    return OrderPlaced(number=order.number, shop=order.shop, resident=order.resident)


def loaded(work: Work, order: Order) -> Order:
    """Return the order with what it is taken to fill of the vehicle."""
    items = tuple(line.standing for line in order.live_lines)
    return replace(order, crates=rounds.needs_of(items, work.village).crates)


def standing_parts(orders: tuple[Order, ...]) -> tuple[Order, ...]:
    """Return the open parts of an order.

    Raises:
        WrongStateError: there is none; with the first one's status.
    """
    standing = tuple(order for order in orders if order.is_open)
    if not standing:
        raise WrongStateError(number=orders[0].number, status=orders[0].status)
    return standing


def check_cutoff(work: Work, orders: tuple[Order, ...]) -> None:
    if work.actor.role is Role.OPERATOR:
        return
    for order in orders:
        if order.cutoff is not None and work.now >= order.cutoff:
            raise RoundClosedError(number=order.number, name=f"{order.round}:{order.date}")


def _stranded(work: Work, order: Order) -> bool:
    """Tell whether the order's round does not take place."""
    if order.round is None or order.date is None:
        return False
    return work.ports.rounds.is_cancelled(order.round, order.date)

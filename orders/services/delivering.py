"""A round's day: packed, closed, off it goes, delivered or not; or cancelled.

A round leaves with every accepted order, marked as packed or not. An offer that the resident has
not answered by then counts as declined, a weight above the ceiling likewise as its ceiling, and a
weight that its shop has not told as what was ordered: nobody pays more than was agreed, and what is
asked for at the door is exact. What a shop has not answered by then counts as refused.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date
from typing import Final

from tournee.catalog.model import RoundSlug, ShopSlug
from tournee.orders.errors import RoundCancelledError, WrongStateError
from tournee.orders.events import (
    DomainEvent,
    OrderLeftBehind,
    OrderNotDelivered,
    OrderPacked,
    RoundCancelled,
    RoundClosed,
    RoundDeparted,
)
from tournee.orders.life import ORDER_LIFE, LineStep, OrderStep
from tournee.orders.model import LineStatus, Order, OrderLine, OrderNumber, OrderStatus
from tournee.orders.payment import IN_CASH, ON_TAB, Payment
from tournee.orders.services import queueing
from tournee.orders.services.closing import envelopes_ready
from tournee.orders.services.paying import hand_over
from tournee.orders.services.work import (
    Work,
    for_driver,
    for_operator,
    give_back,
    held,
    held_at,
    line_moved,
    moved,
    note,
    note_round,
    save,
    with_lines,
)

LEAVABLE: Final = frozenset({OrderStatus.OUT_FOR_DELIVERY, OrderStatus.NOT_DELIVERED})


def pack(work: Work, number: OrderNumber, shop: ShopSlug) -> tuple[DomainEvent, ...]:
    """Mark one shop's bag as ready.

    Raises:
        UnknownOrderError: the shop has no such order.
        NotAllowedError: another shop's people.
        WrongStateError: not accepted, or packed before.
    """
    order = held_at(work, number, shop)
    save(work, order, moved(order, OrderStep.PACK))
    note(work, order, "packed")
    return (OrderPacked(number=number, shop=shop, resident=order.resident),)


def close_round(work: Work, slug: RoundSlug, day: date) -> tuple[DomainEvent, ...]:
    """Tell once that a round's cut-off has passed; nothing if it was told or the round is off.

    Raises:
        UnknownRoundError: no such round runs that day.
        NotAllowedError: anyone but operators and drivers.
    """
    for_driver(work)
    run = work.ports.rounds.run(slug, day)
    store = work.ports.rounds
    if run.cancelled or not store.close(slug, day, at=work.now):
        return ()
    note_round(work, run.key, "round_closed")
    return (RoundClosed(round=slug, date=day),)


def depart(work: Work, slug: RoundSlug, day: date) -> tuple[DomainEvent, ...]:
    """Send a round off with all accepted orders; those that no shop has answered stay behind.

    Raises:
        UnknownRoundError: no such round runs that day.
        NotAllowedError: anyone but drivers and operators.
        RoundCancelledError: it does not take place.
        WrongStateError: it has left before.
    """
    for_driver(work)
    run = work.ports.rounds.run(slug, day)
    if run.cancelled:
        raise RoundCancelledError(name=run.key)
    if not work.ports.rounds.depart(slug, day, at=work.now):
        raise WrongStateError(name=run.key, status=OrderStatus.OUT_FOR_DELIVERY)
    note_round(work, run.key, "round_departed")
    orders = work.ports.orders.hold_round(slug, day)
    for order in orders:
        if order.status in ORDER_LIFE[OrderStep.DEPART]:
            save(work, order, moved(settled_questions(order), OrderStep.DEPART))
            note(work, order, "departed")
    unanswered = [order for order in orders if order.status is OrderStatus.PLACED]
    left = tuple(_left_behind(work, order) for order in unanswered)
    return (RoundDeparted(round=slug, date=day), *left)


def deliver(
    work: Work, numbers: Iterable[OrderNumber], payments: Iterable[Payment] = IN_CASH
) -> tuple[DomainEvent, ...]:
    """Hand over all bags of one door, with what was paid for them to the driver.

    Raises:
        UnknownOrderError: there is no such order.
        NotAllowedError: anyone but drivers and operators.
        WrongStateError: nothing of an order is out for delivery.
        PaymentTooSmallError, PaymentTooLargeError, ChequeSharedError: as `payment.share` does.
    """
    bags = (order for number in sorted(set(numbers)) for order in _at_door(work, number))
    ordered = sorted(bags, key=lambda o: (o.number, o.shop))
    delivered = hand_over(work, ordered, payments)
    return (*delivered, *envelopes_ready(work, ordered))


def not_deliver(
    work: Work, number: OrderNumber, reason: str, shops: Collection[ShopSlug] = ()
) -> tuple[DomainEvent, ...]:
    """Report that bags of a number come back, all or these shops'; raises as `deliver` does."""
    events = []
    bags = [o for o in _at_door(work, number) if not shops or o.shop in shops]
    for order in bags:
        save(work, order, moved(order, OrderStep.FAIL))
        note(work, order, "not_delivered", why=reason)
        events.append(
            OrderNotDelivered(
                number=number, shop=order.shop, resident=order.resident, reason=reason
            )
        )
    return (*events, *envelopes_ready(work, bags))


def leave(work: Work, numbers: Iterable[OrderNumber], where: str) -> tuple[DomainEvent, ...]:
    """Leave the bags of somebody who was not at home with a neighbour; each shop's tab has them.

    Raises:
        UnknownOrderError: there is no such order.
        NotAllowedError: anyone but drivers and operators.
        WrongStateError: nothing of an order is, or came back, from out for delivery.
        PaymentTooSmallError: a shop's tab does not take it; nothing is changed.
    """
    for_driver(work)
    bags = []
    for number in sorted(set(numbers)):
        orders = held(work, number)
        back = [o for o in orders if o.status in LEAVABLE]
        if not back:
            raise WrongStateError(number=number, status=orders[0].status)
        bags += [_taken_out_again(work, order) for order in back]
    events = hand_over(work, sorted(bags, key=lambda o: (o.number, o.shop)), ON_TAB)
    told = tuple(replace(event, left_with=where) for event in events)
    return (*told, *envelopes_ready(work, bags))


def _taken_out_again(work: Work, order: Order) -> Order:
    """Return an order that is out for delivery, whatever was reported of its door."""
    if order.status is OrderStatus.OUT_FOR_DELIVERY:
        return order
    note(work, order, "taken_out_again")
    return save(work, order, moved(order, OrderStep.RETRY))


def cancel_round(
    work: Work, slug: RoundSlug, day: date, reason: str = ""
) -> tuple[DomainEvent, ...]:
    """Call a round's day off; its orders stay, unpacked, until they are moved or cancelled.

    Raises:
        UnknownRoundError: no such round runs that day.
        NotAllowedError: anyone but operators.
        RoundCancelledError: it was called off before.
        WrongStateError: it has left.
    """
    for_operator(work)
    run = work.ports.rounds.run(slug, day)
    gone = {OrderStatus.OUT_FOR_DELIVERY, OrderStatus.DELIVERED, OrderStatus.NOT_DELIVERED}
    left = next((o for o in work.ports.orders.of_round(slug, day) if o.status in gone), None)
    if left is not None:
        raise WrongStateError(name=run.key, status=left.status)
    if not work.ports.rounds.cancel(slug, day, reason=reason, at=work.now):
        raise RoundCancelledError(name=run.key)
    for order in work.ports.orders.hold_round(slug, day):
        if order.status is OrderStatus.PACKED:
            save(work, order, _unpacked(order))
            note(work, order, "unpacked")
    note_round(work, run.key, "round_cancelled", why=reason)
    told = RoundCancelled(round=slug, date=day, reason=reason)
    return (told, *queueing.move_line(work, slug, day, None, reason))


def _unpacked(order: Order) -> Order:
    """Return the order as its shop had answered it."""
    amiss = any(o.status in {LineStatus.MISSING, LineStatus.SUBSTITUTED} for o in order.lines)
    accepted = moved(order, OrderStep.UNPACK)
    return moved(accepted, OrderStep.ACCEPT_PARTLY) if amiss else accepted


def _at_door(work: Work, number: OrderNumber) -> Iterable[Order]:
    """Return the parts of an order that are under way.

    Raises:
        UnknownOrderError: there is no such order.
        NotAllowedError: anyone but drivers and operators.
        WrongStateError: nothing of it is under way; with the first part's status.
    """
    for_driver(work)
    orders = held(work, number)
    bags = [o for o in orders if o.status is OrderStatus.OUT_FOR_DELIVERY]
    if not bags:
        raise WrongStateError(number=number, status=orders[0].status)
    return bags


def _left_behind(work: Work, order: Order) -> OrderLeftBehind:
    save(work, order, replace(moved(order, OrderStep.REFUSE), answered_by=None))
    give_back(work, order.live_lines)
    note(work, order, "left_behind")
    return OrderLeftBehind(number=order.number, shop=order.shop, resident=order.resident)


def settled_questions(order: Order) -> Order:
    """Return the order as it leaves its shop: nothing is asked any more, each price is exact."""
    return with_lines(order, *(_settled_question(order, line) for line in order.lines))


def _settled_question(order: Order, line: OrderLine) -> OrderLine:
    if line.offered:
        return replace(line_moved(order, line, LineStep.RUN_OUT), substitute=None)
    if line.too_heavy:
        price = replace(line.price, total=line.price.ceiling)
        return replace(line_moved(order, line, LineStep.WEIGH), price=price)
    if line.price.weighed and line.weight is None:
        exact = replace(line.price, ceiling=line.price.total, weighed=False)
        return replace(line, price=exact)
    return line

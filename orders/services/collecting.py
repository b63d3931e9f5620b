"""Goods that are collected at the shop: handed out there, and paid to the shop itself."""

from dataclasses import replace

from tournee.catalog.model import ShopSlug
from tournee.orders import ledger
from tournee.orders.errors import WrongStateError
from tournee.orders.events import DomainEvent
from tournee.orders.life import OrderStep
from tournee.orders.model import OrderNumber
from tournee.orders.services.delivering import settled_questions
from tournee.orders.services.paying import hand_over, settle_paid
from tournee.orders.services.work import Work, held_at, moved, save


def hand_out(work: Work, number: OrderNumber, shop: ShopSlug) -> tuple[DomainEvent, ...]:
    """Hand a collected order out over the counter, paid in cash.

    Raises:
        UnknownOrderError: the shop has no such order.
        NotAllowedError: another shop's people.
        WrongStateError: it goes with a round, is not accepted, or was handed out before.
    """
    order = held_at(work, number, shop)
    if order.round is not None:
        raise WrongStateError(number=number, shop=shop, status=order.status)
    out = moved(settled_questions(order), OrderStep.DEPART)
    save(work, order, out)
    events = hand_over(work, (replace(out, version=order.version + 1),))
    for told in events:
        if told.cash:
            work.ports.ledger.post(ledger.over_counter(order, told.cash, work.now))
    settle_paid(work, shop, order.resident)
    return events

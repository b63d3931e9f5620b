"""Standing orders: set up, changed, paused and ended by the one whose they are."""

from dataclasses import replace
from decimal import Decimal

from tournee.catalog.model import PersonSlug, Role
from tournee.orders.audit import AuditEntry
from tournee.orders.basket import check_item, check_size, merged
from tournee.orders.errors import EmptyOrderError, NotAllowedError, TooManyStandingError
from tournee.orders.events import DomainEvent, StandingSaved
from tournee.orders.model import Item
from tournee.orders.services.work import Work
from tournee.orders.standing import MOST_STANDING, StandingOrder


def save(work: Work, order: StandingOrder, *, quietly: bool = False) -> tuple[DomainEvent, ...]:
    """Keep a standing order: a new one gets its number, another takes the place of what it was.

    What it holds is checked only where that changes: goods may be off sale for a while.

    Raises:
        NotAllowedError: it is another resident's.
        EmptyOrderError: it holds nothing.
        TooManyStandingError: the resident has as many as one may have.
        OrderError: what `basket.check_item` and `basket.check_size` refuse.
    """
    _for_owner(work, order.resident)
    theirs = work.ports.standing.of(order.resident)
    before = next((o for o in theirs if o.number == order.number), None)
    if before is None or before.items != order.items:
        order = replace(order, items=_checked(work, order))
    if before is not None:
        work.ports.standing.save(order)
    elif len(theirs) >= MOST_STANDING:
        raise TooManyStandingError(limit=Decimal(MOST_STANDING))
    else:
        order = work.ports.standing.add(order)
    if quietly:
        return ()
    _note(work, "standing_saved")
    return (StandingSaved(resident=order.resident, standing=order.number),)


def end(work: Work, order: StandingOrder) -> tuple[DomainEvent, ...]:
    """Stop a standing order; what was ordered of it stays ordered.

    Raises:
        NotAllowedError: it is another resident's.
    """
    _for_owner(work, order.resident)
    work.ports.standing.end(order)
    _note(work, "standing_ended")
    return ()


def _checked(work: Work, order: StandingOrder) -> tuple[Item, ...]:
    basket = merged(order.items)
    if not basket:
        raise EmptyOrderError
    for item in basket:
        check_item(work.village, item, work.now)
    check_size(basket, work.village)
    return basket


def _for_owner(work: Work, resident: PersonSlug) -> None:
    if work.actor.role is not Role.OPERATOR and work.actor.person != resident:
        raise NotAllowedError


def _note(work: Work, what: str) -> None:
    work.ports.audit.record(AuditEntry(at=work.now, actor=work.actor, what=what))

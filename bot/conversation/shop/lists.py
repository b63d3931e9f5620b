"""What a shop prepares for a round: totals by product, then a bag for each resident."""

from collections.abc import Iterable
from datetime import date

from tournee.bot.conversation.model import Facts, Reply
from tournee.bot.conversation.shop import look
from tournee.bot.conversation.shop.question_replies import OrdersCounted
from tournee.bot.conversation.shop.replies import NothingToPick, PickingListShown
from tournee.catalog.model import RoundSlug
from tournee.orders.lists import picking_list
from tournee.orders.model import Order, OrderStatus


def of_round(facts: Facts, slug: RoundSlug, day: date) -> PickingListShown | None:
    """Return the list of a round that has closed; None where the shop has nothing on it."""
    orders = [o for o in look.open_orders(facts) if (o.round, o.date) == (slug, day)]
    return _shown(facts, orders, final=True) if orders else None


def of_next(facts: Facts) -> Reply:
    """Return the list so far of the soonest round that the shop has orders for."""
    orders = look.open_orders(facts)
    if not orders:
        return NothingToPick()
    dated = sorted((o.date, o.round) for o in orders if o.date is not None and o.round is not None)
    soonest = dated[0] if dated else (None, None)
    mine = [o for o in orders if (o.date, o.round) == soonest]
    run = look.round_date(facts, mine[0])
    return _shown(facts, mine, final=run is not None and facts.now >= run.cutoff)


def of_day(facts: Facts, day: date | None) -> Reply:
    """Return the lists so far of a day's first round; of the next one where no day is said."""
    if day is None:
        return of_next(facts)
    mine = [o for o in look.open_orders(facts) if o.date == day]
    if not mine:
        off = look.is_called_off(facts, day)
        return OrdersCounted(date=day, days=(), unanswered=(), called_off=off)
    first = min((o.round or "") for o in mine)
    mine = [o for o in mine if (o.round or "") == first]
    run = look.round_date(facts, mine[0])
    return _shown(facts, mine, final=run is not None and facts.now >= run.cutoff)


def _shown(facts: Facts, orders: Iterable[Order], *, final: bool) -> PickingListShown:
    listed = tuple(orders)
    return PickingListShown(
        date=listed[0].date,
        totals=picking_list(listed).totals,
        bags=tuple(look.bag(facts, o) for o in listed),
        unanswered=tuple(o.number for o in listed if o.status is OrderStatus.PLACED),
        final=final,
    )

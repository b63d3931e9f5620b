"""What a shop prepares for a round: totals by product, then a bag for each resident."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from tournee.bot.conversation.model import Facts, Reply
from tournee.bot.conversation.shop import look
from tournee.bot.conversation.shop.replies import (
    NothingToPick,
    PickingListShown,
    Total,
)
from tournee.catalog.model import RoundSlug, Sku
from tournee.orders.model import Order, OrderLine, OrderStatus, RoundDate


def of_round(facts: Facts, slug: RoundSlug, day: date) -> PickingListShown | None:
    """Return the list of a round that has closed; None where the shop has nothing on it."""
    orders = [o for o in look.open_orders(facts) if (o.round, o.date) == (slug, day)]
    run = next((r for r in facts.rounds if (r.round, r.date) == (slug, day)), None)
    return _shown(facts, run, orders, final=True) if orders else None


def of_next(facts: Facts) -> Reply:
    """Return the list so far of the soonest round that the shop has orders for."""
    orders = look.open_orders(facts)
    dated = sorted((o.date, o.round) for o in orders if o.date is not None and o.round is not None)
    if not orders:
        return NothingToPick()
    day, slug = dated[0] if dated else (None, None)
    mine = [o for o in orders if (o.round, o.date) == (slug, day)]
    run = next((r for r in facts.rounds if (r.round, r.date) == (slug, day)), None)
    final = run is not None and facts.now >= run.cutoff
    return _shown(facts, run, mine, final=final)


def _shown(
    facts: Facts, run: RoundDate | None, orders: Iterable[Order], *, final: bool
) -> PickingListShown:
    listed = tuple(orders)
    return PickingListShown(
        round=run,
        totals=totals(facts, listed),
        bags=tuple(look.bag(facts, o) for o in listed),
        unanswered=tuple(o.number for o in listed if o.status is OrderStatus.PLACED),
        final=final,
    )


def totals(facts: Facts, orders: Iterable[Order]) -> tuple[Total, ...]:
    """Add up what stands, in the catalogue's order; a product with other options is another."""
    places = {p.sku: i for i, p in enumerate(facts.village.products)}
    found: dict[tuple[Sku, tuple[str, ...]], Total] = {}
    for line in (line for order in orders for line in order.live_lines):
        item = line.standing
        key = (item.sku, tuple(sorted(item.options)))
        known = found.get(key) or Total(
            name=line.name, options=item.options, quantity=line.quantity * 0, unit=line.unit
        )
        found[key] = _with(known, line)
    return tuple(found[key] for key in sorted(found, key=lambda k: (places.get(k[0], 0), k)))


def _with(total: Total, line: OrderLine) -> Total:
    if line.item.amount is not None and line.price.weighed and line.weight is None:
        return replace(total, amount=total.amount + line.item.amount)
    if line.item.count is not None and line.price.weighed and line.weight is None:
        return replace(total, pieces=total.pieces + line.item.count)
    return replace(total, quantity=total.quantity + (line.weight or line.quantity))

"""What a resident usually orders, and takes in its place where the shop has no more of it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tournee.catalog.model import PersonSlug, Sku, Village
from tournee.orders.basket import Basket
from tournee.orders.model import LineStatus, Order, OrderNumber, OrderStatus

_NEVER_CAME = frozenset({OrderStatus.CANCELLED, OrderStatus.REFUSED})


def usual_items(orders: Iterable[Order], village: Village) -> Basket:
    """Return what the resident orders most often, the last one where all differ; empty if none.

    What was asked counts, not what came: a substitute or a missing line was not their habit. What
    the village does not sell any more is left out.

    Args:
        orders: the resident's, the newest first, as `StoredOrders.of_resident` returns them.
        village: as it is now.
    """
    baskets = list(_asked(orders))
    if not baskets:
        return ()
    often = Counter(frozenset(_content(basket)) for basket in baskets)
    most = max(often.values())
    usual = next(b for b in baskets if often[frozenset(_content(b))] == most)
    return tuple(item for item in usual if item.sku in village.product_by_sku)


def last_items(orders: Iterable[Order], village: Village) -> Basket:
    """Return what the resident asked for last, of what is still sold; empty if nothing ever was."""
    last = next(_asked(orders), ())
    return tuple(item for item in last if item.sku in village.product_by_sku)


def usual_skus(orders: Iterable[Order]) -> tuple[Sku, ...]:
    """Return the products of past orders, the most frequent first, of equals the newest."""
    counted = Counter(sku for basket in _asked(orders) for sku in {i.sku: None for i in basket})
    return tuple(sku for sku, _ in counted.most_common())


def _asked(orders: Iterable[Order]) -> Iterator[Basket]:
    """Give each number's content as it was asked, the newest number first."""
    numbers: dict[OrderNumber, list[Order]] = {}
    for order in orders:
        if order.status not in _NEVER_CAME:
            numbers.setdefault(order.number, []).append(order)
    for parts in numbers.values():
        lines = (x for o in parts for x in o.lines if x.status is not LineStatus.REMOVED)
        yield tuple(line.item for line in sorted(lines, key=lambda line: line.position))


def _content(basket: Basket) -> Iterator[tuple[object, ...]]:
    for item in basket:
        yield (item.sku, item.qty, item.count, item.amount, tuple(sorted(item.options)))


ANYTHING = ""
"""Stands for every product where a wish is about whatever is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubstituteWish:
    """What a resident takes in place of a product that is missing."""

    resident: PersonSlug
    sku: Sku | None
    """None: whatever is missing."""
    substitute: Sku | None
    """None: nothing in its place."""
    said: bool = False
    """In so many words; else it was learned from an answer to an offer."""


def wish_for(
    wishes: Iterable[SubstituteWish], resident: PersonSlug, sku: Sku
) -> SubstituteWish | None:
    """Return a resident's wish for a product; their word on it goes before that on anything."""
    theirs = [w for w in wishes if w.resident == resident and w.sku in {sku, None}]
    return max(theirs, key=lambda wish: wish.sku is not None, default=None)

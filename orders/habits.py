"""What a resident usually orders: for 'comme d'habitude', and to break ties between products."""

from collections import Counter
from collections.abc import Iterable, Iterator

from tournee.catalog.model import Sku, Village
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
        yield tuple(
            line.item for o in parts for line in o.lines if line.status is not LineStatus.REMOVED
        )


def _content(basket: Basket) -> Iterator[tuple[object, ...]]:
    for item in basket:
        yield (item.sku, item.qty, item.count, item.amount, tuple(sorted(item.options)))

"""Order lines from items, and what differs between an order and what a resident now wants."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from tournee.catalog.model import Product, Sku, Village
from tournee.catalog.quantity import Unit
from tournee.orders.basket import Basket, product_of
from tournee.orders.model import Item, LineStatus, Order, OrderLine
from tournee.orders.pricing import expected_quantity, price, unit_price


def new_line(product: Product, item: Item, position: int) -> OrderLine:
    """Make a line at today's prices."""
    return OrderLine(
        position=position,
        item=item,
        name=product.name,
        unit=product.unit,
        unit_price=unit_price(product, item.options),
        price=price(product, item),
        vat=product.vat,
        quantity=expected_quantity(product, item),
    )


def new_lines(village: Village, numbered: Iterable[tuple[int, Item]]) -> tuple[OrderLine, ...]:
    """Make a line of each item at its position."""
    return tuple(
        new_line(product_of(village, item.sku), item, position) for position, item in numbered
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What an order's new content changes."""

    changed: tuple[tuple[OrderLine, Item], ...] = ()
    added: Basket = ()
    removed: tuple[OrderLine, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.changed or self.added or self.removed)

    @property
    def wanted(self) -> Basket:
        """The items that are new or otherwise than before."""
        return (*(item for _, item in self.changed), *self.added)


def difference(order: Order, items: Basket) -> Difference:
    """Find for each item the standing line that it keeps or changes.

    A line of the same product is the item's, first of all one that is equal, then one with the
    same options, then any. What is left over on either side is added or removed.
    """
    lines, left = list(order.live_lines), list(items)
    _pair(lines, left, _equal)
    changed = [*_pair(lines, left, _same_options), *_pair(lines, left, _same_product)]
    changed.sort(key=lambda pair: pair[0].position)
    return Difference(changed=tuple(changed), added=tuple(left), removed=tuple(lines))


def apply(village: Village, order: Order, change: Difference, after: int) -> Order:
    """Return the order with its lines changed; new ones get the positions from `after` on."""
    changed = {
        line.position: new_line(product_of(village, item.sku), item, line.position)
        for line, item in change.changed
    }
    removed = {
        line.position: replace(line, status=LineStatus.REMOVED, weight=None)
        for line in change.removed
    }
    now = {**changed, **removed}
    kept = tuple(now.get(line.position, line) for line in order.lines)
    return replace(order, lines=(*kept, *new_lines(village, enumerate(change.added, after + 1))))


def stock_wanted(village: Village, change: Difference) -> dict[Sku, Decimal]:
    """Return how much more of each product a change sets aside; less is negative."""
    wanted: dict[Sku, Decimal] = {}
    for line in (*change.removed, *(line for line, _ in change.changed)):
        sku = line.standing.sku
        wanted[sku] = wanted.get(sku, Decimal(0)) - line.quantity
    for item in change.wanted:
        more = expected_quantity(product_of(village, item.sku), item)
        wanted[item.sku] = wanted.get(item.sku, Decimal(0)) + more
    return wanted


def _pair(
    lines: list[OrderLine], items: list[Item], match: Callable[[Item, Item], bool]
) -> list[tuple[OrderLine, Item]]:
    """Take matching pairs out of both lists."""
    pairs = []
    for item in tuple(items):
        line = next((line for line in lines if match(line.standing, item)), None)
        if line is not None:
            lines.remove(line)
            items.remove(item)
            pairs.append((line, item))
    return pairs


def _equal(one: Item, other: Item) -> bool:
    return _same_options(one, other) and (one.qty, one.count, one.amount) == (
        other.qty,
        other.count,
        other.amount,
    )


def _same_options(one: Item, other: Item) -> bool:
    return one.sku == other.sku and sorted(one.options) == sorted(other.options)


def _same_product(one: Item, other: Item) -> bool:
    return one.sku == other.sku


def substitute_item(line: OrderLine, product: Product) -> Item:
    """Return how much of a substitute stands for a line: as much, or as many pieces.

    Between pieces and weight the usual weight of a piece counts; where it is not known, a piece
    stands for the whole line.
    """
    item = line.item
    if item.amount is not None:
        return Item(sku=product.sku, amount=item.amount)
    if product.unit is line.unit:
        return replace(item, sku=product.sku, options=())
    if item.count is not None:
        return Item(sku=product.sku, qty=item.count)
    if product.unit is Unit.KG and line.unit is Unit.PIECE:
        return Item(sku=product.sku, count=line.quantity)
    pieces = (line.quantity / product.weight).to_integral_value() if product.weight else 1
    return Item(sku=product.sku, qty=max(Decimal(pieces), Decimal(1)))

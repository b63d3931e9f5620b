"""What a round's day means for each: a shop's picking list, the driver's stops."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from tournee.catalog.model import Person, PersonSlug, PlaceSlug, ShopSlug, Sku, Village
from tournee.catalog.quantity import Unit
from tournee.orders.model import (
    Beneficiary,
    Item,
    Order,
    OrderLine,
    OrderNumber,
    OrderStatus,
    Price,
)
from tournee.orders.pricing import order_price
from tournee.orders.rounds import door

GOING: Final = frozenset(
    {
        OrderStatus.PLACED,
        OrderStatus.ACCEPTED,
        OrderStatus.PARTLY_ACCEPTED,
        OrderStatus.PACKED,
        OrderStatus.OUT_FOR_DELIVERY,
    }
)
"""Orders whose goods are still to be brought."""
_NOT_GOING = frozenset({OrderStatus.REFUSED, OrderStatus.CANCELLED})


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductTotal:
    """How much of one product, prepared one way, a shop needs for all bags together.

    Goods by the kilo may be asked by weight, by the piece and by money in one list.
    """

    sku: Sku
    name: str
    unit: Unit
    options: tuple[str, ...] = ()
    qty: Decimal = Decimal(0)
    """In `unit`."""
    count: Decimal = Decimal(0)
    """Pieces of goods sold by weight."""
    amounts: tuple[Decimal, ...] = ()
    """Money to spend, each its own piece of meat or cheese."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bag:
    """What one shop packs under one number."""

    number: OrderNumber
    resident: PersonSlug
    beneficiary: Beneficiary | None
    place: PlaceSlug | None
    lines: tuple[OrderLine, ...]
    answered: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PickingList:
    """What a shop packs for one run."""

    totals: tuple[ProductTotal, ...]
    """By name."""
    bags: tuple[Bag, ...]
    """In the order in which they were placed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """One door of a round's day."""

    resident: PersonSlug
    beneficiary: Beneficiary | None
    place: PlaceSlug | None
    person: Person | None
    """Who lives there, where the village knows them."""
    numbers: tuple[OrderNumber, ...]
    shops: tuple[ShopSlug, ...]
    bags: int
    """At least one of each shop: one under each number."""
    due: Price
    """To collect; `weighed` says that a weight is still missing."""
    age_check: bool = False
    """Something of it is not for minors."""


def picking_list(orders: Iterable[Order]) -> PickingList:
    """Return what one shop has to prepare; refused and cancelled orders are left out.

    A line whose substitute is not answered yet stands in the bag and counts in no total.
    """
    going = [o for o in orders if o.status not in _NOT_GOING and o.live_lines]
    totals: dict[tuple[Sku, tuple[str, ...]], ProductTotal] = {}
    for line in (line for o in going for line in o.live_lines if not line.offered):
        item = _picked(line)
        key = (item.sku, tuple(sorted(item.options)))
        empty = ProductTotal(sku=item.sku, name=line.name, unit=line.unit, options=key[1])
        totals[key] = _plus(totals.get(key, empty), item)
    ordered = sorted(totals.values(), key=lambda t: (t.name.casefold(), t.options))
    return PickingList(totals=tuple(ordered), bags=tuple(map(_bag, going)))


def stops(orders: Iterable[Order], people: Iterable[Person], village: Village) -> tuple[Stop, ...]:
    """Return the doors of a round's day in the order of its places, then by name.

    Args:
        orders: those of the round's day; refused and cancelled ones are left out.
        people: those who ordered or for whom, as far as the village knows them.
        village: for the order of places, and what is not for minors.
    """
    known = {person.slug: person for person in people}
    doors: dict[str, list[Order]] = {}
    for order in orders:
        if order.status not in _NOT_GOING and order.live_lines:
            doors.setdefault(door(order), []).append(order)
    places = {place.slug: number for number, place in enumerate(village.places)}
    found = [_stop(at_door, known, village) for at_door in doors.values()]
    return tuple(sorted(found, key=lambda stop: _rank(stop, places)))


def stop_name(stop: Stop) -> str:
    """Return the name on the door, as far as it is known."""
    if stop.beneficiary:
        return stop.beneficiary.name
    return stop.person.name if stop.person and stop.person.name else stop.resident


def _picked(line: OrderLine) -> Item:
    """Return what stands, with its real weight once that is agreed."""
    standing = line.standing
    if line.weight is None or line.too_heavy:
        return standing
    return Item(sku=standing.sku, qty=line.weight, options=standing.options)


def _plus(total: ProductTotal, item: Item) -> ProductTotal:
    return ProductTotal(
        sku=total.sku,
        name=total.name,
        unit=total.unit,
        options=total.options,
        qty=total.qty + (item.qty or 0),
        count=total.count + (item.count or 0),
        amounts=(*total.amounts, item.amount) if item.amount is not None else total.amounts,
    )


def _bag(order: Order) -> Bag:
    return Bag(
        number=order.number,
        resident=order.resident,
        beneficiary=order.beneficiary,
        place=order.place,
        lines=order.live_lines,
        answered=order.status is not OrderStatus.PLACED,
    )


def _stop(orders: list[Order], people: Mapping[PersonSlug, Person], village: Village) -> Stop:
    first = orders[0]
    whom = (first.beneficiary.person if first.beneficiary else None) or first.resident
    known = people.get(whom) if whom != first.resident or not first.beneficiary else None
    return Stop(
        resident=first.resident,
        beneficiary=first.beneficiary,
        place=first.place or (known.place if known else None),
        person=known,
        numbers=tuple(dict.fromkeys(o.number for o in orders)),
        shops=tuple(dict.fromkeys(o.shop for o in orders)),
        bags=sum(bool(o.live_lines) for o in orders),
        due=order_price(orders, village.settings.currency),
        age_check=any(_restricted(village, line) for o in orders for line in o.live_lines),
    )


def _restricted(village: Village, line: OrderLine) -> bool:
    product = village.product_by_sku.get(line.standing.sku)
    return product is not None and product.age_restricted


def _rank(stop: Stop, places: Mapping[PlaceSlug, int]) -> tuple[int, str, str]:
    place = places.get(stop.place, len(places)) if stop.place else len(places)
    address = (stop.person and stop.person.address) or ""
    return (place, address.casefold(), stop_name(stop).casefold())

"""What a resident wants, as a tuple of items, and what of it can't be ordered.

Quantities, by the product's unit:
- a piece is whole: there is no half baguette unless the baker sells one (a product of its own);
- kilos and litres go to the gram and the millilitre, from 10 g and 1 cl on;
- pieces of goods sold by the kilo are whole;
- money buys any of them, from one cent on, if it reaches for something.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Final

from tournee.catalog.model import OptionGroup, Product, ShopSlug, Sku, Village
from tournee.catalog.quantity import Unit
from tournee.orders.errors import (
    NotAvailableError,
    OptionMissingError,
    OutOfStockError,
    QuantityImpossibleError,
    TooManyError,
    TooManyOptionsError,
    UnknownOptionError,
    UnknownProductError,
)
from tournee.orders.model import Item, Order
from tournee.orders.pricing import basket_price, chosen_options, expected_quantity

Basket = tuple[Item, ...]

LINE_LIMITS: Final[Mapping[Unit, Decimal]] = {
    Unit.PIECE: Decimal(200),
    Unit.KG: Decimal(50),
    Unit.LITRE: Decimal(100),
}
"""The most of one product in one basket: a feast for the whole hamlet still passes."""
BASKET_LINES: Final = 60
BASKET_TOTAL: Final = Decimal(2000)
"""In the village's currency: above it a person should talk to the shops."""
LEAST: Final = Decimal("0.01")
"""The least of goods by the kilo or litre, and of money."""
_FINEST: Final = Decimal("0.001")


def add(basket: Basket, item: Item) -> Basket:
    """Put `item` in; the same product with the same options, measured alike, becomes one."""
    for place, present in enumerate(basket):
        if more := together(present, item):
            return (*basket[:place], more, *basket[place + 1 :])
    return (*basket, item)


def merged(items: Iterable[Item]) -> Basket:
    basket: Basket = ()
    for item in items:
        basket = add(basket, item)
    return basket


def by_shop(items: Iterable[Item], village: Village) -> dict[ShopSlug, Basket]:
    """Split a basket, the shops in the order in which they were first named.

    Raises:
        UnknownProductError: the village sells no such thing.
    """
    split: dict[ShopSlug, Basket] = {}
    for item in items:
        shop = product_of(village, item.sku).shop
        split[shop] = (*split.get(shop, ()), item)
    return split


def standing_items(orders: Iterable[Order]) -> Basket:
    """Return what a number holds, as a basket: the lines that still stand of its open orders.

    `services.amend` takes this, changed, as an order's whole new content.
    """
    return tuple(line.standing for o in orders if o.is_open for line in o.live_lines)


def product_of(village: Village, sku: Sku) -> Product:
    product = village.product_by_sku.get(sku)
    if product is None:
        raise UnknownProductError(sku=sku)
    return product


def missing_groups(product: Product, item: Item) -> tuple[OptionGroup, ...]:
    """Return the required groups of which nothing is chosen yet."""
    codes = {code for code, _ in chosen_options(item.options)}
    return tuple(
        group
        for group in product.required_groups
        if codes.isdisjoint(option.code for option in group.options)
    )


def check_quantity(product: Product, item: Item) -> None:
    """Refuse what the product's unit cannot have, and more than a line may hold.

    Raises:
        QuantityImpossibleError: nothing, less than nothing, or a broken piece.
        TooManyError: above `LINE_LIMITS`.
    """
    measures = [m for m in (item.qty, item.count, item.amount) if m is not None]
    if len(measures) != 1 or not measures[0].is_finite() or measures[0] <= 0:
        raise QuantityImpossibleError(sku=item.sku)
    whole = item.count is not None or (product.unit is Unit.PIECE and item.qty is not None)
    finest = Decimal(1) if whole else LEAST if item.amount is not None else _FINEST
    least = Decimal(1) if whole else LEAST
    measure, limit = measures[0], LINE_LIMITS[product.unit]
    if measure > BASKET_TOTAL or expected_quantity(product, item) > limit:
        raise TooManyError(sku=item.sku, limit=limit)
    if measure < least or measure % finest or expected_quantity(product, item) <= 0:
        raise QuantityImpossibleError(sku=item.sku)


def check_options(product: Product, item: Item) -> None:
    """Refuse options that the product has not, too many of a group, and a required one missing.

    Raises:
        UnknownOptionError: the product has no such option.
        TooManyOptionsError: a group's maximum is passed; one of a required group is the most.
        OptionMissingError: nothing of a required group is chosen.
    """
    chosen = chosen_options(item.options)
    for code, _ in chosen:
        if product.option(code) is None:
            raise UnknownOptionError(sku=item.sku, name=code)
    for group in product.groups:
        most = 1 if group.required else group.maximum
        codes = {option.code for option in group.options}
        if most is not None and sum(code in codes for code, _ in chosen) > most:
            raise TooManyOptionsError(sku=item.sku, name=group.name, limit=Decimal(most))
    if missing := missing_groups(product, item):
        raise OptionMissingError(sku=item.sku, name=missing[0].name)


def check_on_sale(product: Product, now: datetime) -> None:
    """Refuse what the shop or the operator does not sell now.

    Raises:
        NotAvailableError: off sale.
    """
    if not product.on_sale(now):
        raise NotAvailableError(sku=product.sku)


def check_stock(product: Product, item: Item) -> None:
    """Refuse more than the catalogue last said was left; the stock itself has the last word.

    Raises:
        OutOfStockError: with what is left.
    """
    if product.stock is not None and expected_quantity(product, item) > product.stock:
        raise OutOfStockError(sku=item.sku, limit=product.stock)


def check_size(items: Basket, village: Village) -> None:
    """Refuse a basket of too many lines or too much money.

    Raises:
        TooManyError: without a sku, with the limit that is passed.
    """
    if len(items) > BASKET_LINES:
        raise TooManyError(limit=Decimal(BASKET_LINES))
    price = basket_price(items, village.product_by_sku, village.settings.currency)
    if price.ceiling.amount > BASKET_TOTAL:
        raise TooManyError(limit=BASKET_TOTAL)


def check_item(village: Village, item: Item, now: datetime) -> Product:
    """Return the item's product, or raise its first fault but for the stock."""
    product = product_of(village, item.sku)
    check_quantity(product, item)
    check_options(product, item)
    check_on_sale(product, now)
    return product


def together(one: Item, other: Item) -> Item | None:
    """Return both as one item: the same thing with the same options, measured alike; else None."""
    if one.sku != other.sku or sorted(one.options) != sorted(other.options):
        return None
    if one.qty is not None and other.qty is not None:
        return replace(one, qty=one.qty + other.qty)
    if one.count is not None and other.count is not None:
        return replace(one, count=one.count + other.count)
    if one.amount is not None and other.amount is not None:
        return replace(one, amount=one.amount + other.amount)
    return None

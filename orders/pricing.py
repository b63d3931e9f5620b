"""What things cost, rounded half up to the cent once for each line.

Goods sold by the kilo are weighed by the shop: their price is what is expected, and a ceiling that
the resident agrees to. Everything else has its exact price at once. A deposit (a bottle's, a
crate's) is part of the price that is due, and told apart in it: it comes back, and bears no VAT.

An option's surcharge is for one unit of the product: `+code` adds it once, `++code` (extra) twice,
`+code*2` as often as it says; `-code` (without), `~code` (light), `-++code`, `-~code` and an
unsettled `?code|code` add nothing.
"""

import re
from collections.abc import Iterable, Mapping
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Final

from tournee.catalog.model import Product, Village
from tournee.catalog.quantity import Money, Unit
from tournee.orders.errors import UnknownProductError
from tournee.orders.model import Item, Order, OrderLine, Price

TOLERANCE: Final = Decimal("0.10")
"""How far a weight that was asked for may be exceeded without asking again."""
GUESS_TOLERANCE: Final = Decimal("0.50")
"""The same for pieces whose usual weight the catalogue does not tell."""
PIECE_WEIGHT: Final = Decimal("0.2")
"""Kilos that a piece of goods sold by weight is taken for (a courgette, an apple, an onion),
where the catalogue does not tell."""

GRAM: Final = Decimal("0.001")
_CHOSEN = re.compile(r"(\+\+?)([^*]+)(?:\*(\d+))?\Z")
_CEILING_STEPS: Final = (
    (Decimal(2), Decimal("0.10")),
    (Decimal(10), Decimal("0.50")),
)
"""Below the first figure a ceiling is a multiple of the second; from 10 on it is whole."""


def chosen_options(options: Iterable[str]) -> tuple[tuple[str, int], ...]:
    """Return the codes that are chosen, each with how many times its surcharge counts."""
    found = []
    for option in options:
        if match := _CHOSEN.match(option):
            sign, code, times = match.groups()
            found.append((code, int(times) if times else len(sign)))
    return tuple(found)


def is_weighed(product: Product) -> bool:
    return product.unit is Unit.KG


def unit_price(product: Product, options: Iterable[str] = ()) -> Money:
    """Return the price of one `product.unit` with its options; codes it lacks cost nothing."""
    total = product.price
    for code, times in chosen_options(options):
        if option := product.option(code):
            total = total + option.surcharge * times
    return total


def expected_quantity(product: Product, item: Item) -> Decimal:
    """Return how much of `product.unit` is to be expected; what is weighed, to the gram.

    Money buys as many whole pieces, or as many grams, as it reaches for; that may be none.
    """
    if item.qty is not None:
        return item.qty
    if item.count is not None:
        weight = (product.weight or PIECE_WEIGHT) if is_weighed(product) else Decimal(1)
        return item.count * weight
    one = unit_price(product, item.options).amount
    if item.amount is None or one <= 0:
        return Decimal(0)
    if product.unit is Unit.PIECE:
        return (item.amount / one).quantize(Decimal(1), ROUND_DOWN)
    return (item.amount / one).quantize(GRAM, ROUND_HALF_UP)


def price(product: Product, item: Item) -> Price:
    one = unit_price(product, item.options)
    if not is_weighed(product):
        quantity = expected_quantity(product, item)
        total = (one * quantity).rounded()
        if product.deposit is None:
            return Price(total=total, ceiling=total)
        deposit = (product.deposit * quantity).rounded()
        return Price(total=total + deposit, ceiling=total + deposit, deposit=deposit)
    if item.amount is not None:
        agreed = Money(amount=item.amount, currency=one.currency).rounded()
        return Price(total=agreed, ceiling=agreed, weighed=True)
    exact = one * expected_quantity(product, item)
    guessed = item.count is not None and product.weight is None
    most = exact.amount * (1 + (GUESS_TOLERANCE if guessed else TOLERANCE))
    ceiling = Money(amount=sayable(most), currency=one.currency)
    return Price(total=exact.rounded(), ceiling=ceiling, weighed=True)


def sayable(amount: Decimal) -> Decimal:
    """Round up to a number that is easily said: 1.50, 7.50, 17."""
    step = next((step for below, step in _CEILING_STEPS if amount <= below), Decimal(1))
    return (amount / step).quantize(Decimal(1), ROUND_CEILING) * step


def part_price(village: Village, line: OrderLine, quantity: Decimal) -> Price:
    """Return what a line costs at another quantity, at the prices and deposit of its own day.

    A part never costs more than what was agreed for all of it.
    """
    one = line.unit_price
    total = (one * quantity).rounded()
    if not line.price.weighed:
        if line.price.deposit is None:
            return Price(total=total, ceiling=total)
        each = line.price.deposit.amount / line.quantity
        deposit = Money(amount=each * quantity, currency=one.currency).rounded()
        return Price(total=total + deposit, ceiling=total + deposit, deposit=deposit)
    spent = line.item.amount
    if spent is not None and quantity == line.whole:
        agreed = Money(amount=spent, currency=one.currency).rounded()
        return Price(total=agreed, ceiling=agreed, weighed=True)
    product = village.product_by_sku.get(line.standing.sku)
    guessed = line.item.count is not None and (product is None or product.weight is None)
    most = sayable((one * quantity).amount * (1 + (GUESS_TOLERANCE if guessed else TOLERANCE)))
    ceiling = Money(amount=most if spent is None else min(most, spent), currency=one.currency)
    return Price(total=total, ceiling=ceiling, weighed=True)


def weighed_total(line: OrderLine, weight: Decimal) -> Money:
    return (line.unit_price * weight).rounded()


def per_kilo(product: Product) -> Money | None:
    """Return the price of a kilo; None where no weight is known."""
    if product.unit is Unit.KG:
        return product.price
    if product.unit is Unit.PIECE and product.weight:
        amount = product.price.amount / product.weight
        return Money(amount=amount, currency=product.price.currency).rounded()
    return None


def total(prices: Iterable[Price], currency: str) -> Price:
    """Add up, from nothing on; weighed if any is."""
    nothing = Money(amount=Decimal("0.00"), currency=currency)
    expected, ceiling, weighed, deposit = nothing, nothing, False, nothing
    for one in prices:
        expected, ceiling = expected + one.total, ceiling + one.ceiling
        weighed = weighed or one.weighed
        deposit = deposit + (one.deposit or nothing)
    return Price(total=expected, ceiling=ceiling, weighed=weighed, deposit=deposit or None)


def basket_price(items: Iterable[Item], products: Mapping[str, Product], currency: str) -> Price:
    """Return what a basket costs.

    Raises:
        UnknownProductError: an item's product is not in `products`.
    """
    prices = []
    for item in items:
        product = products.get(item.sku)
        if product is None:
            raise UnknownProductError(sku=item.sku)
        prices.append(price(product, item))
    return total(prices, currency)


def order_price(orders: Iterable[Order], currency: str) -> Price:
    """Return what is due for the lines that still stand, of one shop's order or of all of them.

    A line counts with its real weight once that is agreed; `weighed` says that one is missing.
    """
    return total((line_price(line) for o in orders for line in o.live_lines), currency)


def line_price(line: OrderLine) -> Price:
    """Return what a line counts for: exactly its total once its weight is agreed."""
    if line.price.weighed and line.weight is not None and not line.too_heavy:
        return Price(total=line.price.total, ceiling=line.price.total)
    return line.price

"""Real weights: what the shop has weighed, and the resident's word on what exceeds the ceiling."""

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from tournee.catalog.model import ShopSlug, Sku
from tournee.catalog.quantity import Unit
from tournee.orders.basket import LINE_LIMITS
from tournee.orders.errors import QuantityImpossibleError, TooManyError, WrongStateError
from tournee.orders.events import LineWeighed
from tournee.orders.life import LineStep, OrderStep
from tournee.orders.model import LineStatus, Order, OrderLine, OrderNumber, Price
from tournee.orders.pricing import GRAM, weighed_total
from tournee.orders.services.work import (
    Work,
    asked_about,
    find_line,
    held_at,
    line_moved,
    moved,
    note,
    save,
    with_lines,
)


def weigh(
    work: Work, number: OrderNumber, shop: ShopSlug, sku: Sku, weight: Decimal
) -> tuple[LineWeighed, ...]:
    """Enter a line's real weight in kilos, to the gram; above its ceiling the resident is asked.

    Raises:
        UnknownOrderError, UnknownLineError: the shop has no such order, or it no such line.
        NotAllowedError: another shop's people.
        QuantityImpossibleError: no weight, or the product is not sold by weight.
        TooManyError: more than a line may hold.
        WrongStateError: it is out for delivery, cancelled or refused, or the line missing.
    """
    order = held_at(work, number, shop)
    moved(order, OrderStep.WEIGH)
    line = find_line(order, sku)
    if line.offered:
        raise WrongStateError(number=number, shop=shop, sku=sku, status=line.status)
    weight = weight.quantize(GRAM, ROUND_HALF_UP) if weight.is_finite() else weight
    _check_weight(order, line, weight)
    weighed = line_moved(order, line, LineStep.WEIGH)
    total = weighed_total(line, weight)
    heavy = total > line.price.ceiling
    after = (
        replace(line, status=_unweighed(line), weight=weight)
        if heavy
        else replace(weighed, weight=weight, price=replace(line.price, total=total))
    )
    save(work, order, with_lines(order, after))
    note(work, order, "weighed", line.item.sku, why=str(weight))
    return (_weighed(order, after, weight, heavy=heavy),)


def answer_weight(
    work: Work, number: OrderNumber, shop: ShopSlug, sku: Sku, *, accepted: bool
) -> tuple[LineWeighed, ...]:
    """Take the resident's answer to a weight above the ceiling.

    Declined, the line is as it was ordered: the shop weighs less, or reports it missing.

    Raises:
        UnknownOrderError, UnknownLineError: there is no such order or line.
        NotAllowedError: another resident's.
        WrongStateError: nothing is asked about that line's weight (any more).
    """
    order = asked_about(work, number, shop)
    line = find_line(order, sku)
    if not line.too_heavy or line.weight is None:
        raise WrongStateError(number=number, shop=shop, sku=sku, status=line.status)
    if not accepted:
        expected = replace(line.price, total=weighed_total(line, line.quantity))
        save(work, order, with_lines(order, replace(line, weight=None, price=expected)))
        note(work, order, "weight_declined", sku)
        return (_weighed(order, line, line.weight, declined=True),)
    total = weighed_total(line, line.weight)
    agreed = replace(
        line_moved(order, line, LineStep.WEIGH),
        price=Price(total=total, ceiling=total, weighed=True),
    )
    save(work, order, with_lines(order, agreed))
    note(work, order, "weight_accepted", sku)
    return (_weighed(order, agreed, line.weight),)


def _check_weight(order: Order, line: OrderLine, weight: Decimal) -> None:
    limit = LINE_LIMITS[Unit.KG]
    if not line.price.weighed or not weight.is_finite() or weight <= 0:
        raise QuantityImpossibleError(number=order.number, shop=order.shop, sku=line.item.sku)
    if weight > limit:
        raise TooManyError(number=order.number, shop=order.shop, sku=line.item.sku, limit=limit)


def _unweighed(line: OrderLine) -> LineStatus:
    """Return the status of a weighable line whose weight is not agreed."""
    if line.status is not LineStatus.WEIGHED:
        return line.status
    return LineStatus.SUBSTITUTED if line.substitute else LineStatus.ACCEPTED


def _weighed(
    order: Order,
    line: OrderLine,
    weight: Decimal,
    *,
    heavy: bool = False,
    declined: bool = False,
) -> LineWeighed:
    return LineWeighed(
        number=order.number,
        shop=order.shop,
        resident=order.resident,
        sku=line.standing.sku,
        weight=weight,
        total=weighed_total(line, weight),
        above_ceiling=heavy,
        declined=declined,
    )

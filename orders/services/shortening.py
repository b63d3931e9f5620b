"""A shop that has a part of what was asked: the line is reduced to that, and may be made whole.

What there is not is not given back to stock: the shop has none of it. The resident is told and need
not answer; whoever does not want a part of it has the line taken out, however the cut-off. What was
asked stays in the line (`OrderLine.item`, `whole`), for the shop that finds the rest and for the
orders to come.
"""

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from tournee.catalog.model import ShopSlug, Sku, Village
from tournee.catalog.quantity import Unit
from tournee.orders.errors import QuantityImpossibleError, TooManyError, WrongStateError
from tournee.orders.events import LineShort, OrderCancelled, OrderEvent, RestDeclined
from tournee.orders.life import LineStep, OrderStep
from tournee.orders.model import LineStatus, Order, OrderLine, OrderNumber, OrderStatus
from tournee.orders.pricing import GRAM, part_price
from tournee.orders.services.work import (
    Work,
    asked_about,
    find_line,
    give_back,
    line_moved,
    moved,
    note,
    save,
    with_lines,
)


def shortened(
    village: Village, order: Order, line: OrderLine, left: Decimal
) -> tuple[OrderLine, LineShort]:
    """Return a line of which there is so much, in its unit, and what is told of it.

    Raises:
        QuantityImpossibleError: nothing, less than nothing, or a broken piece.
        TooManyError: more than was asked; with that.
        WrongStateError: so much it is already, or the line is missing or removed.
    """
    sku = line.standing.sku
    if left.is_finite() and line.unit is not Unit.PIECE:
        left = left.quantize(GRAM, ROUND_HALF_UP)
    if not left.is_finite() or left <= 0 or (line.unit is Unit.PIECE and left % 1):
        raise QuantityImpossibleError(number=order.number, shop=order.shop, sku=sku)
    status = line_moved(order, line, LineStep.SHORTEN).status
    if left > line.whole:
        raise TooManyError(number=order.number, shop=order.shop, sku=sku, limit=line.whole)
    if left == line.quantity and not line.offered:
        raise WrongStateError(number=order.number, shop=order.shop, sku=sku, status=line.status)
    stands = line.substitute if not line.offered else None
    reduced = replace(
        line,
        status=LineStatus.SUBSTITUTED if stands else status,
        substitute=stands,
        weight=None,
        quantity=left,
        wanted=None if left == line.whole else line.whole,
        price=part_price(village, line, left),
    )
    told = LineShort(
        number=order.number,
        shop=order.shop,
        resident=order.resident,
        sku=reduced.standing.sku,
        left=left,
        wanted=line.whole,
    )
    return reduced, told


def made_whole(village: Village, line: OrderLine) -> OrderLine:
    """Return a line as it was asked, whether its shop had all of it or not."""
    if line.wanted is None:
        return line
    whole = line.wanted
    return replace(line, quantity=whole, wanted=None, price=part_price(village, line, whole))


def decline_rest(
    work: Work, number: OrderNumber, shop: ShopSlug, sku: Sku
) -> tuple[OrderEvent, ...]:
    """Take a line out of which its shop has only a part; the shop keeps that.

    An order of which nothing else stands is cancelled, in its bag or not.

    Raises:
        UnknownOrderError, UnknownLineError: there is no such order or line.
        NotAllowedError: another resident's.
        WrongStateError: the line is not short (any more), or on its way.
    """
    order = asked_about(work, number, shop)
    line = find_line(order, sku)
    if not line.short:
        raise WrongStateError(number=number, shop=shop, sku=sku, status=line.status)
    gone = replace(line_moved(order, line, LineStep.RUN_OUT), weight=None)
    after = with_lines(order, gone)
    if not after.live_lines:
        save(work, order, _cancelled(after))
        give_back(work, (line,))
        note(work, order, "cancelled")
        return (OrderCancelled(number=number, shop=shop, resident=order.resident),)
    save(work, order, after)
    give_back(work, (line,))
    note(work, order, "rest_declined", line.item.sku, why=str(line.quantity))
    told = RestDeclined(
        number=number,
        shop=shop,
        resident=order.resident,
        sku=line.standing.sku,
        left=line.quantity,
    )
    return (told,)


def _cancelled(order: Order) -> Order:
    packed = order.status is OrderStatus.PACKED
    return moved(moved(order, OrderStep.UNPACK) if packed else order, OrderStep.CANCEL)

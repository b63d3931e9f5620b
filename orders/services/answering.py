"""What shops answer to an order: all is well, refused, a line missing or short, something instead.

Reporting a line answers for the whole order: the other lines are accepted with it. An order of
which something is missing or offered otherwise is partly accepted, one of which nothing is left is
refused. What a shop offers instead is the resident's to decide.
"""

from dataclasses import replace
from decimal import Decimal

from tournee.catalog.model import ShopSlug, Sku
from tournee.orders.basket import product_of
from tournee.orders.errors import UnknownProductError, WrongStateError
from tournee.orders.events import (
    LineMissing,
    OrderAccepted,
    OrderEvent,
    OrderRefused,
    SubstituteAnswered,
    SubstituteOffered,
)
from tournee.orders.life import LineStep, OrderStep
from tournee.orders.model import LineStatus, Order, OrderLine, OrderNumber
from tournee.orders.services.lines import new_line, substitute_item
from tournee.orders.services.shortening import made_whole, shortened
from tournee.orders.services.substituting import agreed, wish_of
from tournee.orders.services.work import (
    Work,
    asked_about,
    find_line,
    give_back,
    held_at,
    line_moved,
    moved,
    note,
    save,
    take_stock,
    with_lines,
)

OUT_OF_STOCK = "out_of_stock"
"""The reason of an `OrderRefused` that comes of every line being missing."""


def accept(work: Work, number: OrderNumber, shop: ShopSlug) -> tuple[OrderEvent, ...]:
    """Accept every line that is not answered yet.

    Raises:
        UnknownOrderError: the shop has no such order.
        NotAllowedError: another shop's people.
        WrongStateError: answered before; with the present status.
    """
    order = held_at(work, number, shop)
    answered = _answered(work, _accepted_lines(order), OrderStep.ACCEPT)
    save(work, order, answered)
    note(work, order, "accepted")
    return (OrderAccepted(number=number, shop=shop, resident=order.resident, by=work.actor.name),)


def refuse(
    work: Work, number: OrderNumber, shop: ShopSlug, reason: str = ""
) -> tuple[OrderEvent, ...]:
    """Refuse an order that is not answered yet; raises as `accept` does."""
    order = held_at(work, number, shop)
    save(work, order, _answered(work, order, OrderStep.REFUSE))
    give_back(work, order.live_lines)
    note(work, order, "refused", why=reason)
    return (_refused(work, order, reason),)


def report_missing(
    work: Work, number: OrderNumber, shop: ShopSlug, sku: Sku, substitute: Sku | None = None
) -> tuple[OrderEvent, ...]:
    """Say that a product is missing, and what the shop offers instead if anything.

    What is missing is not given back to stock: the shop has none. Where the resident has said
    what to put in its place, that is done at once if it costs no more, and nothing is offered to
    somebody who wants no substitutes.

    Raises:
        UnknownOrderError, UnknownLineError: the shop has no such order, or it no such line.
        UnknownProductError: the shop has no such substitute.
        NotAllowedError: another shop's people.
        WrongStateError: the line is settled, or the order packed, cancelled or refused.
    """
    order = held_at(work, number, shop)
    line = find_line(order, sku)
    if substitute is None:
        return _missing(work, order, line)
    product = product_of(work.village, substitute)
    if product.shop != shop or substitute == line.item.sku:
        raise UnknownProductError(number=number, shop=shop, sku=substitute)
    wish = wish_of(work, order, line)
    if wish is not None and wish.substitute is None:
        return _missing(work, order, line)
    if agreed(wish, line, product):
        return _as_wished(work, order, line, substitute)
    offered = _offered(work, order, line, substitute)
    save(work, order, _partly(work, _accepted_lines(with_lines(order, offered))))
    note(work, order, "substitute_offered", sku, why=substitute)
    return (
        SubstituteOffered(
            number=number,
            shop=shop,
            resident=order.resident,
            sku=line.item.sku,
            substitute=substitute,
            by=work.actor.name,
        ),
    )


def report_left(
    work: Work, number: OrderNumber, shop: ShopSlug, sku: Sku, left: Decimal
) -> tuple[OrderEvent, ...]:
    """Say how much of a line there is, in its unit: less than was asked, or all of it after all.

    The other lines are accepted with it, as with a missing one; what was offered in the line's
    place is taken back.

    Raises:
        UnknownOrderError, UnknownLineError: the shop has no such order, or it no such line.
        NotAllowedError: another shop's people.
        QuantityImpossibleError: nothing (that is missing), or a broken piece.
        TooManyError: more than was asked.
        WrongStateError: so much it is already, the line is missing, or the order packed or gone.
    """
    order = held_at(work, number, shop)
    moved(order, OrderStep.ACCEPT_PARTLY)
    line, told = shortened(work.village, order, find_line(order, sku), left)
    after = _answered(work, _accepted_lines(with_lines(order, line)), OrderStep.MAKE_GOOD)
    save(work, order, after)
    note(work, order, "line_short" if line.short else "line_whole", line.item.sku, why=str(left))
    return (replace(told, by=work.actor.name),)


def answer_substitute(
    work: Work, number: OrderNumber, shop: ShopSlug, sku: Sku, *, accepted: bool
) -> tuple[OrderEvent, ...]:
    """Take the resident's answer to an offer; declined, the line is missing.

    Raises:
        UnknownOrderError, UnknownLineError: there is no such order or line.
        NotAllowedError: another resident's.
        OutOfStockError: the substitute has gone meanwhile; the question stands.
        WrongStateError: nothing is asked about that line (any more).
    """
    order = asked_about(work, number, shop)
    line = find_line(order, sku)
    if not line.offered or line.substitute is None:
        raise WrongStateError(number=number, shop=shop, sku=sku, status=line.status)
    answer = SubstituteAnswered(
        number=number,
        shop=shop,
        resident=order.resident,
        sku=line.item.sku,
        substitute=line.substitute,
        accepted=accepted,
    )
    if accepted:
        _substitute(work, order, line, line.substitute)
        return (answer,)
    missing = replace(line_moved(order, line, LineStep.RUN_OUT), substitute=None)
    return (answer, *_left_without(work, order, missing, "substitute_declined"))


def _offered(work: Work, order: Order, line: OrderLine, substitute: Sku) -> OrderLine:
    """Return the line with something offered in place of all of it."""
    whole = made_whole(work.village, line_moved(order, line, LineStep.OFFER))
    return replace(whole, substitute=substitute, weight=None)


def _accepted_lines(order: Order) -> Order:
    waiting = [o for o in order.lines if o.status is LineStatus.ASKED and not o.offered]
    return with_lines(order, *(line_moved(order, line, LineStep.ACCEPT) for line in waiting))


def _answered(work: Work, order: Order, step: OrderStep) -> Order:
    """Return the order after the shop's answer; partly accepted where something is amiss."""
    amiss = any(
        line.status in {LineStatus.MISSING, LineStatus.SUBSTITUTED} or line.offered or line.short
        for line in order.lines
    )
    if step in {OrderStep.ACCEPT, OrderStep.MAKE_GOOD} and amiss:
        moved(order, step)
        step = OrderStep.ACCEPT_PARTLY
    return replace(moved(order, step), answered_by=work.actor.name or None)


def _partly(work: Work, order: Order) -> Order:
    return _answered(work, order, OrderStep.ACCEPT_PARTLY)


def _missing(work: Work, order: Order, line: OrderLine) -> tuple[OrderEvent, ...]:
    whole = made_whole(work.village, line_moved(order, line, LineStep.RUN_OUT))
    gone = replace(whole, weight=None)
    event = LineMissing(
        number=order.number,
        shop=order.shop,
        resident=order.resident,
        sku=line.standing.sku,
        by=work.actor.name,
    )
    return (event, *_left_without(work, order, gone, "line_missing"))


def _left_without(work: Work, order: Order, gone: OrderLine, what: str) -> tuple[OrderEvent, ...]:
    """Save the order without a line; with nothing left it is refused."""
    after = _accepted_lines(with_lines(order, gone))
    empty = not after.live_lines
    answered = _answered(work, after, OrderStep.RUN_OUT) if empty else _partly(work, after)
    if what == "substitute_declined":
        answered = replace(answered, answered_by=order.answered_by)
    save(work, order, answered)
    note(work, order, what, gone.item.sku)
    return (_refused(work, order, OUT_OF_STOCK),) if empty else ()


def _refused(work: Work, order: Order, reason: str) -> OrderRefused:
    return OrderRefused(
        number=order.number,
        shop=order.shop,
        resident=order.resident,
        by=work.actor.name,
        reason=reason,
    )


def _as_wished(
    work: Work, order: Order, line: OrderLine, substitute: Sku
) -> tuple[OrderEvent, ...]:
    """Put in a line's place what the resident has asked for beforehand."""
    offered = _offered(work, order, line, substitute)
    before = _partly(work, _accepted_lines(with_lines(order, offered)))
    save(work, order, before)
    saved = replace(before, version=order.version + 1)
    _substitute(work, saved, offered, substitute)
    return (
        SubstituteAnswered(
            number=order.number,
            shop=order.shop,
            resident=order.resident,
            sku=line.item.sku,
            substitute=substitute,
            accepted=True,
            wished=True,
        ),
    )


def _substitute(work: Work, order: Order, line: OrderLine, sku: Sku) -> None:
    """Let the substitute stand in the line's place, at its own price."""
    product = product_of(work.village, sku)
    priced = new_line(product, substitute_item(line, product), line.position)
    take_stock(work, {sku: priced.quantity}, order.number)
    settled = replace(
        priced,
        item=line.item,
        substitute=sku,
        status=line_moved(order, line, LineStep.SUBSTITUTE).status,
    )
    save(work, order, with_lines(order, settled))
    note(work, order, "substitute_accepted", line.item.sku, why=sku)

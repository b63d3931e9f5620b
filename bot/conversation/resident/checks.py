"""What can't be had is put right at once and said, whatever was agreed before staying as it was."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from tournee.bot.conversation.model import Facts, Reply
from tournee.bot.conversation.resident import wants as algebra
from tournee.bot.conversation.resident.replies import (
    BasketFull,
    FewLeft,
    NotAQuantity,
    SoldByPiece,
    SoldOut,
    TooMany,
    TooManyOptions,
)
from tournee.bot.conversation.resident.state import Want
from tournee.bot.conversation.resident.wants import Wants, code_of
from tournee.catalog.model import OptionGroup, Product
from tournee.catalog.quantity import Unit
from tournee.orders import basket
from tournee.orders.errors import (
    OrderError,
    OutOfStockError,
    QuantityImpossibleError,
    TooManyError,
)
from tournee.orders.model import Item

Checked = tuple[Wants, tuple[Reply, ...]]


def checked(before: Wants, after: Wants, facts: Facts) -> Checked:
    """Return `after` with what can't be ordered mended, and a sentence for each mending."""
    kept: list[Want] = []
    notes: list[Reply] = []
    for want in after:
        if not isinstance(want, Item) or want in before:
            kept.append(want)
            continue
        product = facts.village.product_by_sku.get(want.sku)
        if product is None:
            continue
        former = next((w for w in before if isinstance(w, Item) and w.sku == want.sku), None)
        mended, said = _mended(want, former, product, facts.now)
        notes += said
        kept += [] if mended is None else [mended]
    return _within_limits(before, algebra.merged(tuple(kept)), tuple(notes), facts)


def _within_limits(before: Wants, after: Wants, notes: tuple[Reply, ...], facts: Facts) -> Checked:
    items = algebra.settled(after, facts.village.product_by_sku)
    try:
        basket.check_size(items, facts.village)
    except TooManyError as fault:
        return before, (BasketFull(lines=len(items) > basket.BASKET_LINES, most=fault.limit),)
    return after, notes


def _mended(
    item: Item, former: Item | None, product: Product, now: datetime
) -> tuple[Item | None, tuple[Reply, ...]]:
    """Return what can stay of a new item; None drops it."""
    item, notes = _options_mended(item, product)
    if not product.on_sale(now):
        return former, (SoldOut(product=product),)
    if not algebra.measured(item):
        return item, notes
    try:
        basket.check_quantity(product, item)
        basket.check_stock(product, item)
    except OrderError as fault:
        mended, note = _quantity_mended(fault, item, former, product)
        return mended, (*notes, note)
    return item, notes


def _quantity_mended(
    fault: OrderError, item: Item, former: Item | None, product: Product
) -> tuple[Item | None, Reply]:
    match fault:
        case OutOfStockError(limit=Decimal() as left) if left > 0:
            most = replace(item, qty=left, count=None, amount=None)
            return most, FewLeft(product=product, left=left)
        case OutOfStockError():
            return former, SoldOut(product=product)
        case TooManyError():
            limit = basket.LINE_LIMITS[product.unit]
            return former or _unmeasured(item), TooMany(product=product, most=limit)
        case QuantityImpossibleError() if _is_broken_piece(item, product):
            return former or _unmeasured(item), SoldByPiece(product=product)
    return former, NotAQuantity(product=product)


def _is_broken_piece(item: Item, product: Product) -> bool:
    return product.unit is Unit.PIECE and item.qty is not None and item.qty > 0


def _unmeasured(item: Item) -> Item:
    """The quantity is asked for again."""
    return replace(item, qty=None, count=None, amount=None)


def _options_mended(item: Item, product: Product) -> tuple[Item, tuple[Reply, ...]]:
    options = tuple(
        o for o in item.options if o.startswith("?") or product.option(code_of(o)) is not None
    )
    notes: tuple[Reply, ...] = ()
    for group in product.groups:
        most = 1 if group.required else group.maximum
        chosen = [o for o in options if o.startswith("+") and _in_group(group)(o)]
        if most is not None and len(chosen) > most:
            options = tuple(o for o in options if o not in chosen)
            if not group.required:
                notes = (*notes, TooManyOptions(product=product, group=group))
    return replace(item, options=options), notes


def _in_group(group: OptionGroup) -> Callable[[str], bool]:
    codes = {option.code for option in group.options}
    return lambda option: code_of(option) in codes

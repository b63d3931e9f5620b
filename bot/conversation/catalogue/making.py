"""From what is wished for a product to changes of the catalogue, or what is wrong with it."""

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Final, Literal

from tournee.bot.conversation.catalogue import values, weekly, words
from tournee.bot.conversation.catalogue.finding import Scope
from tournee.bot.conversation.catalogue.options import option_changes
from tournee.bot.conversation.catalogue.replies import (
    BadValue,
    LineFault,
    NameTaken,
    OperatorsOnly,
    SoldBy,
)
from tournee.bot.conversation.catalogue.state import Verb, Wish
from tournee.catalog.aliases import AliasImpossibleError, AliasTakenError, teach
from tournee.catalog.edits import Change, diff, product_change, trimmed
from tournee.catalog.folder.records import Record
from tournee.catalog.model import Product, Village
from tournee.catalog.patching import tidied
from tournee.catalog.quantity import Money, Unit
from tournee.nlu.words.tokens import fold

Made = tuple[Change, ...] | LineFault
FAR: Final = 5
"""A price so many times what it was, or a fraction so small of it, is a slip until confirmed."""
DEAR: Final = Decimal(500)
"""From here on the price of something new is one, too."""
OF_SHOPS: Final = frozenset({Verb.SHOW, Verb.PRICE, Verb.STOCK, Verb.OFF, Verb.ON, Verb.HISTORY})
_LONGEST_NAME: Final = 120


def make(wish: Wish, product: Product, scope: Scope) -> Made:
    """Return the changes that a wish comes to; none where it is so already."""
    if scope.shop is not None and wish.verb not in OF_SHOPS:
        return OperatorsOnly(verb=wish.verb)
    return _MAKERS[wish.verb](wish, product, scope)


def strange(changes: tuple[Change, ...]) -> Literal["far", "free", "hours"] | None:
    """Tell whether a price is likely a slip: nothing, or far from what it was.

    A shop's usual week is read back too before it holds: it is told seldom, and in many ways.
    """
    for change in changes:
        if change.table == "shops" and "hours" in change.fields and change.before and change.after:
            return "hours" if _of_week(change.before, change.after) else None
        new = _price(change.after)
        old = _price(change.before)
        if new is None or "price" not in change.fields or change.table != "products":
            continue
        if not new:
            return "free"
        if old is None and new >= DEAR:
            return "far"
        if old and (new >= old * FAR or new * FAR <= old):
            return "far"
    return None


def _of_week(before: Record, after: Record) -> bool:
    return weekly.is_changed(str(before["hours"]), str(after["hours"]))


def _price(record: object) -> Decimal | None:
    told = record.get("price") if isinstance(record, dict) else None
    return Decimal(str(told)) if told else None


def _changed(product: Product, after: Product) -> Made:
    change = product_change(product, after)
    return () if change is None else (change,)


def _set_price(wish: Wish, product: Product, scope: Scope) -> Made:
    moved = values.read_rise(wish.value, product.price.amount)
    found = moved or values.last_price(wish.value)
    if found is None or found.before:
        return BadValue(verb=wish.verb, text=wish.value, product=product)
    if found.unit not in {None, product.unit}:
        return SoldBy(product=product, unit=product.unit)
    currency = scope.facts.village.settings.currency
    return _changed(product, replace(product, price=Money(amount=found.amount, currency=currency)))


def _rename(wish: Wish, product: Product, scope: Scope) -> Made:
    name = wish.value.strip(' "«»“”')
    if not name or len(name) > _LONGEST_NAME or not any(map(str.isalpha, name)):
        return BadValue(verb=wish.verb, text=wish.value, product=product)
    if (taken := _owner(name, product, scope)) is not None:
        return NameTaken(text=name, product=taken)
    aliases = tuple(a for a in product.aliases if fold(a) != fold(name))
    if fold(product.name) != fold(name):
        aliases = (*aliases, product.name)
    return _changed(product, replace(product, name=name, aliases=aliases))


def _owner(name: str, product: Product, scope: Scope) -> Product | None:
    """Return another product of the same shop that has this very name."""
    return next(
        (
            p
            for p in scope.facts.village.products
            if p.shop == product.shop and p.sku != product.sku and fold(p.name) == fold(name)
        ),
        None,
    )


def _set_unit(wish: Wish, product: Product, scope: Scope) -> Made:  # noqa: ARG001
    unit = values.read_unit(wish.value)
    if unit is None:
        return BadValue(verb=wish.verb, text=wish.value, product=product)
    stock = product.stock
    if unit is Unit.PIECE and stock is not None:
        stock = stock.to_integral_value()
    return _changed(product, replace(product, unit=unit, stock=stock))


def _set_aliases(wish: Wish, product: Product, scope: Scope) -> Made:
    """'flûte, pain long' adds; '- flûte' takes away; 'aucun' takes all away."""
    if words.is_word("none", wish.value):
        return _changed(product, replace(product, aliases=()))
    told = values.read_list(wish.value)
    if not told:
        return BadValue(verb=wish.verb, text=wish.value, product=product)
    after = product
    for alias in told:
        name = re.sub(r"^[+-]\s*", "", alias)
        if alias.startswith("-"):
            left = tuple(a for a in after.aliases if fold(a) != fold(name))
            after = replace(after, aliases=left)
            continue
        made = _taught(name, after, scope)
        if not isinstance(made, Product):
            return made
        after = made
    return _changed(product, after)


def _taught(phrase: str, product: Product, scope: Scope) -> Product | LineFault:
    try:
        change = teach(scope.facts.village, product.sku, phrase)
    except AliasTakenError as error:
        return NameTaken(text=phrase, product=scope.facts.village.product_by_sku[error.sku])
    except AliasImpossibleError:
        return BadValue(verb=Verb.ALIAS, text=phrase, product=product)
    known = fold(phrase) in {fold(form) for form in (product.name, *product.aliases)}
    if change is None or known:
        return product
    return replace(product, aliases=(*product.aliases, " ".join(phrase.split())))


def _set_category(wish: Wish, product: Product, scope: Scope) -> Made:
    name = fold(wish.value.strip(' "«»“”'))
    if not name or "|" in name or len(name) > _LONGEST_NAME:
        return BadValue(verb=wish.verb, text=wish.value, product=product)
    known = {fold(p.category): p.category for p in scope.facts.village.products}
    category = known.get(name, name)
    return _with(scope.facts.village, product, replace(product, category=category))


def _with(village: Village, product: Product, after: Product | None) -> Made:
    """Change or take out a product, and the options that are nothing's then."""
    goods = (after if p.sku == product.sku else p for p in village.products)
    products = tuple(p for p in goods if p is not None)
    return trimmed(diff(village, tidied(replace(village, products=products))))


def _set_allergens(wish: Wish, product: Product, scope: Scope) -> Made:  # noqa: ARG001
    if not wish.value.strip():
        return BadValue(verb=wish.verb, text=wish.value, product=product)
    return _changed(product, replace(product, allergens=values.read_list(wish.value)))


def _set_vat(wish: Wish, product: Product, scope: Scope) -> Made:  # noqa: ARG001
    rate = values.read_percent(wish.value)
    if rate is None:
        return BadValue(verb=wish.verb, text=wish.value, product=product)
    return _changed(product, replace(product, vat=rate))


def _set_stock(wish: Wish, product: Product, scope: Scope) -> Made:  # noqa: ARG001
    if values.is_unlimited(wish.value):
        return _changed(product, replace(product, stock=None))
    stock = values.read_stock(wish.value)
    whole = product.unit is Unit.PIECE
    if stock is None or (whole and stock != stock.to_integral_value()):
        return BadValue(verb=wish.verb, text=wish.value, product=product)
    return _changed(product, replace(product, stock=stock))


def _off(wish: Wish, product: Product, scope: Scope) -> Made:
    if wish.until is not None or scope.shop is not None:
        return _changed(product, replace(product, off_sale_until=wish.until))
    return _changed(product, replace(product, available=False))


def _on(wish: Wish, product: Product, scope: Scope) -> Made:
    """Put back on sale; a shop can't put back what the operators took off."""
    del wish
    ended = product.sale_ends is not None and product.sale_ends <= scope.facts.now
    after = replace(product, off_sale_until=None, sale_ends=None if ended else product.sale_ends)
    if scope.shop is None:
        after = replace(after, available=True)
    elif not product.available:
        return OperatorsOnly(verb=Verb.ON)
    return _changed(product, after)


def _remove(wish: Wish, product: Product, scope: Scope) -> Made:
    del wish
    return _with(scope.facts.village, product, None)


def _option(wish: Wish, product: Product, scope: Scope) -> Made:
    return option_changes(wish.value, product, scope.facts.village)


def _show(wish: Wish, product: Product, scope: Scope) -> Made:  # noqa: ARG001
    return ()


_MAKERS: Final[dict[Verb, Callable[[Wish, Product, Scope], Made]]] = {
    Verb.SHOW: _show,
    Verb.HISTORY: _show,
    Verb.PRICE: _set_price,
    Verb.RENAME: _rename,
    Verb.UNIT: _set_unit,
    Verb.ALIAS: _set_aliases,
    Verb.TEACH: _set_aliases,
    Verb.CATEGORY: _set_category,
    Verb.OPTION: _option,
    Verb.ALLERGENS: _set_allergens,
    Verb.VAT: _set_vat,
    Verb.STOCK: _set_stock,
    Verb.OFF: _off,
    Verb.ON: _on,
    Verb.REMOVE: _remove,
}

"""Something new in a shop: by the operators for good, by the shop for today.

/produit boulangerie "Pain de seigle" 3,20 pièce alias: seigle, pain noir catégorie: pain
aujourd'hui lasagnes 8,50 la part
"""

import re
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Final

from tournee.bot.conversation.catalogue import values, words
from tournee.bot.conversation.catalogue.finding import Scope, find
from tournee.bot.conversation.catalogue.making import Made
from tournee.bot.conversation.catalogue.naming import slug
from tournee.bot.conversation.catalogue.replies import BadValue, OperatorsOnly, ThereAlready
from tournee.bot.conversation.catalogue.state import Verb
from tournee.catalog.edits import Change, product_change, product_state
from tournee.catalog.model import Product, Shop, Sku
from tournee.catalog.quantity import Money, Unit
from tournee.nlu.words.tokens import fold, tokenize

_QUOTES: Final = " \"«»“”'"
_FIELD: Final = re.compile(r"([^\W\d]+)\s*:\s*")
_LONGEST: Final = 120
_FIELDS: Final = frozenset(map(str, Verb))


def add(text: str, shop: Shop, scope: Scope) -> Made:
    """Read a new product's name, price, unit and fields."""
    if scope.shop is not None:
        return OperatorsOnly()
    priced = values.price_in(_after_name(text))
    if priced is None:
        return BadValue(verb=Verb.PRICE, text=text)
    name = name_in(text)
    if not name or len(name) > _LONGEST:
        return BadValue(verb=Verb.RENAME, text=name)
    known = next(
        (p for p in scope.products if p.shop == shop.slug and fold(p.name) == fold(name)), None
    )
    currency = scope.facts.village.settings.currency
    price = Money(amount=priced.amount, currency=currency)
    if known is not None:
        return ThereAlready(product=known, price=price)
    product = Product(
        shop=shop.slug,
        sku=Sku(slug(name, scope.facts.village.product_by_sku)),
        name=name[0].upper() + name[1:],
        price=price,
        unit=priced.unit or Unit.PIECE,
    )
    return _with_fields(product, priced.after)


def name_in(text: str) -> str:
    """Return the name of something new: what is quoted, or stands before the price."""
    priced = values.price_in(_after_name(text))
    return (_quoted(text) or (priced.before if priced else text)).strip(_QUOTES + ":,")


def _quoted(text: str) -> str:
    match = re.match(r"\s*[\"«“]\s*(.+?)\s*[\"»”]", text)
    return match[1] if match else ""


def _after_name(text: str) -> str:
    """A quoted name may hold figures of its own."""
    match = re.match(r"\s*[\"«“].+?[\"»”]", text)
    return text[match.end() :] if match else text


def _with_fields(product: Product, text: str) -> Made:
    marks = [m for m in _FIELD.finditer(text) if fold(m[1]) in words.field_names()]
    lead = text[: marks[0].start()] if marks else text
    if lead.strip(" ,;"):
        return BadValue(verb=Verb.UNIT, text=lead.strip(" ,;"))
    ends = (*(mark.start() for mark in marks[1:]), len(text))
    for mark, end in zip(marks, ends, strict=False):
        told = text[mark.end() : end].strip(" ;")
        made = _with_field(product, words.field_names()[fold(mark[1])], told)
        if not isinstance(made, Product):
            return made
        product = made
    return (Change(table="products", key=product.sku, before=None, after=product_state(product)),)


def _with_field(product: Product, field: str, told: str) -> Product | BadValue:
    match field:
        case "alias":
            return replace(product, aliases=values.read_list(told))
        case "category":
            return replace(product, category=fold(told.strip(" ,")))
        case "allergens":
            return replace(product, allergens=values.read_list(told))
        case "vat" if (rate := values.read_percent(told.strip(" ,"))) is not None:
            return replace(product, vat=rate)
        case "stock" if (stock := values.read_stock(told.strip(" ,"))) is not None:
            return replace(product, stock=stock)
        case _:
            return BadValue(verb=Verb(field) if field in _FIELDS else Verb.OPTION, text=told)


# --- for today -----------------------------------------------------------------------------------


def special_in(text: str) -> str | None:
    """Return what follows 'aujourd'hui' or 'plat du jour', where a message begins so."""
    tokens = tokenize(text)
    norms = tuple(t.norm for t in tokens if t.norm not in {":", ",", "-"})
    places = [t for t in tokens if t.norm not in {":", ",", "-"}]
    for phrase in words.phrases("today"):
        if norms[: len(phrase)] == phrase and len(places) > len(phrase):
            rest = text[places[len(phrase)].start :]
            return special_in(rest) or rest.strip()
    return None


def special(text: str, scope: Scope) -> Made | None:
    """Read the day's special; None where it is no name with a price."""
    priced = values.price_in(text)
    if priced is None or priced.after.strip(" !.") or scope.shop is None:
        return None
    name = re.sub(r"^(?:des|de la|du|les|le|la|une?)\s+", "", priced.before.strip(_QUOTES + ":,"))
    if not any(map(str.isalpha, name)) or len(name) > _LONGEST:
        return None
    facts = scope.facts
    price = Money(amount=priced.amount, currency=facts.village.settings.currency)
    ends = end_of_day(facts.now, scope)
    known = next((p for p in find(name, scope).products if fold(p.name) == fold(name)), None)
    if known is None:
        return (_new(name, price, priced.unit or Unit.PIECE, ends, scope),)
    if known.sale_ends is None:
        return ThereAlready(product=known, price=price)
    change = product_change(known, replace(known, price=price, sale_ends=ends, off_sale_until=None))
    return (change,) if change else ()


def _new(name: str, price: Money, unit: Unit, ends: datetime, scope: Scope) -> Change:
    assert scope.shop is not None  # noqa: S101 -- `special` has looked
    product = Product(
        shop=scope.shop,
        sku=Sku(slug(name, scope.facts.village.product_by_sku)),
        name=name[0].upper() + name[1:],
        price=price,
        unit=unit,
        sale_ends=ends,
    )
    return Change(table="products", key=product.sku, before=None, after=product_state(product))


def end_of_day(now: datetime, scope: Scope) -> datetime:
    """Midnight in the village."""
    zone = scope.facts.village.settings.zone
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), zone)

"""A basket as it is being said: adding, changing and taking out, with what is still open in it."""

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import ROUND_CEILING, Decimal
from typing import Final

from tournee.bot.conversation.resident.state import Vague, Want
from tournee.catalog.model import Option, Product, Sku, Village
from tournee.catalog.quantity import Unit
from tournee.nlu.model import Line
from tournee.nlu.words.inflection import stem
from tournee.nlu.words.tokens import tokenize
from tournee.orders.basket import missing_groups, together
from tournee.orders.model import Item

Wants = tuple[Want, ...]

_SIGN: Final = re.compile(r"^[-+~?]+")
_SIZE: Final = re.compile(r"(\d+(?:[.,]\d+)?)\s*(kg|g|l|cl|ml)\b", re.IGNORECASE)
_PACK: Final = re.compile(r"\bx ?\d+\b")
_SIZE_UNITS: Final = {"kg": 1, "l": 1, "g": 1000, "ml": 1000, "cl": 100}


def code_of(option: str) -> str:
    """`-++code`, `+code*2` -> `code`."""
    return _SIGN.sub("", option).partition("*")[0]


def measured(item: Item) -> bool:
    return item.qty is not None or item.count is not None or item.amount is not None


def complete(item: Item, product: Product) -> bool:
    """Tell whether it can be priced and ordered."""
    return measured(item) and not missing_groups(product, item)


def settled(wants: Wants, products: Mapping[str, Product]) -> tuple[Item, ...]:
    """Return the complete items of what the village sells."""
    items = (want for want in wants if isinstance(want, Item))
    return tuple(i for i in items if (p := products.get(i.sku)) is not None and complete(i, p))


def item_of(line: Line, product: Product) -> Item:
    """Read a line: a piece without a number is one.

    Goods by weight without one stay open, and so do pieces by a measure they are not sold in, and
    what is for each of several people whom nobody counts.
    """
    qty = line.qty
    unsaid = qty is None and line.count is None and line.amount is None
    if unsaid and not (line.unfit or line.each) and product.unit is Unit.PIECE:
        qty = Decimal(1)
    if line.amount is not None:
        return Item(sku=line.sku, amount=line.amount, options=line.options)
    if line.count is not None and product.unit is Unit.PIECE:
        return Item(sku=line.sku, qty=line.count, options=line.options)
    if line.count is not None:
        return Item(sku=line.sku, count=line.count, options=line.options)
    return Item(sku=line.sku, qty=qty, options=line.options)


def pick(vague: Vague, product: Product, qty: Decimal | None = None) -> Item:
    """Make an item of a mention by choosing its product; `qty` is in the product's unit."""
    line = Line(sku=product.sku, options=_admitted(vague.options, product))
    if qty is not None:
        return item_of(replace(line, qty=qty), product)
    if vague.amount is not None:
        return item_of(replace(line, amount=vague.amount), product)
    if _may_count_contents(vague, product):
        return Item(sku=product.sku, options=line.options)
    qty, count = _measure(vague, product)
    return item_of(replace(line, qty=qty, count=count), product)


def _may_count_contents(vague: Vague, product: Product) -> bool:
    """Tell whether a number may count what is in a pack: '4 œufs', and the box of six is picked."""
    if not _PACK.search(product.name) or not product.name.split()[0].endswith("s"):
        return False
    return vague.unit is Unit.PIECE and vague.qty is not None and vague.qty > 1


def _admitted(options: tuple[str, ...], product: Product) -> tuple[str, ...]:
    return tuple(o for o in options if product.option(code_of(o)) is not None)


def _measure(vague: Vague, product: Product) -> tuple[Decimal | None, Decimal | None]:
    """Return quantity and count."""
    if vague.qty is None or vague.unit is product.unit:
        return vague.qty, None
    if vague.unit is Unit.PIECE:
        return (None, vague.qty) if product.unit is Unit.KG else (None, None)
    net = net_content(product)
    if product.unit is Unit.PIECE and net:
        return (vague.qty / net).to_integral_value(ROUND_CEILING), None
    return None, None


def net_content(product: Product) -> Decimal | None:
    """Return kilos or litres in one piece: the catalogue's weight, or the size in the name."""
    if product.weight:
        return product.weight
    size = _SIZE.search(product.name)
    if size is None:
        return None
    return Decimal(size[1].replace(",", ".")) / _SIZE_UNITS[size[2].lower()]


# --- changing ------------------------------------------------------------------------------------


def add(wants: Wants, item: Item) -> Wants:
    """Add; the same thing with the same options is counted together, or gets its measure."""
    for i, want in enumerate(wants):
        if isinstance(want, Item) and (summed := _sum(want, item)) is not None:
            return (*wants[:i], summed, *wants[i + 1 :])
    return (*wants, item)


def _sum(a: Item, b: Item) -> Item | None:
    alike = (a.sku, set(a.options)) == (b.sku, set(b.options))
    return b if alike and not measured(a) else together(a, b)


def settle(wants: Wants, open_want: Want, items: tuple[Item, ...]) -> Wants:
    """Put `items` where `open_want` stood."""
    if open_want not in wants:
        for item in items:
            wants = add(wants, item)
        return wants
    i = wants.index(open_want)
    return (*wants[:i], *items, *wants[i + 1 :])


def merged(wants: Wants) -> Wants:
    """Count together what became the same by an answer."""
    result: Wants = ()
    for want in wants:
        result = add(result, want) if isinstance(want, Item) else (*result, want)
    return result


def holds(wants: Wants, sku: Sku) -> bool:
    return any(isinstance(want, Item) and want.sku == sku for want in wants)


def alters(wants: Wants, line: Line) -> bool:
    """Tell whether a removal is of options only: 'la reine sans champignons', of a plain one."""
    held = [w for w in wants if isinstance(w, Item) and w.sku == line.sku]
    said = set(line.options)
    without = any(option.startswith("-") for option in said)
    return bool(held) and without and not any(said <= set(item.options) for item in held)


def only(wants: Wants, skus: frozenset[Sku]) -> Wants:
    """Leave nothing but these products, and what is still open between them."""
    return tuple(
        w for w in wants if (w.sku in skus if isinstance(w, Item) else not skus.isdisjoint(w.skus))
    )


def vague_with(wants: Wants, sku: Sku) -> Vague | None:
    """Return the open mention that this product answers."""
    return next((w for w in wants if isinstance(w, Vague) and sku in w.skus), None)


def without_open(wants: Wants, skus: tuple[Sku, ...]) -> Wants:
    """Leave out the open mentions that a word with these meanings may be about."""
    return tuple(w for w in wants if isinstance(w, Item) or not set(w.skus) & set(skus))


def remove(wants: Wants, line: Line) -> Wants:
    """Take out all of it, or as much as the line says."""
    index = _target(wants, line)
    if index is None:
        vague = vague_with(wants, line.sku)
        return tuple(w for w in wants if w != vague)
    found = wants[index]
    rest = (*wants[:index], *wants[index + 1 :])
    if not isinstance(found, Item) or line.qty is None or found.qty is None:
        return rest
    left = found.qty - line.qty
    return (*wants[:index], replace(found, qty=left), *wants[index + 1 :]) if left > 0 else rest


def without_part(wants: Wants, line: Line, village: Village) -> Wants | None:
    """Leave out of the newest thing what can be chosen for it: 'sans champignons', of a pizza.

    Returns None where the line names nothing of the kind.
    """
    said = _stems(line.text)
    for want in reversed(wants):
        product = village.product_by_sku.get(want.sku) if isinstance(want, Item) else None
        for option in (o for g in product.groups for o in g.options) if product else ():
            names = (_stems(name) for name in (option.name, *option.aliases))
            if product is not None and any(name and name <= said for name in names):
                taken_out = Line(sku=product.sku, options=(f"-{option.code}",))
                return change(wants, taken_out, product)
    return None


def _stems(text: str) -> set[str]:
    return {stem(token.norm) for token in tokenize(text) if token.is_word}


def change(wants: Wants, line: Line, product: Product) -> Wants:
    """Let the basket hold what the line says; a line without a measure changes only options."""
    index = _target(wants, line)
    if line.qty is not None and line.qty == 0:
        return remove(wants, replace(line, qty=None))
    if index is None:
        item = item_of(line, product)
        vague = vague_with(wants, line.sku)
        return settle(wants, vague, (item,)) if vague else add(wants, item)
    found = wants[index]
    if not isinstance(found, Item):
        return wants
    options = merge_options(found.options, line.options, product)
    changed = replace(found, options=options)
    if line.qty is not None or line.count is not None or line.amount is not None:
        fresh = item_of(line, product)
        changed = replace(fresh, options=options)
    return (*wants[:index], changed, *wants[index + 1 :])


def _target(wants: Wants, line: Line) -> int | None:
    """Return the entry that a line is about: of several, the one that shares most options."""
    said = {code_of(o) for o in line.options}
    same = [
        (i, want) for i, want in enumerate(wants) if isinstance(want, Item) and want.sku == line.sku
    ]
    if not same:
        return None
    return max(same, key=lambda entry: len(said & {code_of(o) for o in entry[1].options}))[0]


_NOT: Final = frozenset({"non", "pas", "sans", "not", "no", "sin"})


def _opposed(a: Option, b: Option) -> bool:
    """Tell whether only one of two can be: 'tranché' and 'non tranché'."""
    one, other = _stems(a.name), _stems(b.name)
    return bool(one & other - _NOT) and bool(one & _NOT) != bool(other & _NOT)


def merge_options(old: tuple[str, ...], new: tuple[str, ...], product: Product) -> tuple[str, ...]:
    """Later words win: over the same option, and over others of a group that admits only one."""
    replaced = {code_of(option) for option in new}
    for group in product.groups:
        codes = {option.code for option in group.options}
        if (group.required or group.maximum == 1) and any(
            option.startswith("+") and code_of(option) in codes for option in new
        ):
            replaced |= codes
        said = [o for o in group.options if f"+{o.code}" in new]
        replaced |= {o.code for o in group.options if any(_opposed(o, other) for other in said)}
    kept = (o for o in old if code_of(o) not in replaced and not o.startswith("?"))
    return (*kept, *new)

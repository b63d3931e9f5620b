"""Keeping the catalogue by chat: commands, sentences, taps and answers, and what comes of them.

`Turn[Shelves]` goes into the state of the chat that it is said in: see the operators' and the
shops' `shelves`.
"""

import re
from dataclasses import replace
from typing import Final

from tournee.bot.conversation.catalogue import adding, hours, look, making, reading, values, words
from tournee.bot.conversation.catalogue.finding import (
    Found,
    Scope,
    find,
    leading_shop,
    nearest_shops,
    others,
)
from tournee.bot.conversation.catalogue.making import Made
from tournee.bot.conversation.catalogue.reading import Told
from tournee.bot.conversation.catalogue.replies import (
    HowTo,
    Line,
    LineFault,
    LinesShown,
    NoProduct,
    NoShop,
    OperatorsOnly,
    OthersProduct,
    SeveralFit,
    SureAsked,
    ValueAsked,
    WhichProduct,
    WhichShop,
)
from tournee.bot.conversation.catalogue.state import (
    Shelves,
    Sure,
    Value,
    Verb,
    Where,
    Which,
    Wish,
)
from tournee.bot.conversation.catalogue_commands import EditCatalogue, ReadHistory
from tournee.bot.conversation.model import Reply, Say, Turn
from tournee.catalog.edits import Change
from tournee.catalog.model import PersonSlug, Product, Shop
from tournee.nlu.words.tokens import fold
from tournee.orders.model import OrderNumber

MOST_LINES: Final = 200
"""Of one message; a longer list is a file."""
LONGEST_TYPED: Final = 120
"""Characters of an answer that is typed."""
_ASKABLE: Final = frozenset({Verb.PRICE, Verb.STOCK, Verb.RENAME, Verb.ALIAS, Verb.UNIT,
    Verb.CATEGORY, Verb.ALLERGENS, Verb.VAT, Verb.OPTION})  # fmt: skip
_QUOTES: Final = frozenset('"«“')
_VERBS: Final = frozenset(map(str, Verb))
_SEVERAL: Final = frozenset({Verb.OFF, Verb.ON})
"""Verbs that may well be meant of all that a word names."""


def say(shelves: Shelves, *replies: Reply) -> Turn[Shelves]:
    return Turn(state=shelves, says=tuple(Say(reply=r) for r in replies))


# --- commands ------------------------------------------------------------------------------------


def command(key: str, argument: str, shelves: Shelves, scope: Scope) -> Turn[Shelves]:
    """Carry out a command; several lines are several wishes of the same kind."""
    match key:
        case "shops":
            return say(shelves, look.shops(scope))
        case "products":
            return products(argument, shelves, scope)
        case "undo":
            return history(argument, shelves, scope, to_undo=True)
        case "history":
            return history(argument, shelves, scope, to_undo=False)
        case "hours":
            return _hours(argument, shelves, scope)
        case "special":
            return _special(argument, shelves, scope)
    verb = Verb(key)
    lines = [line for line in re.split(r"\n", argument) if line.strip()][:MOST_LINES]
    if not lines:
        return say(shelves, HowTo(key=key))
    if len(lines) == 1:
        return _line(verb, lines[0], shelves, scope)
    return lines_done([_with_verb(verb, line) for line in lines], shelves, scope)


def _with_verb(verb: Verb, line: str) -> tuple[Verb, str]:
    """A line may begin with a command of its own."""
    name, *rest = line.strip().removeprefix("/").split(maxsplit=1) or [""]
    key = words.commands().get(fold(name.partition("@")[0]))
    if not line.lstrip().startswith("/") or key not in _VERBS:
        return verb, line
    return Verb(key), rest[0] if rest else ""


def _line(verb: Verb, line: str, shelves: Shelves, scope: Scope) -> Turn[Shelves]:
    if verb is Verb.SHOW and (added := _added(line, scope)) is not None:
        if isinstance(added, NoShop) and line.lstrip()[:1] in _QUOTES:
            return where(line, shelves, scope)
        return settle(added, shelves, scope)
    return wished(reading.of_line(verb, line, scope), shelves, scope)


def _added(line: str, scope: Scope) -> Made | None:
    """A new product: a shop, a name and a price; None where a product is only to be shown."""
    shop, rest = leading_shop(line, scope.facts)
    new = values.price_in(rest) is not None and bool(rest)
    if shop is not None and new:
        return adding.add(rest, shop, scope)
    if shop is not None and rest and not find(rest, scope).products:
        return HowTo(key="product")
    if new and line.lstrip()[:1] in _QUOTES and scope.shop is not None:
        return OperatorsOnly()
    if new and re.search(r"[\"«“].+[\"»”]", rest):
        slugs, near = nearest_shops(line, scope.facts)
        return NoShop(text=line.split(maxsplit=1)[0], shops=slugs, near=near)
    return None


def where(text: str, shelves: Shelves, scope: Scope) -> Turn[Shelves]:
    """Ask in which shop something is new."""
    shops = scope.facts.village.shops
    about = Where(text=text, shops=tuple(s.slug for s in shops))
    shelves, question = shelves.asking(me(scope), scope.facts.now, about)
    named = adding.name_in(text)
    return Turn(
        state=shelves, says=(Say(reply=WhichShop(text=named, shops=shops), card=question.card),)
    )


def products(argument: str, shelves: Shelves, scope: Scope) -> Turn[Shelves]:
    named = argument.strip()
    village = scope.facts.village
    if scope.shop is not None and not named:
        return _page(village.shop_by_slug[scope.shop], 1, shelves, scope)
    if not named:
        return say(shelves, look.shops(scope))
    shop, rest = leading_shop(named, scope.facts)
    if shop is None:
        slugs, near = nearest_shops(named, scope.facts)
        return say(shelves, NoShop(text=named, shops=slugs, near=near))
    return _page(shop, int(rest) if rest.isdigit() else 1, shelves, scope)


def _page(shop: Shop, page: int, shelves: Shelves, scope: Scope) -> Turn[Shelves]:
    shown = Say(
        reply=look.products(shop, page, scope), card=f"products:{shop.slug}:{shelves.asked}"
    )
    return Turn(state=shelves, says=(shown,))


def history(argument: str, shelves: Shelves, scope: Scope, *, to_undo: bool) -> Turn[Shelves]:
    named = argument.strip()
    if not named:
        return Turn(state=shelves, commands=(ReadHistory(to_undo=to_undo),))
    if (shop := leading_shop(named, scope.facts)[0]) is not None and scope.shop is None:
        return Turn(state=shelves, commands=(ReadHistory(to_undo=to_undo, key=shop.slug),))
    found = find(named, scope)
    if found.one is None:
        return say(shelves, _unclear(named, found, scope))
    return Turn(state=shelves, commands=(ReadHistory(to_undo=to_undo, key=found.one.sku),))


def _hours(argument: str, shelves: Shelves, scope: Scope) -> Turn[Shelves]:
    """'/horaires boulangerie', '/horaires boulangerie fermé demain', '… Tu-Sa 07:00-13:00'."""
    facts = scope.facts
    shop: Shop | None
    if scope.shop is not None:
        shop, rest = facts.village.shop_by_slug[scope.shop], argument.strip()
    else:
        shop, rest = leading_shop(argument, facts)
    if shop is None:
        if not argument.strip():
            return say(shelves, HowTo(key="hours"))
        slugs, near = nearest_shops(argument, facts)
        return say(shelves, NoShop(text=argument, shops=slugs, near=near))
    if not rest:
        return say(shelves, look.hours(shop, scope))
    made = hours.changed(rest, shop, facts)
    if made is None:
        made = hours.set_hours(rest, shop)
    return settle(made, shelves, scope)


def _special(argument: str, shelves: Shelves, scope: Scope) -> Turn[Shelves]:
    if scope.shop is None:
        shop, argument = leading_shop(argument, scope.facts)
        if shop is None:
            return say(shelves, HowTo(key="special"))
        scope = replace(scope, shop=shop.slug)
    made = adding.special(adding.special_in(argument) or argument, scope)
    return say(shelves, HowTo(key="special")) if made is None else settle(made, shelves, scope)


# --- one wish ------------------------------------------------------------------------------------


def wished(told: Told, shelves: Shelves, scope: Scope) -> Turn[Shelves]:
    """Go on with a wish for what it names: do it, ask which is meant, or say why not."""
    wish = told.wish
    if not told.name:
        return say(shelves, HowTo(key=str(wish.verb)))
    if scope.shop is not None and wish.verb not in making.OF_SHOPS:
        return say(shelves, OperatorsOnly(verb=wish.verb))
    found = find(told.name, scope)
    if found.one is not None:
        return for_product(wish, found.one, shelves, scope)
    if not found.products:
        return say(shelves, _unclear(told.name, found, scope))
    about = Which(wish=wish, text=told.name, skus=tuple(p.sku for p in found.products))
    shelves, question = shelves.asking(me(scope), scope.facts.now, about)
    reply = WhichProduct(
        text=told.name,
        products=found.products,
        near=not found.exact,
        all=found.exact and wish.verb in _SEVERAL,
    )
    return Turn(state=shelves, says=(Say(reply=reply, card=question.card),))


def for_product(wish: Wish, product: Product, shelves: Shelves, scope: Scope) -> Turn[Shelves]:
    """Carry out a wish, now that its product is known."""
    if wish.verb is Verb.SHOW:
        shown = Say(reply=look.product(product, scope), card=f"product:{product.sku}")
        return Turn(state=shelves, says=(shown,))
    if wish.verb in _ASKABLE and not wish.value:
        about = Value(verb=wish.verb, sku=product.sku)
        shelves, question = shelves.asking(me(scope), scope.facts.now, about)
        asked = ValueAsked(verb=wish.verb, product=product)
        return Turn(state=shelves, says=(Say(reply=asked, card=question.card),))
    changes = made(wish, product, scope)
    held = _held(product, scope) if wish.verb is Verb.REMOVE else ()
    if not held or not isinstance(changes, tuple):
        return settle(changes, shelves, scope)
    shelves, question = shelves.asking(me(scope), scope.facts.now, Sure(changes=changes))
    sure = SureAsked(changes=changes, why="ordered", orders=held)
    return Turn(state=shelves, says=(Say(reply=sure, card=question.card),))


def _held(product: Product, scope: Scope) -> tuple[OrderNumber, ...]:
    """Return the open orders that would lose a product."""
    held = (
        order.number
        for order in scope.facts.orders
        if order.is_open and any(line.standing.sku == product.sku for line in order.live_lines)
    )
    return tuple(sorted(set(held)))


def made(wish: Wish, product: Product, scope: Scope) -> Made:
    if wish.verb is Verb.OFF:
        until = wish.until or (reading.tomorrow(scope) if scope.shop is not None else None)
        if until is not None:
            until = reading.reopening(until, scope.shop_of(product), scope)
        wish = replace(wish, until=until)
    return making.make(wish, product, scope)


def settle(made: Made, shelves: Shelves, scope: Scope) -> Turn[Shelves]:
    """Do what is clear, ask about what is strange, say what is wrong."""
    if not isinstance(made, tuple):
        return say(shelves, made)
    why = making.strange(made)
    if why is None:
        return Turn(state=shelves, commands=(EditCatalogue(changes=made),))
    shelves, question = shelves.asking(me(scope), scope.facts.now, Sure(changes=made))
    return Turn(
        state=shelves, says=(Say(reply=SureAsked(changes=made, why=why), card=question.card),)
    )


def _unclear(name: str, found: Found, scope: Scope) -> LineFault:
    if found.products:
        names = tuple(p.name for p in found.products)
        return SeveralFit(text=name, names=names, near=not found.exact)
    other = others(name, scope)
    if other is not None:
        return OthersProduct(product=other, shop=scope.shop_of(other))
    return NoProduct(text=name)


# --- several lines -------------------------------------------------------------------------------


def lines_done(told: list[tuple[Verb, str]], shelves: Shelves, scope: Scope) -> Turn[Shelves]:
    """Do all lines as one edit; where one is faulty, none before somebody has seen which."""
    lines = [_read(verb, line, scope) for verb, line in told]
    changes = together([c for line in lines for c in line.changes])
    if all(line.fault is None for line in lines):
        return settle(changes, shelves, scope)
    shown = LinesShown(lines=tuple(lines))
    if not changes:
        return say(shelves, shown)
    shelves, question = shelves.asking(me(scope), scope.facts.now, Sure(changes=changes))
    return Turn(state=shelves, says=(Say(reply=shown, card=question.card),))


def _read(verb: Verb, line: str, scope: Scope) -> Line:
    added = _added(line, scope) if verb is Verb.SHOW else None
    result = added if added is not None else _of_line(verb, line, scope)
    if isinstance(result, tuple):
        return Line(text=line.strip(), changes=result)
    return Line(text=line.strip(), fault=result)


def _of_line(verb: Verb, line: str, scope: Scope) -> Made:
    told = reading.of_line(verb, line, scope)
    if not told.name:
        return HowTo(key=str(verb))
    if scope.shop is not None and verb not in making.OF_SHOPS:
        return OperatorsOnly(verb=verb)
    found = find(told.name, scope)
    if found.one is None:
        return _unclear(told.name, found, scope)
    return made(told.wish, found.one, scope)


def together(changes: list[Change]) -> tuple[Change, ...]:
    """Several changes of one row are one; the last word on a field holds."""
    found: dict[tuple[str, str], Change] = {}
    for change in changes:
        key = (change.table, change.key)
        first = found.get(key)
        if first is not None and first.before is not None and change.before is not None:
            after = None if change.after is None else {**(first.after or {}), **change.after}
            change = replace(first, before={**change.before, **first.before}, after=after)  # noqa: PLW2901
        found[key] = change
    return tuple(found.values())


def me(scope: Scope) -> PersonSlug | None:
    return scope.facts.me.slug if scope.facts.me else None

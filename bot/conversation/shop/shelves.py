"""The catalogue in a shop's group: its own goods and hours, never another shop's.

What keeps the catalogue is loaded with its first use: most groups answer orders.
"""

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final, cast

from tournee.bot.conversation.catalogue import words
from tournee.bot.conversation.catalogue.state import Shelves
from tournee.bot.conversation.catalogue_commands import EditCatalogue
from tournee.bot.conversation.catalogue_events import CatalogueEdited, CatalogueEvent
from tournee.bot.conversation.events import Dropped, Pressed, Said
from tournee.bot.conversation.model import Facts, Say, Turn
from tournee.bot.conversation.shop import look
from tournee.bot.conversation.shop.replies import OrdersTouched
from tournee.bot.conversation.shop.state import OffSale, OnSale, State
from tournee.catalog.edits import product_change
from tournee.catalog.model import Sku
from tournee.nlu.words.tokens import fold

if TYPE_CHECKING:
    from tournee.bot.conversation.catalogue.finding import Scope
    from tournee.bot.conversation.catalogue.sheets import Print

# ruff: noqa: PLC0415 -- see above

_OWN: Final = "/"
ACTIONS: Final = frozenset({"undo", "page", "price", "stock", "off", "on", "history", "products"})
"""Buttons of goods that no order's card has."""
LONGEST: Final = timedelta(days=3650)
"""Off sale without an end: until the shop puts it back."""
_SALE: Final = frozenset({"available", "off_sale_until"})


def scope(facts: Facts) -> "Scope":
    from tournee.bot.conversation.catalogue.finding import Scope

    return Scope(facts=facts, shop=look.shop_of(facts))


def command(state: State, facts: Facts, text: str) -> Turn[State] | None:
    """'/prix baguette 1,15'; None for what is no command about goods."""
    if not text.lstrip().startswith(_OWN):
        return None
    name, *rest = text.lstrip()[1:].split(maxsplit=1) or [""]
    key = words.commands().get(fold(name.partition("@")[0]))
    if key is None or key in {"shops", "phrases"}:
        return None
    from tournee.bot.conversation.catalogue import desk, sheets

    argument = rest[0] if rest else ""
    if key in {"leaflet", "poster"}:
        return _lift(state, sheets.printed(cast("Print", key), state.shelves, scope(facts)))
    if key == "sheet":
        return _lift(state, sheets.export(argument, state.shelves, scope(facts)))
    return _lift(state, desk.command(key, argument, state.shelves, scope(facts)))


def shown(state: State, facts: Facts, name: str) -> Turn[State] | None:
    """Show a product of the shop's with its price; None where nothing is called so."""
    from tournee.bot.conversation.catalogue import desk
    from tournee.bot.conversation.catalogue.finding import find

    if not find(name, scope(facts)).products:
        return None
    return _lift(state, desk.command("product", name, state.shelves, scope(facts)))


def dropped(state: State, facts: Facts, event: Dropped) -> Turn[State]:
    from tournee.bot.conversation.catalogue import sheets

    return _lift(state, sheets.dropped(event, state.shelves, scope(facts)))


def answer(state: State, facts: Facts, said: Said) -> Turn[State] | None:
    """Read a typed word as the answer to what was asked; None where it is none."""
    if not state.shelves.questions:
        return None
    from tournee.bot.conversation.catalogue import answers

    return _lifted(state, answers.answer(said, state.shelves, scope(facts)))


def sentence(state: State, facts: Facts, text: str) -> Turn[State] | None:
    """Read holidays, the day's special, a price; None for talk and for orders."""
    from tournee.bot.conversation.catalogue import adding, answers, desk, hours

    mine = scope(facts)
    first, _, rest = text.strip(" .!").partition(" ")
    undoes = words.commands().get(fold(first)) == "undo"
    if undoes and (not rest or words.is_word("undo_rest", rest)):
        return _lift(state, desk.command("undo", "", state.shelves, mine))
    shop = facts.village.shop_by_slug[look.shop_of(facts)]
    closing = hours.changed(text, shop, facts)
    if closing is not None:
        return _lift(state, desk.settle(closing, state.shelves, mine))
    today = adding.special_in(text)
    made = adding.special(today, mine) if today else None
    if made is not None:
        return _lift(state, desk.settle(made, state.shelves, mine))
    return _lifted(state, answers.price_sentence(text, state.shelves, mine))


def pressed(state: State, facts: Facts, event: Pressed) -> Turn[State] | None:
    """A tap; None where the button is not of the catalogue."""
    from tournee.bot.conversation.catalogue import answers

    return _lifted(state, answers.pressed(event, state.shelves, scope(facts)))


def heard(state: State, facts: Facts, event: CatalogueEvent) -> Turn[State]:
    """Say what has become of an edit, and which bags hold what has gone off sale."""
    from tournee.bot.conversation.catalogue import outcomes

    touched = _touched(facts, event) if isinstance(event, CatalogueEdited) else ()
    if isinstance(event, CatalogueEdited) and touched:
        event = replace(event, orders=())
    turn = _lift(state, outcomes.heard(event, state.shelves, scope(facts)))
    return replace(turn, says=(*turn.says, *(Say(reply=r) for r in touched)))


def _touched(facts: Facts, event: CatalogueEdited) -> tuple[OrdersTouched, ...]:
    found = []
    for change in event.changes:
        product = look.product(facts, Sku(change.key))
        off = product is not None and not product.on_sale(facts.now)
        if product is None or not off or not _SALE & set(change.fields):
            continue
        bags = tuple(
            look.bag(facts, order)
            for order in look.open_orders(facts)
            if order.number in event.orders and look.line_of(order, product.sku) is not None
        )
        if bags:
            found.append(OrdersTouched(product=product, orders=bags))
    return tuple(found)


def sale(facts: Facts, wish: OffSale | OnSale) -> EditCatalogue:
    """Return what takes goods off sale, or puts them back."""
    changes = []
    for product in look.products(facts, wish.skus):
        if isinstance(wish, OffSale):
            after = replace(product, off_sale_until=wish.until or facts.now + LONGEST)
        else:
            ended = product.sale_ends is not None and product.sale_ends <= facts.now
            ends = None if ended else product.sale_ends
            after = replace(product, off_sale_until=None, sale_ends=ends)
        changes.append(product_change(product, after))
    return EditCatalogue(changes=tuple(c for c in changes if c is not None))


def _lift(state: State, turn: Turn[Shelves]) -> Turn[State]:
    after = replace(state, shelves=turn.state)
    return Turn(state=after, says=turn.says, commands=turn.commands)


def _lifted(state: State, turn: Turn[Shelves] | None) -> Turn[State] | None:
    return None if turn is None else _lift(state, turn)

"""Sentences, answers and taps of those who keep the catalogue."""

from dataclasses import replace
from typing import Final

from tournee.bot.conversation import phrases
from tournee.bot.conversation.catalogue import desk, look, missed, plain, reading, sheets
from tournee.bot.conversation.catalogue.finding import Scope, find, shop_named
from tournee.bot.conversation.catalogue.replies import NoProduct, Settled
from tournee.bot.conversation.catalogue.state import (
    Offered,
    Question,
    Shelves,
    Sure,
    Unknown,
    Value,
    Verb,
    Where,
    Which,
    Wish,
)
from tournee.bot.conversation.catalogue_commands import EditCatalogue, UndoEdit
from tournee.bot.conversation.events import Pressed, Said
from tournee.bot.conversation.model import Facts, Say, Turn
from tournee.bot.conversation.phrases import Cue
from tournee.catalog.model import Sku

LONGEST_TYPED: Final = 120
"""Characters of an answer that is typed."""
_FIGURES: Final = frozenset({Verb.PRICE, Verb.STOCK, Verb.VAT})
_EMPTIED: Final = frozenset({Verb.ALIAS, Verb.ALLERGENS})
"""Verbs to which 'none' is a value."""
_VERBS: Final = frozenset(map(str, Verb))


def sentence(text: str, shelves: Shelves, scope: Scope) -> Turn[Shelves] | None:
    """'mets la baguette à 1,15'; None where it is talk."""
    told = reading.of_sentence(text, scope)
    if told is not None:
        return desk.wished(told, shelves, scope)
    return plain.sentence(text, shelves, scope)


def price_sentence(text: str, shelves: Shelves, scope: Scope) -> Turn[Shelves] | None:
    """'la baguette passe à 1,20' or 'il me reste 3 poulets': a price, or how much there is.

    What a shop has no more of is read beside its orders.
    """
    told = reading.of_sentence(text, scope)
    if told is None:
        return plain.sentence(text, shelves, scope)
    if told.wish.verb not in {Verb.PRICE, Verb.STOCK}:
        return None
    return desk.wished(told, shelves, scope)


def answer(said: Said, shelves: Shelves, scope: Scope) -> Turn[Shelves] | None:
    """Read a typed word as the answer to what was asked; None where it is none."""
    if len(said.text) > LONGEST_TYPED:
        return None
    question = shelves.of_card(said.card) if said.card else None
    question = question or shelves.lately(desk.me(scope), scope.facts.now)
    if question is None:
        return None
    text = said.text.strip(" .!")
    match question.about:
        case Which(skus=skus):
            return _which_typed(text, question, skus, shelves, scope)
        case Sure() | Offered():
            cues = _cues(text, scope.facts)
            if cues in {(Cue.YES,), (Cue.ACCEPT,)}:
                return _agreed(question, shelves)
            return _given_up(question, shelves) if cues in {(Cue.NO,), (Cue.NOTHING,)} else None
        case Unknown():
            return missed.named(question, text, shelves, scope)
        case Value():
            return _value_typed(text, question, shelves, scope)
        case Where(shops=shops):
            named = shop_named(text, scope.facts)
            if named is None or named.slug not in shops:
                return None
            return plain.placed(question, shops.index(named.slug), shelves, scope)


def _which_typed(
    text: str, question: Question, skus: tuple[Sku, ...], shelves: Shelves, scope: Scope
) -> Turn[Shelves] | None:
    if text.isdigit():
        return _chosen(question, int(text) - 1, shelves, scope)
    cues = _cues(text, scope.facts)
    if cues in {(Cue.YES,), (Cue.ACCEPT,)} and len(skus) == 1:
        return _chosen(question, 0, shelves, scope)
    if cues in {(Cue.NO,), (Cue.NOTHING,)}:
        return _given_up(question, shelves)
    found = find(text, scope).one
    if found is None or found.sku not in skus:
        return None
    return _chosen(question, skus.index(found.sku), shelves, scope)


def _value_typed(
    text: str, question: Question, shelves: Shelves, scope: Scope
) -> Turn[Shelves] | None:
    if not isinstance(question.about, Value):
        return None
    verb, sku = question.about.verb, question.about.sku
    product = scope.facts.village.product_by_sku.get(sku)
    if _cues(text, scope.facts) in {(Cue.NO,), (Cue.NOTHING,)} and verb not in _EMPTIED:
        return _given_up(question, shelves)
    if product is None:
        return None
    made = desk.made(Wish(verb=verb, value=text), product, scope)
    if not isinstance(made, tuple):
        figures = verb in _FIGURES and not any(map(str.isdigit, text))
        return None if figures else desk.settle(made, shelves, scope)
    turn = desk.settle(made, shelves.without(question), scope)
    closed = Say(reply=Settled(done=True, what=product.name), card=question.card)
    return replace(turn, says=(closed, *turn.says))


def _cues(text: str, facts: Facts) -> tuple[Cue, ...]:
    cues = frozenset({Cue.YES, Cue.NO, Cue.ACCEPT, Cue.NOTHING})
    phrase = phrases.Reader(now=facts.now, zone=facts.village.settings.zone, cues=cues).read(text)
    return () if phrase.strange else phrase.cues


def pressed(event: Pressed, shelves: Shelves, scope: Scope) -> Turn[Shelves] | None:
    """A tap; None where the button is not of the catalogue."""
    action, _, argument = event.action.partition(":")
    match action:
        case "undo":
            return _undo(argument or (event.card or "").removeprefix("edit:"), shelves)
        case "page":
            slug, _, page = argument.partition(":")
            shop = scope.facts.village.shop_by_slug.get(slug)
            if shop is None or not page.isdigit():
                return None
            shown = Say(reply=look.products(shop, int(page), scope), card=event.card)
            return Turn(state=shelves, says=(shown,))
        case "products":
            return desk.products(argument, shelves, scope)
        case "history" if argument:
            return desk.history(argument, shelves, scope, to_undo=False)
        case "choose" | "apply" | "no" | "all":
            question = shelves.of_card(event.card)
            return _answered(question, action, argument, shelves, scope) if question else None
    if action in _VERBS and argument:
        product = scope.facts.village.product_by_sku.get(argument)
        if product is None:
            return desk.say(shelves, NoProduct(text=argument))
        return desk.for_product(Wish(verb=Verb(action)), product, shelves, scope)
    return None


def _answered(
    question: Question, action: str, argument: str, shelves: Shelves, scope: Scope
) -> Turn[Shelves] | None:
    match question.about:
        case Which() if action == "choose" and argument.isdigit():
            return _chosen(question, int(argument) - 1, shelves, scope)
        case Which(wish=wish, skus=skus) if action == "all":
            return _all_of(question, wish, skus, shelves, scope)
        case Where() if action == "choose" and argument.isdigit():
            return plain.placed(question, int(argument) - 1, shelves, scope)
        case Unknown() if action == "choose" and argument.isdigit():
            return missed.chosen(question, int(argument) - 1, shelves, scope)
        case Unknown(text=text) if action == "no":
            return missed.dropped(question, text, shelves)
        case Sure() if action == "apply":
            return _agreed(question, shelves)
        case Offered():
            return sheets.pressed(question, question.about, action, shelves)
    return _given_up(question, shelves) if action == "no" else None


def _undo(number: str, shelves: Shelves) -> Turn[Shelves] | None:
    if not number.isdigit():
        return None
    return Turn(state=shelves, commands=(UndoEdit(number=int(number)),))


def _chosen(question: Question, place: int, shelves: Shelves, scope: Scope) -> Turn[Shelves] | None:
    about = question.about
    if not isinstance(about, Which) or not 0 <= place < len(about.skus):
        return None
    product = scope.facts.village.product_by_sku.get(about.skus[place])
    if product is None:
        return desk.say(shelves.without(question), NoProduct(text=about.text))
    turn = desk.for_product(about.wish, product, shelves.without(question), scope)
    closed = Say(reply=Settled(done=True, what=product.name), card=question.card)
    return replace(turn, says=(closed, *turn.says))


def _all_of(
    question: Question, wish: Wish, skus: tuple[Sku, ...], shelves: Shelves, scope: Scope
) -> Turn[Shelves]:
    known = scope.facts.village.product_by_sku
    made = [desk.made(wish, known[sku], scope) for sku in skus if sku in known]
    changes = [c for m in made if isinstance(m, tuple) for c in m]
    turn = desk.settle(desk.together(changes), shelves.without(question), scope)
    names = ", ".join(known[sku].name for sku in skus if sku in known)
    closed = Say(reply=Settled(done=True, what=names), card=question.card)
    return replace(turn, says=(closed, *turn.says))


def _agreed(question: Question, shelves: Shelves) -> Turn[Shelves]:
    about = question.about
    shelves = shelves.without(question)
    closed = (Say(reply=Settled(done=True), card=question.card),)
    if not isinstance(about, Sure):
        return Turn(state=shelves)
    if about.undo is not None:
        undo = UndoEdit(number=about.undo, force=True)
        return Turn(state=shelves, says=closed, commands=(undo,))
    edit = EditCatalogue(changes=about.changes, force=about.force)
    return Turn(state=shelves, says=closed, commands=(edit,))


def _given_up(question: Question, shelves: Shelves) -> Turn[Shelves]:
    closed = Say(reply=Settled(done=False), card=question.card)
    return Turn(state=shelves.without(question), says=(closed,))

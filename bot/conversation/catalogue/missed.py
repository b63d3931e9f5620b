"""Words of residents that name nothing in the catalogue: they queue up, one tap makes an alias."""

from dataclasses import replace
from typing import Final

from tournee.bot.conversation.catalogue.desk import for_product, me, say
from tournee.bot.conversation.catalogue.finding import Scope, find, sounding_like
from tournee.bot.conversation.catalogue.replies import PhraseShown, PhrasesWait, Settled
from tournee.bot.conversation.catalogue.state import (
    Missed,
    Question,
    Shelves,
    Unknown,
    Verb,
    Wish,
)
from tournee.bot.conversation.catalogue_events import PhraseMissed
from tournee.bot.conversation.model import Say, Turn
from tournee.nlu.words.tokens import fold

MOST: Final = 40
"""Phrases that are kept; the one that came longest ago makes room."""
AT_ONCE: Final = 4
"""Phrases that are shown at a time."""
TELL_AT: Final = 5
"""So many new ones are worth a line in the chat."""


def heard(event: PhraseMissed, shelves: Shelves) -> Turn[Shelves]:
    """Put a phrase in the queue; say so once there are a few new ones."""
    text = fold(event.text)
    known = next((m for m in shelves.missed if m.text == text), None)
    others = tuple(m for m in shelves.missed if m.text != text)
    phrase = Missed(text=text, count=known.count + 1 if known else 1)
    shelves = replace(shelves, missed=(*others, phrase)[-MOST:])
    if len(shelves.missed) < shelves.counted + TELL_AT:
        return Turn(state=shelves)
    shelves = replace(shelves, counted=len(shelves.missed))
    return say(shelves, PhrasesWait(count=len(shelves.missed)))


def show(shelves: Shelves, scope: Scope) -> Turn[Shelves]:
    """Show the phrases that came most often, each with what it sounds like."""
    ranked = sorted(shelves.missed, key=lambda m: -m.count)[:AT_ONCE]
    if not ranked:
        return say(shelves, PhrasesWait(count=0))
    says = []
    for phrase in ranked:
        near = sounding_like(phrase.text, scope)
        about = Unknown(text=phrase.text, skus=tuple(p.sku for p in near))
        shelves, question = shelves.asking(me(scope), scope.facts.now, about)
        shown = PhraseShown(text=phrase.text, count=phrase.count, products=near)
        says.append(Say(reply=shown, card=question.card))
    return Turn(state=shelves, says=tuple(says))


def chosen(question: Question, place: int, shelves: Shelves, scope: Scope) -> Turn[Shelves] | None:
    """Make the phrase an alias of the product that was tapped."""
    about = question.about
    if not isinstance(about, Unknown) or not 0 <= place < len(about.skus):
        return None
    return _taught(question, about.text, about.skus[place], shelves, scope)


def named(question: Question, text: str, shelves: Shelves, scope: Scope) -> Turn[Shelves] | None:
    """Make the phrase an alias of the product whose name somebody types."""
    found = find(text, scope).one
    if found is None or not isinstance(question.about, Unknown):
        return None
    return _taught(question, question.about.text, found.sku, shelves, scope)


def dropped(question: Question, text: str, shelves: Shelves) -> Turn[Shelves]:
    """Nothing in the catalogue is meant."""
    closed = Say(reply=Settled(done=False), card=question.card)
    return Turn(state=_without(text, shelves.without(question)), says=(closed,))


def _taught(
    question: Question, text: str, sku: str, shelves: Shelves, scope: Scope
) -> Turn[Shelves] | None:
    product = scope.facts.village.product_by_sku.get(sku)
    if product is None:
        return None
    shelves = _without(text, shelves.without(question))
    turn = for_product(Wish(verb=Verb.TEACH, value=text), product, shelves, scope)
    closed = Say(reply=Settled(done=True, what=product.name), card=question.card)
    return replace(turn, says=(closed, *turn.says))


def _without(text: str, shelves: Shelves) -> Shelves:
    left = tuple(m for m in shelves.missed if m.text != text)
    return replace(shelves, missed=left, counted=min(shelves.counted, len(left)))

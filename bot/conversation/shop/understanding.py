"""What a message in a shop's group asks for, slips of the finger and several orders included."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Final

from tournee.bot.conversation import phrases
from tournee.bot.conversation.events import Said
from tournee.bot.conversation.model import Facts
from tournee.bot.conversation.phrases import Cue, Named, Number, Phrase, Weight
from tournee.bot.conversation.shop import fewer, look
from tournee.bot.conversation.shop.reading import (
    ACTING,
    CUES,
    NOTHING,
    SOME_STRANGE,
    Reading,
    Understood,
    read_phrase,
)
from tournee.bot.conversation.shop.replies import UnknownOrder
from tournee.bot.conversation.shop.state import Accept, Tell
from tournee.nlu.words.phrases import LOCALES, load_words
from tournee.nlu.words.tokens import Token, fold
from tournee.orders.model import OrderNumber

MOST_ASKED: Final = 3
"""Orders that one 'ok, but' may be about."""


def understand(said: Said, facts: Facts) -> Understood:
    """Read a message; what it says of several orders is done, or asked about, together."""
    parts = list(clauses(said.text, facts))
    if len(parts) < 2:  # noqa: PLR2004
        return _one(said, facts)
    found = [_one(replace(said, text=part), facts) for part in parts]
    wishes = tuple(dict.fromkeys(wish for part in found for wish in part.wishes))
    if all(part.wishes for part in found):
        return Understood(wishes=wishes)
    return Understood(options=(wishes,)) if wishes else _one(said, facts)


def clauses(text: str, facts: Facts) -> Iterator[str]:
    """Part a message at its lines and, where several orders have goods of their own, at these."""
    for line in re.split(r"[\n;]", text):
        if line.strip():
            yield from _by_number(read_phrase(line, facts))


def _by_number(phrase: Phrase) -> Iterator[str]:
    """'ok 4821, 4822 sans x' parts before a number, 'manque x 4821, manque y 4822' after."""
    telling = [a for a in phrase.atoms if not _light(a)]
    numbers = [a for a in telling if isinstance(a, Number)]
    if len(numbers) < 2 or not any(isinstance(a, Named) for a in telling):  # noqa: PLR2004
        yield phrase.text
        return
    leading = isinstance(telling[0], Number)
    cuts = [
        phrase.tokens[n.start].start if leading else phrase.tokens[n.end - 1].end for n in numbers
    ]
    ends = [*cuts[1:], len(phrase.text)] if leading else [*cuts[:-1], len(phrase.text)]
    start = 0
    for end in ends:
        yield phrase.text[start:end].strip(" ,")
        start = end


def _light(atom: phrases.Atom) -> bool:
    return isinstance(atom, phrases.Said) and atom.cue in {Cue.FILLER, Cue.ACCEPT}


def _one(said: Said, facts: Facts) -> Understood:
    if (part := fewer.understand(said, facts)) is not None:
        return part.found
    phrase = read_phrase(said.text, facts)
    found = Reading(phrase, facts, said.about).understood()
    return found or _with_a_but(phrase, facts) or _corrected(said, phrase, facts)


def _with_a_but(phrase: Phrase, facts: Facts) -> Understood | None:
    """'ok mais baguette bien cuite seulement': asked, since the customer has to be told."""
    first = next((a for a in phrase.atoms if not _filling(a)), None)
    if not isinstance(first, phrases.Said) or first.cue is not Cue.ACCEPT:
        return None
    norms = [t.norm for t in phrase.tokens]
    at = next((i for i, norm in enumerate(norms) if norm in _buts() and i >= first.end), None)
    if at is None or at + 1 >= len(norms):
        return None
    said = {OrderNumber(a.value) for a in phrase.atoms if isinstance(a, Number)}
    orders = [o for o in look.waiting(facts) if not said or o.number in said]
    text = phrase.text[phrase.tokens[at + 1].start :].strip(" .,")
    if not orders or len(orders) > MOST_ASKED or not text:
        return None
    told = [(Accept(number=o.number), Tell(number=o.number, text=text)) for o in orders]
    plain = [(Accept(number=o.number),) for o in orders]
    return Understood(options=(*told, *plain))


def _filling(atom: phrases.Atom) -> bool:
    return isinstance(atom, phrases.Said) and atom.cue is Cue.FILLER


@lru_cache(maxsize=1)
def _buts() -> frozenset[str]:
    words = (word for locale in LOCALES for word in load_words(locale, "catalogue")["but"])
    return frozenset(fold(word) for word in words)


def _corrected(said: Said, phrase: Phrase, facts: Facts) -> Understood:
    """Read again with a likely slip put right; what comes of it is asked, not done."""
    for wrong, right in _slips(phrase, facts):
        text = f"{said.text[: wrong.start]}{right}{said.text[wrong.end :]}"
        again = read_phrase(text, facts)
        found = Reading(again, facts, said.about).understood()
        if found.wishes:
            return Understood(options=(found.wishes,))
    figure = _figure(phrase)
    if figure and set(phrase.cues) & ACTING and len(phrase.strange) <= SOME_STRANGE:
        numbers = tuple(o.number for o in look.open_orders(facts))
        return Understood(reply=UnknownOrder(text=figure.text, open=numbers))
    typed = any(isinstance(a, Number) for a in phrase.atoms)
    if typed and len(phrase.strange) <= SOME_STRANGE:
        return Understood(asks=Cue.HELP)
    return NOTHING


def _slips(phrase: Phrase, facts: Facts) -> Iterator[tuple[Token, str]]:
    figure = _figure(phrase)
    if figure and set(phrase.cues) & ACTING:
        for order in look.open_orders(facts):
            if phrases.distance(figure.norm, str(order.number)) == 1:
                yield figure, str(order.number)
    about = any(isinstance(a, Number | Named) for a in phrase.atoms)
    if about and len(phrase.strange) <= SOME_STRANGE:
        for token in phrase.strange:
            if (word := phrases.nearest_word(token.norm, CUES)) is not None:
                yield token, word


def _figure(phrase: Phrase) -> Token | None:
    """Return a figure that looks like an order's number but is none."""
    for atom in phrase.atoms:
        token = phrase.tokens[atom.start]
        alone = isinstance(atom, Weight) and atom.unit is None and atom.end == atom.start + 1
        if alone and token.norm.isdigit() and len(token.norm) > 2:  # noqa: PLR2004
            return token
    return None

"""What a driver asks between two doors: what is in the envelopes, what is due here.

    j'ai combien en caisse · combien j'ai encaissé · combien elle me doit · c'est quoi son numéro ?

A question never reports a door: 'combien j'ai encaissé' is no payment. The words are data
(`nlu/data/<locale>/driver.yml`).
"""

from dataclasses import replace
from functools import lru_cache
from typing import Final

from tournee.bot.conversation.driver import doing, money
from tournee.bot.conversation.driver.state import State
from tournee.bot.conversation.model import Facts, Turn
from tournee.nlu.words.phrases import LOCALES, Phrases, load_words
from tournee.nlu.words.tokens import tokenize

LONGEST: Final = 16
"""Words of a question; more is a story."""
MOST: Final = 200
"""Characters that are looked at."""


def said(state: State, facts: Facts, text: str) -> Turn[State] | None:
    """Answer a question; None where nothing is asked that is known here."""
    found = _kinds(text)
    if "asking" not in found and not text.rstrip().endswith("?"):
        return None
    if "purse" in found:
        return money.in_hand(state, facts)
    run = state.under_way
    place = doing.at(state, run) if run is not None else None
    if "at_door" not in found or run is None or place is None:
        return None
    shown = doing.show(state, facts, run, place)
    return replace(shown, says=tuple(replace(said, card=None) for said in shown.says))


def is_of_purse(text: str) -> bool:
    """Tell whether a text may ask what the envelopes hold."""
    return "purse" in _kinds(text)


def _kinds(text: str) -> set[str]:
    tokens = tokenize(text[:MOST])
    if len(tokens) > LONGEST:
        return set()
    return {kind for i in range(len(tokens)) for _, kind in _words().at(tokens, i)}


@lru_cache(maxsize=1)
def _words() -> Phrases[str]:
    words: Phrases[str] = Phrases()
    for locale in LOCALES:
        data = load_words(locale, "driver")
        for kind in ("asking", "purse", "at_door"):
            for phrase in data[kind]:
                words.add(phrase, kind)
    return words

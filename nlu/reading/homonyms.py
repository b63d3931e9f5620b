"""Words that name one thing in this village's aliases, and in other shops another."""

from typing import Final

from tournee.nlu.lexicon import Lexicon
from tournee.nlu.reading.readings import Level
from tournee.nlu.reading.state import Item
from tournee.nlu.search.wording import words_of
from tournee.nlu.words import everyday
from tournee.nlu.words.inflection import stem

SHARE: Final = 0.5
"""What is left of the trust in a line that is only named so."""


def is_of_another_trade(lexicon: Lexicon, item: Item) -> bool:
    """Tell whether one word of an alias names other goods: 'allumettes' are matches, or lardons.

    By weight they are what the alias says.
    """
    if len(item.keys) != 1 or item.level is Level.EXACT or item.amount.measure is not None:
        return False
    names = (words_of(lexicon.products[owner].name) for owner in item.owners)
    named = {stem(word) for words in names for word in words}
    return item.keys[0] not in named and everyday.is_listed_stem(item.keys[0])

"""What is to be without something that it has no choice of: 'une baguette sans gluten'."""

from collections.abc import Sequence
from functools import cache

from tournee.nlu.reading.readings import Kind, Reading
from tournee.nlu.reading.state import Item
from tournee.nlu.words import everyday
from tournee.nlu.words.grammar import Role
from tournee.nlu.words.inflection import stem
from tournee.nlu.words.phrases import LOCALES, load_words
from tournee.nlu.words.tokens import Token, fold

_LACKED = frozenset({Kind.WORD, Kind.THING})
_WITHOUT = frozenset({Role.NEG, Role.REMOVE})
_SANS = frozenset({"sans", "without", "sin"})


def unmet(
    items: tuple[Item, ...], readings: Sequence[Reading], tokens: Sequence[Token], locale: str
) -> tuple[Item, ...]:
    """Doubt such things; the words for what they are to be without are shown with them."""
    words = {r.start: r for r in readings if r.kind in _LACKED}
    for reading in readings:
        if reading.role not in _WITHOUT or reading.norm not in _SANS:
            continue
        lacked = next((words[i] for i in range(reading.end, reading.end + 2) if i in words), None)
        if lacked is None or (lacked.kind is Kind.WORD and _is_manner(tokens, lacked, locale)):
            continue
        items = tuple(
            item._replace(doubtful=True, end=lacked.end)
            if item.owners and not item.negated and _ends(item) == reading.start
            else item
            for item in items
        )
    return items


def _ends(item: Item) -> int:
    """Where the words for a thing end; a part has none but its number."""
    return max(item.end, item.start + 1) if item.part else item.end


def _is_manner(tokens: Sequence[Token], reading: Reading, locale: str) -> bool:
    """Tell whether a word is for nothing that goods have: 'sans faute'."""
    return everyday.goods(tokens[reading.start].norm, locale) < 0


def is_diet(norm: str) -> bool:
    """Tell whether a word is for what a diet or a faith asks of food: 'halal', 'sans gluten'."""
    return stem(norm) in _diets()


@cache
def _diets() -> frozenset[str]:
    words = (load_words(locale, "words").get("diets", ()) for locale in LOCALES)
    return frozenset(stem(fold(word)) for some in words for word in some)

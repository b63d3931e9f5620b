"""Everyday words: what is spelled well and is no slip for a name of the catalogue.

`data/<locale>/everyday.yml` holds words that name nothing to buy, and goods that village shops
commonly sell, whether or not this one does.
"""

from functools import cache

from tournee.nlu.words.foodwords import Foodwords
from tournee.nlu.words.inflection import stem
from tournee.nlu.words.ordinary import is_unsold
from tournee.nlu.words.phrases import LOCALES, load_words
from tournee.nlu.words.tokens import fold

_SHORTEST = 2


def is_everyday(norm: str, locale: str) -> bool:
    """Tell whether a folded word is an ordinary one of the language."""
    return norm in _words().get(locale, ())


def is_goods(norm: str) -> bool:
    """Tell whether a folded word names something that shops sell, in any language."""
    return len(norm) > _SHORTEST and stem(norm) in _goods()


def is_listed(norm: str) -> bool:
    """Tell whether a folded word is among the goods that stand in the lists as such."""
    return stem(norm) in _listed_goods()


def is_listed_stem(key: str) -> bool:
    """Tell the same of a word's stem."""
    return key in _listed_goods()


def describes(norm: str) -> bool:
    """Tell whether a word or its stem says how things are, in any language: colours, cooking."""
    return stem(norm) in _describing()


def goods(norm: str, locale: str) -> int:
    """Tell a word for goods (1) from one for something that nobody sells (-1)."""
    if is_everyday(norm, locale):
        return -1
    return 1 if is_goods(norm) else -is_unsold(norm, locale)


@cache
def _words() -> dict[str, frozenset[str]]:
    return {locale: frozenset(map(fold, _listed(locale, "words"))) for locale in LOCALES}


@cache
def _describing() -> frozenset[str]:
    words = (word for locale in LOCALES for word in _listed(locale, "describing"))
    return frozenset(stem(fold(word)) for word in words)


@cache
def _goods() -> frozenset[str]:
    return Foodwords.shipped().known | _listed_goods()


@cache
def _listed_goods() -> frozenset[str]:
    return frozenset(stem(fold(word)) for locale in LOCALES for word in _listed(locale, "goods"))


@cache
def occasions() -> frozenset[str]:
    """Return folded words for what things are ordered for, in all languages: 'repas', 'party'."""
    return frozenset(
        fold(word) for locale in LOCALES for word in load_words(locale, "words")["occasions"]
    )


def _listed(locale: str, key: str) -> list[str]:
    words: list[str] = load_words(locale, "everyday")[key]
    return words

"""The shipped food vocabulary: what `nlu/data/<locale>/food.yml` and `words.yml` say, as tables.

It knows no catalogue: it tells which phrases mean the same thing in French, English and Spanish
('leek', 'poireau', 'puerro'), which things are kinds of another ('laitue' of 'salade'), and which
words bind others without meaning anything by themselves. It is weaker evidence than an alias.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from tournee.nlu.words.inflection import stem
from tournee.nlu.words.phrases import LOCALES, load_words, norms
from tournee.nlu.words.tokens import fold, tokenize

Phrase = tuple[str, ...]
"""Stems of content words."""
_FIGURES = frozenset(map(str, range(2, 13)))
"""Number words that names of products are written with: 'Quatre fromages'."""


_FLOUR = re.compile(r"t\d{2,3}")
"""'Farine T55' is 'farine type 55'."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Foodwords:
    """Small words of names of food, of all languages together."""

    connectives: frozenset[str]
    """Folded, without apostrophe: 'de', 'a', 'with'."""
    accented: frozenset[str]
    """The same as the files have them: 'à'."""
    contracted: frozenset[str]
    """Connectives that no article follows, so that 'o le' must mean something else ('au lait')."""
    units: frozenset[str]
    """Words that make the number before them a size: 'g', 'personnes'."""
    figures: Mapping[str, str]
    """Numbers in the one way that names are read in: 'quatre' is '4', '1/2' is 'demi'."""
    same: Mapping[Phrase, frozenset[Phrase]]
    """Phrases that mean the same, itself not among them."""
    kinds: Mapping[Phrase, frozenset[Phrase]]
    """Phrases for kinds of it, in every language."""
    known: frozenset[str]
    """Stems that alone are words of food, so that they are no misspelling of another."""

    @staticmethod
    def shipped() -> "Foodwords":
        """Those of the data files, read once in a process."""
        return _shipped()

    def written(self, norm: str) -> str:
        """One spelling for a folded token: no apostrophe, numbers in figures."""
        if norm[0].isdigit():
            return self.figures.get(norm, norm).replace(",", ".")
        plain = norm.replace("'", "")
        if _FLOUR.fullmatch(plain):
            return plain[1:]
        return self.figures.get(plain, plain)

    def binds(self, text: str) -> bool:
        """Tell whether a word of a name, its accents kept, is a connective."""
        plain = text.lower().replace("'", "").replace("’", "")
        return plain in self.accented or (plain.isascii() and plain in self.connectives)

    def phrase(self, text: str) -> Phrase:
        """Stems of the content words of a phrase."""
        if text.replace(" ", "").isalpha():
            words = [word for word in text.split() if not self.binds(word)]
            return tuple(stem(self.written(fold(word))) for word in words)
        return tuple(
            stem(self.written(token.norm))
            for token in tokenize(text)
            if token.norm[0].isalnum() and not self.binds(token.text)
        )


@cache
def _shipped() -> Foodwords:
    words = [load_words(locale, "words") for locale in LOCALES]
    food = [load_words(locale, "food") for locale in LOCALES]
    plain = Foodwords(
        connectives=_folded(words, "connectives"),
        accented=frozenset(word.replace("'", "") for file in words for word in file["connectives"]),
        contracted=_folded(words, "contracted"),
        units=_folded(words, "units"),
        figures=_figures(),
        same={},
        kinds={},
        known=frozenset(),
    )
    phrase = cache(plain.phrase)
    same = _same(food, phrase)
    kinds = _kinds(food, phrase, same)
    phrases = {*same, *kinds}.union(*kinds.values())
    return Foodwords(
        connectives=plain.connectives,
        accented=plain.accented,
        contracted=plain.contracted,
        units=plain.units,
        figures=plain.figures,
        same=same,
        kinds=kinds,
        known=frozenset(phrase[0] for phrase in phrases if len(phrase) == 1),
    )


def _folded(words: Iterable[Mapping[str, Any]], key: str) -> frozenset[str]:
    return frozenset(
        norm.replace("'", "")
        for locale in words
        for word in locale.get(key, ())
        for norm in norms(word)
    )


def _figures() -> dict[str, str]:
    figures = {"1/2": "demi"}
    for locale in LOCALES:
        cardinals = load_words(locale, "numbers")["cardinals"]
        figures |= {norms(words[0])[0]: n for n, words in cardinals.items() if n in _FIGURES}
    return figures


def _same(
    food: Iterable[Mapping[str, Any]], phrase: Callable[[str], Phrase]
) -> dict[Phrase, frozenset[Phrase]]:
    """Group phrases by the French one that they are explained with."""
    groups: defaultdict[Phrase, set[Phrase]] = defaultdict(set)
    for locale in food:
        for word, meanings in locale["same"].items():
            for meaning in meanings:
                groups[phrase(meaning)] |= {phrase(meaning), phrase(word)}
    same: defaultdict[Phrase, set[Phrase]] = defaultdict(set)
    for group in groups.values():
        for one in group:
            same[one] |= group - {one}
    return {one: frozenset(others) for one, others in same.items() if one}


def _kinds(
    food: Iterable[Mapping[str, Any]],
    phrase: Callable[[str], Phrase],
    same: Mapping[Phrase, frozenset[Phrase]],
) -> dict[Phrase, frozenset[Phrase]]:
    kinds: defaultdict[Phrase, set[Phrase]] = defaultdict(set)
    for locale in food:
        for whole, parts in locale.get("kinds", {}).items():
            found = {phrase(part) for part in parts}
            found |= {other for part in found for other in same.get(part, ())}
            for name in (phrase(whole), *same.get(phrase(whole), ())):
                kinds[name] |= found
    return {name: frozenset(parts) for name, parts in kinds.items()}

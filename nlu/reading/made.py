"""Goods that are made of others: where the village sells carrots, 'jus de carotte' is none.

    made = MADE ('de' | 'aux' ..) goods | MADE goods, behind a number | goods MADE, in English

MADE are the words of `compounds.yml`. What some name of the catalogue says is no such thing.
"""

from collections.abc import Iterator, Sequence
from functools import cache

from tournee.nlu.lexicon import Lexicon
from tournee.nlu.reading.readings import Kind, Reading
from tournee.nlu.reading.weights import WEIGHTS
from tournee.nlu.words import everyday
from tournee.nlu.words.inflection import stem
from tournee.nlu.words.phrases import load_words
from tournee.nlu.words.tokens import Token, fold

_JOINTS = frozenset({"de", "d'", "du", "des", "au", "aux", "a", "la", "l'", "con"})
_MOST_JOINTS = 2
_ENGLISH = "en"


def lacking(
    lexicon: Lexicon, tokens: Sequence[Token], at: Sequence[Sequence[Reading]], i: int
) -> Iterator[Reading]:
    """Read what starts at a token and is made of goods as one word for what the village lacks."""
    end = _made(lexicon, tokens, at, i)
    if end and not _is_named(at, i, end):
        score = WEIGHTS.meaning * 2
        yield Reading(i, end, Kind.WORD, score, norm=tokens[i].norm, goods=1)


def _made(
    lexicon: Lexicon, tokens: Sequence[Token], at: Sequence[Sequence[Reading]], i: int
) -> int:
    """Tell where such goods end, or 0."""
    norm = tokens[i].norm
    if norm in _words("fr") | _words("es"):
        joints, j = 0, i + 1
        while j < len(tokens) and tokens[j].norm in _JOINTS:
            joints, j = joints + 1, j + 1
        bare = joints == 0 and i > 0 and any(r.number for r in at[i - 1])
        if (0 < joints <= _MOST_JOINTS or bare) and _is_goods(lexicon, tokens, j):
            return j + 1 if _are_apart(lexicon, norm, tokens[j].norm) else 0
    follows = tokens[i + 1].norm if i + 1 < len(tokens) else ""
    if follows in _words(_ENGLISH) and _is_goods(lexicon, tokens, i):
        return i + 2 if _are_apart(lexicon, norm, follows) else 0
    return 0


def _is_goods(lexicon: Lexicon, tokens: Sequence[Token], i: int) -> bool:
    if i >= len(tokens) or not tokens[i].is_word:
        return False
    if everyday.is_goods(tokens[i].norm):
        return True
    found = lexicon.things.hold((stem(tokens[i].norm),))
    return found is not None and bool(found.exact or found.headed)


def _are_apart(lexicon: Lexicon, one: str, other: str) -> bool:
    """Tell whether no name has both words."""
    found = lexicon.things.hold((stem(one), stem(other)))
    return found is None or not (found.exact or found.headed or found.tailed or found.held)


def _is_named(at: Sequence[Sequence[Reading]], start: int, end: int) -> bool:
    """Tell whether the catalogue names all of it, or has an option for a part."""
    whole = any(r.kind is Kind.THING and r.end >= end for r in at[start])
    return whole or any(_is_of_option(at[i]) for i in range(start, end))


def _is_of_option(readings: Sequence[Reading]) -> bool:
    """Tell whether a word is one of options rather than of things."""
    things = any(r.kind is Kind.THING for r in readings)
    return not things and any(r.kind is Kind.OPTION for r in readings)


@cache
def _words(locale: str) -> frozenset[str]:
    return frozenset(fold(word) for word in load_words(locale, "compounds")["made"])

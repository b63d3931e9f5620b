"""Figures that count nothing, and single words that are numbers."""

from collections.abc import Collection, Iterator, Sequence
from functools import cache, lru_cache

from tournee.nlu.quantity import numbers
from tournee.nlu.words.phrases import LOCALES, load_words
from tournee.nlu.words.tokens import Token, fold, tokenize

_DIALLED = 10
"""Figures of a French number: '06 12 34 56 78'."""
_TELEPHONE = 7
"""Figures of the shortest number that is dialled or printed on a card."""


def stretches(length: int, out: Collection[int]) -> Iterator[tuple[int, int]]:
    """The stretches of `length` tokens that are left without those of `out`."""
    start = 0
    for i in range(length + 1):
        if i == length or i in out:
            if i > start:
                yield start, i
            start = i + 1


def is_time(norm: str) -> bool:
    """Tell whether a word measures time: '3 jours' are hardly the magazine 'Télé 7 Jours'."""
    return norm in _times()


@cache
def _times() -> frozenset[str]:
    return frozenset(fold(w) for locale in LOCALES for w in load_words(locale, "words")["times"])


def is_collective(norm: str) -> bool:
    """Tell whether a word counts like a noun: 'une douzaine' alone names no thing."""
    return norm in _collectives()


@cache
def _collectives() -> frozenset[str]:
    lists = (load_words(locale, "numbers")["collectives"].values() for locale in LOCALES)
    return frozenset(fold(word) for words in lists for some in words for word in some)


@lru_cache(maxsize=4096)
def number_alone(norm: str, locale: str) -> tuple[str, ...]:
    """The numbers that a word is by itself ('demi' in 'un demi reblochon')."""
    found = numbers.spans(tokenize(norm), locale)
    return tuple(format(n.value.normalize(), "f") for n in found if n.end == 1)


def _is_whole(tokens: Sequence[Token], figures: int) -> bool:
    """Tell whether a telephone's number is complete, so that more figures count goods."""
    return figures == _DIALLED and tokens[0].norm.startswith("0")


def telephones(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Find runs of figures that are a telephone's, a card's or a cheque's number."""
    start = 0
    while start < len(tokens):
        end, figures = start, 0
        while end < len(tokens) and (
            (tokens[end].norm.isdigit() and not _is_whole(tokens[start:end], figures))
            or (end > start and tokens[end].norm in {".", "-", "+"})
        ):
            figures += len(tokens[end].norm) if tokens[end].norm.isdigit() else 0
            end += 1
        pairs = sum(len(t.norm) == 2 for t in tokens[start:end])  # noqa: PLR2004
        if figures >= _TELEPHONE and (pairs >= 3 or end - start <= 2):  # noqa: PLR2004
            yield start, end
        start = max(end, start + 1)

"""Numbers in running text: figures, words, fractions, dozens, ranges, ordinals.

    number     = [about] amount [range amount] [after]
    amount     = whole [plus fraction] | [whole] fraction [article] | [whole] dozen | times
    whole      = figures | words                 (`nlu.quantity.cardinals`)
    times      = 'x' figures | figures 'x'

French, English and Spanish are read side by side. Every reading that a later word could prefer is
returned: of 'deux mille feuilles' both 2 and 2000. What a number counts is for others to say.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from tournee.nlu.quantity import figures
from tournee.nlu.quantity.cardinals import Cardinals
from tournee.nlu.words.phrases import LOCALES, Phrases, load_words
from tournee.nlu.words.tokens import Token, fold

TIMES = frozenset({"x", "×", "*"})
_CHOICES = 50
_FEW = frozenset(map(Decimal, range(2, 10)))
_DECIMALS = 3
_SCALE = 1000
_ABOUT = frozenset("~≈")
_GLUED = re.compile(r"(?P<word>[^\W\d]+)(?P<figures>\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberSpan:
    """A number, where a message has it, in figures or in words."""

    start: int
    """Index of the first token."""
    end: int
    """Index after the last token."""
    value: Decimal
    upper: Decimal | None = None
    """The larger of two ('2 ou 3')."""
    ordinal: bool = False
    approximate: bool = False
    indefinite: bool = False
    """An article that may or may not count: 'un', 'une', 'a', 'un', 'una'."""
    partitive: bool = False
    """A fraction or a collective: 'de' stands between it and what it counts."""


class _Reading(NamedTuple):
    end: int
    value: Decimal
    ordinal: bool = False
    approximate: bool = False
    indefinite: bool = False
    fraction: bool = False
    word: bool = False
    collective: bool = False


class _Language:
    """One language's words beside its cardinals."""

    def __init__(self, locale: str) -> None:
        data: Mapping[str, Any] = load_words(locale, "numbers")
        self.locale = locale
        self.cardinals = Cardinals(locale, data)
        self.indefinite = _folded(data["indefinite"])
        self.suffixes = _folded(data["suffixes"])
        self.decimal = _folded(data["decimal"])
        self.articles: Phrases[None] = _phrases(data["articles"])
        self.select = _folded(data["select"])
        self.range = _folded(data["range"])
        self.between = _folded(data["between"])
        self.between_and = _folded(data["between_and"])
        self.praise = _folded(data["praise"])
        self.shy = _folded(data["shy"])
        self.fractions = {
            fold(word): _fraction(text)
            for text, words in data["fractions"].items()
            for word in words
        }
        self.collectives: Phrases[tuple[int, bool]] = Phrases()
        for key, rounded in (("collectives", False), ("rounded", True)):
            for value, words in data[key].items():
                for word in words:
                    self.collectives.add(word, (int(value), rounded))
        self.plus: Phrases[None] = _phrases(data["plus"])
        self.about: Sequence[str] = data["about"]
        self.starts = frozenset((*self.cardinals.words, *self.cardinals.ordinals, *self.fractions))
        self.followers = self.praise.union(
            self.decimal, self.fractions, self.cardinals.words,
            self.articles.firsts(), self.plus.firsts(), self.collectives.firsts(),
        )  # fmt: skip


def _folded(words: Sequence[str]) -> frozenset[str]:
    return frozenset(fold(word) for word in words)


def _phrases(words: Sequence[str]) -> Phrases[None]:
    phrases: Phrases[None] = Phrases()
    for word in words:
        phrases.add(word, None)
    return phrases


def _fraction(text: str) -> Decimal:
    above, below = text.split("/")
    return Decimal(above) / Decimal(below)


class _Words:
    """All languages' words, merged where it does not matter whose they are."""

    def __init__(self) -> None:
        self.languages = tuple(_Language(locale) for locale in LOCALES)
        self.suffixes = frozenset[str]().union(*(lang.suffixes for lang in self.languages))
        self.range = frozenset("-–").union(*(lang.range for lang in self.languages))
        self.between = frozenset[str]().union(*(lang.between for lang in self.languages))
        self.between_and = frozenset[str]().union(*(lang.between_and for lang in self.languages))
        self.select = frozenset[str]().union(*(lang.select for lang in self.languages))
        self.about = _phrases([w for lang in self.languages for w in lang.about])
        self.by_start: dict[str, tuple[_Language, ...]] = {}
        """The languages in which a number can begin with this word."""
        for lang in self.languages:
            for word in (*lang.starts, *lang.collectives.firsts(), *lang.decimal):
                self.by_start[word] = (*self.by_start.get(word, ()), lang)
        self.triggers = frozenset(
            (*self.by_start, *self.about.firsts(), *self.between, *self.select, *TIMES, ".", ",")
        )
        """Tokens that a span may begin with, beside figures."""
        self.followers = frozenset(word for lang in self.languages for word in lang.followers)
        """Words that may go on with a number."""


@lru_cache(maxsize=1)
def _words() -> _Words:
    return _Words()


class _Reader:
    """Reads one message. `readings(i)` is what can start at a token; it is asked more than once."""

    def __init__(self, tokens: Sequence[Token], locale: str | None) -> None:
        self.tokens = tokens
        self.locale = locale
        self.words = _words()
        self._known: dict[int, tuple[_Reading, ...]] = {}

    def readings(self, i: int) -> tuple[_Reading, ...]:
        if (known := self._known.get(i)) is None:
            known = self._known[i] = tuple(dict.fromkeys(self._read(i)))
        return known

    def norm(self, i: int) -> str:
        return self.tokens[i].norm if i < len(self.tokens) else ""

    def touching(self, i: int) -> bool:
        """Tell whether no space stands before token `i`."""
        return 0 < i < len(self.tokens) and self.tokens[i - 1].end == self.tokens[i].start

    def may(self, language: _Language, norm: str) -> bool:
        """Tell whether a word may be of this language, which it is not alone in using."""
        return self.locale in (None, language.locale) or norm not in language.shy

    def _read(self, i: int) -> Iterator[_Reading]:
        norm = self.norm(i)
        if norm[:1].isdecimal():
            yield from self._figures(i)
        elif norm in {".", ","}:
            for end, value in figures.bare_decimals(self.tokens, i):
                yield _Reading(end, value)
        elif norm in TIMES:
            yield from self._whole_figures(i + 1)
        for language in self.words.by_start.get(norm, ()):
            if self.may(language, norm):
                yield from self._words_of(language, i)

    def _figures(self, i: int) -> Iterator[_Reading]:
        for whole in self._whole_figures(i):
            yield whole
            if self.norm(whole.end) in TIMES:
                yield whole._replace(end=whole.end + 1)
            if self.touching(whole.end) and self.norm(whole.end) in self.words.suffixes:
                yield whole._replace(end=whole.end + 1, ordinal=True)
            yield from self._mixed(whole)
            after = self.norm(whole.end)
            if after in self.words.followers and after[0].isalpha():
                for language in self.words.languages:
                    yield from self._extended(language, whole)
                    yield from self._decimal(language, whole)

    def _mixed(self, whole: _Reading) -> Iterator[_Reading]:
        """'3 1/2'."""
        norm = self.norm(whole.end)
        if "/" in norm and whole.value == whole.value.to_integral_value():
            for part in self._whole_figures(whole.end):
                yield _Reading(part.end, whole.value + part.value)

    def _whole_figures(self, i: int) -> Iterator[_Reading]:
        for end, value in figures.readings(self.tokens, i, self.locale):
            yield _Reading(end, value, fraction="/" in self.norm(i))

    def _words_of(self, language: _Language, i: int) -> Iterator[_Reading]:
        norm = self.norm(i)
        for end, (size, rounded) in language.collectives.at(self.tokens, i):
            yield _Reading(end, Decimal(size), approximate=rounded, word=True, collective=True)
        yield from self._pointed(language, i)
        if norm not in language.starts:
            return
        for end, value, ordinal in language.cardinals.readings(self.tokens, i):
            article = end == i + 1 and norm in language.indefinite
            whole = _Reading(
                end, Decimal(value), ordinal=ordinal, indefinite=article, word=not article
            )
            yield whole
            if not ordinal and self.norm(end) in self.words.followers:
                yield from self._extended(language, whole)
                yield from self._decimal(language, whole)
        if norm in language.fractions:
            half = _Reading(i + 1, language.fractions[norm], fraction=True, word=True)
            yield half
            yield from self._extended(language, half)

    def _extended(self, language: _Language, whole: _Reading) -> Iterator[_Reading]:
        """Read on after a whole number or a fraction: 'et demi', 'quarts', 'douzaines'."""
        end, value = whole.end, whole.value
        if whole.fraction:
            for end, _ in language.articles.at(self.tokens, whole.end):
                yield whole._replace(end=end)
        else:
            if (part := language.fractions.get(self.norm(end))) is not None:
                part_of = _Reading(end + 1, value * part, fraction=True, word=True)
                yield part_of
                for after, _ in language.articles.at(self.tokens, end + 1):
                    yield part_of._replace(end=after)
            for after, _ in language.plus.at(self.tokens, end):
                if (part := language.fractions.get(self.norm(after))) is not None:
                    yield _Reading(after + 1, value + part, word=True)
        praised = end + (self.norm(end) in language.praise)
        for after, (size, rounded) in language.collectives.at(self.tokens, praised):
            about = rounded or praised > end
            yield _Reading(after, value * size, approximate=about, word=True, collective=True)
        scale = language.cardinals.words.get(self.norm(end), 0)
        if scale >= _SCALE and self.tokens[end - 1].is_number:
            yield _Reading(end + 1, value * scale, word=True)

    def _decimal(self, language: _Language, whole: _Reading) -> Iterator[_Reading]:
        """'un virgule cinq', 'zero point two'."""
        if self.norm(whole.end) not in language.decimal:
            return
        zeros, i = "", whole.end + 1
        if self.norm(i).isdecimal() and len(self.norm(i)) <= _DECIMALS:
            yield _Reading(i + 1, whole.value + Decimal(f"0.{self.norm(i)}"), word=True)
        while language.cardinals.words.get(self.norm(i)) == 0:
            zeros, i = zeros + "0", i + 1
        for end, value, ordinal in language.cardinals.readings(self.tokens, i):
            if not ordinal:
                exact = whole.value + Decimal(f"0.{zeros}{value}")
                yield _Reading(end, exact, word=True)
                if (scale := language.cardinals.words.get(self.norm(end), 0)) >= _SCALE:
                    yield _Reading(end + 1, exact * scale, word=True)

    def _pointed(self, language: _Language, i: int) -> Iterator[_Reading]:
        """'point 5', where no number stands before."""
        if self.norm(i) not in language.decimal or (i and self.readings(i - 1)):
            return
        digits = self.norm(i + 1)
        if digits.isdecimal() and len(digits) <= _DECIMALS:
            yield _Reading(i + 2, Decimal(f"0.{digits}"), word=True)

    def spans(self) -> Iterator[NumberSpan]:
        inside = 0
        for i, token in enumerate(self.tokens):
            if not may_begin(token.norm):
                continue
            if self.readings(i):
                yield from self._slashed(i)
                if i >= inside:
                    yield from (_span(i, reading) for reading in self.readings(i))
                    yield from self._repeated(i)
                    inside = max((r.end for r in self.readings(i) if r.word), default=inside)
                yield from self._ranges(i)
            if token.norm in self.words.about:
                yield from self._about(i)
            if token.norm in self.words.between:
                yield from self._between(i)
            if token.norm in self.words.select:
                yield from self._selected(i)

    def _slashed(self, i: int) -> Iterator[NumberSpan]:
        """'2/3 tomates': two or three."""
        low, slash, high = self.norm(i).partition("/")
        if slash and high.isdecimal() and Decimal(low) in _FEW and int(high) == int(low) + 1:
            few = _Reading(i + 1, Decimal(low), approximate=True)
            yield replace(_span(i, few), upper=Decimal(high))

    def _repeated(self, i: int) -> Iterator[NumberSpan]:
        """'deux (2)'."""
        for first in self.readings(i):
            if self.norm(first.end) == "(":
                for again in self.readings(first.end + 1):
                    if again.value == first.value and self.norm(again.end) == ")":
                        yield _span(i, again._replace(end=again.end + 1))

    def _ranges(self, i: int) -> Iterator[NumberSpan]:
        for low in self.readings(i):
            joint = self.norm(low.end)
            if joint in self.words.range and not (low.fraction and joint[0].isalpha()):
                yield from self._up_to(i, low, low.end + 1)
            elif joint[-1:].isdecimal():
                yield from self._glued(i, low)
            elif low.word and low.value in _FEW and joint in self.words.by_start:
                yield from self._neighbours(i, low)

    def _neighbours(self, i: int, low: _Reading) -> Iterator[NumberSpan]:
        """'deux trois tomates'."""
        for high in self.readings(low.end):
            if high.word and high.value == low.value + 1 and not high.ordinal:
                yield replace(
                    _span(i, low._replace(end=high.end)), upper=high.value, approximate=True
                )

    def _up_to(self, i: int, low: _Reading, j: int) -> Iterator[NumberSpan]:
        j += self.norm(j) in _ABOUT
        for high in self.readings(j):
            if high.value > low.value and not high.indefinite and not high.ordinal:
                yield replace(
                    _span(i, low._replace(end=high.end, indefinite=False)),
                    upper=high.value,
                    approximate=True,
                )

    def _glued(self, i: int, low: _Reading) -> Iterator[NumberSpan]:
        """'2ou3'."""
        if match := _GLUED.fullmatch(self.norm(low.end)):
            high = Decimal(match["figures"])
            if high > low.value and match["word"] in self.words.range:
                yield replace(_span(i, low._replace(end=low.end + 1)), upper=high, approximate=True)

    def _about(self, i: int) -> Iterator[NumberSpan]:
        for end, _ in self.words.about.at(self.tokens, i):
            for reading in self.readings(end):
                if not reading.indefinite and not reading.ordinal:
                    yield _span(i, reading._replace(approximate=True))
            for span in self._ranges(end):
                yield replace(span, start=i)

    def _between(self, i: int) -> Iterator[NumberSpan]:
        for low in self.readings(i + 1):
            if self.norm(low.end) in self.words.between_and:
                yield from self._up_to(i, low, low.end + 1)

    def _selected(self, i: int) -> Iterator[NumberSpan]:
        """'la 2', 'n°3': a choice, not a count."""
        for reading in self._whole_figures(i + 1):
            if reading.value <= _CHOICES and not reading.fraction:
                yield _span(i, reading._replace(ordinal=True))


def _span(start: int, reading: _Reading) -> NumberSpan:
    return NumberSpan(
        start=start,
        end=reading.end,
        value=reading.value,
        ordinal=reading.ordinal,
        approximate=reading.approximate,
        indefinite=reading.indefinite,
        partitive=reading.fraction or reading.collective,
    )


def may_begin(norm: str) -> bool:
    """Tell whether a number may begin with a token."""
    return norm[:1].isdecimal() or norm in _words().triggers


def spans(tokens: Sequence[Token], locale: str | None = None) -> tuple[NumberSpan, ...]:
    """Find every reading of a number.

    Args:
        tokens: the message.
        locale: its language, where it is known; words that another language shares with it
            ('dos', 'a') are then read in this one only.

    """
    return tuple(dict.fromkeys(_Reader(tokens, locale).spans()))

"""Weights, volumes, money and packs in running text.

    amount  = [bound] number [size] measure [and a half | figures]  '1 kg 500', 'livre et demie'
            | [bound] number 'of' measure                             'trois quarts de litre'
            | [bound] number money [figures]  |  sign number          '1€15', '10 balles'
            | number [size] pack                                      '2 petites boîtes'
            | measure | pack                                          'kilo de pommes'

A French livre and a Spanish libra are 500 g, an English pound is 453.59237 g. What a pack holds
is the catalogue's to say: it counts as a piece and keeps its name.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Any, Literal

from tournee.nlu.quantity import numbers
from tournee.nlu.quantity.numbers import NumberSpan
from tournee.nlu.words import everyday, grammar
from tournee.nlu.words.phrases import LOCALES, Phrases, load_words
from tournee.nlu.words.slips import Slips
from tournee.nlu.words.tokens import Token, fold

Bound = Literal["at_most", "at_least"]
_GLUED = re.compile(r"(?P<word>[^\W\d]+)(?P<figures>\d+)")
_CODE = 3
"""Letters of a currency's code, which may stand before the figures as its sign does."""
_ABBREVIATED = 3
"""Pack words up to this length are read only after a number: 'tr', 'btl'."""
_THOUSAND = 1000
_GRAMS = frozenset(map(Decimal, range(100, _THOUSAND, 50)))
_HALF = Decimal("0.5")
_QUARTER = Decimal("0.25")


class Measure(StrEnum):
    KG = "kg"
    LITRE = "l"
    PIECE = "piece"
    EUR = "eur"
    USD = "usd"
    GBP = "gbp"
    CHF = "chf"


_GOODS = frozenset({Measure.KG, Measure.LITRE})


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountSpan:
    """A number with its unit, where a message has it."""

    start: int
    end: int
    value: Decimal
    """In `unit`; pieces for a pack."""
    unit: Measure
    pack: str | None = None
    """The pack's name, singular and folded, in the language it was said in ('boite', 'tin')."""
    size: str | None = None
    """What was said of it ('grande'), folded."""
    upper: Decimal | None = None
    bound: Bound | None = None
    """'pas plus de 10 euros', 'au moins un kilo'."""
    approximate: bool = False
    indefinite: bool = False
    """The number was an article ('une boîte')."""
    implied: bool = False
    """No number was said; `value` is one ('kilo de pommes')."""


@dataclass(frozen=True, slots=True)
class _Unit:
    """What a word of measure stands for."""

    unit: Measure
    per: Decimal
    pack: str | None
    locale: str
    bare: bool
    shy: bool
    guarded: bool = False
    """Read only after a word of purpose."""


class _Lexicon:
    """The unit words of all languages."""

    def __init__(self) -> None:
        self.units: Phrases[_Unit] = Phrases()
        self.tails: Phrases[Decimal] = Phrases()
        self.of: Phrases[None] = Phrases()
        self.bounds: Phrases[Bound] = Phrases()
        self.sizes: set[str] = set()
        self.purposes: set[str] = set()
        self.names: list[tuple[str, _Unit]] = []
        self.range: set[str] = {"-", "–"}
        self.between: set[str] = set()
        self.between_and: set[str] = set()
        """Behind 'between' only; elsewhere 'and' lists: '800 g et 1 kg' are two amounts."""
        self.plus: set[str] = set()
        self.about: set[str] = set()
        self.after: set[str] = set()
        for locale in LOCALES:
            self._read(locale, load_words(locale, "units"), load_words(locale, "numbers"))
        self.slips = Slips(self.names)

    def _read(self, locale: str, data: Mapping[str, Any], words: Mapping[str, Any]) -> None:
        shy, bare = frozenset(data["shy"]), frozenset(data["bare"])
        names: list[tuple[str, _Unit]] = []
        for unit, sizes in (*data["measures"].items(), *data["money"].items()):
            for per, forms in sizes.items():
                for form in forms:
                    said = _Unit(
                        Measure(unit),
                        Decimal(per),
                        None,
                        locale,
                        form in bare,
                        form in shy,
                        form in data["guarded"],
                    )
                    self.units.add(form, said)
                    names.append((fold(form), said))
        for pack, forms in data["packs"].items():
            for form in forms:
                alone = len(form) > _ABBREVIATED and form not in shy
                said = _Unit(Measure.PIECE, Decimal(1), fold(pack), locale, alone, form in shy)
                self.units.add(form, said)
                names.append((fold(form), said))
        self.names += names
        for key, part in (("and_half", _HALF), ("and_quarter", _QUARTER)):
            for phrase in data[key]:
                self.tails.add(phrase, part)
        for phrase in data["of"]:
            self.of.add(phrase, None)
        for phrase in data["at_most"]:
            self.bounds.add(phrase, "at_most")
        for phrase in data["at_least"]:
            self.bounds.add(phrase, "at_least")
        self.purposes.update(data["for"])
        self.after.update(fold(word) for word in data["after"])
        self.sizes.update(fold(word) for word in data["sizes"])
        self.range.update(fold(word) for word in words["range"])
        self.between_and.update(fold(word) for word in words["between_and"])
        self.plus.update(words["joiners"])
        self.about.update(fold(word) for word in words["about"])
        self.between.update(words["between"])


@lru_cache(maxsize=1)
def _lexicon() -> _Lexicon:
    return _Lexicon()


class _Reader:
    """Reads one message."""

    def __init__(
        self, tokens: Sequence[Token], locale: str | None, found: Sequence[NumberSpan]
    ) -> None:
        self.tokens = tokens
        self.locale = locale
        self.words = _lexicon()
        self.numbers = found
        self.numbers_at: dict[int, list[NumberSpan]] = defaultdict(list)
        for number in self.numbers:
            self.numbers_at[number.start].append(number)

    def norm(self, i: int) -> str:
        return self.tokens[i].norm if 0 <= i < len(self.tokens) else ""

    def spans(self) -> Iterator[AmountSpan]:
        found = list(dict.fromkeys(self._counted()))
        found += self._bare({i for span in found for i in range(span.start, span.end)})
        yield from found
        starts: dict[int, list[AmountSpan]] = defaultdict(list)
        for span in found:
            starts[span.start].append(span)
        for span in found:
            for joined in (span, *self._ranges(span, starts)):
                if joined is not span:
                    yield joined
                yield from self._about(joined)
                yield from self._qualified(joined)
            yield from self._bounded(span)

    def units(self, i: int) -> Iterator[tuple[int, _Unit]]:
        """Yield the units that stand at `i`, those of the message's language first."""
        found = {
            (end, unit.unit, unit.per, unit.pack): (end, unit)
            for end, unit in self.words.units.at(self.tokens, i)
            if not unit.shy or self.locale in (None, unit.locale)
        }
        yield from sorted(
            found.values(), key=lambda pair: (-pair[0], pair[1].locale != self.locale)
        )

    def _counted(self) -> Iterator[AmountSpan]:
        for number in self.numbers:
            if number.ordinal:
                continue
            yield from self._measured(number, number.end)
            if self.norm(number.end) in self.words.sizes:
                for span in self._measured(number, number.end + 1):
                    yield replace(
                        span,
                        size=self.norm(number.end),
                        approximate=span.approximate or span.pack is None,
                    )
            if number.partitive:
                for after, _ in self.words.of.at(self.tokens, number.end):
                    yield from self._measured(number, after)
            yield from self._signed(number)

    def _measured(self, number: NumberSpan, i: int) -> Iterator[AmountSpan]:
        units = list(self.units(i))
        plain = everyday.is_everyday(self.norm(i), self.locale or "")
        if not (units or plain or grammar.is_small(self.norm(i))):
            meant = self.words.slips.meant(self.norm(i))
            units = [(i + 1, meant)] if meant is not None else []
        for end, unit in units:
            if self._misread(number, unit):
                continue
            span = _times(number, end, unit)
            yield from self._tails(span, unit)
            yield span
        yield from self._glued(number, i)

    def _misread(self, number: NumberSpan, unit: _Unit) -> bool:
        """'1.250 kg' are grams after the point, not thousands of kilos; 'la 2e' is no money."""
        if unit.guarded and self.norm(number.start - 1) not in self.words.purposes:
            return True
        first = self.norm(number.start)
        return (
            unit.unit in _GOODS
            and unit.per == 1
            and number.value >= _THOUSAND
            and ("." in first or "," in first)
        )

    def _signed(self, number: NumberSpan) -> Iterator[AmountSpan]:
        """'€10', 'EUR 20'."""
        sign = number.start - 1
        if sign < 0 or (sign and self.tokens[sign - 1].is_number):
            return
        for end, unit in self.units(sign):
            money = unit.pack is None and unit.unit not in _GOODS and unit.per == 1
            written = self.norm(sign)
            stands = not written.isalpha() or len(written) == _CODE
            if end == number.start and money and stands and self.norm(end)[:1].isdigit():
                span = replace(_times(number, number.end, unit), start=sign)
                yield from self._tails(span, unit)
                yield span

    def _tails(self, span: AmountSpan, unit: _Unit) -> Iterator[AmountSpan]:
        """Read on after a unit: 'et demi', '500', '500 g', '50 centimes'."""
        if unit.pack is not None:
            return
        for end, part in self.words.tails.at(self.tokens, span.end):
            yield replace(span, end=end, value=span.value + part * unit.per)
        if unit.per != 1:
            return
        figures, digits = self.norm(span.end), 3 if unit.unit in _GOODS else 2
        if figures.isdecimal() and len(figures) == digits:
            tail = Decimal(figures).scaleb(-digits)
            yield replace(span, end=span.end + 1, value=span.value + tail)
        if unit.unit is Measure.KG:
            yield from self._grams_in_words(span)
        yield from self._smaller(span, unit)

    def _grams_in_words(self, span: AmountSpan) -> Iterator[AmountSpan]:
        """'un kilo deux cents'."""
        for number in self.numbers_at.get(span.end, ()):
            if number.value in _GRAMS and self.tokens[span.end].is_word:
                yield replace(span, end=number.end, value=span.value + number.value.scaleb(-3))

    def _smaller(self, span: AmountSpan, unit: _Unit) -> Iterator[AmountSpan]:
        """'1 kg 500 g', '2 euros et 50 centimes'."""
        joined = span.end + (self.norm(span.end) in self.words.plus)
        for number in self.numbers_at.get(joined, ()):
            for end, small in self.units(number.end):
                alike = small.unit is unit.unit or (
                    small.unit not in _GOODS and unit.unit not in _GOODS
                )
                more = number.value * small.per
                if alike and small.pack is None and small.per < 1 and more < 1:
                    yield replace(span, end=end, value=span.value + more)

    def _glued(self, number: NumberSpan, i: int) -> Iterator[AmountSpan]:
        """'1kg500', '2l5'."""
        if not (match := _GLUED.fullmatch(self.norm(i))):
            return
        for words, unit in self.words.units.starting(match["word"]):
            if len(words) == 1 and unit.unit in _GOODS and unit.per == 1:
                tail = Decimal(match["figures"]).scaleb(-len(match["figures"]))
                span = _times(number, i + 1, unit)
                yield replace(span, value=span.value + tail)

    def _bare(self, taken: set[int]) -> Iterator[AmountSpan]:
        for i in range(len(self.tokens)):
            if i in taken or self.norm(i) not in self.words.units:
                continue
            for end, unit in self.units(i):
                if unit.bare:
                    span = AmountSpan(
                        start=i,
                        end=end,
                        value=unit.per,
                        unit=unit.unit,
                        pack=unit.pack,
                        implied=True,
                    )
                    for tail in self._tails(span, unit):
                        yield replace(tail, implied=False)
                    yield span

    def _ranges(
        self, low: AmountSpan, starts: Mapping[int, Sequence[AmountSpan]]
    ) -> Iterator[AmountSpan]:
        """'10 euros à 20 euros', 'entre 1 kg et 2 kg'."""
        between = self.norm(low.start - 1) in self.words.between
        joint = self.norm(low.end)
        ranges = joint in self.words.range or (between and joint in self.words.between_and)
        if not ranges or low.upper or low.implied:
            return
        for high in starts.get(low.end + 1, ()):
            if high.unit is low.unit and high.value > low.value and not high.implied:
                yield replace(
                    low,
                    start=low.start - between,
                    end=high.end,
                    upper=high.value,
                    approximate=True,
                )

    def _about(self, span: AmountSpan) -> Iterator[AmountSpan]:
        """'about $10'; where the number comes first it has its own 'about'."""
        before = span.start - 1
        if self.norm(before) in self.words.about and not self.tokens[span.start].is_number:
            yield replace(span, start=before, approximate=True)

    def _qualified(self, span: AmountSpan) -> Iterator[AmountSpan]:
        """'800 g environ', '15 € max'."""
        if span.implied:
            return
        for end, bound in self.words.bounds.at(self.tokens, span.end):
            if end == span.end + 1:
                yield replace(span, end=end, bound=bound)
        if self.norm(span.end) in self.words.after:
            yield replace(span, end=span.end + 1, approximate=True)

    def _bounded(self, span: AmountSpan) -> Iterator[AmountSpan]:
        if span.implied:
            return
        for start in range(max(span.start - 4, 0), span.start):
            for end, bound in self.words.bounds.at(self.tokens, start):
                if end == span.start:
                    yield replace(span, start=start, bound=bound)
                    return


def _times(number: NumberSpan, end: int, unit: _Unit) -> AmountSpan:
    return AmountSpan(
        start=number.start,
        end=end,
        value=number.value * unit.per,
        unit=unit.unit,
        pack=unit.pack,
        upper=None if number.upper is None else number.upper * unit.per,
        approximate=number.approximate,
        indefinite=number.indefinite,
    )


def spans(
    tokens: Sequence[Token],
    locale: str | None = None,
    found: Sequence[NumberSpan] | None = None,
) -> tuple[AmountSpan, ...]:
    """Find every reading of an amount.

    Args:
        tokens: the message.
        locale: its language, where it is known.
        found: its numbers (`numbers.spans`), if they have been read before.

    """
    if found is None:
        found = numbers.spans(tokens, locale)
    return tuple(dict.fromkeys(_Reader(tokens, locale, found).spans()))

"""How much of a line there is, where that is not all of it, or is after all.

    je n'ai que 2 croissants · il n'en reste que 2 · 2 au lieu de 3 · il me manque 1 croissant 4821
    plus que 500 g de comté · non, il y en a bien 3

The order is the one whose card is replied to, or that is named by its number or its customer; where
none is, a word for 'only' and a product have to fit open orders, and one of several is asked for.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from tournee.bot.conversation import phrases
from tournee.bot.conversation.events import Said
from tournee.bot.conversation.model import Facts, Reply
from tournee.bot.conversation.phrases import Cue, Named, Number, Phrase
from tournee.bot.conversation.shop import goods, look
from tournee.bot.conversation.shop.reading import (
    CUES,
    SOME_STRANGE,
    Reading,
    Understood,
    read_phrase,
)
from tournee.bot.conversation.shop.replies import AlreadySettled
from tournee.bot.conversation.shop.short_replies import NothingShort
from tournee.bot.conversation.shop.state import Fewer, Missing, Picking, Wish
from tournee.catalog.quantity import Unit
from tournee.nlu.quantity import amounts, numbers
from tournee.nlu.quantity.amounts import Measure
from tournee.orders.model import Order, OrderLine

_SAYING: Final = frozenset({Cue.ONLY, Cue.THERE_ARE, Cue.MISSING, Cue.INSTEAD_OF})
_BESIDE: Final = frozenset({Cue.ACCEPT, Cue.ALL, Cue.YES, Cue.NO})
_MEASURES: Final = frozenset({Measure.KG, Measure.LITRE, Measure.PIECE})
_OUT_OF: Final = frozenset({"sur", "of", "de", "/"})
"""Before the figure that was asked: '2 croissants sur 3'."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number where the phrase has it."""

    start: int
    end: int
    """Tokens, the last one not counted."""
    value: Decimal
    unit: Measure | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What a phrase says of how much there is."""

    found: Understood
    named: bool
    """Its order is named, or its card replied to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """One product, or what the order itself tells, and how much there is of it."""

    named: Named | None
    figure: Figure | None
    asked: Decimal | None
    """What was asked, as the phrase says ('2 au lieu de 3')."""


def understand(said: Said, facts: Facts) -> Part | None:
    """Return what a message says of how much there is; None where it is about something else."""
    phrase = read_phrase(said.text, facts, CUES | {Cue.ONLY, Cue.THERE_ARE})
    cues = set(phrase.cues)
    if not cues & _SAYING or cues - _SAYING - _BESIDE:
        return None
    reading = Reading(phrase, facts, said.about)
    figures = _figures(phrase)
    told = tuple(_told(phrase, figures))
    if len(reading.numbers) > 1 or not told or not _clear(reading, figures):
        return None
    found = [_of_one(one, reading) for one in told]
    if any(one is None for one in found):
        return None
    return Part(found=_together([one for one in found if one]), named=bool(reading.numbers))


def left_of(line: OrderLine, phrase: Phrase) -> Decimal | None:
    """Return how much there is of a line that was asked about: '2', 'il en reste 2', '400 g'."""
    figures = _figures(phrase)
    if len(figures) != 1 or {t.norm for t in phrase.strange} - _norms(phrase, figures):
        return None
    return _measured(line, figures[0])


def _clear(reading: Reading, figures: tuple[Figure, ...]) -> bool:
    """Tell whether little of a phrase is strange; nothing may be where no product is named."""
    strange = reading.strange_words - _norms(reading.phrase, figures)
    sure = reading.numbers and reading.named
    return len(strange) <= (SOME_STRANGE if sure else 0)


def _norms(phrase: Phrase, figures: tuple[Figure, ...]) -> set[str]:
    return {t.norm for f in figures for t in phrase.tokens[f.start : f.end]}


def _together(found: list[Understood]) -> Understood:
    """Return what all products come to; the first that is not settled is asked for alone."""
    unsettled = next((one for one in found if not one.wishes), None)
    if unsettled is not None:
        return unsettled
    return Understood(wishes=tuple(wish for one in found for wish in one.wishes))


# --- the words ------------------------------------------------------------------------------------


def _figures(phrase: Phrase) -> tuple[Figure, ...]:
    """Return numbers in figures and words that belong to no product, day or order's number."""
    taken = {
        i
        for atom in phrase.atoms
        if isinstance(atom, Named | Number | phrases.Day)
        for i in range(atom.start, atom.end)
    }
    spans = [
        Figure(start=s.start, end=s.end, value=s.value, unit=s.unit)
        for s in amounts.spans(phrase.tokens)
        if s.pack is None and s.bound is None and not s.implied and s.unit in _MEASURES
    ]
    for number in numbers.spans(phrase.tokens):
        alone = number.indefinite and not _after_only(phrase, number.start)
        if not (number.ordinal or alone):
            spans.append(Figure(start=number.start, end=number.end, value=number.value))
    found: list[Figure] = []
    for figure in sorted(spans, key=lambda f: (f.start - f.end, f.unit is None)):
        words = set(range(figure.start, figure.end))
        if not words & taken:
            found.append(figure)
            taken |= words
    return tuple(sorted(found, key=lambda f: f.start))


def _after_only(phrase: Phrase, start: int) -> bool:
    """Tell whether 'un' is a number: "je n'ai qu'un croissant"."""
    return any(
        isinstance(a, phrases.Said) and a.cue is Cue.ONLY and a.end == start for a in phrase.atoms
    )


def _told(phrase: Phrase, figures: tuple[Figure, ...]) -> Iterator[_Told]:
    """Pair each product with the figure before it or, for want of one, after it."""
    asked = next((f for f in figures if _says_asked(phrase, f, figures)), None)
    free = [f for f in figures if f is not asked]
    named = [a for a in phrase.atoms if isinstance(a, Named)]
    whole = asked.value if asked else None
    if not named and len(free) <= 1:
        yield _Told(named=None, figure=free[0] if free else None, asked=whole)
    for name in named:
        before = [f for f in free if f.end <= name.start]
        figure = before[-1] if before else next(iter(free), None)
        free = [f for f in free if f is not figure]
        yield _Told(named=name, figure=figure, asked=whole if len(named) == 1 else None)


def _says_asked(phrase: Phrase, figure: Figure, figures: tuple[Figure, ...]) -> bool:
    """Tell whether a figure is what was asked: the 3 of '2 au lieu de 3' or '2 sur les 3'."""
    if figure is figures[0]:
        return False
    before = [a for a in phrase.atoms if a.end <= figure.start and isinstance(a, phrases.Said)]
    cues = [a for a in before if a.cue is not Cue.FILLER or phrase.words(a).lower() in _OUT_OF]
    return bool(cues) and (cues[-1].cue in {Cue.INSTEAD_OF, Cue.FILLER})


# --- the orders -----------------------------------------------------------------------------------


def _of_one(told: _Told, reading: Reading) -> Understood | None:
    """Return what is meant of one product; None where nothing fits."""
    sure = bool(reading.numbers)
    cues = set(reading.cues)
    gone = Cue.MISSING in cues and not cues & {Cue.ONLY, Cue.INSTEAD_OF}
    if told.figure is None and (gone or Cue.INSTEAD_OF in cues):
        return None
    if Cue.INSTEAD_OF in cues and told.asked is None:
        return None
    if not sure and not _may_be_unnamed(told, cues):
        return None
    orders = reading.orders(look.MISSABLE)
    if sure and not orders:
        return _settled(reading)
    lines = [(order, line) for order in orders for line in _lines(order, told)]
    if told.figure is None and Cue.ONLY in cues:
        return _pick(lines) if sure else None
    fits = [(o, x, left) for o, x in lines if (left := _left(x, told, gone=gone)) is not None]
    after_all = Cue.ONLY not in cues and told.asked is None and not sure
    short = [f for f in fits if _changes(*f[1:], after_all=after_all)]
    if told.asked is not None:
        short = [f for f in short if f[1].whole == told.asked] or short
    if short:
        options = tuple((_wish(*f),) for f in short)
        return Understood(wishes=options[0]) if len(options) == 1 else Understood(options=options)
    return Understood(reply=_enough(*fits[0], reading.facts)) if sure and fits else None


def _may_be_unnamed(told: _Told, cues: set[Cue]) -> bool:
    """Tell whether a phrase may be about an order that it does not name.

    A product with a word for 'only', or all of what was short before: 'il y en a bien 3'.
    """
    only = Cue.ONLY in cues or told.asked is not None
    return (told.named is not None and only) or Cue.THERE_ARE in cues


def _lines(order: Order, told: _Told) -> tuple[OrderLine, ...]:
    if told.named is None:
        return order.live_lines
    line = goods.line_like(order, told.named)
    return (line,) if line is not None else ()


def _left(line: OrderLine, told: _Told, *, gone: bool) -> Decimal | None:
    """Return how much there is of a line, in its unit; None where it is not measured so."""
    if told.figure is None:
        return line.whole if line.short or line.offered else None
    value = _measured(line, told.figure)
    if value is None:
        return None
    return line.whole - value if gone else value


def _measured(line: OrderLine, figure: Figure) -> Decimal | None:
    value, unit = figure.value, figure.unit
    if line.unit is Unit.PIECE:
        return value if unit in {None, Measure.PIECE} and value % 1 == 0 else None
    if unit is (Measure.KG if line.unit is Unit.KG else Measure.LITRE):
        return value
    count = line.item.count
    if unit not in {None, Measure.PIECE}:
        return None
    if count is not None and not line.offered and line.substitute is None:
        return (line.whole * value / count).quantize(Decimal("0.001"))
    bare = value % 1 == 0 and value >= goods.LEAST_GRAMS
    return value / 1000 if line.unit is Unit.KG and bare else value


def _changes(line: OrderLine, left: Decimal, *, after_all: bool) -> bool:
    """Tell whether so much is news of a line; without its order named, only the rest found is."""
    if line.short or line.offered:
        return left <= line.whole
    return left < line.whole and not after_all


def _wish(order: Order, line: OrderLine, left: Decimal) -> Wish:
    sku = goods.called(line)
    if left <= 0:
        return Missing(number=order.number, sku=sku)
    return Fewer(number=order.number, sku=sku, left=left)


def _pick(lines: list[tuple[Order, OrderLine]]) -> Understood | None:
    """'pas assez de croissants 4821': the card asks how many there are."""
    if len(lines) != 1:
        return None
    order, line = lines[0]
    return Understood(picking=Picking(number=order.number, sku=goods.called(line)))


def _settled(reading: Reading) -> Understood | None:
    """Let whoever is too late be told how the order stands."""
    order = look.order(reading.facts, reading.numbers[0])
    return Understood(reply=AlreadySettled(order=order)) if order is not None else None


def _enough(order: Order, line: OrderLine, left: Decimal, facts: Facts) -> Reply:
    who = look.customer(facts, order)
    return NothingShort(order=order, line=line, customer=who, more=left > line.whole)

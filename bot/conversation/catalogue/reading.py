"""What a command's line or a plain sentence wishes for which product.

    /prix baguette 1,15   /alias baguette : flûte, pain long   /rupture lait jusqu'à jeudi
    mets la baguette à 1,15 · plus de lait jusqu'à jeudi · remets les croissants

A sentence counts only where every word of it is understood: people talk in these chats, too.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from tournee.bot.conversation import phrases
from tournee.bot.conversation.catalogue import values, words
from tournee.bot.conversation.catalogue.finding import Scope, find, index_of
from tournee.bot.conversation.catalogue.state import Verb, Wish
from tournee.bot.conversation.phrases import Cue, Day, Named, Number, Phrase, Weight
from tournee.catalog.hours import Hours
from tournee.catalog.model import Shop
from tournee.catalog.quantity import Unit
from tournee.nlu.days import dates
from tournee.nlu.quantity.amounts import Measure
from tournee.nlu.words.tokens import fold, tokenize

_CUES: Final = frozenset({Cue.PRICE, Cue.NO_MORE, Cue.BACK, Cue.UNTIL, Cue.MISSING})
_SEPARATOR: Final = re.compile(r"\s*(?::|→|->|=)\s*")
_TRAILING_STOCK: Final = re.compile(r"^(.*?)[\s:=]+(\d[\d.,]*(?:\s*[^\W\d]{1,7})?)$")
_TRAILING_PERCENT: Final = re.compile(r"^(.*?)[\s:=]+(\d{1,2}(?:[.,]\d{1,2})?\s*%?)$")
_FIGURES: Final = re.compile(r"[-+]?\d[\d.,]*\D{0,3}")
_CENTS: Final = re.compile(r"[.,]\d\d$")
_MOST_UNIT_WORDS: Final = 3
LISTS: Final = frozenset(
    {Verb.RENAME, Verb.ALIAS, Verb.CATEGORY, Verb.OPTION, Verb.ALLERGENS, Verb.TEACH}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A wish, and the words that name its product."""

    name: str
    wish: Wish


def of_line(verb: Verb, line: str, scope: Scope) -> Told:
    """Read what stands behind a command, or in one line of its message."""
    line = line.strip()
    match verb:
        case Verb.PRICE:
            return _price_line(line, scope)
        case Verb.STOCK:
            return _stock(line, scope)
        case Verb.VAT:
            match = _TRAILING_PERCENT.match(line)
            return _told(verb, *((match[1], match[2]) if match else _leading(line, scope)))
        case Verb.UNIT:
            return _unit(line, scope)
        case Verb.OFF:
            return _off(line, scope)
        case _ if verb in LISTS:
            return _told(verb, *_separated(line, scope))
        case _:
            return _told(verb, line, "")


def _told(verb: Verb, name: str, value: str) -> Told:
    return Told(name=name.strip(" :"), wish=Wish(verb=verb, value=value.strip()))


def _price_line(line: str, scope: Scope) -> Told:
    priced = values.last_price(line)
    if priced is None:
        return _told(Verb.PRICE, *_leading(line, scope))
    return _told(Verb.PRICE, priced.before, line[len(priced.before) :].strip(" :=→>"))


def _leading(line: str, scope: Scope) -> tuple[str, str]:
    """Split behind the longest beginning that names a product: what follows is no value."""
    pieces = line.split()
    head, tail = " ".join(pieces[:-1]), pieces[-1] if pieces else ""
    product = find(head, scope).one if _FIGURES.fullmatch(tail) else None
    if product and fold(line) not in map(fold, (product.name, *product.aliases)):
        return head, tail
    for i in range(len(pieces) - 1, 0, -1):
        if find(" ".join(pieces[:i]), scope).one is not None and not find(line, scope).one:
            return " ".join(pieces[:i]), " ".join(pieces[i:])
    return line, ""


def _stock(line: str, scope: Scope) -> Told:
    parts = line.split()
    for count in range(min(3, len(parts)), 0, -1):
        if values.is_unlimited(" ".join(parts[-count:])):
            return _told(Verb.STOCK, " ".join(parts[:-count]), " ".join(parts[-count:]))
    match = _TRAILING_STOCK.match(line)
    if match is None or values.read_stock(match[2]) is None:
        return _told(Verb.STOCK, *_leading(line, scope))
    return _told(Verb.STOCK, match[1], match[2])


def _unit(line: str, scope: Scope) -> Told:
    parts = line.replace(":", " ").split()
    for count in range(min(_MOST_UNIT_WORDS, len(parts) - 1), 0, -1):
        if values.read_unit(" ".join(parts[-count:])) is not None:
            return _told(Verb.UNIT, " ".join(parts[:-count]), " ".join(parts[-count:]))
    return _told(Verb.UNIT, *_leading(line, scope))


def _off(line: str, scope: Scope) -> Told:
    tokens = tokenize(line)
    zone = scope.facts.village.settings.zone
    spans = [s for s in dates.spans(tokens, scope.facts.now, zone) if s.day is not None]
    span = max(spans, key=lambda s: (s.end - s.start, -s.start), default=None)
    if span is None or span.day is None:
        return _told(Verb.OFF, line, "")
    name = f"{line[: tokens[span.start].start]} {line[tokens[span.end - 1].end :]}"
    bare = _without_until(name)
    told = _told(Verb.OFF, bare, "")
    until = span.bound is not None or bare != name.strip()
    day = span.day if until else (span.last or span.day) + timedelta(days=1)
    return replace(told, wish=replace(told.wish, until=_midnight(day, scope)))


def _without_until(name: str) -> str:
    """Take 'jusqu'à', 'hasta el' off the end of what stands before a day."""
    pieces = name.split()
    while pieces and words.is_word("until", pieces[-1]):
        pieces.pop()
    return " ".join(pieces)


def _midnight(day: date, scope: Scope) -> datetime:
    zone = scope.facts.village.settings.zone
    return datetime(day.year, day.month, day.day, tzinfo=zone)


def _separated(line: str, scope: Scope) -> tuple[str, str]:
    """Split at ':' or '->', at 'en', or behind the longest beginning that names a product."""
    parts = _SEPARATOR.split(line, maxsplit=1)
    if len(parts) > 1:
        return parts[0], parts[1]
    pieces = line.split()
    for i in range(1, len(pieces) - 1):
        if words.is_word("to", pieces[i]) and find(" ".join(pieces[:i]), scope).one:
            return " ".join(pieces[:i]), " ".join(pieces[i + 1 :])
    return _leading(line, scope)


# --- sentences -----------------------------------------------------------------------------------


_SIZE_WORDS: Final = 2
"""Of a size behind a name: '6 parts'."""


def of_sentence(text: str, scope: Scope) -> Told | None:
    """Read a plain sentence; None where it is talk, or about something else."""
    rest = _without_left(text)
    if rest is not None and (left := _left(rest, scope)) is not None:
        return left
    reader = phrases.Reader(
        now=scope.facts.now,
        zone=scope.facts.village.settings.zone,
        cues=_CUES,
        index=index_of(scope),
    )
    phrase = reader.read(text)
    named = _named(phrase)
    strange = [t for t in phrase.strange if not words.is_word("joint", t.norm)]
    if any((t.norm,) not in words.units() for t in strange):
        return None
    if len(named) != 1 or "?" in text:
        return None
    if any(isinstance(a, Number) for a in phrase.atoms):
        return None
    name = phrase.words(named[0])
    if not phrase.cues:
        return _price(phrase, named[0], name) if _is_price(phrase, name, scope) else None
    if set(phrase.cues) == {Cue.PRICE}:
        return _price(phrase, named[0], name)
    if any(isinstance(a, Weight) for a in phrase.atoms):
        return None
    if phrase.cues[0] in {Cue.NO_MORE, Cue.MISSING} and not set(phrase.cues) & {
        Cue.PRICE,
        Cue.BACK,
    }:
        until = _until(phrase, scope)
        return Told(name=name, wish=Wish(verb=Verb.OFF, until=until))
    if set(phrase.cues) == {Cue.BACK}:
        return Told(name=name, wish=Wish(verb=Verb.ON))
    return None


def _named(phrase: Phrase) -> list[Named]:
    """Return what is named; 'the' before a name is no tea."""
    atoms = [a for a in phrase.atoms if isinstance(a, Named)]
    starts = {a.start for a in atoms}
    return [
        a
        for a in atoms
        if a.end not in starts or not phrases.is_filler(phrase.tokens[a.start : a.end])
    ]


def _without_left(text: str) -> str | None:
    """Take 'il me reste' or 'en stock' out of a sentence; None where it has neither."""
    tokens = tokenize(text)
    norms = [token.norm for token in tokens]
    for said in words.phrases("left"):
        for i in range(len(norms) - len(said) + 1):
            if tuple(norms[i : i + len(said)]) == said:
                return f"{text[: tokens[i].start]} {text[tokens[i + len(said) - 1].end :]}"
    return None


def _left(text: str, scope: Scope) -> Told | None:
    """'il me reste 3 poulets rôtis', 'comté 24 mois : 2 kg en stock': how much there is."""
    reader = phrases.Reader(
        now=scope.facts.now,
        zone=scope.facts.village.settings.zone,
        cues=_CUES,
        index=index_of(scope),
    )
    phrase = reader.read(text)
    named = [a for a in phrase.atoms if isinstance(a, Named)]
    amounts = [a for a in phrase.atoms if isinstance(a, Weight)]
    strange = [t for t in phrase.strange if not words.is_word("joint", t.norm)]
    if (sized := _of_size(phrase, named, amounts, scope)) is not None:
        return sized
    if strange or phrase.cues or len(named) != 1 or len(amounts) != 1 or "?" in text:
        return None
    value = phrase.words(amounts[0])
    if amounts[0].unit not in {None, Measure.KG} or values.read_stock(value) is None:
        return None
    return Told(name=phrase.words(named[0]), wish=Wish(verb=Verb.STOCK, value=value))


def _of_size(
    phrase: Phrase, named: list[Named], amounts: list[Weight], scope: Scope
) -> Told | None:
    """'5 tartes 6 parts': of the products of that name, the one with that figure in its own."""
    if not named or not amounts or phrase.cues or amounts[0].end > named[0].start:
        return None
    after = phrase.tokens[named[0].end :]
    if not 1 <= len(after) <= _SIZE_WORDS or not after[0].norm.isdecimal():
        return None
    found = find(phrase.words(named[0]), scope).products
    fitting = [p for p in found if after[0].norm in {t.norm for t in tokenize(p.name)}]
    value = phrase.words(amounts[0])
    if len(fitting) != 1 or values.read_stock(value) is None:
        return None
    return Told(name=fitting[0].name, wish=Wish(verb=Verb.STOCK, value=value))


def _is_price(phrase: Phrase, name: str, scope: Scope) -> bool:
    """Tell whether a figure with nothing but a name is a price: 'baguette 1,20', 'rôti 12 €'.

    A bare figure is one for what is sold by the piece alone; else it may be a weight.
    """
    amount = next((a for a in phrase.atoms if isinstance(a, Weight)), None)
    if amount is None or amount.unit not in {None, Measure.EUR}:
        return False
    by = any((token.norm,) in words.units() for token in phrase.strange)
    if amount.unit is Measure.EUR or by:
        return True
    product = find(name, scope).one
    cents = bool(_CENTS.search(phrase.words(amount)))
    return cents and product is not None and product.unit is Unit.PIECE


def _price(phrase: Phrase, named: Named, name: str) -> Told | None:
    """'mets la baguette à 1,15': a price, and the product before it."""
    amounts = [a for a in phrase.atoms if isinstance(a, Weight)]
    if len(amounts) != 1 or amounts[0].unit not in {None, Measure.EUR}:
        return None
    if amounts[0].start < named.end:
        return None
    text = phrase.text.strip(" .!")
    if _only_now_after(phrase, amounts[0].end):
        text = phrase.text[: phrase.tokens[amounts[0].end - 1].end]
    if values.last_price(text) is None:
        return None
    value = phrase.words(amounts[0])
    return Told(name=name, wish=Wish(verb=Verb.PRICE, value=value))


def _only_now_after(phrase: Phrase, end: int) -> bool:
    """Whether nothing but 'maintenant' or 'désormais' follows: a day would be another price."""
    after = [a for a in phrase.atoms if a.start >= end]
    said = [a for a in after if isinstance(a, phrases.Said) and a.cue is Cue.PRICE]
    return bool(after) and len(said) == len(after) and after[-1].end == len(phrase.tokens)


def _until(phrase: Phrase, scope: Scope) -> datetime | None:
    day = next((a for a in phrase.atoms if isinstance(a, Day)), None)
    if day is None:
        return None
    until = day.bounded or Cue.UNTIL in phrase.cues
    return _midnight(day.day if until else day.last + timedelta(days=1), scope)


def reopening(until: datetime, shop: Shop, scope: Scope) -> datetime:
    """Return when a shop opens first on the day on which something is back, or after it."""
    zone = scope.facts.village.settings.zone
    day = until.astimezone(zone).date()
    return Hours.parse(shop.hours, zone).first_opening(day) or until


def tomorrow(scope: Scope) -> datetime:
    """Return the start of the day after today: a shop that has no more has it again then."""
    today = scope.facts.now.astimezone(scope.facts.village.settings.zone).date()
    return _midnight(today + timedelta(days=1), scope)

"""Amounts as they are said: what of them goes together."""

from decimal import Decimal

from tournee.nlu.reading.readings import Reading
from tournee.nlu.reading.state import Amount, Item, Last, State
from tournee.nlu.reading.weights import WEIGHTS

_TENTHS = 10
_GRAMS = 20
"""A number from this on that stands alone after grams is grams."""
_CLOSE = frozenset({Last.THING, Last.OPTION, Last.COMMA, Last.PREP, Last.PACK, Last.DET})
"""What an amount may stand behind that goes to the thing before it."""
_OF = frozenset({"de", "d'", "of"})
_ON = frozenset({"on"})
_ONE = frozenset({"one"})
_THAT_IS = frozenset({"soit", "cad"})
"""'une blanquette pour 6, soit 1,5 kg'."""


def is_close(state: State, thing: Item, word: str) -> bool:
    """Tell whether an amount that begins with a word stands where one of the thing before may."""
    last = state.last
    if thing.line != state.breaks or last not in _CLOSE:
        return False
    before = state.trail[0].norm
    if last is Last.DET:
        return before in _OF
    if last is Last.COMMA:
        return before in _THAT_IS or not thing.amount
    if last is Last.OPTION:
        return word not in _ONE
    return last is not Last.PREP or before not in _ON


def bare_figures(amount: Amount) -> bool:
    return amount.measure is None and amount.number is not None and amount.number >= _GRAMS


def in_unit_of(first: Amount, second: Amount) -> Amount:
    """Read '400' after '500 g' as grams."""
    assert second.number is not None  # noqa: S101 (asked for by the caller)
    return Amount(measure=second.number / 1000, unit=first.unit, start=second.start)


def as_many(first: Amount, second: Amount) -> Amount | None:
    """Read 'two' after 'a kilo' as kilos; None where it counts pieces."""
    whole = first.measure is not None and first.measure % 1 == 0 and first.measure > 0
    few = second.number is not None and second.number < _GRAMS
    if not whole or not few or second.pack or second.measure is not None:
        return None
    return Amount(measure=second.number, unit=first.unit, start=second.start)


def length_score(reading: Reading) -> float:
    tokens = reading.end - reading.start
    return WEIGHTS.role * tokens + WEIGHTS.longer * (tokens - 1)


def spoken(first: Amount, second: Amount) -> Amount | None:
    """Put 'un kilo' and 'cinq' or 'deux cents' together, as people say 1.5 and 1.2 kg."""
    number = second.number
    if first.unit != "kg" or first.measure is None or number is None or second.pack:
        return None
    if number >= _GRAMS:
        return first._replace(measure=first.measure + number / 1000)
    return first._replace(measure=first.measure + number / 10) if number < _TENTHS else None


def merge(first: Amount, second: Amount) -> Amount | None:
    """Put two amounts of one thing together ('1 brie 200 g'); None where they clash."""
    if first.indefinite and second.number is not None and second.number < 1:
        return first._replace(number=(first.number or 0) + second.number, indefinite=False)
    if first.pack and first.number == 1 and _is_plain(second) and not first.measure:
        return first._replace(holds=second.number)
    both = first.number is not None and second.number is not None
    if both and not first.indefinite and not (first.number == 1 and second.pack):
        return None
    if first.measure is not None and second.measure is not None:
        return None
    if first.money is not None or second.money is not None:
        one = first.indefinite or (first.number == 1 and bool(first.pack) and not first.measure)
        return None if first and not one else second
    return Amount(
        number=second.number if second.number is not None else first.number,
        measure=second.measure if second.measure is not None else first.measure,
        unit=second.unit or first.unit,
        pack=second.pack or first.pack,
        indefinite=first.indefinite if second.number is None else second.indefinite,
        start=first.start if first.start >= 0 else second.start,
    )


def _is_plain(amount: Amount) -> bool:
    """Tell whether a number above one is all that is said."""
    alone = amount.measure is None and amount.money is None and not amount.pack
    return alone and amount.number is not None and amount.number > 1


def amount_of(reading: Reading) -> Amount | None:
    """What a reading of a number or an amount says; None where no number is said."""
    number = reading.number
    if number is not None:
        return Amount(number=number.value, indefinite=number.indefinite, start=reading.start)
    span = reading.amount
    assert span is not None  # noqa: S101 (a reading of this kind has one)
    start, unit = reading.start, span.unit.value
    if span.pack is not None and span.implied:
        return None
    if span.pack is not None:
        return Amount(number=span.value, pack=span.pack, indefinite=span.indefinite, start=start)
    if unit in {"kg", "l"}:
        return Amount(measure=span.value, unit=unit, start=start)
    if unit == "piece":
        return Amount(number=span.value, start=start)
    return Amount(money=span.value, start=start)


def is_half(reading: Reading) -> bool:
    """Tell whether a word says 'half': 'half pepperoni half mushrooms' counts no pizzas."""
    return reading.number is not None and reading.number.value == _HALF and reading.norm == ""


_HALF = Decimal("0.5")

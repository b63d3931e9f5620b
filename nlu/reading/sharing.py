"""Amounts for each of several people: 'une tranche par personne, on est 6' are six.

    shared = thing [options] ('par personne' | 'chacun')    of which the amount is each one's
    people = ('on est' | 'pour') number ['personnes'] | number 'personnes'

Where nobody says how many they are, what is 'par personne' has no amount, and is asked for;
'chacun' may be of each thing.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from tournee.nlu.quantity.markings import is_time
from tournee.nlu.quantity.numbers import NumberSpan
from tournee.nlu.reading.state import NOTHING, Amount, Item
from tournee.nlu.words import everyday, grammar
from tournee.nlu.words.phrases import LOCALES, Phrases, load_words, norms
from tournee.nlu.words.tokens import Token

_MOST_PEOPLE = 100
_NEAR = 4
"""Words between a thing and 'par personne': what says how it shall be."""
_FOR = frozenset({"pour", "pr", "for", "para"})
_PARTING = frozenset({",", ".", ";", "\n", "!", "?"})


class _Words(NamedTuple):
    each: Phrases[bool]
    """With whether they say it for sure."""
    we_are: Mapping[str, tuple[tuple[str, ...], ...]]
    """By their last words."""
    people: frozenset[tuple[str, ...]]


def shared(
    tokens: Sequence[Token], items: tuple[Item, ...], numbers: Sequence[NumberSpan]
) -> tuple[Item, ...]:
    """Multiply what is for each person by the people, who are told in the message."""
    words = _words()
    for i, token in enumerate(tokens):
        if token.norm not in words.each:
            continue
        for _, sure in words.each.at(tokens, i)[:1]:
            at = _before(tokens, items, i)
            if at is None:
                continue
            count = people(tokens, numbers, items[at])
            if count is None and not sure:
                continue
            amount = _times(items[at].amount, count) if count else NOTHING
            item = items[at]._replace(amount=amount, each=count is None)
            items = (*items[:at], item, *items[at + 1 :])
    return items


def _before(tokens: Sequence[Token], items: Sequence[Item], i: int) -> int | None:
    """Find the thing that 'par personne' is said of."""
    for at in reversed(range(len(items))):
        item = items[at]
        if item.end <= i and item.amount and not item.refers:
            between = tokens[item.end : i]
            near = len(between) <= _NEAR and _PARTING.isdisjoint(t.norm for t in between)
            return at if near else None
    return None


def people(
    tokens: Sequence[Token], numbers: Sequence[NumberSpan], but: Item | None = None
) -> int | None:
    """Tell how many people there are, where it is said last, not inside a thing."""
    words = _words()
    count: int | None = None
    for number in numbers:
        if number.indefinite or number.ordinal or number.value % 1 or number.upper:
            continue
        if not 1 < number.value <= _MOST_PEOPLE:
            continue
        if but is not None and but.start <= number.start < but.end:
            continue
        named = _begins(tokens, number.end, words.people)
        told = counts_people(tokens, number.start, number.end)
        if named or told or _is_for(tokens, number.start, number.end):
            count = int(number.value)
    return count


def counts_people(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Tell whether a number says how many there are: 'nous serons 4'."""
    before = tokens[start - 1].norm if start > 0 else ""
    said = any(
        words == tuple(token.norm for token in tokens[max(0, start - len(words)) : start])
        for words in _words().we_are.get(before, ())
    )
    return said and _ended(tokens, end)


def _is_for(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Tell whether a number says for how many it is: 'pour 4'."""
    ended = end >= len(tokens) or not tokens[end].norm[0].isalnum()
    small = ended or (_ended(tokens, end) and grammar.is_small(tokens[end].norm))
    return small and start > 0 and tokens[start - 1].norm in _FOR


def _begins(tokens: Sequence[Token], at: int, phrases: frozenset[tuple[str, ...]]) -> bool:
    return any(tuple(t.norm for t in tokens[at : at + n]) in phrases for n in (1, 2))


def _ended(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether nothing that is counted stands behind a number: 'on est 6', 'pour 4'."""
    if at >= len(tokens) or not tokens[at].is_word:
        return at >= len(tokens) or not tokens[at].is_number
    norm = tokens[at].norm
    small = grammar.is_small(norm) and not grammar.is_pack(norm)
    return small or any(
        everyday.is_everyday(norm, locale) and not is_time(norm) for locale in LOCALES
    )


def _times(amount: Amount, count: int) -> Amount:
    number = amount.number
    if amount.measure is not None:
        one = number if number is not None and number > 1 else Decimal(1)
        return amount._replace(measure=amount.measure * one * count, number=None)
    return amount._replace(
        number=number * count if number is not None else None,
        money=amount.money * count if amount.money is not None else None,
        indefinite=False,
    )


@cache
def _words() -> _Words:
    each: Phrases[bool] = Phrases()
    we_are: dict[str, tuple[tuple[str, ...], ...]] = {}
    people: set[tuple[str, ...]] = set()
    for locale in LOCALES:
        data = load_words(locale, "sharing")
        for key in ("per", "each"):
            for phrase in data[key]:
                each.add(phrase, key == "per")
        for words in map(norms, data["we_are"]):
            we_are[words[-1]] = (*we_are.get(words[-1], ()), words)
        people |= {norms(phrase) for phrase in data["people"]}
    return _Words(each, we_are, frozenset(people))

"""How a message answers the question that the bot has put.

What was offered is known, so little needs to be said: a number of the list, one word that tells
the offered things apart, 'aucun', 'les deux'.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tournee.catalog.model import PlaceSlug, Product
from tournee.nlu import grammar
from tournee.nlu.grammar import Role
from tournee.nlu.inflection import stem
from tournee.nlu.lattice import Lattice
from tournee.nlu.lexicon import Lexicon
from tournee.nlu.model import Answer, Intent, Question, QuestionKind
from tournee.nlu.names import NameTable
from tournee.nlu.resolve import asked_of
from tournee.nlu.state import Act, Amount, Item
from tournee.nlu.text import tokenize

_YES = frozenset({Intent.CONFIRM})
_NO = frozenset({Intent.DECLINE, Intent.CANCEL})
_MOST_WORDS = 3
_NOT_SAID = 100
"""A name of which nothing is said counts as this many words longer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A message as it was read, before its question is looked at."""

    lexicon: Lexicon
    lattice: Lattice
    items: tuple[Item, ...]
    intent: Intent
    basket: int = 0
    """How many things are in the basket."""
    place: PlaceSlug | None = None
    person: str | None = None
    days: tuple[date, ...] = ()

    @property
    def roles(self) -> set[Role]:
        return {r.role for readings in self.lattice.at for r in readings if r.role is not None}

    @property
    def numbers(self) -> list[Decimal]:
        """Numbers that are said, ordinals among them; of readings at one place the longest.

        That of a weight or of money is none.
        """
        found: list[Decimal] = []
        end = 0
        for readings in self.lattice.at:
            ends = [r.end for r in readings if r.amount is not None]
            spans = [r for r in readings if r.number is not None and r.start >= end]
            if spans:
                longest = max(spans, key=lambda r: r.end)
                assert longest.number is not None  # noqa: S101
                if longest.end >= max(ends, default=0):
                    found.append(longest.number.value)
                end = max(longest.end, *ends) if ends else longest.end
        return found

    @property
    def words(self) -> list[str]:
        """What is said beside small words and numbers."""
        counted = {
            i
            for readings in self.lattice.at
            for r in readings
            if r.number is not None or r.amount is not None
            for i in range(r.start, r.end)
        }
        return [
            token.norm
            for i, token in enumerate(self.lattice.tokens)
            if token.is_word and i not in counted and not grammar.is_small(token.norm)
        ]


def answer(heard: Heard, question: Question | None) -> Answer | None:
    """Read a message as an answer; None where it says nothing to the question."""
    if question is None:
        return None
    readers: dict[QuestionKind, Callable[[Heard, Question], Answer | None]] = {
        QuestionKind.PRODUCT: _product,
        QuestionKind.OPTION: _option,
        QuestionKind.QUANTITY: _quantity,
        QuestionKind.CONFIRM: _yes_no,
        QuestionKind.YES_NO: _substitute,
        QuestionKind.PLACE: _place,
        QuestionKind.NAME: _name,
        QuestionKind.ROUND: _round,
    }
    return readers[question.kind](heard, question)


def _product(heard: Heard, question: Question) -> Answer | None:
    numbers = heard.lexicon.number
    offered = [numbers[sku] for sku in question.skus if sku in numbers]
    picked = _read(heard, offered) or _picked(
        heard, offered, lambda: _by_words(heard, heard.lexicon.things, offered)
    )
    if picked:
        skus = tuple(heard.lexicon.products[o].sku for o in picked)
        return Answer(skus=skus, qty=_amount(heard, picked[0]))
    listed = _numbered(heard, len(offered) + 1)
    refused = Role.NONE in heard.roles or heard.intent in _NO or listed == [len(offered)]
    return Answer(none=True) if refused and not heard.items else None


def _option(heard: Heard, question: Question) -> Answer | None:
    lexicon = heard.lexicon
    product = next((lexicon.number[sku] for sku in question.skus if sku in lexicon.number), None)
    found = [
        entry
        for code in question.codes
        for entry in [lexicon.option(product, code) if product is not None else None]
        if entry is not None
    ]
    offered = [entry.number for entry in found]
    picked = _picked(heard, offered, lambda: _by_words(heard, lexicon.choices, offered))
    if picked:
        codes = tuple(lexicon.options[o].code for o in picked)
        return Answer(codes=codes[:1], qty=_together(heard))
    if (Role.NONE in heard.roles or heard.intent in _NO) and not heard.items:
        return Answer(none=True)
    return None


def _read(heard: Heard, offered: Sequence[int]) -> list[int]:
    """Things of the offer that the message was read to name."""
    named = [item for item in heard.items if not item.refers]
    return [o for item in named if len(item.owners) == 1 for o in item.owners if o in offered]


def _picked(heard: Heard, offered: Sequence[int], by_words: Callable[[], list[int]]) -> list[int]:
    """Choose by words, by number, or all of them."""
    if named := by_words():
        return named
    if listed := _numbered(heard, len(offered)):
        return [offered[i] for i in listed]
    if Role.BOTH in heard.roles or Role.EACH in heard.roles:
        counted = heard.numbers[0] if heard.numbers and Role.BOTH in heard.roles else None
        return list(offered) if counted in (None, len(offered)) else []
    return []


def _numbered(heard: Heard, count: int) -> list[int]:
    """Read 'la 2', '1 et 3', 'le dernier' as places in the list, where nothing else is said."""
    if count < 1:
        return []
    if Role.LAST in heard.roles:
        return [count - 1]
    if len(heard.words) > 1 or Role.BOTH in heard.roles:
        return []
    places = [int(n) - 1 for n in heard.numbers if n == int(n)]
    return places if places and all(0 <= place < count for place in places) else []


def _by_words(heard: Heard, table: NameTable, offered: Sequence[int]) -> list[int]:
    """Choose what most words tell apart from the rest that was offered."""
    scores = dict.fromkeys(offered, 0.0)
    for matched, weight in _matches(heard, table, offered):
        if len(matched) < len(scores) or len(scores) == 1:
            for owner in matched:
                scores[owner] += weight
    best = max(scores.values(), default=0.0)
    chosen = [owner for owner, score in scores.items() if score == best]
    if best and len(chosen) > 1:
        shortest = _shortest(table, chosen, {stem(t.norm) for t in heard.lattice.tokens})
        chosen = shortest if len(shortest) == 1 else chosen
    return chosen if best > 0 and len(chosen) == 1 else []


def _shortest(table: NameTable, owners: Sequence[int], said: set[str]) -> list[int]:
    """Of 'demi-sel' and 'doux et demi-sel' the one whose name has the fewest words unsaid."""
    unsaid = {
        owner: min(
            sum(word not in said for word in name.required)
            + _NOT_SAID * said.isdisjoint(name.required)
            for name in table.names
            if name.owner == owner
        )
        for owner in owners
    }
    return [owner for owner in owners if unsaid[owner] == min(unsaid.values())]


def _matches(
    heard: Heard, table: NameTable, offered: Sequence[int]
) -> Iterator[tuple[set[int], float]]:
    """For each word of the message the offered things that have it, and how surely."""
    masks = {
        owner: sum(1 << i for i, name in enumerate(table.names) if name.owner == owner)
        for owner in offered
    }
    for start, token in enumerate(heard.lattice.tokens):
        for norm in (token.norm, *heard.lattice.words.get(start, ())):
            matched, weight = _having(table, masks, norm)
            if matched:
                yield matched, weight


def _having(table: NameTable, masks: dict[int, int], norm: str) -> tuple[set[int], float]:
    sure = {o for o, mask in masks.items() if any(table.grow(mask, (), norm))}
    if sure or grammar.is_small(norm) or norm[0] == "#":
        return sure, 1.0
    likely = {o for o, mask in masks.items() if any(table.guess(mask, (), norm))}
    return likely, 0.6


def _amount(heard: Heard, owner: int) -> Decimal | None:
    """How much of what was picked, in its own unit, if the message says so."""
    product = heard.lexicon.products[owner]
    for item in heard.items:
        if owner in item.owners and not item.refers and item.amount and not item.amount.indefinite:
            return asked_of(product, heard.lexicon.sizes[owner], item).qty
    named = words_of(product)
    if weighed := _weighed(heard, owner, named):
        return weighed
    if Role.EACH in heard.roles:
        return Decimal(1)
    counts = [n for n in heard.numbers if n >= 1 and n == int(n) and str(n) not in named]
    return counts[0] if len(counts) == 1 and heard.words and not heard.items else None


def _weighed(heard: Heard, owner: int, named: frozenset[str]) -> Decimal | None:
    """Read a weight beside what was picked: '18 mois, 500 g'; 18 is in its name and counts none."""
    lexicon = heard.lexicon
    for item in heard.items:
        if item.amount.measure is not None and (item.refers or not item.owners):
            counted = item.amount.number is not None and str(item.amount.number) not in named
            amount = item.amount if counted else item.amount._replace(number=None)
            asked = asked_of(
                lexicon.products[owner], lexicon.sizes[owner], item._replace(amount=amount)
            )
            return asked.qty
    return None


def words_of(product: Product) -> frozenset[str]:
    """Return the words and figures of a product's name, folded."""
    return frozenset(token.norm for token in tokenize(product.name))


def _together(heard: Heard) -> Decimal | None:
    """How many things an option is for: 'les deux en moyenne'."""
    if Role.BOTH not in heard.roles:
        return None
    return heard.numbers[0] if heard.numbers else Decimal(heard.basket + 1)


def _quantity(heard: Heard, question: Question) -> Answer | None:
    lexicon = heard.lexicon
    number = next((lexicon.number[sku] for sku in question.skus if sku in lexicon.number), None)
    amounts = [
        item.amount
        for item in heard.items
        if item.amount and (item.refers or number in item.owners or not item.owners)
    ]
    amount = amounts[0] if amounts else None
    if amount is None and heard.numbers and len(heard.words) < _MOST_WORDS:
        amount = Amount(number=heard.numbers[0])
    if amount is None:
        refused = Role.NONE in heard.roles or heard.intent in _NO
        return Answer(none=True) if refused and not heard.items else None
    if number is None:
        return Answer(qty=amount.number)
    item = Item((number,), None, (), amount, (), Act.ORDER, 0, 0)
    asked = asked_of(lexicon.products[number], lexicon.sizes[number], item)
    qty = asked.qty if asked.qty is not None else asked.count
    return Answer(qty=qty) if qty is not None else None


def _yes_no(heard: Heard, _question: Question) -> Answer | None:
    if any(not item.told for item in heard.items):
        return None
    if heard.intent in _YES or Role.ENOUGH in heard.roles:
        return Answer(yes=True)
    if heard.intent is Intent.DECLINE:
        return Answer(yes=False)
    return None


def _substitute(heard: Heard, question: Question) -> Answer | None:
    """'oui', or the name of what was proposed."""
    named = {heard.lexicon.products[o].sku for item in heard.items for o in item.owners}
    picked = tuple(sku for sku in question.skus if sku in named)
    if picked:
        return Answer(yes=True, skus=picked)
    if Role.NONE in heard.roles and not heard.items:
        return Answer(yes=False, none=True)
    return _yes_no(heard, question)


def _place(heard: Heard, _question: Question) -> Answer | None:
    """An answer names the place even where the words would be goods: 'les Granges', les oranges."""
    everywhere = [token.norm for token in heard.lattice.tokens]
    place = heard.place or heard.lexicon.gazetteer.place(everywhere)
    if place is not None:
        return Answer(place=place)
    listed = _numbered(heard, len(heard.lexicon.village.places))
    places = heard.lexicon.village.places
    return Answer(place=places[listed[0]].slug) if len(listed) == 1 else None


def _name(heard: Heard, _question: Question) -> Answer | None:
    if heard.person:
        return Answer(name=heard.person)
    tokens = heard.lattice.tokens
    words = [t.text for t in tokens if t.is_word and not grammar.is_small(t.norm)]
    plain = not heard.items and heard.intent not in _NO and 0 < len(words) <= _MOST_WORDS
    return Answer(name=" ".join(words)) if plain else None


def _round(heard: Heard, question: Question) -> Answer | None:
    for day in heard.days:
        if day in question.days:
            return Answer(day=day)
    listed = _numbered(heard, len(question.days))
    if len(listed) == 1:
        return Answer(day=question.days[listed[0]])
    if heard.intent in _YES and len(question.days) == 1:
        return Answer(day=question.days[0])
    return Answer(none=True) if heard.intent in _NO and not heard.items else None

"""What a message turns in the basket as a whole: 'inversez', 'finalement pour 4'.

turned = 'inversez' [thing 'et' thing]      two amounts change places
| ['finalement'] size                another size of what was ordered last and has it
size   = ['pour' | 'on sera'] number ['personnes'] | 'la grande' | 'le plus petit'
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache, lru_cache
from itertools import pairwise

from tournee.nlu.lexicon import Lexicon
from tournee.nlu.model import Question, QuestionKind
from tournee.nlu.quantity.numbers import NumberSpan
from tournee.nlu.reading.sharing import people
from tournee.nlu.reading.state import NOTHING, Act, Amount, Item
from tournee.nlu.search.joints import number_word
from tournee.nlu.search.wording import taken_apart, words_of
from tournee.nlu.words import grammar
from tournee.nlu.words.grammar import Role
from tournee.nlu.words.inflection import stem
from tournee.nlu.words.phrases import LOCALES, load_words
from tournee.nlu.words.tokens import Token, fold

_PERSONS = stem("personnes")
_TWO = 2


def turned(
    lexicon: Lexicon,
    tokens: Sequence[Token],
    items: Sequence[Item],
    before: Sequence[Item],
    numbers: Sequence[NumberSpan],
) -> tuple[Item, ...]:
    """Give what a message turns of the basket; nothing where it says something else."""
    held = [item for item in before if len(item.owners) == 1 and item.amount]
    if not held or (tokens[-1:] and tokens[-1].norm == "?"):
        return ()
    if grammar.has(tokens, Role.INVERSE):
        return _inverted(items, held)
    alone = not items or (len(items) == 1 and items[0].refers and not items[0].choices)
    return _resized(lexicon, tokens, held, numbers) if alone else ()


def for_so_many(
    lexicon: Lexicon,
    tokens: Sequence[Token],
    items: tuple[Item, ...],
    numbers: Sequence[NumberSpan],
) -> tuple[Item, ...]:
    """'une tarte aux pommes, on sera 6': of several sizes the one for so many."""
    several = any(len(item.owners) > 1 and item.amount.number == 1 for item in items)
    each = [_is_each(lexicon, item) for item in items]
    count = people(tokens, numbers) if several or any(each) else None
    if count is None:
        return items
    served = Amount(number=Decimal(count))
    return tuple(
        item._replace(amount=served) if one else _fitting(lexicon, item, count)
        for item, one in zip(items, each, strict=True)
    )


def _is_each(lexicon: Lexicon, item: Item) -> bool:
    """Tell whether one thing is sold by the head, and not counted: 'plateau (par pers.) pour 6'."""
    uncounted = not item.amount or item.amount.indefinite
    return uncounted and len(item.owners) == 1 and _by_head(lexicon.products[item.owners[0]].name)


@lru_cache(maxsize=4096)
def _by_head(name: str) -> bool:
    words = words_of(name)
    return any(one in _BY and other in _HEADS for one, other in pairwise(words))


_BY = frozenset({"par", "per", "por"})
_HEADS = frozenset({"pers", "personne", "person", "persona", "pax", "convive", "tete"})


def largest(lexicon: Lexicon, tokens: Sequence[Token], items: tuple[Item, ...]) -> tuple[Item, ...]:
    """'la plus grosse galette', 'une grande tarte': of several sizes the largest or smallest."""
    return tuple(_largest(lexicon, tokens, i) if len(i.owners) > 1 else i for i in items)


def _largest(lexicon: Lexicon, tokens: Sequence[Token], item: Item) -> Item:
    around = [*tokens[max(0, item.start - 2) : item.end], *tokens[item.end : item.end + 1]]
    sign = _direction(around)
    sizes = {o: p for o in item.owners if (p := _content(lexicon, o)) is not None}
    alike = len({_words(lexicon, o) for o in item.owners}) == 1
    if not sign or not alike or len(sizes) != len(item.owners):
        return item
    best = max(sizes, key=lambda owner: sizes[owner] * sign)
    return item._replace(owners=(best,))


def _content(lexicon: Lexicon, owner: int) -> Decimal | None:
    """How large a thing is, by its name: for so many people, or in kilos or litres."""
    size = lexicon.sizes[owner]
    return _persons(lexicon, owner) or size.weight or size.volume


def _fitting(lexicon: Lexicon, item: Item, count: int) -> Item:
    fitting = tuple(o for o in item.owners if _persons(lexicon, o) == count)
    alike = len({_words(lexicon, o) for o in item.owners}) == 1
    return item._replace(owners=fitting) if len(fitting) == 1 and alike else item


def exchanged(tokens: Sequence[Token], items: tuple[Item, ...]) -> tuple[Item, ...]:
    """'2 baguettes et 3 croissants, non l'inverse': the last two amounts change places."""
    if len(items) < _TWO or not grammar.has(tokens[items[-1].end :], Role.INVERSE):
        return items
    one, other = items[-2:]
    if not (one.amount and other.amount) or other.refers:
        return items
    return (*items[:-2], one._replace(amount=other.amount), other._replace(amount=one.amount))


def is_settled(question: Question | None) -> bool:
    """Tell whether nothing is asked but whether all is right."""
    return question is None or question.kind is QuestionKind.CONFIRM


def _inverted(items: Sequence[Item], held: Sequence[Item]) -> tuple[Item, ...]:
    named = {owner for item in items for owner in item.owners}
    meant = [item for item in held if named & set(item.owners)] if named else list(held)
    if len(meant) != _TWO or any(item.amount and not item.refers for item in items):
        return ()
    one, other = meant
    if (one.amount.number is None) is not (other.amount.number is None):
        return ()
    return (
        one._replace(amount=other.amount, act=Act.CHANGE, end=1),
        other._replace(amount=one.amount, act=Act.CHANGE, end=1),
    )


def _resized(
    lexicon: Lexicon,
    tokens: Sequence[Token],
    held: Sequence[Item],
    numbers: Sequence[NumberSpan],
) -> tuple[Item, ...]:
    """Find the newest thing that comes in the size that is said, and put it in its place."""
    count = people(tokens, numbers)
    sign = _direction(tokens)
    if (count is None and not sign) or not all(map(_is_slight, tokens)):
        return ()
    for item in reversed(held):
        owner = item.owners[0]
        others = list(_sizes(lexicon, owner))
        if count is not None:
            other = next((o for o, size in others if size == count), None)
        else:
            other = _next(others, _persons(lexicon, owner), sign) or _called(lexicon, owner, tokens)
        if other is not None and all(other not in i.owners for i in held):
            gone = item._replace(act=Act.SWAP, amount=NOTHING, end=1)
            come = item._replace(owners=(other,), act=Act.CHANGE, refers=False, end=1)
            return (gone, come)
    sized = any(_persons(lexicon, item.owners[0]) is not None for item in held)
    said = next((n for n in numbers if n.value == count), None)
    return (_not_made(said),) if said is not None and sized else ()


def _not_made(said: NumberSpan) -> Item:
    """Tell of a size that nothing ordered comes in: 'pour 10'."""
    return Item((), None, (), NOTHING, (), Act.CHANGE, max(0, said.start - 1), said.end)


def _is_slight(token: Token) -> bool:
    """Tell whether a token names nothing of its own."""
    norm = token.norm
    return not norm[0].isalpha() or grammar.is_small(norm) or stem(norm) == _PERSONS or (
        norm in _bigger() | _smaller()
    )  # fmt: skip


def _direction(tokens: Sequence[Token]) -> int:
    """Tell whether the larger one is meant (1) or the smaller one (-1)."""
    said = {token.norm for token in tokens}
    return bool(said & _bigger()) - bool(said & _smaller())


def _next(others: Sequence[tuple[int, Decimal]], own: Decimal | None, sign: int) -> int | None:
    """Choose the one that is larger or smaller, where there is one."""
    if own is None:
        return None
    there = [owner for owner, size in others if (size - own) * sign > 0]
    return there[0] if len(there) == 1 else None


def _called(lexicon: Lexicon, owner: int, tokens: Sequence[Token]) -> int | None:
    """Find another thing that is called by its words and the size: 'grand paris-brest'."""
    for token in tokens:
        if token.norm not in _bigger() | _smaller():
            continue
        for length in (1, 2, 3):
            keys = tuple(map(stem, _words(lexicon, owner)[:length]))
            found = lexicon.things.hold((*keys, stem(token.norm)))
            if found and len(found.exact) == 1 and found.exact[0] != owner:
                return found.exact[0]
    return None


def _sizes(lexicon: Lexicon, owner: int) -> Iterator[tuple[int, Decimal]]:
    """Give the other sizes of a thing, with for how many people they are."""
    words = _words(lexicon, owner)
    shop = lexicon.products[owner].shop
    for other, product in enumerate(lexicon.products):
        if other != owner and product.shop == shop and _words(lexicon, other) == words:
            persons = _persons(lexicon, other)
            if persons is not None:
                yield other, persons


def _words(lexicon: Lexicon, owner: int) -> tuple[str, ...]:
    """Words of a name without its sizes."""
    required = taken_apart(lexicon.products[owner].name, sizes_optional=True).spellings[0].required
    return tuple(word for word in required if word[0] != "#")


def _persons(lexicon: Lexicon, owner: int) -> Decimal | None:
    """For how many people a thing is, by its name."""
    spelled = taken_apart(lexicon.products[owner].name, sizes_optional=True).spellings[0]
    for word in (*spelled.required, *spelled.optional):
        value, _, unit = word.removeprefix("#").partition(":")
        if word == number_word(value, _PERSONS) and unit:
            return Decimal(value)
    return None


@cache
def _bigger() -> frozenset[str]:
    return frozenset(fold(w) for locale in LOCALES for w in load_words(locale, "words")["bigger"])


@cache
def _smaller() -> frozenset[str]:
    return frozenset(fold(w) for locale in LOCALES for w in load_words(locale, "words")["smaller"])

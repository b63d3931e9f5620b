"""What a reading leaves over: an amount that strayed from its thing, a word that makes it another.

'Plus de papier toilette, c'est la panique. Deux paquets' are two packs of what is named alone; 'un
pâté croûte' is hardly the pâté.
"""

from collections.abc import Sequence

from tournee.nlu.reading.lattice import Lattice
from tournee.nlu.reading.quantities import amount_of
from tournee.nlu.reading.readings import Kind, Level, Reading
from tournee.nlu.reading.state import Act, Amount, Item
from tournee.nlu.reading.telling import told_of
from tournee.nlu.reading.unmet import is_diet, unmet
from tournee.nlu.words import everyday, grammar, ordinary
from tournee.nlu.words.grammar import Role
from tournee.nlu.words.tokens import Token

_WANTED = frozenset({Act.ORDER, Act.ADD})
_COUNTED = frozenset({Kind.NUMBER, Kind.AMOUNT})
_MADE = frozenset({"en", "au", "aux"})
"""'pâté en croûte'."""
_COOKED = frozenset({"au", "aux"})
"""'diots au vin blanc'."""
_SHORTEST = 4
"""Shorter words are mostly shorthand."""


def gathered(
    items: tuple[Item, ...], readings: Sequence[Reading], tokens: Sequence[Token], locale: str
) -> tuple[Item, ...]:
    """Give a single thing its amount, and doubt things that an unknown word is said of.

    What the catalogue lacks is not passed over where people tell of something.
    """
    items = _with_lost(items, readings, tokens, locale)
    asks = any(token.norm == "?" for token in tokens)
    if len(items) == 1 and not asks and (stray := _stray(items[0], readings)):
        items = (items[0]._replace(amount=stray),)
    items = unmet(items, readings, tokens, locale)
    unknown = {r.start for r in readings if r.kind is Kind.WORD and _is_unknown(tokens, r, locale)}
    goods = {r.start for r in readings if r.kind is Kind.WORD and r.goods > 0}
    made = {r.end for r in readings if r.end in unknown and tokens[r.start].norm in _MADE}
    made |= {r.end for r in readings if r.end in goods and tokens[r.start].norm in _COOKED}
    sorts = {r.start for r in readings if r.kind is Kind.WORD and is_diet(tokens[r.start].norm)}
    doubted = unknown | sorts | {i - 1 for i in made}
    return tuple(i._replace(doubtful=True) if i.owners and i.end in doubted else i for i in items)


def pointed_to(
    items: tuple[Item, ...], readings: Sequence[Reading], lattice: Lattice
) -> tuple[Item, ...]:
    """Find what is told of where so much of it is ordered: 'on a fini le cubi, remettez-en un'."""
    tokens = lattice.tokens
    for said, verb in zip(readings[1:], readings, strict=False):
        amount = amount_of(said) if said.kind in _COUNTED else None
        after = tokens[said.end].norm if said.end < len(tokens) else "."
        en = {token.norm for token in tokens[max(0, verb.start - 1) : said.start]}
        if amount is None or verb.role not in _VERBS or after[0].isalnum() or "en" not in en:
            continue
        if any(i.start < verb.start or i.start <= said.start < i.end for i in items):
            continue
        if named := _named_before(lattice, verb.start):
            mention = named.mention
            assert mention is not None  # noqa: S101 (a thing has one)
            found = Item(
                mention.owners, mention.level, mention.keys, amount, (), Act.ORDER,
                named.start, said.end, guessed=mention.cost,
            )  # fmt: skip
            return (found, *items)
    return items


def _named_before(lattice: Lattice, end: int) -> Reading | None:
    """The last thing that is named in full before a token."""
    exact = (
        r
        for at in lattice.at[:end]
        for r in at
        if r.end <= end and r.mention and r.kind is Kind.THING and r.mention.level is Level.EXACT
    )
    return max(exact, key=lambda r: (r.end, r.end - r.start), default=None)


_VERBS = frozenset({Role.ORDER, Role.ADD})


def _with_lost(
    items: tuple[Item, ...], readings: Sequence[Reading], tokens: Sequence[Token], locale: str
) -> tuple[Item, ...]:
    """Add goods that are counted amid what is told: 'les petits crient 2 gourdes de compote'."""
    taken = {i for item in items for i in range(item.start, item.end)}
    lost = [
        Item((), None, (), amount, (), Act.ORDER, first.start, end)
        for k, first in enumerate(readings)
        if (amount := _counted(first))
        and (k == 0 or readings[k - 1].kind not in _SORTED)
        and (end := _goods_end(readings[k + 1 : k + 4], tokens, locale))
        and taken.isdisjoint(range(first.start, end))
    ]
    told = told_of(tokens, locale) if lost else ()
    listed = {item.start for item in items if item.amount}
    added = [item for item in lost if item.end in listed or item.start not in told]
    return tuple(sorted((*items, *added), key=lambda item: item.start)) if added else items


def _counted(reading: Reading) -> Amount | None:
    amount = amount_of(reading) if reading.kind in _COUNTED else None
    return None if amount is None or amount.indefinite or amount.money is not None else amount


def _goods_end(readings: Sequence[Reading], tokens: Sequence[Token], locale: str) -> int:
    """Where words for goods end that nothing explains: 'gourdes de compote'; or 0."""
    words = []
    for reading in readings:
        if reading.kind is Kind.WORD:
            words.append(reading)
        elif reading.norm not in _OF:
            break
    goods = [
        r
        for r in words
        if everyday.goods(tokens[r.start].norm, locale) > 0
        and not everyday.describes(tokens[r.start].norm)
    ]
    begins = bool(words) and readings[0] is words[0]
    return goods[-1].end if begins and goods else 0


_OF = frozenset({"de", "d'"})
_SORTED = frozenset({Kind.THING, Kind.OPTION})
"""What a number may part: 'two coffees, one black'."""


def _stray(item: Item, readings: Sequence[Reading]) -> Amount | None:
    """Find the one amount by packs or measure that stands behind a thing without any."""
    if item.amount or item.act not in _WANTED or not item.owners or item.refers or item.negated:
        return None
    behind = [r for r in readings if r.kind in _COUNTED and r.start >= item.end]
    amounts = [amount for r in behind if (amount := amount_of(r)) and not amount.indefinite]
    if len(amounts) != 1 or not (amounts[0].pack or amounts[0].measure):
        return None
    return amounts[0]


def _is_unknown(tokens: Sequence[Token], reading: Reading, locale: str) -> bool:
    """Tell whether nothing is known of a word: neither of the language, nor a name of somebody."""
    token = tokens[reading.start]
    norm = token.norm
    if len(norm) < _SHORTEST or not norm.isalpha() or token.text[:1].isupper():
        return False
    known = (
        grammar.is_small(norm)
        or grammar.sounds_small(norm, locale)
        or everyday.goods(norm, locale) != 0
        or everyday.describes(norm)
        or ordinary.is_ordinary(norm, locale)
    )
    return not known

"""What a reading leaves over: an amount that strayed from its thing, a word that makes it another.

'Plus de papier toilette, c'est la panique. Deux paquets' are two packs of what is named alone; 'un
pâté croûte' is hardly the pâté.
"""

from collections.abc import Sequence

from tournee.nlu.reading.quantities import amount_of
from tournee.nlu.reading.readings import Kind, Reading
from tournee.nlu.reading.state import Act, Amount, Item
from tournee.nlu.words import everyday, grammar, ordinary
from tournee.nlu.words.tokens import Token

_WANTED = frozenset({Act.ORDER, Act.ADD})
_COUNTED = frozenset({Kind.NUMBER, Kind.AMOUNT})
_MADE = frozenset({"en", "au", "aux"})
"""'pâté en croûte'."""
_SHORTEST = 4
"""Shorter words are mostly shorthand."""


def gathered(
    items: tuple[Item, ...], readings: Sequence[Reading], tokens: Sequence[Token], locale: str
) -> tuple[Item, ...]:
    """Give a single thing its amount, and doubt things that an unknown word is said of."""
    asks = any(token.norm == "?" for token in tokens)
    if len(items) == 1 and not asks and (stray := _stray(items[0], readings)):
        items = (items[0]._replace(amount=stray),)
    unknown = {r.start for r in readings if r.kind is Kind.WORD and _is_unknown(tokens, r, locale)}
    made = {r.end for r in readings if r.end in unknown and tokens[r.start].norm in _MADE}
    doubted = unknown | {i - 1 for i in made}
    return tuple(i._replace(doubtful=True) if i.owners and i.end in doubted else i for i in items)


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

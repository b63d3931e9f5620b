"""Less than nothing: '2 baguettes, -3 croissants' asks for something that nobody can bring.

    minus = a dash that touches the figure behind it | 'moins' before a number
    bullet = a dash at the beginning of a line of several, or one of several dashes of a line

A dash counts where it is the only one of a message of one line, and what stands before it is the
beginning, a comma, 'et' or a verb; behind goods ('2 baguettes -3 croissants') it parts them.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from tournee.nlu.model import Line, Unresolved
from tournee.nlu.reading.state import Act, Item
from tournee.nlu.words import grammar
from tournee.nlu.words.grammar import Role
from tournee.nlu.words.phrases import LOCALES, load_words
from tournee.nlu.words.tokens import Token, fold

_DASHES = frozenset({"-", "\u2212"})
_PARTING = frozenset({",", ";", "+", ".", "!"})
_BINDING = (Role.AND, Role.ORDER, Role.ADD)


def below_zero(tokens: Sequence[Token], item: Item) -> bool:
    """Tell whether less than nothing is asked for of a thing."""
    start = item.amount.start
    if start < 1 or item.refers or item.act not in {Act.ORDER, Act.ADD, Act.CHANGE}:
        return False
    if tokens[start - 1].norm in _words():
        return _begins(tokens, start - 1)
    return _is_minus(tokens, start - 1)


def negative(found: Line | Unresolved) -> Line | Unresolved:
    """Give what was asked for with all that it counts below zero."""
    qty = -found.qty if found.qty is not None else None
    amount = -found.amount if found.amount is not None else None
    if isinstance(found, Unresolved):
        return replace(found, qty=qty, amount=amount)
    count = -found.count if found.count is not None else None
    return replace(found, qty=qty, amount=amount, count=count)


def _is_minus(tokens: Sequence[Token], at: int) -> bool:
    sole = sum(token.norm in _DASHES for token in tokens) == 1
    if not sole or not _touches(tokens, at) or any(token.norm == "\n" for token in tokens):
        return False
    counted = any(token.is_number for token in tokens[:at])
    return _begins(tokens, at) or (not counted and tokens[at - 1].is_word)


def _touches(tokens: Sequence[Token], at: int) -> bool:
    dash, figure = tokens[at], tokens[at + 1]
    return dash.norm in _DASHES and dash.end == figure.start and figure.is_number


def _begins(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether what is asked for may begin at a token."""
    if at == 0 or tokens[at - 1].norm in _PARTING:
        return True
    return any(grammar.has(tokens[at - 1 : at], role) for role in _BINDING)


@cache
def _words() -> frozenset[str]:
    return frozenset(
        fold(word) for locale in LOCALES for word in load_words(locale, "numbers")["minus"]
    )

"""'annulez tout sauf le pain', 'gardez juste le pain': the named things stay, all others go.

only = (cancelling | negation) .. 'tout' .. EXCEPT .. thing
     | KEEP .. ('juste' ..) thing              of a basket that was just emptied: 'juste' or not
     | ('finalement' | 'non') .. ('juste' | 'ne' .. 'que') .. thing
"""

from collections.abc import Sequence
from typing import Final

from tournee.nlu.lexicon import Lexicon
from tournee.nlu.model import Context
from tournee.nlu.reading.state import Act, Item
from tournee.nlu.words import grammar
from tournee.nlu.words.grammar import Role
from tournee.nlu.words.tokens import Token

_ALL: Final = frozenset(
    {"tout", "tous", "toutes", "reste", "rien", "all", "everything", "rest", "todo", "nada"}
)
_JUST: Final = frozenset(
    {"juste", "seulement", "uniquement", "que", "qu'", "only", "just", "solo", "solamente"}
)
_BUT: Final = frozenset({"mais", "but", "pero"})


def only(
    lexicon: Lexicon, tokens: Sequence[Token], items: Sequence[Item], context: Context
) -> bool:
    """Tell whether what the message names is all that shall stay of what is held."""
    named = [item for item in items if item.owners and not item.refers]
    held = {lexicon.number[x.sku] for x in context.basket if x.sku in lexicon.number}
    if not held or not named or not all(held & set(item.owners) for item in named):
        return False
    before = tokens[: named[0].start]
    words = {token.norm for token in before}
    just = not words.isdisjoint(_JUST)
    if grammar.has(before, Role.KEEP):
        return just or context.emptied
    if grammar.has(before, Role.EXCEPT) and not words.isdisjoint(_ALL):
        return grammar.has(before, Role.REMOVE)
    turns = grammar.has(tokens, Role.CHANGE) or grammar.has(tokens, Role.CORR)
    return just and (turns or not words.isdisjoint(_BUT))


def kept(items: Sequence[Item]) -> tuple[Item, ...]:
    """What stays, as it is or in the amount that is said."""
    return tuple(item._replace(act=Act.CHANGE, negated=False) for item in items if item.owners)

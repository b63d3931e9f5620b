"""What new goods stand in place of, where the message does not name it: 'plutôt du jambon'.

That is what was just asked about; without a question the one thing in the basket that is like it,
or the only one. Goods that are named beside ('et 2 croissants') stand in place of nothing.
"""

from dataclasses import replace
from decimal import Decimal

from tournee.bot.conversation.model import Facts
from tournee.bot.conversation.resident import look, questions
from tournee.bot.conversation.resident.cues import Habit, has
from tournee.bot.conversation.resident.state import (
    AskOption,
    AskProduct,
    AskQuantity,
    State,
    Vague,
    Want,
)
from tournee.bot.conversation.resident.wants import holds
from tournee.catalog.model import Sku
from tournee.nlu.model import Intent, Parse
from tournee.nlu.words import grammar
from tournee.nlu.words.grammar import Role
from tournee.nlu.words.tokens import tokenize
from tournee.orders.model import Item

_REFUSING = frozenset({"non", "nan", "nn", "no", "nope"})
"""'non, une reine': rather than the pizza that is shown."""
_BEGINNING = 3
_NAMING = frozenset({Intent.ORDER, Intent.CHANGE})


def asked_about(state: State, facts: Facts) -> tuple[Want, ...]:
    """Return the goods that the pending question is about."""
    match state.asked:
        case AskProduct(vague=vague):
            return (vague,)
        case AskOption():
            return questions.missing_same(state, facts, state.asked)
        case AskQuantity(item=item):
            return (item,)
    return ()


def is_meant(text: str) -> bool:
    """Tell whether a message says that its goods stand in place of others."""
    tokens = tokenize(text)
    return grammar.has(tokens, Role.INSTEAD) and not _adds(text)


def left_out(state: State, text: str, parse: Parse, facts: Facts) -> tuple[Want, ...]:
    """Return what leaves the basket for what a message names."""
    new = _new(parse)
    if parse.intent not in _NAMING or not new or _adds(text):
        return ()
    if any(not new.isdisjoint(_skus(want)) for want in state.wants):
        return ()
    meant = is_meant(text)
    insists = has(text, Habit.SAID_BEFORE)
    if not (meant or insists or puts_right(text)):
        return ()
    refused = insists or bool(_REFUSING & {token.norm for token in tokenize(text)[:_BEGINNING]})
    alike = [w for w in state.wants if _categories(w, facts) & _of(new, facts)]
    asked = () if insists else asked_about(state, facts)
    asked = tuple(want for want in asked if want in state.wants)
    if asked and not (meant and len(alike) == 1):
        return asked
    if len(alike) == 1 and (meant or refused):
        return tuple(alike)
    return state.wants if meant and len(state.wants) == 1 else ()


def answers(state: State, text: str, parse: Parse, facts: Facts) -> Vague | None:
    """Return what was asked about if a message names another product for it, by its name alone.

    'du pain', which one? 'une baguette': no baguette was on the list, but that is the answer.
    """
    if not isinstance(state.asked, AskProduct) or parse.intent is not Intent.ORDER:
        return None
    vague = state.asked.vague
    line = parse.lines[0] if len(parse.lines) == 1 and not parse.unresolved else None
    if line is None or _adds(text) or vague.doubted or vague not in state.wants:
        return None
    if line.sku in vague.skus or holds(state.wants, line.sku):
        return None
    first, other = look.product(facts, vague.skus[0]), look.product(facts, line.sku)
    alike = first.category == other.category or line.qty is None
    return vague if alike and first.shop == other.shop else None


def counted(parse: Parse, gone: tuple[Want, ...], facts: Facts) -> Parse:
    """Let what is named without a number be as many as what it stands for: 'des traditions'."""
    match gone, parse.lines:
        case (Item(qty=Decimal() as qty) as item,), (line,):
            old, new = look.product(facts, item.sku), look.product(facts, line.sku)
            said = line.qty or line.count or line.amount
            same = (old.category, old.unit) == (new.category, new.unit)
            if same and not said:
                return replace(parse, lines=(replace(line, qty=qty),))
    return parse


def name(want: Want, facts: Facts) -> str:
    return look.product(facts, want.sku).name if isinstance(want, Item) else want.text


def without(state: State, gone: tuple[Want, ...]) -> State:
    wants = tuple(want for want in state.wants if want not in gone)
    asked = state.asked if wants == state.wants else None
    return replace(state, wants=wants, asked=asked)


def _new(parse: Parse) -> frozenset[Sku]:
    """Return what may be meant by the goods of a message; none where it takes something out."""
    amounts = [line.qty for line in parse.lines] + [mention.qty for mention in parse.unresolved]
    if Decimal(0) in amounts:
        return frozenset()
    named = {line.sku for line in parse.lines}
    return frozenset(named.union(*(mention.skus for mention in parse.unresolved)))


def _skus(want: Want) -> frozenset[Sku]:
    return frozenset({want.sku} if isinstance(want, Item) else want.skus)


def _of(skus: frozenset[Sku], facts: Facts) -> set[str]:
    return {product.category for product in look.products(facts, skus)}


def _categories(want: Want, facts: Facts) -> set[str]:
    return _of(_skus(want), facts)


def _adds(text: str) -> bool:
    tokens = tokenize(text)
    return grammar.has(tokens, Role.ADD) or grammar.has(tokens[:1], Role.AND)


def puts_right(text: str) -> bool:
    """Tell whether a message begins by taking back: 'non, du jambon', 'finalement du jambon'."""
    return grammar.has(tokenize(text)[:_BEGINNING], Role.CORR)

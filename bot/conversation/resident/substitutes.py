"""'si plus de baguette alors tradition', 'jamais de remplacement': noted once, applied by shops."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from tournee.bot.conversation.commands import Command
from tournee.bot.conversation.model import Facts, Reply
from tournee.bot.conversation.resident import look
from tournee.bot.conversation.resident.cues import Found, Habit, cues, has, is_only, tokens_of
from tournee.bot.conversation.resident.outcome import Outcome
from tournee.bot.conversation.resident.replies.habits import (
    SubstituteNoted,
    SubstitutesForgotten,
    SubstituteUnclear,
)
from tournee.bot.conversation.resident.state import State
from tournee.bot.conversation.round_commands import ForgetSubstitutes, NoteSubstitute
from tournee.catalog.model import Product, Sku
from tournee.nlu.days import dates
from tournee.nlu.search.index import Entry, Index, Match
from tournee.nlu.words.tokens import Token
from tournee.orders.model import Item

LEAST_LIKE: Final = 0.6
"""Score below which words do not name a product."""
AS_GOOD: Final = 0.03
_STOPS: Final = frozenset(".!?;\n")
_AND: Final = frozenset({"et", "and", "y"})
_SOME_DAY: Final = datetime(2026, 1, 1, tzinfo=UTC)
_SOMEWHERE: Final = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """What a message says of substitutes, and where: tokens, the last one not counted."""

    start: int
    end: int
    gone: tuple[int, int]
    """The words of what may be missing."""
    instead: tuple[int, int]


def clause_of(tokens: tuple[Token, ...]) -> Clause | None:
    """Find 'si plus de X alors Y', or 'X, s'il n'y en a plus Y'."""
    found = cues(tokens)
    start = next((c for c in found if c.habit in {Habit.IF_OUT, Habit.IF_OUT_OF_IT}), None)
    if start is None:
        return None
    end = _sentence_end(tokens, start.end)
    if start.habit is Habit.IF_OUT_OF_IT:
        return _of_what_stands_before(tokens, start, _goods_end(tokens, start.end, end))
    then = next((c for c in found if c.habit is Habit.THEN and start.end < c.start < end), None)
    border = _border(tokens, start, then, end)
    if border is None:
        return None
    return Clause(start=start.start, end=end, gone=(start.end, border), instead=(border, end))


def _of_what_stands_before(tokens: tuple[Token, ...], start: Found, end: int) -> Clause | None:
    """'2 baguettes, sinon tradition'; 'mardi, sinon vendredi' is of days."""
    before = _sentence_start(tokens, start.start)
    found = dates.spans(tokens[start.end : end], _SOME_DAY, _SOMEWHERE)
    if before == start.start or any(span.day is not None and not span.weak for span in found):
        return None
    return Clause(start=start.start, end=end, gone=(before, start.start), instead=(start.end, end))


def _goods_end(tokens: tuple[Token, ...], i: int, end: int) -> int:
    """Return where other goods begin: at a comma, or at a number after 'et'."""
    for k in range(i + 1, end):
        counted = k + 1 < end and tokens[k + 1].norm.isdigit()
        if tokens[k].norm == "," or (tokens[k].norm in _AND and counted):
            return k
    return end


def _border(tokens: tuple[Token, ...], start: Found, then: Found | None, end: int) -> int | None:
    commas = [i for i in range(start.end + 1, end) if tokens[i].norm == ","]
    if then is not None:
        return then.start
    return commas[0] if commas else None


def _sentence_end(tokens: tuple[Token, ...], i: int) -> int:
    return next((k for k in range(i, len(tokens)) if tokens[k].norm in _STOPS), len(tokens))


def _sentence_start(tokens: tuple[Token, ...], i: int) -> int:
    return next((k + 1 for k in range(i - 1, -1, -1) if tokens[k].norm in _STOPS), 0)


def without_clause(text: str) -> str:
    """Return what a message says beside its words on substitutes."""
    tokens = tokens_of(text)
    clause = clause_of(tokens)
    if clause is None:
        return text
    before = text[: tokens[clause.start].start]
    after = text[tokens[clause.end - 1].end :]
    return f"{before.rstrip(' ,;:')} {after}".strip(" .,;!")


def is_only_clause(text: str) -> bool:
    """Tell whether a message says nothing but what to take in another's place."""
    beside = without_clause(text)
    return beside != text and not any(c.isalnum() for c in beside)


def heard(
    state: State, text: str, facts: Facts, named: frozenset[Sku] = frozenset()
) -> Outcome | None:
    """Note a wish; None where a message says nothing of substitutes.

    `named` is what else the same message asks for: its 'comté' is the one that may be missing.
    """
    if is_only(text, Habit.NEVER_SUBSTITUTE) or (named and has(text, Habit.NEVER_SUBSTITUTE)):
        return _noted(state, None, None)
    if is_only(text, Habit.ASK_SUBSTITUTE):
        replies: tuple[Reply, ...] = (SubstitutesForgotten(),)
        return Outcome(state=state, replies=replies, commands=(ForgetSubstitutes(),), answered=True)
    tokens = tokens_of(text)
    clause = clause_of(tokens)
    if clause is None:
        return None
    wanted = named or _wanted(state, facts)
    gone = _named(tokens[slice(*clause.gone)], wanted, facts, last=True)
    instead = _named(tokens[slice(*clause.instead)], wanted, facts, like=gone)
    if gone is not None and instead is None and _is_nothing(tokens[slice(*clause.instead)]):
        return _noted(state, gone, None)
    if gone is None or instead is None or gone.sku == instead.sku or gone.shop != instead.shop:
        return Outcome(state=state, replies=(SubstituteUnclear(),), answered=True)
    return _noted(state, gone, instead)


def _is_nothing(tokens: tuple[Token, ...]) -> bool:
    return any(found.habit is Habit.NOTHING for found in cues(tokens))


def _noted(state: State, gone: Product | None, instead: Product | None) -> Outcome:
    wish = NoteSubstitute(
        sku=gone.sku if gone else None, substitute=instead.sku if instead else None, said=True
    )
    commands: tuple[Command, ...] = (wish,)
    reply = SubstituteNoted(product=gone, substitute=instead)
    return Outcome(state=state, replies=(reply,), commands=commands, answered=True)


def _named(
    tokens: tuple[Token, ...],
    wanted: frozenset[Sku],
    facts: Facts,
    *,
    like: Product | None = None,
    last: bool = False,
) -> Product | None:
    """Return the product that some words name: of equals one that is wanted, or of a kind."""
    spans = _index(_entries(facts)).spans([t.norm for t in tokens])
    best: list[tuple[float, int, tuple[Match, ...]]] = []
    for (start, end), matches in spans.items():
        good = tuple(m for m in matches if m.score >= LEAST_LIKE)
        if good:
            worth = good[0].score * (end - start) * good[0].mention_coverage
            best.append((worth, start if last else -start, good))
    if not best:
        return None
    found = max(best, key=lambda entry: entry[:2])[2]
    tied = [Sku(m.key) for m in found if m.score >= found[0].score - AS_GOOD]
    products = look.products(facts, tied)
    ranked = sorted(
        products,
        key=lambda p: (
            p.sku not in wanted,
            like is not None and not (p.shop == like.shop and p.category == like.category),
        ),
    )
    return ranked[0] if ranked else None


def _wanted(state: State, facts: Facts) -> frozenset[Sku]:
    basket = {want.sku for want in state.wants if isinstance(want, Item)}
    ordered = {line.item.sku for o in facts.orders for line in o.lines}
    return frozenset(basket | ordered)


def _entries(facts: Facts) -> tuple[Entry, ...]:
    return tuple(
        Entry(key=p.sku, forms=(p.name, *p.aliases)) for p in facts.village.products if p.available
    )


@lru_cache(maxsize=4)
def _index(entries: tuple[Entry, ...]) -> Index:
    return Index.build(entries)

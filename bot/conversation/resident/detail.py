"""DETAIL: the lines of a basket or order whose summary was all that fitted."""

from dataclasses import replace
from typing import Final

from tournee.bot.conversation.model import Facts
from tournee.bot.conversation.resident import look
from tournee.bot.conversation.resident.outcome import Outcome
from tournee.bot.conversation.resident.replies import BasketEmpty, DetailShown, LineShown
from tournee.bot.conversation.resident.state import State
from tournee.nlu.words.tokens import fold
from tournee.orders.model import Item

WORDS: Final = frozenset({"detail", "details", "detalle", "detalles"})
"""Each alone in a message, as `fold` writes it."""
PAGE: Final = 10
"""Lines that fit one message."""


def is_asked(text: str) -> bool:
    return fold(text).strip(" .!") in WORDS


def show(state: State, facts: Facts) -> Outcome:
    """Show the next lines; after the last it begins anew."""
    lines = _lines(state, facts)
    if not lines:
        return Outcome(state=state, replies=(BasketEmpty(),), answered=True)
    first = state.detailed if state.detailed < len(lines) else 0
    shown, more = lines[first : first + PAGE], max(0, len(lines) - first - PAGE)
    return Outcome(
        state=replace(state, detailed=first + PAGE if more else 0),
        replies=(DetailShown(lines=shown, more=more),),
        answered=True,
    )


def _lines(state: State, facts: Facts) -> tuple[LineShown, ...]:
    if state.wants:
        return look.shown(facts, (want for want in state.wants if isinstance(want, Item)))
    numbers = look.open_numbers(facts)
    return look.shown_order(facts, numbers[0]) if numbers else ()

"""A question about goods that somebody leaves unanswered: put again once, then left with its goods.

Nobody is asked the same for ever, and nothing is guessed: what is left out is said, the recap shows
the rest, and the goods can be named again.
"""

from dataclasses import replace
from typing import Final

from tournee.bot.conversation.model import Facts
from tournee.bot.conversation.resident import instead, look
from tournee.bot.conversation.resident.outcome import Outcome
from tournee.bot.conversation.resident.replies import LeftOut
from tournee.bot.conversation.resident.state import (
    AskOption,
    AskProduct,
    AskQuantity,
    State,
)

PATIENCE: Final = 2
"""Messages that say nothing else and leave the question open."""


def noted(before: State, outcome: Outcome, facts: Facts) -> Outcome:
    """Count a written message that did not answer; leave the goods out after the second one."""
    waiting = instead.asked_about(before, facts)
    after = outcome.state
    if not waiting or waiting[0] not in after.wants:
        return replace(outcome, state=replace(after, unanswered=0)) if after.unanswered else outcome
    if outcome.replies or outcome.commands or not outcome.asks or _told(before) != _told(after):
        return outcome
    if before.unanswered + 1 < PATIENCE:
        return replace(outcome, state=replace(after, unanswered=before.unanswered + 1))
    rest = tuple(want for want in after.wants if want not in waiting)
    left = replace(after, wants=rest, unanswered=0)
    return replace(outcome, state=left).after(LeftOut(name=_name(before, facts)))


def _name(state: State, facts: Facts) -> str:
    match state.asked:
        case AskProduct(vague=vague):
            return vague.text
        case AskOption(item=item) | AskQuantity(item=item):
            return look.product(facts, item.sku).name
    return ""


def _told(state: State) -> tuple[object, ...]:
    """What a message may have said besides."""
    return (
        state.wants,
        state.day,
        state.period,
        state.place,
        state.name,
        state.beneficiary,
        state.whom,
        state.cadence,
        state.collect,
    )

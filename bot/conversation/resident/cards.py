"""Which message asks: in a chat that can edit, a settled question stays without its buttons.

The question with what is understood so far is a message of its own, a card; once it is answered or
asked anew, the card is edited to what it said, with nothing left to press.
"""

from dataclasses import replace

from tournee.bot.conversation.model import Facts, Reply, Say
from tournee.bot.conversation.resident import questions
from tournee.bot.conversation.resident.outcome import Outcome
from tournee.bot.conversation.resident.replies import RecapShown, Settled
from tournee.bot.conversation.resident.replies.habits import CollectAsked, StandingAsked
from tournee.bot.conversation.resident.state import State
from tournee.catalog.model import Channel

_PREFIX = "question:"


def spoken(before: State, outcome: Outcome, facts: Facts) -> tuple[State, tuple[Say, ...]]:
    """Return what is said, on which cards, and the state that remembers the last one."""
    state = outcome.state
    if facts.channel is not Channel.TELEGRAM:
        says = tuple(Say(reply=reply) for reply in (*outcome.replies, *outcome.question))
        return replace(state, card=None), says
    says = tuple(Say(reply=reply) for reply in outcome.replies)
    if before.card is not None and (outcome.question or state.asked is None):
        settled = Settled(parts=_as_it_was(before, facts))
        says = (Say(reply=settled, card=_name(before.card)), *says)
        state = replace(state, card=None)
    if outcome.question:
        state = replace(state, card=state.cards + 1, cards=state.cards + 1)
        card = _name(state.cards)
        says = (*says, *(Say(reply=reply, card=card) for reply in outcome.question))
    return state, says


def is_past(state: State, card: str | None) -> bool:
    """Tell whether a button sits on a question that is no longer the one."""
    if card is None or not card.startswith(_PREFIX):
        return False
    return state.card is None or card != _name(state.card)


def _name(card: int) -> str:
    return f"{_PREFIX}{card}"


def _as_it_was(before: State, facts: Facts) -> tuple[Reply, ...]:
    """Return what the card asked, as the state before the answer has it."""
    _, replies = questions.put_next(replace(before, asked=None), facts)
    return tuple(
        replace(reply, settled=True)
        if isinstance(reply, RecapShown | StandingAsked | CollectAsked)
        else reply
        for reply in replies
    )

"""Calling off: the basket, or the order that a message means."""

from dataclasses import replace

from tournee.bot.conversation.commands import CancelOrder
from tournee.bot.conversation.events import Said
from tournee.bot.conversation.model import Facts
from tournee.bot.conversation.resident import days as days_named
from tournee.bot.conversation.resident import look, ordering
from tournee.bot.conversation.resident.outcome import Outcome
from tournee.bot.conversation.resident.replies import BasketEmptied, BasketEmpty
from tournee.bot.conversation.resident.state import AskOrder, State, emptied
from tournee.nlu.agreement import calls_off
from tournee.nlu.words.tokens import tokenize
from tournee.orders.model import OrderNumber


def called_off(state: State, said: Said, facts: Facts) -> Outcome | None:
    """Drop nothing for words that say so too vaguely; an order is asked about."""
    vague = state.wants and not calls_off(tokenize(said.text))
    return None if vague else cancel(state, said, facts)


def cancel(state: State, said: Said, facts: Facts) -> Outcome:
    """Drop the basket if there is one, else cancel the order that the message means."""
    named = ordering.named_order(said, facts)
    if state.wants and state.amending is None and named is None:
        return Outcome(state=emptied(state), replies=(BasketEmptied(),))
    state = emptied(state) if state.amending else state
    numbers = (named,) if named else look.open_numbers(facts)
    if not numbers:
        return Outcome(state=state, replies=(BasketEmpty(),))
    days = tuple(look.day_of(facts, number) for number in numbers)
    meant = days_named.named(said.text, facts)
    that_day = [n for n, day in zip(numbers, days, strict=True) if day == meant]
    if len(numbers) == 1 or len(that_day) == 1:
        number = that_day[0] if that_day else numbers[0]
        if calls_off(tokenize(said.text)):
            return cancel_order(state, facts, number)
        numbers, days = (number,), (look.day_of(facts, number),)
    return Outcome(state=replace(state, asides=(AskOrder(numbers=numbers, days=days),)))


def cancel_order(state: State, facts: Facts, number: OrderNumber) -> Outcome:
    if not look.changeable(facts, number):
        return ordering.too_late(state, facts, number)
    parts = look.of_number(facts, number)
    own = all(order.beneficiary is None for order in parts)
    former = look.items_of(facts, number) if own else ()
    waiting = replace(state, pending="cancel", former=former, changed_at=facts.now)
    return Outcome(state=waiting, commands=(CancelOrder(number=number),), asks=False)

"""What becomes of a resident's state when they reword a message, or prove to be another resident.

Both work on whole states: a basket is never taken apart.
"""

from dataclasses import replace
from decimal import Decimal

from tournee.bot.conversation.model import Facts
from tournee.bot.conversation.resident import look
from tournee.bot.conversation.resident.state import State
from tournee.nlu.model import Line, Parse
from tournee.orders.model import Item


def taken_back(before: State, now: State) -> State:
    """Return the state before the last message, whose card is the next again and is edited."""
    return replace(before, introduced=now.introduced)


def corrected(before: State, parse: Parse, facts: Facts) -> Parse:
    """Read the new wording of a message that was ordered since: it says what shall be.

    What the order has, neither from `before` the message nor in the new wording, is taken out.
    """
    number = look.newest_changeable(facts)
    if number is None or not parse.lines:
        return parse
    kept = {want.sku for want in before.wants if isinstance(want, Item)}
    kept |= {line.sku for line in parse.lines}
    kept |= {sku for unclear in parse.unresolved for sku in unclear.skus}
    ordered = [line for order in look.of_number(facts, number) for line in order.live_lines]
    gone = tuple(
        Line(sku=line.item.sku, qty=Decimal(0), unit=line.unit)
        for line in ordered
        if line.item.sku not in kept
    )
    return replace(parse, lines=(*parse.lines, *gone))


def joined(kept: State, gone: State) -> State:
    """Return one state for two conversations of one person: one basket, no question standing."""
    return replace(
        kept,
        introduced=kept.introduced or gone.introduced,
        wants=(*kept.wants, *gone.wants),
        amending=kept.amending or gone.amending,
        day=kept.day or gone.day,
        period=kept.period or gone.period,
        place=kept.place or gone.place,
        name=kept.name or gone.name,
        beneficiary=kept.beneficiary or gone.beneficiary,
        whom=kept.whom or gone.whom,
        kin=(*kept.kin, *gone.kin),
        asides=(*kept.asides, *gone.asides),
        asked=None,
        card=None,
        cards=max(kept.cards, gone.cards),
    )

"""What becomes of a resident's state when they reword a message, or prove to be another resident.

Both work on whole states: a basket is never taken apart.
"""

from dataclasses import replace

from tournee.bot.conversation.resident.state import State


def taken_back(before: State, now: State) -> State:
    """Return the state before the last message, whose card is the next again and is edited."""
    return replace(before, introduced=now.introduced)


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
        asides=(*kept.asides, *gone.asides),
        asked=None,
        card=None,
        cards=max(kept.cards, gone.cards),
    )

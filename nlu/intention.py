"""What a message wants: the trained model's view of the words, and what was read of the goods."""

from collections.abc import Iterator, Mapping, Sequence

from tournee.nlu.intents import Facts, IntentModel, Slot, Span
from tournee.nlu.lattice import Kind, Reading
from tournee.nlu.model import Context, Intent
from tournee.nlu.state import Act, Item, State
from tournee.nlu.text import Token

GOODS = frozenset({Intent.ORDER, Intent.ADD, Intent.REMOVE, Intent.CHANGE})
"""The intents that things to buy are named for."""
_NO_GOODS = 0.05
"""What is left of the probability of such an intent where nothing to buy is named."""
_COUNTED = 6.0
"""How much likelier such an intent is where a thing is named with its number."""


def path(state: State) -> list[Reading]:
    """The readings of a whole message, in order."""
    readings: list[Reading] = []
    trail = state.trail
    while trail:
        reading, trail = trail
        readings.append(reading)
    return readings[::-1]


def probabilities(
    tokens: Sequence[Token], state: State, context: Context
) -> list[tuple[Intent, float]]:
    """Rank the intents of a message as read."""
    facts = Facts(
        spans=tuple(_spans(path(state))),
        question=context.question.kind if context.question else None,
        basket_empty=not context.basket if context.basket else None,
    )
    weights = dict(IntentModel.load().predict(tokens, facts))
    _weigh(weights, state.items)
    total = sum(weights.values())
    ranked = sorted(weights.items(), key=lambda pair: -pair[1])
    return [(intent, weight / total) for intent, weight in ranked]


def _weigh(weights: dict[Intent, float], items: Sequence[Item]) -> None:
    if not items:
        for intent in GOODS:
            weights[intent] *= _NO_GOODS
        return
    counted = sum(bool(item.amount) and bool(item.owners) for item in items)
    for intent in GOODS:
        weights[intent] *= _COUNTED if counted else 1.0
    likely = implied(items)
    share = sum(weights[intent] for intent in GOODS)
    for intent in GOODS:
        weights[intent] = 0.3 * weights[intent] + (0.7 * share if intent is likely else 0.0)


def implied(items: Sequence[Item]) -> Intent:
    """What the verbs beside the things say."""
    acts = {item.act for item in items}
    if acts <= {Act.REMOVE}:
        return Intent.REMOVE
    if acts & {Act.CHANGE, Act.SWAP, Act.REMOVE}:
        return Intent.CHANGE
    if items[0].act is Act.ADD:
        return Intent.ADD
    return Intent.ORDER


def _spans(readings: Sequence[Reading]) -> Iterator[Span]:
    for reading in readings:
        if slot := _slot(reading):
            yield Span(slot, reading.start, reading.end)


_SLOTS: Mapping[Kind, Slot] = {
    Kind.THING: Slot.PRODUCT,
    Kind.OPTION: Slot.OPTION,
    Kind.NUMBER: Slot.QUANTITY,
}


def _slot(reading: Reading) -> Slot | None:
    if reading.kind is Kind.AMOUNT:
        money = reading.amount and reading.amount.unit.value in {"eur", "usd", "gbp", "chf"}
        return Slot.AMOUNT if money else Slot.QUANTITY
    if reading.day is not None:
        if reading.day.day is not None:
            return Slot.DAY
        return Slot.TIME if reading.day.hour is not None else Slot.PERIOD
    return _SLOTS.get(reading.kind)

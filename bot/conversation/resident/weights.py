"""Real weights: what a weighed order comes to, and a piece that is heavier than agreed."""

from dataclasses import replace

from tournee.bot.conversation.model import Facts
from tournee.bot.conversation.resident import look
from tournee.bot.conversation.resident.outcome import Outcome, when_free
from tournee.bot.conversation.resident.replies import Weighed, WeightDeclined
from tournee.bot.conversation.resident.replies.habits import WeightAgreed
from tournee.bot.conversation.resident.state import AskWeight, State, Told
from tournee.orders.events import LineWeighed


def hear(state: State, event: LineWeighed, facts: Facts) -> Outcome:
    """Tell the last weight of a number; ask about one above its ceiling."""
    if event.above_ceiling and not event.declined:
        ask = AskWeight(
            number=event.number,
            shop=event.shop,
            sku=event.sku,
            weight=event.weight,
            total=event.total,
        )
        return when_free(state, ask)
    if event.declined:
        shop, product = look.shop(facts, event.shop), look.product(facts, event.sku)
        declined = WeightDeclined(number=event.number, shop=shop, product=product)
        return Outcome(state=state, replies=(declined,))
    total = look.due(facts, event.number)
    agreed = state.pending == "weight"
    state = replace(state, pending=None if agreed else state.pending)
    if total.weighed:
        return Outcome(state=state, replies=_agreed(event, facts) if agreed else (), asks=agreed)
    what = f"weighed:{total.total.amount}"
    if state.told and (state.told.what, state.told.number) == (what, event.number):
        return Outcome(state=state, asks=False)  # each of its weights says what all come to
    state = replace(state, told=Told(what=what, number=event.number, at=facts.now))
    lines = tuple(line for line in look.shown_order(facts, event.number) if line.weight is not None)
    reply = Weighed(number=event.number, lines=lines, total=total)
    return Outcome(state=state, replies=(reply,), asks=bool(state.asides))


def _agreed(event: LineWeighed, facts: Facts) -> tuple[WeightAgreed, ...]:
    return (
        WeightAgreed(
            number=event.number,
            product=look.product(facts, event.sku),
            weight=event.weight,
            total=event.total,
        ),
    )

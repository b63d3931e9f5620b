"""What was to go with an order whose round has no room for more crates.

The order stays as it is. What was only added to it makes a basket of its own, for the next round
that has room for it.
"""

from dataclasses import replace

from tournee.bot.conversation.model import Facts
from tournee.bot.conversation.resident import look
from tournee.bot.conversation.resident import wants as algebra
from tournee.bot.conversation.resident.outcome import Outcome
from tournee.bot.conversation.resident.replies import NoRoomLeft
from tournee.bot.conversation.resident.state import State, emptied
from tournee.orders import rounds
from tournee.orders.model import Item, OrderNumber


def refused(state: State, number: OrderNumber, facts: Facts) -> Outcome:
    """Say that the order's round takes no more, and go on with what was added."""
    run = look.round_date(facts, look.of_number(facts, number)[0])
    wanted = algebra.settled(state.wants, facts.village.product_by_sku)
    added = _added(look.items_of(facts, number), wanted)
    state = emptied(state)
    if run is None:
        return Outcome(state=state)
    note = NoRoomLeft(day=run.date, number=number, apart=bool(added))
    if not added:
        return Outcome(state=state, replies=(note,))
    needs = rounds.needs_of(added, facts.village)
    place = look.place_of(facts, state)
    offer = rounds.choose(facts.rounds, place, run.date, None, facts.now, needs=needs)
    later = replace(state, wants=added, day=offer.round.date if offer.round else None)
    return Outcome(state=later, replies=(note,))


def _added(before: tuple[Item, ...], wanted: tuple[Item, ...]) -> tuple[Item, ...]:
    """Return what was added; nothing where something else was changed or taken out, too."""
    left = list(wanted)
    added = []
    for item in before:
        same = next((w for w in left if (w.sku, w.options) == (item.sku, item.options)), None)
        if same is None:
            return ()
        left.remove(same)
        if same == item:
            continue
        if same.qty is None or item.qty is None or same.qty < item.qty:
            return ()
        added.append(replace(same, qty=same.qty - item.qty))
    return (*added, *left)

"""What happened to a resident's orders, said once and only where it matters to them.

Each shop's part of an order has events of its own; the resident hears one sentence for the whole
number: when the last shop has confirmed, when the last weight is known.
"""

from dataclasses import replace
from typing import assert_never

from tournee.bot.conversation.commands import Command
from tournee.bot.conversation.model import Facts
from tournee.bot.conversation.resident import (
    arriving,
    collecting,
    look,
    money,
    people,
    regulars,
    rest,
    standing,
    waiting,
    watching,
    weights,
)
from tournee.bot.conversation.resident.arriving import SAME_MOMENT, first_time
from tournee.bot.conversation.resident.outcome import Outcome, when_free
from tournee.bot.conversation.resident.replies import (
    ContactOffered,
    LeftBehind,
    LineGone,
    OrderChanged,
    OrderGone,
    OrderMoved,
    OrderSent,
    ShopRefused,
    ShopsConfirmed,
    SubstituteSettled,
)
from tournee.bot.conversation.resident.state import (
    Aside,
    AskMove,
    AskStop,
    AskSubstitute,
    AskWait,
    AskWeight,
    State,
    Told,
    emptied,
)
from tournee.bot.conversation.townhall_events import OrderedForYou
from tournee.catalog.model import Channel
from tournee.orders.events import (
    DepositReturned,
    DomainEvent,
    EnvelopeReady,
    EnvelopeReceived,
    LineMissing,
    LineShort,
    LineWeighed,
    OrderAccepted,
    OrderAmended,
    OrderCancelled,
    OrderDelivered,
    OrderLeftBehind,
    OrderNotDelivered,
    OrderPacked,
    OrderPlaced,
    OrderRefused,
    PaymentCorrected,
    RestDeclined,
    RoundAdded,
    RoundCancelled,
    RoundClosed,
    RoundDeparted,
    RoundMoved,
    StandingSaved,
    StopFreed,
    SubstituteAnswered,
    SubstituteOffered,
    TabAged,
    TabLimited,
    TabPaid,
    WaitMoved,
)
from tournee.orders.model import OrderNumber, OrderStatus
from tournee.orders.services.answering import OUT_OF_STOCK


def hear(state: State, event: DomainEvent, facts: Facts) -> Outcome:
    """Tell the resident what has happened; `facts.orders` hold it already."""
    match event:
        case OrderPlaced() | OrderAmended() | OrderCancelled():
            return _own(state, event, facts)
        case OrderAccepted():
            return _accepted(state, event, facts)
        case OrderRefused():
            return _refused(state, event, facts)
        case OrderLeftBehind():
            return _left_behind(state, event, facts)
        case LineMissing():
            return _missing(state, event, facts)
        case LineShort() | RestDeclined():
            return rest.hear(_without(state, event.number, event.shop, event.sku), event, facts)
        case SubstituteOffered():
            return _offered(state, event)
        case SubstituteAnswered():
            return _substitute_answered(state, event, facts)
        case LineWeighed():
            return weights.hear(_without(state, event.number, event.shop, event.sku), event, facts)
        case OrderDelivered() | OrderNotDelivered():
            return arriving.at_the_door(state, event, facts)
        case RoundCancelled():
            return arriving.round_gone(state, event, facts)
        case RoundMoved():
            return waiting.round_moved(state, event, facts)
        case StopFreed():
            return waiting.stop_freed(state, event, facts)
        case WaitMoved():
            return waiting.wait_moved(state, event, facts)
        case StandingSaved():
            return standing.saved(state, event, facts)
        case OrderPacked():
            return collecting.ready(state, event, facts)
        case TabPaid() | TabLimited() | TabAged() | DepositReturned():
            return money.hear(state, event, facts)
        case PaymentCorrected() | EnvelopeReady() | EnvelopeReceived():
            return money.hear(state, event, facts)
        case RoundClosed() | RoundDeparted() | RoundAdded():
            return Outcome(state=state, asks=False)
        case _:
            assert_never(event)


# --- what the resident did -----------------------------------------------------------------------


def _own(state: State, event: OrderPlaced | OrderAmended | OrderCancelled, facts: Facts) -> Outcome:
    """The first outcome of a command is announced for the whole number; the others belong to it."""
    number = event.number
    what = state.pending or _what(event)
    if state.pending is None and _just_told(state, number, facts):
        return Outcome(state=state, asks=False)
    state = replace(
        state, pending=None, told=Told(what=what, number=number, at=facts.now), misunderstood=0
    )
    match what:
        case "place":
            return _placed(state, number, facts)
        case "regular":
            return replace(
                regulars.placed(state, number, facts),
                commands=_after_placing(state, number, facts),
            )
        case "cancel":
            return _cancelled(state, number)
        case "move" | "stop":
            return _moved(state, number, facts)
    return _amended(state, number, facts)


def _what(event: OrderPlaced | OrderAmended | OrderCancelled) -> str:
    match event:
        case OrderPlaced():
            return "place"
        case OrderCancelled():
            return "cancel"
        case OrderAmended():
            return "move" if event.moved else "amend"


def _just_told(state: State, number: OrderNumber, facts: Facts) -> bool:
    told = state.told
    return (
        told is not None
        and told.number == number
        and told.what in {"place", "amend", "cancel", "move", "stop", "regular"}
        and facts.now - told.at < SAME_MOMENT
    )


def _placed(state: State, number: OrderNumber, facts: Facts) -> Outcome:
    orders = look.of_number(facts, number)
    reply = OrderSent(
        number=number,
        shops=tuple(look.shop(facts, o.shop) for o in orders),
        cutoff=orders[0].cutoff,
    )
    waits = waiting.after_placing(state, number, facts)
    asks = bool(waits.wants) or (bool(waits.asides) and waits.asides != state.asides)
    offers = not asks and _may_offer_contact(state, facts)
    return Outcome(
        state=replace(waits, contact_offered=True) if offers else waits,
        replies=(reply, ContactOffered()) if offers else (reply,),
        commands=_after_placing(state, number, facts),
        asks=asks,
    )


def _may_offer_contact(state: State, facts: Facts) -> bool:
    """Once, to somebody whom the channel does not name by their number."""
    unknown = facts.me is not None and facts.me.phone is None
    return facts.channel is Channel.TELEGRAM and unknown and not state.contact_offered


def _after_placing(state: State, number: OrderNumber, facts: Facts) -> tuple[Command, ...]:
    order = look.of_number(facts, number)[0]
    return (*arriving.remind(order, facts), *watching.expect(state, facts))


def reminding(state: State, event: OrderedForYou, facts: Facts) -> tuple[Command, ...]:
    """What follows from an order that somebody else has placed in the reader's name."""
    return _after_placing(state, event.number, facts)


def _amended(state: State, number: OrderNumber, facts: Facts) -> Outcome:
    orders = look.of_number(facts, number)
    reply = OrderChanged(
        number=number,
        lines=look.shown_order(facts, number),
        total=look.due(facts, number),
        cutoff=orders[0].cutoff if orders else None,
        collected=bool(orders) and orders[0].round is None,
    )
    return Outcome(state=state, replies=(reply,))


def _cancelled(state: State, number: OrderNumber) -> Outcome:
    rest = tuple(aside for aside in state.asides if _number(aside) != number)
    if state.amending == number:
        state = emptied(state)
    return Outcome(state=replace(state, asides=rest), replies=(OrderGone(number=number),))


def _moved(state: State, number: OrderNumber, facts: Facts) -> Outcome:
    orders = look.of_number(facts, number)
    run = look.round_date(facts, orders[0]) if orders else None
    if run is None:
        return _amended(state, number, facts)
    reply = OrderMoved(number=number, round=run)
    return Outcome(state=state, replies=(reply,), commands=arriving.remind(orders[0], facts))


def _number(aside: Aside) -> OrderNumber | None:
    match aside:
        case AskSubstitute() | AskWeight() | AskMove() | AskWait() | AskStop():
            return aside.number
    return None


# --- what a shop answered ------------------------------------------------------------------------


def _accepted(state: State, event: OrderAccepted, facts: Facts) -> Outcome:
    """Told once the last shop of the number has answered."""
    orders = look.of_number(facts, event.number)
    if any(o.status is OrderStatus.PLACED for o in orders):
        return Outcome(state=state, asks=False)
    accepted = [o for o in orders if o.is_open]
    told = first_time(state, "confirmed", event.number, facts)
    if told is None or not accepted:
        return Outcome(state=state, asks=False)
    reply = ShopsConfirmed(
        number=event.number,
        shops=tuple(look.shop(facts, o.shop) for o in accepted),
        total=look.due(facts, event.number),
        round=look.round_date(facts, accepted[0]),
    )
    return Outcome(state=told, replies=(reply,), asks=False)


def _refused(state: State, event: OrderRefused, facts: Facts) -> Outcome:
    others = [o for o in look.of_number(facts, event.number) if o.is_open]
    reply = ShopRefused(
        number=event.number,
        shop=look.shop(facts, event.shop),
        reason="" if event.reason == OUT_OF_STOCK else event.reason,
        alone=not others,
    )
    return Outcome(state=_without(state, event.number, event.shop), replies=(reply,), asks=False)


def _left_behind(state: State, event: OrderLeftBehind, facts: Facts) -> Outcome:
    """Tell of what stays behind; that nothing comes at all is told once, not shop by shop."""
    parts = look.of_number(facts, event.number)
    alone = not any(o.status is OrderStatus.OUT_FOR_DELIVERY for o in parts)
    told = first_time(state, str(event.kind), event.number, facts)
    state = _without(told or state, event.number, event.shop)
    if alone and told is None:
        return Outcome(state=state, asks=False)
    reply = LeftBehind(number=event.number, shop=look.shop(facts, event.shop), alone=alone)
    return Outcome(state=state, replies=(reply,), asks=False)


def _without(state: State, number: OrderNumber, shop: str, sku: str | None = None) -> State:
    """Drop what a shop had asked about an order, or about one of its lines."""
    rest = tuple(
        a
        for a in state.asides
        if not (
            isinstance(a, AskSubstitute | AskWeight)
            and (a.number, a.shop) == (number, shop)
            and sku in {None, a.sku}
        )
    )
    asked = state.asked if state.asked in rest or state.asked not in state.asides else None
    return replace(state, asides=rest, asked=asked)


def _missing(state: State, event: LineMissing, facts: Facts) -> Outcome:
    """Where nothing is left of a shop's part, its refusal follows and says it all."""
    state = _without(state, event.number, event.shop, event.sku)
    parts = look.of_number(facts, event.number)
    if any(o.shop == event.shop and o.status is OrderStatus.REFUSED for o in parts):
        return Outcome(state=state, asks=False)
    reply = LineGone(
        number=event.number,
        shop=look.shop(facts, event.shop),
        product=look.product(facts, event.sku),
        total=look.due(facts, event.number),
    )
    return Outcome(state=state, replies=(reply,), asks=bool(state.asides))


def _offered(state: State, event: SubstituteOffered) -> Outcome:
    ask = AskSubstitute(
        number=event.number, shop=event.shop, sku=event.sku, substitute=event.substitute
    )
    state = _without(state, event.number, event.shop, event.sku)
    return when_free(state, ask)


def _substitute_answered(state: State, event: SubstituteAnswered, facts: Facts) -> Outcome:
    reply = SubstituteSettled(
        number=event.number,
        product=look.product(facts, event.sku),
        substitute=look.product(facts, event.substitute),
        accepted=event.accepted,
        total=look.due(facts, event.number),
        shop=look.shop(facts, event.shop) if event.wished else None,
    )
    return Outcome(state=_without(state, event.number, event.shop, event.sku), replies=(reply,))


def needs_person(state: State, event: DomainEvent, facts: Facts) -> Outcome:
    """To somebody who stopped messages nothing is sent; a person tells what must be told."""
    match event:
        case (
            SubstituteOffered()
            | OrderRefused()
            | OrderLeftBehind()
            | LineMissing()
            | LineShort()
            | OrderNotDelivered()
        ):
            texts = (str(event.number),)
            return Outcome(state=state, commands=people.call(facts, "stopped", texts), asks=False)
    return Outcome(state=state, asks=False)

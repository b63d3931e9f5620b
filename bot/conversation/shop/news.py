"""What a shop's group is told: orders that come, change and go, reminders, the round's list.

The same events are the outcomes of what the group did itself; then the card tells it, and a line
is added only for what was typed, since whoever types does not see the card change further up.
"""

from collections.abc import Callable
from dataclasses import replace

from tournee.bot.conversation.commands import Command, Post, Schedule, Unschedule
from tournee.bot.conversation.events import Due, Rejected, ShopSilent
from tournee.bot.conversation.model import Facts, Reply, Say, Turn
from tournee.bot.conversation.party import OPERATORS
from tournee.bot.conversation.shop import cards, look
from tournee.bot.conversation.shop.doing import without_picking
from tournee.bot.conversation.shop.replies import (
    AlreadySettled,
    Done,
    LineIsMissing,
    NotBroughtOver,
    OrderChanged,
    OrderWithdrawn,
    Refused,
    Reminded,
    RoundGone,
    RoundShifted,
    SubstituteDecided,
    SubstituteProposed,
    WeightNoted,
)
from tournee.bot.conversation.shop.short_replies import LineIsShort, RestUnwanted
from tournee.bot.conversation.shop.state import State
from tournee.catalog.model import Product, Sku
from tournee.catalog.quantity import Money
from tournee.orders.events import (
    LineMissing,
    LineShort,
    LineWeighed,
    OrderAccepted,
    OrderAmended,
    OrderCancelled,
    OrderDelivered,
    OrderEvent,
    OrderLeftBehind,
    OrderNotDelivered,
    OrderPacked,
    OrderPlaced,
    OrderRefused,
    RestDeclined,
    RoundCancelled,
    RoundClosed,
    RoundMoved,
    SubstituteAnswered,
    SubstituteOffered,
)
from tournee.orders.model import Order, OrderNumber, OrderStatus
from tournee.orders.services.answering import OUT_OF_STOCK

REMIND_AFTER = 30
"""Minutes of the shop's opening hours; after as many more the operators are told."""
REMINDER, ESCALATION = "shop_reminder", "shop_escalation"


def heard(state: State, facts: Facts, event: OrderEvent) -> Turn[State]:
    """Bring the card up to date, and say aloud what a card cannot."""
    order = look.order(facts, event.number)
    if order is None:
        return Turn(state=state)
    state = without_picking(state, order.number)
    match event:
        case OrderPlaced() if order.version:
            return _amended(state, facts, order, _again(event))
        case OrderPlaced():
            return Turn(
                state=state,
                says=(cards.card(state, facts, order),),
                commands=_watch(facts, order),
            )
        case OrderAmended():
            return _amended(state, facts, order, event)
        case OrderCancelled():
            reply: Reply = OrderWithdrawn(order=order, customer=look.customer(facts, order))
            return _forgotten(_told(state, facts, order, reply), order.number)
        case OrderLeftBehind():
            shown = Turn(state=state, says=(cards.card(state, facts, order),))
            return _forgotten(shown, order.number)
        case OrderRefused(reason=reason) if reason == OUT_OF_STOCK:
            return _forgotten(Turn(state=state), order.number)
        case OrderRefused() | OrderAccepted():
            return _forgotten(_settled(state, facts, order, Done), order.number)
        case LineMissing() | SubstituteOffered():
            spoken = _line_reply(facts, order, event)
            return _forgotten(_settled(state, facts, order, lambda **_: spoken), order.number)
        case LineShort():
            short = _short(facts, order, event)
            return _forgotten(_settled(state, facts, order, lambda **_: short), order.number)
        case RestDeclined():
            return _told(state, facts, order, _unwanted(facts, order, event))
        case SubstituteAnswered():
            return _told(state, facts, order, _decision(facts, order, event))
        case LineWeighed():
            return _weighed(state, facts, order, event)
        case OrderDelivered() if not order.live_lines:
            return Turn(state=state)
        case OrderPacked() if order.number in state.typed:
            return _settled(state, facts, order, Done)
        case OrderPacked() | OrderDelivered():
            return Turn(
                state=_without_reminder(state, order), says=(cards.card(state, facts, order),)
            )
        case OrderNotDelivered(reason=reason):
            who = look.customer(facts, order)
            return _told(
                state, facts, order, NotBroughtOver(order=order, customer=who, reason=reason)
            )


def _told(state: State, facts: Facts, order: Order, reply: Reply) -> Turn[State]:
    """News for the group: the card, and a message that it notices."""
    return Turn(state=state, says=(cards.card(state, facts, order), Say(reply=reply)))


def _settled(state: State, facts: Facts, order: Order, spoken: Callable[..., Reply]) -> Turn[State]:
    """The outcome of a tap or a typed phrase."""
    if order.number not in state.typed:
        return Turn(state=state, says=(cards.card(state, facts, order),))
    aloud = Say(reply=spoken(order=order, customer=look.customer(facts, order)))
    state = _one_less(state, order.number)
    if order.number in state.typed:
        return Turn(state=state, says=(aloud,))
    return Turn(state=state, says=(aloud, cards.card(state, facts, order)))


def _one_less(state: State, number: OrderNumber | None) -> State:
    """One outcome of what was typed has come."""
    if number not in state.typed:
        return state
    i = state.typed.index(number)
    return replace(state, typed=(*state.typed[:i], *state.typed[i + 1 :]))


def _forgotten(turn: Turn[State], number: OrderNumber) -> Turn[State]:
    """The shop has answered, or need not any more: nobody is reminded."""
    undone = (Unschedule(key=_key(REMINDER, number)), Unschedule(key=_key(ESCALATION, number)))
    return replace(turn, commands=(*turn.commands, *undone))


def _without_reminder(state: State, order: Order) -> State:
    if order.is_open:
        return state
    return replace(state, reminded=tuple(n for n in state.reminded if n != order.number))


def _amended(state: State, facts: Facts, order: Order, event: OrderAmended) -> Turn[State]:
    reply = OrderChanged(
        order=order,
        customer=look.customer(facts, order),
        added=look.products(facts, event.added),
        changed=look.products(facts, event.changed),
        removed=look.products(facts, event.removed),
        moved=event.moved,
    )
    turn = _told(state, facts, order, reply)
    if order.status is OrderStatus.PLACED:
        return replace(turn, commands=_watch(facts, order))
    return turn


def _again(event: OrderPlaced) -> OrderAmended:
    """Things are ordered again from a shop that had refused, or was left out."""
    return OrderAmended(number=event.number, shop=event.shop, resident=event.resident)


def _line_reply(facts: Facts, order: Order, event: LineMissing | SubstituteOffered) -> Reply:
    who = look.customer(facts, order)
    product = _product(facts, order, event.sku)
    if isinstance(event, LineMissing):
        return LineIsMissing(number=order.number, product=product, customer=who)
    return SubstituteProposed(
        number=order.number,
        product=product,
        substitute=_product(facts, order, event.substitute),
        by=event.by,
        customer=who,
    )


def _short(facts: Facts, order: Order, event: LineShort) -> Reply:
    line = look.line_of(order, event.sku) or order.lines[0]
    return LineIsShort(number=order.number, line=line, customer=look.customer(facts, order))


def _unwanted(facts: Facts, order: Order, event: RestDeclined) -> Reply:
    gone = (x for x in order.lines if event.sku in (x.item.sku, x.substitute) and not x.live)
    return RestUnwanted(
        number=order.number,
        line=next(gone, order.lines[0]),
        left=event.left,
        customer=look.customer(facts, order),
    )


def _decision(facts: Facts, order: Order, event: SubstituteAnswered) -> Reply:
    return SubstituteDecided(
        number=order.number,
        product=_product(facts, order, event.sku),
        substitute=_product(facts, order, event.substitute),
        accepted=event.accepted,
        customer=look.customer(facts, order),
    )


def _weighed(state: State, facts: Facts, order: Order, event: LineWeighed) -> Turn[State]:
    reply = WeightNoted(
        number=order.number,
        product=_product(facts, order, event.sku),
        weight=event.weight,
        total=event.total,
        above_ceiling=event.above_ceiling,
        declined=event.declined,
        customer=look.customer(facts, order),
    )
    typed = order.number in state.typed
    if event.above_ceiling or event.declined:
        return _told(_one_less(state, order.number), facts, order, reply)
    if not typed:
        return _told(state, facts, order, replace(reply, agreed=True))
    return _settled(state, facts, order, lambda **_: reply)


def _product(facts: Facts, order: Order, sku: Sku) -> Product:
    """Return a product, one that has left the catalogue by the name on the order."""
    known = look.product(facts, sku)
    if known is not None:
        return known
    line = next((x for x in order.lines if sku in (x.item.sku, x.substitute)), None)
    nothing = Money(amount=order.lines[0].unit_price.amount * 0)
    return Product(shop=order.shop, sku=sku, name=line.name if line else sku, price=nothing)


# --- reminders -----------------------------------------------------------------------------------


def _key(what: str, number: OrderNumber) -> str:
    return f"{what}:{number}"


def _watch(facts: Facts, order: Order) -> tuple[Command, ...]:
    number = order.number
    at = look.reminder_at(facts, order, REMIND_AFTER)
    return (
        Unschedule(key=_key(ESCALATION, number)),
        Schedule(key=_key(REMINDER, number), at=at, event=Due(what=REMINDER, number=number)),
    )


def due(state: State, facts: Facts, event: Due) -> Turn[State]:
    """Remind once; the second time tell the operators."""
    order = look.order(facts, event.number) if event.number is not None else None
    if order is None or order not in look.waiting(facts):
        return Turn(state=state)
    if event.what == ESCALATION:
        silent = ShopSilent(number=order.number, shop=order.shop)
        return Turn(state=state, commands=(Post(to=OPERATORS, event=silent),))
    later = Schedule(
        key=_key(ESCALATION, order.number),
        at=look.reminder_at(facts, order, REMIND_AFTER),
        event=Due(what=ESCALATION, number=order.number),
    )
    if order.number in state.reminded:
        reply = Reminded(order=order, customer=look.customer(facts, order))
        return Turn(state=state, says=(Say(reply=reply),), commands=(later,))
    state = replace(state, reminded=(*state.reminded, order.number))
    says = (cards.moved(facts, order), cards.card(state, facts, order))
    return Turn(state=state, says=says, commands=(later,))


# --- rounds, goods, refusals ---------------------------------------------------------------------


def round_closed(state: State, facts: Facts, event: RoundClosed) -> Turn[State]:
    from tournee.bot.conversation.shop import lists  # noqa: PLC0415 - once a round

    shown = lists.of_round(facts, event.round, event.date)
    return Turn(state=state, says=(Say(reply=shown),) if shown else ())


def round_cancelled(state: State, facts: Facts, event: RoundCancelled) -> Turn[State]:
    orders = [o for o in look.undelivered(facts) if (o.round, o.date) == (event.round, event.date)]
    if not orders:
        return Turn(state=state)
    bags = tuple(look.bag(facts, o) for o in orders)
    reply = RoundGone(date=event.date, reason=event.reason, orders=bags)
    return Turn(state=state, says=(Say(reply=reply),))


def round_moved(state: State, facts: Facts, event: RoundMoved) -> Turn[State]:
    """Say when the bags are to be ready now, and show the new day on their cards."""
    orders = [o for o in look.open_orders(facts) if (o.round, o.date) == (event.round, event.to)]
    run = next((r for r in facts.rounds if (r.round, r.date) == (event.round, event.to)), None)
    if not orders or run is None:
        return Turn(state=state)
    reply = RoundShifted(
        date=event.date, round=run, orders=tuple(look.bag(facts, o) for o in orders)
    )
    shown = tuple(cards.card(state, facts, order) for order in orders)
    return Turn(state=state, says=(Say(reply=reply), *shown))


def rejected(state: State, facts: Facts, event: Rejected) -> Turn[State]:
    order = look.order(facts, event.number) if event.number is not None else None
    state = _one_less(state, event.number)
    if event.code == "wrong_state" and order is not None:
        return Turn(state=state, says=(Say(reply=AlreadySettled(order=order)),))
    return Turn(state=state, says=(Say(reply=Refused(code=event.code, number=event.number)),))

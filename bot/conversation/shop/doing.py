"""Carrying out what the group asks for: commands, or why not."""

from dataclasses import replace
from typing import assert_never

from tournee.bot.conversation.catalogue_commands import EditCatalogue
from tournee.bot.conversation.catalogue_events import ShopWrote
from tournee.bot.conversation.commands import (
    AcceptOrder,
    Post,
    RefuseOrder,
    ReportLeft,
    ReportMissing,
    WeighLine,
)
from tournee.bot.conversation.model import Facts, Reply, Say, Turn
from tournee.bot.conversation.party import Party, PartyKind
from tournee.bot.conversation.shop import cards, look, shelves
from tournee.bot.conversation.shop.replies import (
    AlreadySettled,
    DidYouMean,
    DoubtSettled,
    UnknownOrder,
)
from tournee.bot.conversation.shop.short_replies import NothingShort
from tournee.bot.conversation.shop.state import (
    Accept,
    Doubt,
    Fewer,
    InStock,
    Missing,
    OffSale,
    OfOrder,
    OnSale,
    Picking,
    Refuse,
    State,
    Tell,
    Weigh,
    Wish,
)
from tournee.orders.life import ORDER_LIFE, OrderStep
from tournee.orders.model import Order, OrderNumber

_OrderDeed = AcceptOrder | RefuseOrder | ReportMissing | ReportLeft | WeighLine
_Deed = _OrderDeed | EditCatalogue | Post


def say(state: State, *replies: Reply) -> Turn[State]:
    return Turn(state=state, says=tuple(Say(reply=r) for r in replies))


def do(state: State, facts: Facts, wishes: tuple[Wish, ...], *, typed: bool = False) -> Turn[State]:
    """Turn wishes into commands; what cannot be is said and changes nothing."""
    commands: list[_Deed] = []
    says: list[Say] = []
    stock = next((wish for wish in wishes if isinstance(wish, InStock)), None)
    if stock is not None:
        return shelves.sentence(state, facts, stock.text) or Turn(state=state)
    for wish in dict.fromkeys(wishes):
        match wish:
            case OffSale() | OnSale():
                commands.append(shelves.sale(facts, wish))
            case InStock():
                continue
            case Tell():
                commands += _told(facts, wish)
            case _:
                refusal = _obstacle(facts, wish)
                if refusal is None:
                    commands.append(_command(facts, wish))
                else:
                    says.append(Say(reply=refusal))
    awaited = tuple(c.number for c in commands if not isinstance(c, EditCatalogue | Post))
    state = replace(state, typed=awaited if typed else (), weighing=None)
    return Turn(state=state, says=tuple(says), commands=tuple(commands))


def _told(facts: Facts, wish: Tell) -> tuple[Post, ...]:
    order = look.order(facts, wish.number)
    if order is None:
        return ()
    resident = Party(kind=PartyKind.RESIDENT, slug=order.resident)
    event = ShopWrote(shop=order.shop, number=order.number, text=wish.text)
    return (Post(to=resident, event=event),)


def _obstacle(facts: Facts, wish: OfOrder) -> Reply | None:
    """Return why the order is past this; the service would refuse it too."""
    order = look.order(facts, wish.number)
    if order is None:
        numbers = tuple(o.number for o in look.open_orders(facts))
        return UnknownOrder(text=str(wish.number), open=numbers)
    if order.status not in ORDER_LIFE[_STEPS[wish.kind]]:
        return AlreadySettled(order=order)
    return _enough(facts, wish, order) if isinstance(wish, Fewer) else None


def _enough(facts: Facts, wish: Fewer, order: Order) -> Reply | None:
    """Say so where the order holds no more than there is, or as little already."""
    line = look.line_of(order, wish.sku)
    if line is None or line.offered:
        return None
    if wish.left != line.quantity and wish.left <= line.whole:
        return None
    who = look.customer(facts, order)
    return NothingShort(order=order, line=line, customer=who, more=wish.left > line.whole)


_STEPS = {
    "accept": OrderStep.ACCEPT,
    "refuse": OrderStep.REFUSE,
    "missing": OrderStep.ACCEPT_PARTLY,
    "fewer": OrderStep.ACCEPT_PARTLY,
    "weigh": OrderStep.WEIGH,
}


def _command(facts: Facts, wish: OfOrder) -> _OrderDeed:
    shop = look.shop_of(facts)
    match wish:
        case Accept(number=number):
            return AcceptOrder(number=number, shop=shop)
        case Refuse(number=number, reason=reason):
            return RefuseOrder(number=number, shop=shop, reason=reason)
        case Missing(number=number, sku=sku, substitute=substitute):
            return ReportMissing(number=number, shop=shop, sku=sku, substitute=substitute)
        case Fewer(number=number, sku=sku, left=left):
            return ReportLeft(number=number, shop=shop, sku=sku, left=left)
        case Weigh(number=number, sku=sku, weight=weight):
            return WeighLine(number=number, shop=shop, sku=sku, weight=weight)
        case _:
            assert_never(wish)


# --- what may have been meant ---------------------------------------------------------------------


def ask(state: State, facts: Facts, options: tuple[tuple[Wish, ...], ...]) -> Turn[State]:
    """Ask which is meant; what was asked before is given up."""
    given_up = _settled_doubt(state.doubt, ()) if state.doubt else ()
    doubt = Doubt(place=state.doubts + 1, options=options)
    state = replace(state, doubt=doubt, doubts=doubt.place, asked_at=facts.now)
    question = Say(reply=DidYouMean(options=options), card=doubt.card)
    return Turn(state=state, says=(*given_up, question))


def choose(state: State, facts: Facts, place: int | None) -> Turn[State]:
    """Carry out the option that was meant, by its place from 0; None is none of them."""
    if state.doubt is None or (place is not None and not 0 <= place < len(state.doubt.options)):
        return Turn(state=state)
    chosen = state.doubt.options[place] if place is not None else ()
    settled_card = _settled_doubt(state.doubt, chosen)
    turn = do(replace(state, doubt=None), facts, chosen, typed=True)
    return replace(turn, says=(*settled_card, *turn.says))


def _settled_doubt(doubt: Doubt, chosen: tuple[Wish, ...]) -> tuple[Say, ...]:
    return (Say(reply=DoubtSettled(chosen=chosen), card=doubt.card),)


# --- choosing on the card ------------------------------------------------------------------------


def pick(state: State, facts: Facts, picking: Picking) -> Turn[State]:
    """Let the card offer lines or, for a chosen one, what may go in its place."""
    order = look.order(facts, picking.number)
    if order is None or order.status not in look.MISSABLE:
        return settled(state, facts, picking.number)
    lines = order.live_lines
    if picking.sku is None and len(lines) == 1:
        picking = replace(picking, sku=lines[0].standing.sku)
    if picking.sku is not None and look.line_of(order, picking.sku) is None:
        return settled(state, facts, picking.number)
    if state.picked(picking.number) == picking:
        return Turn(state=state)
    state = without_picking(state, picking.number)
    state = replace(state, picking=(*state.picking, picking), asked_at=facts.now)
    return Turn(state=state, says=(cards.card(state, facts, order),))


def settled(state: State, facts: Facts, number: OrderNumber) -> Turn[State]:
    """Answer a tap that came too late."""
    order = look.order(facts, number)
    if order is None:
        return Turn(state=state)
    return say(without_picking(state, number), AlreadySettled(order=order))


def without_picking(state: State, number: OrderNumber) -> State:
    return replace(state, picking=tuple(p for p in state.picking if p.number != number))

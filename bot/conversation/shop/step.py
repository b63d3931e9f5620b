"""One event for a shop's group, and what follows.

What reads typed words, and what speaks of money, is loaded with its first use: most of what reaches
a group is an order, and most of what it does is a tap on the order's card.
"""

import re
from dataclasses import replace
from decimal import Decimal
from typing import Final

from tournee.bot.conversation.catalogue_events import (
    CatalogueEdited,
    CatalogueUnchanged,
    EditRefused,
    HistoryRead,
    HoursClash,
)
from tournee.bot.conversation.events import Dropped, Due, Event, Pressed, Rejected, Said
from tournee.bot.conversation.model import Facts, Turn
from tournee.bot.conversation.money_commands import PackOrder
from tournee.bot.conversation.round_commands import HandOut
from tournee.bot.conversation.shop import cards, look, news, shelves
from tournee.bot.conversation.shop.doing import ask, choose, do, pick, say, settled, without_picking
from tournee.bot.conversation.shop.replies import NothingToPick, WeightAsked
from tournee.bot.conversation.shop.state import (
    Accept,
    Fewer,
    Missing,
    Picking,
    Refuse,
    State,
    Weighing,
)
from tournee.catalog.model import Sku
from tournee.orders.events import MoneyEvent, OrderEvent, RoundCancelled, RoundClosed, RoundMoved
from tournee.orders.model import OrderNumber

ENVELOPE: Final = "envelope"
"""The button of a driver's envelope."""
_AMOUNT: Final = re.compile(r"\d{1,6}(?:\.\d{1,3})?")

# ruff: noqa: PLC0415 -- see above


def step(state: State, event: Event, facts: Facts) -> Turn[State]:
    match event:
        case Said():
            from tournee.bot.conversation.shop import typed

            return typed.said(state, facts, event)
        case Pressed():
            return _pressed(state, facts, event)
        case Dropped():
            return shelves.dropped(state, facts, event)
        case Due():
            return news.due(state, facts, event)
        case Rejected(code="payment_too_large" | "nothing_to_close"):
            from tournee.bot.conversation.shop import money

            return money.rejected(state, event)
        case Rejected():
            return news.rejected(state, facts, event)
        case RoundClosed():
            return news.round_closed(state, facts, event)
        case RoundCancelled():
            return news.round_cancelled(state, facts, event)
        case RoundMoved():
            return news.round_moved(state, facts, event)
        case CatalogueEdited() | CatalogueUnchanged() | EditRefused():
            return shelves.heard(state, facts, event)
        case HistoryRead() | HoursClash():
            return shelves.heard(state, facts, event)
        case _ if isinstance(event, MoneyEvent):
            from tournee.bot.conversation.shop import money

            return money.heard(state, facts, event)
        case _:
            return (
                news.heard(state, facts, event)
                if isinstance(event, OrderEvent)
                else Turn(state=state)
            )


# --- tapped --------------------------------------------------------------------------------------


def _pressed(state: State, facts: Facts, pressed: Pressed) -> Turn[State]:
    state = replace(state, typed=())
    if pressed.action == ENVELOPE:
        from tournee.bot.conversation.shop import money

        return money.pressed(state, facts, pressed)
    action, _, argument = pressed.action.partition(":")
    if _of_goods(state, pressed):
        return shelves.pressed(state, facts, pressed) or Turn(state=state)
    if action in {"yes", "no", "choose"}:
        return _doubt_pressed(state, facts, pressed)
    number = _number_of(state, facts, action, pressed.order)
    if number is None:
        return _which(state, facts, action)
    return _card_pressed(state, facts, action, argument, number)


def _of_goods(state: State, pressed: Pressed) -> bool:
    """Whether a button is the catalogue's: by its card or, where that is not told, by its name."""
    action = pressed.action.partition(":")[0]
    if pressed.card is not None:
        return pressed.card.partition(":")[0] in {"catalogue", "edit", "product", "products"}
    asked = state.doubt is None and bool(state.shelves.questions)
    return action in shelves.ACTIONS or (asked and action in {"choose", "no", "apply", "all"})


def _doubt_pressed(state: State, facts: Facts, pressed: Pressed) -> Turn[State]:
    """Take the answer to the question that stands, not to one that was given up."""
    if state.doubt is None or pressed.card not in {None, state.doubt.card}:
        return Turn(state=state)
    action, _, argument = pressed.action.partition(":")
    if action == "no":
        return choose(state, facts, None)
    return choose(state, facts, int(argument) - 1 if argument.isdigit() else 0)


def _number_of(
    state: State, facts: Facts, action: str, said: OrderNumber | None
) -> OrderNumber | None:
    """Return the card's order or, where the channel does not tell, the only one it can be."""
    if said is not None:
        return said
    answering = action in {"accept", "refuse"}
    if state.picking and not answering:
        return state.picking[-1].number
    numbers = [o.number for o in (look.waiting if answering else look.open_orders)(facts)]
    return numbers[0] if len(numbers) == 1 else None


def _which(state: State, facts: Facts, action: str) -> Turn[State]:
    """Ask which order a tap without one is about."""
    if action not in {"accept", "refuse"}:
        return Turn(state=state)
    wish = Accept if action == "accept" else Refuse
    options = tuple((wish(number=o.number),) for o in look.waiting(facts))
    if not options:
        return say(state, NothingToPick())
    return ask(state, facts, options)


def _card_pressed(
    state: State, facts: Facts, action: str, argument: str, number: OrderNumber
) -> Turn[State]:
    picked = state.picked(number)
    match action:
        case "accept":
            return do(state, facts, (Accept(number=number),))
        case "refuse":
            return do(state, facts, (Refuse(number=number),))
        case "handed_out":
            handed = HandOut(number=number, shop=look.shop_of(facts))
            return Turn(state=state, commands=(handed,))
        case "packed":
            command = PackOrder(number=number, shop=look.shop_of(facts))
            return Turn(state=state, commands=(command,))
        case "missing":
            return pick(state, facts, Picking(number=number))
        case "line":
            return pick(state, facts, Picking(number=number, sku=Sku(argument)))
        case "substitute" | "nothing":
            sku = picked.sku if picked else _only_line(facts, number)
            if sku is None:
                return settled(state, facts, number)
            offered = Sku(argument) if action == "substitute" else None
            return do(state, facts, (Missing(number=number, sku=sku, substitute=offered),))
        case "left":
            sku = picked.sku if picked else _only_line(facts, number)
            return _left(state, facts, number, sku, argument)
        case "swap":
            return _swap(state, facts, number, Sku(argument))
        case "weigh":
            return _ask_weight(state, facts, number, Sku(argument))
        case "back":
            return _back(state, facts, number)
        case _:
            return Turn(state=state)


def _left(
    state: State, facts: Facts, number: OrderNumber, sku: Sku | None, argument: str
) -> Turn[State]:
    """So much there is of the line that the card asks about."""
    if sku is None or not _AMOUNT.fullmatch(argument):
        return settled(state, facts, number)
    return do(state, facts, (Fewer(number=number, sku=sku, left=Decimal(argument)),))


def _only_line(facts: Facts, number: OrderNumber) -> Sku | None:
    order = look.order(facts, number)
    lines = order.live_lines if order and order.status in look.MISSABLE else ()
    return lines[0].standing.sku if len(lines) == 1 and not lines[0].offered else None


def _swap(state: State, facts: Facts, number: OrderNumber, sku: Sku) -> Turn[State]:
    """Put in a line's place what the customer has said beforehand."""
    order = look.order(facts, number)
    wish = look.wish(facts, order, sku) if order else None
    if wish is None or wish.substitute is None:
        return settled(state, facts, number)
    return do(state, facts, (Missing(number=number, sku=sku, substitute=wish.substitute),))


def _ask_weight(state: State, facts: Facts, number: OrderNumber, sku: Sku) -> Turn[State]:
    order, product = look.order(facts, number), look.product(facts, sku)
    if order is None or product is None or order.status not in look.WEIGHABLE:
        return settled(state, facts, number)
    state = replace(state, weighing=Weighing(number=number, sku=sku), asked_at=facts.now)
    reply = WeightAsked(number=number, product=product, customer=look.customer(facts, order))
    return say(state, reply)


def _back(state: State, facts: Facts, number: OrderNumber) -> Turn[State]:
    order = look.order(facts, number)
    state = without_picking(state, number)
    return Turn(state=state, says=(cards.card(state, facts, order),) if order else ())

"""One event for a shop's group, and what follows."""

from dataclasses import replace
from datetime import timedelta
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
from tournee.bot.conversation.phrases import Cue, Named, Phrase, bare
from tournee.bot.conversation.round_commands import HandOut
from tournee.bot.conversation.shop import (
    cards,
    goods,
    lists,
    look,
    money,
    news,
    printing,
    questions,
    reading,
    shelves,
    week,
)
from tournee.bot.conversation.shop.doing import ask, choose, do, pick, say, settled, without_picking
from tournee.bot.conversation.shop.replies import NothingToPick, UnknownCommand, WeightAsked
from tournee.bot.conversation.shop.state import (
    Accept,
    Doubt,
    Missing,
    Picking,
    Refuse,
    State,
    Weigh,
    Weighing,
)
from tournee.bot.conversation.shop.understanding import understand
from tournee.catalog.model import Sku
from tournee.orders.events import (
    DepositReturned,
    EnvelopeReady,
    EnvelopeReceived,
    OrderEvent,
    PaymentCorrected,
    RoundCancelled,
    RoundClosed,
    RoundMoved,
    TabAged,
    TabLimited,
    TabPaid,
)
from tournee.orders.model import OrderNumber

LONGEST: Final = 500
"""Characters; a longer message is talk."""
ANSWERED_WITHIN: Final = timedelta(minutes=15)
"""After that a name or a number that is typed is talk again."""


def step(state: State, event: Event, facts: Facts) -> Turn[State]:
    match event:
        case Said():
            return _said(state, facts, event)
        case Pressed():
            return _pressed(state, facts, event)
        case Dropped():
            return shelves.dropped(state, facts, event)
        case Due():
            return news.due(state, facts, event)
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
        case TabPaid() | TabLimited() | TabAged() | DepositReturned():
            return money.heard(state, facts, event)
        case PaymentCorrected() | EnvelopeReady() | EnvelopeReceived():
            return money.heard(state, facts, event)
        case _:
            return (
                news.heard(state, facts, event)
                if isinstance(event, OrderEvent)
                else Turn(state=state)
            )


# --- typed ---------------------------------------------------------------------------------------


def _said(state: State, facts: Facts, said: Said) -> Turn[State]:
    state = replace(state, typed=())
    if len(said.text) > LONGEST:
        return Turn(state=state)
    printed = printing.said(state, facts, said.text)
    if printed is not None:
        return printed
    own_week = week.said(state, facts, said.text)
    if own_week is not None:
        return own_week
    about_goods = shelves.command(state, facts, said.text)
    if about_goods is not None:
        return about_goods
    about_money = money.said(state, facts, said)
    plain = replace(said, text=bare(said.text))
    answered = _answer(state, facts, plain) or shelves.answer(state, facts, plain) or about_money
    answered = answered or questions.said(state, facts, plain.text)
    answered = answered or shelves.sentence(state, facts, plain.text)
    turn = answered or _phrase(state, facts, plain)
    if said.text.lstrip().startswith("/") and not (turn.says or turn.commands):
        return say(turn.state, UnknownCommand(text=plain.text.split(maxsplit=1)[0]))
    return turn


def _phrase(state: State, facts: Facts, said: Said) -> Turn[State]:
    found = understand(said, facts)
    if found.wishes and "?" in said.text:
        return ask(state, facts, (found.wishes,))
    if found.wishes:
        return do(state, facts, found.wishes, typed=True)
    if found.picking is not None:
        return pick(state, facts, found.picking)
    if found.options:
        return ask(state, facts, found.options)
    if found.asks is Cue.LIST:
        return say(state, lists.of_next(facts))
    if found.asks is Cue.HELP:
        return say(state, reading.help_for(facts))
    return say(state, found.reply) if found.reply else Turn(state=state)


def _answer(state: State, facts: Facts, said: Said) -> Turn[State] | None:
    """Read a phrase as the answer to what the bot asked last; None where it is none."""
    if state.asked_at is None or facts.now - state.asked_at > ANSWERED_WITHIN:
        return None
    phrase = reading.read_phrase(said.text, facts)
    if state.weighing is not None and (weight := goods.only_weight(phrase)) is not None:
        wish = Weigh(number=state.weighing.number, sku=state.weighing.sku, weight=weight)
        return do(state, facts, (wish,), typed=True)
    if state.doubt is not None and not phrase.strange:
        if phrase.cues in {(Cue.YES,), (Cue.ACCEPT,)} and len(state.doubt.options) == 1:
            return choose(state, facts, 0)
        if phrase.cues in {(Cue.NO,), (Cue.NOTHING,)}:
            return choose(state, facts, None)
        if (chosen := _chosen(state.doubt, said.text)) is not None:
            return choose(state, facts, chosen)
    return _picked_by_name(state, facts, said, phrase) if state.picking else None


def _chosen(doubt: Doubt, text: str) -> int | None:
    """Return which option a bare number means: its place, or the order's own number."""
    figure = text.strip(" .!")
    if not figure.isdigit():
        return None
    for i, option in enumerate(doubt.options):
        if any(figure == str(getattr(wish, "number", "")) for wish in option):
            return i
    return int(figure) - 1 if int(figure) <= len(doubt.options) else None


def _picked_by_name(state: State, facts: Facts, said: Said, phrase: Phrase) -> Turn[State] | None:
    """'baguette', then 'baguette tradition' or 'rien', while a card asks for them."""
    picked = state.picked(said.about) if said.about is not None else state.picking[-1]
    order = look.order(facts, picked.number) if picked else None
    if picked is None or order is None or phrase.strange:
        return None
    named = [a for a in phrase.atoms if isinstance(a, Named)]
    if phrase.cues == (Cue.NOTHING,) and picked.sku is not None:
        return do(state, facts, (Missing(number=picked.number, sku=picked.sku),), typed=True)
    if phrase.cues or len(named) != 1:
        return None
    if picked.sku is None:
        line = goods.line_like(order, named[0])
        return pick(state, facts, replace(picked, sku=line.standing.sku)) if line else None
    line = look.line_of(order, picked.sku)
    offered = goods.substitute_like(facts, named[0], line) if line else None
    if offered is None:
        return None
    wish = Missing(number=picked.number, sku=picked.sku, substitute=offered)
    return do(state, facts, (wish,), typed=True)


# --- tapped --------------------------------------------------------------------------------------


def _pressed(state: State, facts: Facts, pressed: Pressed) -> Turn[State]:
    state = replace(state, typed=())
    if (counted := money.pressed(state, facts, pressed)) is not None:
        return counted
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
        case "swap":
            return _swap(state, facts, number, Sku(argument))
        case "weigh":
            return _ask_weight(state, facts, number, Sku(argument))
        case "back":
            return _back(state, facts, number)
        case _:
            return Turn(state=state)


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

"""One event for a driver, and what follows."""

from dataclasses import replace
from typing import assert_never

from tournee.bot.conversation.driver import (
    answers,
    doing,
    look,
    money,
    ordering,
    rounds,
    times,
    trouble,
    typed,
)
from tournee.bot.conversation.driver.doing import report, say
from tournee.bot.conversation.driver.replies import (
    AlreadyGone,
    HelpGiven,
    NoRound,
    PaymentRefused,
    Refused,
    RoundGone,
    RoundShifted,
)
from tournee.bot.conversation.driver.saying import said
from tournee.bot.conversation.driver.state import AskWhich, Run, State
from tournee.bot.conversation.driver.typed import Sum
from tournee.bot.conversation.driver_events import (
    RoutePlanned,
    RunTaken,
    StopsAsked,
    StopsGiven,
    StopsOffered,
)
from tournee.bot.conversation.events import Event, Located, Pressed, Rejected, Said, Unreadable
from tournee.bot.conversation.model import Facts, Turn
from tournee.catalog.model import ShopSlug
from tournee.catalog.quantity import Money
from tournee.orders.events import (
    DepositReturned,
    EnvelopeReceived,
    OrderDelivered,
    OrderNotDelivered,
    PaymentCorrected,
    RoundCancelled,
    RoundClosed,
    RoundDeparted,
    RoundMoved,
)
from tournee.orders.model import OrderNumber

PAYMENTS = frozenset({"payment_too_small", "payment_too_large", "cheque_shared"})


def step(state: State, event: Event, facts: Facts) -> Turn[State]:
    match event:
        case Said():
            return said(state, facts, event)
        case Pressed():
            return _pressed(state, facts, event)
        case OrderDelivered() | OrderNotDelivered():
            return rounds.door_settled(state, facts, event)
        case Rejected():
            return _rejected(state, facts, event)
        case Located():
            return times.located(state, facts, event)
        case Unreadable():
            return say(state, HelpGiven(number=state.at or look.EXAMPLE))
        case StopsOffered() | StopsAsked() | StopsGiven():
            return _of_others(state, facts, event)
        case DepositReturned() | EnvelopeReceived():
            return money.heard(state, facts, event)
        case PaymentCorrected():
            shown = rounds.corrected(state, facts, event)
            return shown or money.heard(state, facts, event)
        case _:
            return _of_rounds(state, facts, event)


def _of_rounds(state: State, facts: Facts, event: Event) -> Turn[State]:
    match event:
        case RoundClosed():
            return rounds.closed(state, facts, event)
        case RoutePlanned():
            return rounds.planned(state, facts, event)
        case RoundDeparted():
            return rounds.departed(state, facts, event)
        case RunTaken():
            return rounds.taken(state, event)
        case RoundCancelled():
            return _cancelled(state, event)
        case RoundMoved():
            return _moved(state, event)
        case _:
            return Turn(state=state)


def _of_others(
    state: State, facts: Facts, event: StopsOffered | StopsAsked | StopsGiven
) -> Turn[State]:
    match event:
        case StopsOffered():
            return trouble.offered(state, event)
        case StopsAsked():
            return trouble.asked(state, facts, event)
        case StopsGiven():
            return trouble.given(state, facts, event)
        case _:
            assert_never(event)


def _cancelled(state: State, event: RoundCancelled) -> Turn[State]:
    runs = tuple(r for r in state.runs if (r.round, r.date) != (event.round, event.date))
    return say(replace(state, runs=runs), RoundGone(date=event.date, reason=event.reason))


def _moved(state: State, event: RoundMoved) -> Turn[State]:
    """A round that was planned already is planned anew when its new cut-off comes."""
    if state.of(event.round, event.date) is None:
        return Turn(state=state)
    runs = tuple(r for r in state.runs if (r.round, r.date) != (event.round, event.date))
    reply = RoundShifted(date=event.date, to=event.to, reason=event.reason)
    return say(replace(state, runs=runs), reply)


def _rejected(state: State, facts: Facts, event: Rejected) -> Turn[State]:
    if (refused := money.rejected(state, facts, event)) is not None:
        return refused
    if event.code in PAYMENTS:
        currency = facts.village.settings.currency
        limit = Money(amount=event.limit, currency=currency) if event.limit is not None else None
        shop = facts.village.shop_by_slug.get(event.shop) if event.shop else None
        reply = PaymentRefused(code=event.code, shop=shop, limit=limit, why=event.name or "")
        return say(state, reply)
    gone = event.code == "wrong_state" and event.number is None
    return say(state, AlreadyGone() if gone else Refused(code=event.code, number=event.number))


# --- what the driver taps ------------------------------------------------------------------------


def _pressed(state: State, facts: Facts, pressed: Pressed) -> Turn[State]:
    action, _, argument = pressed.action.partition(":")
    number = pressed.order
    match action:
        case "delivered" | "on_tab" | "absent" | "refused_at_door":
            return report(state, facts, action, number)
        case "cheque":
            return report(state, facts, "delivered", number, sums=(Sum(amount=None, cheque=True),))
        case "without":
            shop = facts.village.shop_by_slug.get(ShopSlug(argument))
            without = (shop,) if shop else ()
            return report(state, facts, "delivered", number, without=without)
        case "neighbour":
            return doing.leave(state, number, "")
        case "pickup":
            return doing.leave(state, number, _point(facts, argument))
        case "worried":
            return trouble.worried(state, facts, _about(number), "")
        case "choose":
            return _chosen(state, facts, argument)
        case "take_over":
            return trouble.take_over(state, facts, pressed.card)
        case _:
            return _looked(state, facts, pressed, action, argument)


def _looked(
    state: State, facts: Facts, pressed: Pressed, action: str, argument: str
) -> Turn[State]:
    """What changes nothing at a door."""
    match action:
        case "depart":
            return rounds.depart(state, facts, _run_of(state, pressed.card))
        case "list":
            return ordering.list_stops(state, facts, _run_of(state, pressed.card))
        case "picture":
            return ordering.draw(state, facts, _run_of(state, pressed.card))
        case "collected":
            run = _run_of(state, pressed.card)
            return rounds.collected(state, facts, run, (ShopSlug(argument),))
        case "share":
            return trouble.share(state, facts)
        case "route":
            return doing.way(state, facts, pressed.order)
        case "more":
            return doing.more(state, facts, pressed.order)
        case "late":
            return times.late(state, facts, None)
        case "next":
            return doing.show_next(state, facts)
        case "back":
            run = state.under_way
            place = run.stop_of(pressed.order) if run and pressed.order is not None else None
            if run is None or place is None:
                return doing.none_here(state)
            return doing.show(state, facts, run, place)
        case _:
            return Turn(state=state)


def _about(number: OrderNumber | None) -> typed.Typed:
    return typed.Typed(doors=(number,) if number is not None else ())


def _point(facts: Facts, argument: str) -> str:
    points = look.pickup_points(facts)
    return points[int(argument) - 1] if argument in {str(n + 1) for n in range(len(points))} else ""


def _chosen(state: State, facts: Facts, argument: str) -> Turn[State]:
    """Do what was written, now that the door is known."""
    asked, state = answers.first(state)
    if not isinstance(asked, AskWhich) or not argument.isdecimal():
        return say(state, HelpGiven(number=state.at or look.EXAMPLE))
    place = int(argument) - 1
    if not 0 <= place < len(asked.options):
        return say(state, NoRound()) if not state.runs else Turn(state=state)
    return said(state, facts, Said(text=asked.text, about=asked.options[place]))


def _run_of(state: State, card: str | None) -> Run | None:
    """Return the run of a card or, where the channel does not tell, the one that is on."""
    found = next((r for r in state.runs if card == f"round:{r.key}"), None)
    return found or state.under_way or state.waiting

"""One event for a driver, and what follows."""

from dataclasses import replace

from tournee.bot.conversation.driver import look, typed
from tournee.bot.conversation.driver.doing import (
    collected,
    depart,
    late,
    list_stops,
    report,
    say,
    show_next,
    way,
)
from tournee.bot.conversation.driver.replies import (
    AlreadyGone,
    HelpGiven,
    NoRound,
    Refused,
    RoundGone,
)
from tournee.bot.conversation.driver.rounds import departed, door_settled
from tournee.bot.conversation.driver.state import Run, State
from tournee.bot.conversation.events import Event, Located, Pressed, Rejected, Said, Unreadable
from tournee.bot.conversation.model import Facts, Say, Turn
from tournee.bot.conversation.phrases import Cue
from tournee.catalog.model import ShopSlug
from tournee.orders.events import (
    OrderDelivered,
    OrderNotDelivered,
    RoundCancelled,
    RoundClosed,
    RoundDeparted,
)
from tournee.orders.model import OrderNumber

_EXAMPLE = OrderNumber(4821)


def step(state: State, event: Event, facts: Facts) -> Turn[State]:
    match event:
        case Said():
            return _said(state, facts, event)
        case Pressed():
            return _pressed(state, facts, event)
        case RoundClosed():
            return _closed(state, facts, event)
        case RoundDeparted():
            return departed(state, facts, event)
        case RoundCancelled():
            return _cancelled(state, event)
        case OrderDelivered(number=number, paid=paid):
            return door_settled(state, facts, number, "delivered" if paid else "on_tab")
        case OrderNotDelivered(number=number, reason=reason):
            absent = reason == "absent"
            return door_settled(state, facts, number, "absent" if absent else "refused_at_door")
        case Rejected():
            return _rejected(state, event)
        case Unreadable() | Located():
            return say(state, HelpGiven(number=state.at or _EXAMPLE))
        case _:
            return Turn(state=state)


# --- news ----------------------------------------------------------------------------------------


def _closed(state: State, facts: Facts, event: RoundClosed) -> Turn[State]:
    """The round's cut-off has passed: its card, with what to collect first."""
    run = Run(round=event.round, date=event.date)
    shown = look.round_card(facts, run)
    if not shown.stops:
        return Turn(state=state)
    kept = tuple(r for r in state.runs if not r.over and r.key != run.key)
    runs = tuple(sorted((*kept, run), key=lambda r: (r.date, r.round)))
    return Turn(state=replace(state, runs=runs), says=(Say(reply=shown, card=f"round:{run.key}"),))


def _cancelled(state: State, event: RoundCancelled) -> Turn[State]:
    runs = tuple(r for r in state.runs if (r.round, r.date) != (event.round, event.date))
    return say(replace(state, runs=runs), RoundGone(date=event.date, reason=event.reason))


def _rejected(state: State, event: Rejected) -> Turn[State]:
    gone = event.code == "wrong_state" and event.number is None
    return say(state, AlreadyGone() if gone else Refused(code=event.code, number=event.number))


# --- what the driver does ------------------------------------------------------------------------


def _pressed(state: State, facts: Facts, pressed: Pressed) -> Turn[State]:
    action, _, argument = pressed.action.partition(":")
    match action:
        case "depart":
            return depart(state, _run_of(state, pressed.card))
        case "list":
            return list_stops(state, facts, _run_of(state, pressed.card))
        case "collected":
            return collected(state, facts, _run_of(state, pressed.card), ShopSlug(argument))
        case "delivered" | "on_tab" | "absent" | "refused_at_door":
            return report(state, action, pressed.order)
        case "route":
            return way(state, facts, pressed.order)
        case "late":
            return late(state, facts, None)
        case "next":
            return show_next(state, facts)
        case _:
            return Turn(state=state)


def _run_of(state: State, card: str | None) -> Run | None:
    """Return the run of a card or, where the channel does not tell, the one that is on."""
    found = next((r for r in state.runs if card == f"round:{r.key}"), None)
    return found or state.under_way or state.waiting


def _said(state: State, facts: Facts, said: Said) -> Turn[State]:
    order = typed.read(said.text, state, facts)
    number = order.number or said.about
    match order.cue:
        case Cue.DELIVERED:
            return report(state, "delivered", number)
        case Cue.ON_TAB:
            return report(state, "on_tab", number)
        case Cue.ABSENT:
            return report(state, "absent", number)
        case Cue.REFUSE:
            return report(state, "refused_at_door", number)
        case Cue.DEPART:
            return depart(state, state.waiting or state.under_way)
        case Cue.LIST:
            return list_stops(state, facts, state.under_way or state.waiting)
        case Cue.NEXT:
            return show_next(state, facts)
        case Cue.LATE:
            return late(state, facts, order.minutes)
        case Cue.ROUTE:
            return way(state, facts, number)
    if not state.runs and order.cue is not Cue.HELP:
        return say(state, NoRound())
    return say(state, HelpGiven(number=state.at or _EXAMPLE))

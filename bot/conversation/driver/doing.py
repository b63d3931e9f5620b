"""What a driver does with a door: handed over and paid, nobody there, refused, left with others."""

from dataclasses import replace

from tournee.bot.conversation.commands import Command, DeliverOrder, ReportNotDelivered
from tournee.bot.conversation.driver import geography, look
from tournee.bot.conversation.driver.replies import (
    AlreadyDone,
    MoreShown,
    NeighbourAsked,
    NoRound,
    NotDeparted,
    UnknownStop,
    WayShown,
)
from tournee.bot.conversation.driver.state import AskNeighbour, Deed, Run, State, Visit
from tournee.bot.conversation.driver.typed import Sum
from tournee.bot.conversation.driver_commands import LeaveOrder
from tournee.bot.conversation.model import Facts, Reply, Say, Turn
from tournee.bot.conversation.money_commands import CorrectPayment
from tournee.catalog.model import Shop, ShopSlug
from tournee.catalog.quantity import Money
from tournee.orders.model import OrderNumber
from tournee.orders.payment import IN_CASH, ON_TAB, Means, Payment

LONGEST_NAME = 60
"""Characters of who keeps a bag."""


def say(state: State, *replies: Reply) -> Turn[State]:
    return Turn(state=state, says=tuple(Say(reply=r) for r in replies))


def changed(state: State, run: Run) -> State:
    return replace(state, runs=tuple(run if r.key == run.key else r for r in state.runs))


def none_here(state: State) -> Turn[State]:
    """Say why there is no door to speak of."""
    return say(state, NotDeparted() if state.waiting else NoRound())


def at(state: State, run: Run) -> int | None:
    """Return the door that was shown last, or the next one if that is done."""
    place = run.stop_of(state.at) if state.at is not None else None
    return place if place is not None and not run.visits[place].done else run.next_stop


def show(state: State, facts: Facts, run: Run, place: int) -> Turn[State]:
    number = run.visits[place].numbers[0]
    card = Say(reply=look.stop_card(facts, run, place), card=f"order:{number}")
    return Turn(state=replace(state, at=number, shown=facts.now), says=(card,))


def show_next(state: State, facts: Facts) -> Turn[State]:
    """Leave the door that is shown for later, and show the one after it."""
    run = state.under_way
    if run is None:
        return none_here(state)
    here = at(state, run)
    left = [i for i, visit in enumerate(run.visits) if not visit.done]
    following = [i for i in left if here is not None and i > here] or left
    return show(state, facts, run, following[0])


# --- reported ------------------------------------------------------------------------------------


def report(
    state: State,
    facts: Facts,
    deed: Deed,
    number: OrderNumber | None,
    *,
    sums: tuple[Sum, ...] = (),
    without: tuple[Shop, ...] = (),
) -> Turn[State]:
    """Report a door, by an order's number or else the one that was shown last.

    Args:
        state: of the conversation.
        facts: what it may know.
        deed: what happened there.
        number: an order of the door.
        sums: what was paid; nothing said is exactly what is due.
        without: shops whose bags were refused.
    """
    run = state.under_way
    if run is None or (number is not None and run.stop_of(number) is None):
        return _no_door(state, facts, number, sums)
    place = run.stop_of(number) if number is not None else at(state, run)
    if place is None:
        return say(state, NoRound())
    visit = run.visits[place]
    if visit.done:
        return _put_right(state, facts, visit, sums)
    return Turn(state=state, commands=_deeds(visit, facts, deed, sums, without))


def _put_right(state: State, facts: Facts, visit: Visit, sums: tuple[Sum, ...]) -> Turn[State]:
    """Take a sum that is named after all for the right one; else nothing is changed."""
    paid = visit.result in {"delivered", "on_tab", "part_paid", "partly"}
    if not paid or len(visit.numbers) > 1 or not any(s.amount is not None for s in sums):
        return say(state, AlreadyDone(name=visit.name, result=visit.result))
    command = CorrectPayment(number=visit.numbers[0], payments=_payments(facts, sums))
    return Turn(state=state, commands=(command,))


def _no_door(
    state: State, facts: Facts, number: OrderNumber | None, sums: tuple[Sum, ...]
) -> Turn[State]:
    for run in state.runs:
        place = run.stop_of(number) if number is not None else None
        if place is not None and run.visits[place].done:
            return _put_right(state, facts, run.visits[place], sums)
    if state.under_way is not None and number is not None:
        return say(state, UnknownStop(number=number))
    return none_here(state)


def _deeds(
    visit: Visit, facts: Facts, deed: Deed, sums: tuple[Sum, ...], without: tuple[Shop, ...]
) -> tuple[Command, ...]:
    if deed in {"absent", "refused_at_door"}:
        return tuple(_comes_back(visit, number, deed) for number in _numbers(visit))
    refused = {shop.slug for shop in without}
    back = tuple(
        _comes_back(visit, number, "refused_at_door", refused)
        for number in _numbers(visit, refused)
    )
    taken = tuple(b.number for b in visit.left if b.shop not in refused)
    if not taken:
        return back
    payments = ON_TAB if deed == "on_tab" and not sums else _payments(facts, sums)
    return (*back, DeliverOrder(numbers=tuple(dict.fromkeys(taken)), payments=payments))


def _comes_back(
    visit: Visit, number: OrderNumber, reason: str, shops: set[ShopSlug] | None = None
) -> ReportNotDelivered:
    mine = [b.shop for b in visit.left if b.number == number]
    return ReportNotDelivered(
        number=number,
        reason="absent" if reason == "absent" else "refused_at_door",
        shops=tuple(s for s in mine if s in shops) if shops else (),
    )


def _numbers(visit: Visit, shops: set[ShopSlug] | None = None) -> tuple[OrderNumber, ...]:
    bags = (b for b in visit.left if shops is None or b.shop in shops)
    return tuple(dict.fromkeys(b.number for b in bags))


def _payments(facts: Facts, sums: tuple[Sum, ...]) -> tuple[Payment, ...]:
    currency = facts.village.settings.currency
    return (
        tuple(
            Payment(
                means=Means.CHEQUE if s.cheque else Means.CASH,
                amount=None if s.amount is None else Money(amount=s.amount, currency=currency),
                shop=s.shop.slug if s.shop else None,
            )
            for s in sums
        )
        or IN_CASH
    )


# --- nobody there --------------------------------------------------------------------------------


def leave(state: State, number: OrderNumber | None, where: str) -> Turn[State]:
    """Leave the bags of a closed door with somebody; without a name it is asked for."""
    visit = _closed_door(state, number)
    if visit is None:
        return none_here(state)
    if not where.strip():
        ask = AskNeighbour(number=visit.numbers[0])
        return say(replace(state, asks=(*state.asks, ask)), NeighbourAsked(name=visit.name))
    command = LeaveOrder(numbers=visit.numbers, where=where.strip()[:LONGEST_NAME])
    return Turn(state=state, commands=(command,))


def _closed_door(state: State, number: OrderNumber | None) -> Visit | None:
    """Return the door that is meant: the one named, one just found closed, or the one shown."""
    runs = [r for r in state.runs if r.departed is not None]
    number = number or state.closed
    if number is not None:
        found = (r.visits[p] for r in runs if (p := r.stop_of(number)) is not None)
        return next(found, None)
    run = state.under_way
    place = at(state, run) if run else None
    if run is not None and place is not None:
        return run.visits[place]
    closed = [v for r in runs for v in r.visits if v.result == "absent"]
    return closed[-1] if closed else None


# --- looked at -----------------------------------------------------------------------------------


def more(state: State, facts: Facts, number: OrderNumber | None) -> Turn[State]:
    """Show what else may happen at a door: a cheque, a bag refused, a worry."""
    run = state.under_way
    place = None
    if run is not None:
        place = run.stop_of(number) if number is not None else at(state, run)
    if run is None or place is None:
        return none_here(state)
    visit = run.visits[place]
    shops = tuple(look.shop(facts, s) for s in dict.fromkeys(b.shop for b in visit.left))
    reply = MoreShown(name=visit.name, number=visit.numbers[0], shops=shops)
    return Turn(
        state=replace(state, at=visit.numbers[0]),
        says=(Say(reply=reply, card=f"order:{visit.numbers[0]}"),),
    )


def way(state: State, facts: Facts, number: OrderNumber | None) -> Turn[State]:
    run = state.under_way
    place = None
    if run is not None:
        place = run.stop_of(number) if number is not None else at(state, run)
    if run is None or place is None:
        return none_here(state)
    visit = run.visits[place]
    point = geography.door_of(facts.village, visit)
    return say(
        state,
        WayShown(
            name=visit.name,
            address=look.where(facts, visit),
            lat=point.lat if point else None,
            lon=point.lon if point else None,
        ),
    )

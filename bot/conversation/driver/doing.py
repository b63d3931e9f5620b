"""What a driver asks for, by a tap or in words."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final, assert_never

from tournee.bot.conversation.commands import (
    Command,
    DeliverOrder,
    DepartRound,
    Post,
    ReportNotDelivered,
)
from tournee.bot.conversation.driver import look, route
from tournee.bot.conversation.driver.replies import (
    AlreadyDone,
    AlreadyGone,
    LateTold,
    NoRound,
    NotDeparted,
    StopLine,
    StopsListed,
    UnknownStop,
    WayShown,
)
from tournee.bot.conversation.driver.state import Result, Run, State, Visit
from tournee.bot.conversation.events import ArrivalExpected
from tournee.bot.conversation.model import Facts, Reply, Say, Turn
from tournee.bot.conversation.party import Party, PartyKind
from tournee.catalog.model import ShopSlug
from tournee.orders.model import OrderNumber
from tournee.orders.payment import ON_TAB
from tournee.orders.pricing import order_price

USUALLY_LATE: Final = 15
"""Minutes, where the driver does not say."""


def say(state: State, *replies: Reply) -> Turn[State]:
    return Turn(state=state, says=tuple(Say(reply=r) for r in replies))


def changed(state: State, run: Run) -> State:
    return replace(state, runs=tuple(run if r.key == run.key else r for r in state.runs))


# --- before the round ----------------------------------------------------------------------------


def depart(state: State, run: Run | None) -> Turn[State]:
    if run is None:
        return say(state, NoRound())
    if run.departed is not None:
        return say(state, AlreadyGone())
    command = DepartRound(round=run.round, date=run.date.isoformat())
    return Turn(state=state, commands=(command,))


def collected(state: State, facts: Facts, run: Run | None, slug: ShopSlug) -> Turn[State]:
    """Tick a shop's bags off, or on again."""
    if run is None or slug not in facts.village.shop_by_slug:
        return say(state, NoRound())
    ticked = tuple(s for s in run.collected if s != slug)
    run = replace(run, collected=ticked if slug in run.collected else (*ticked, slug))
    card = Say(reply=look.round_card(facts, run), card=f"round:{run.key}")
    return Turn(state=changed(state, run), says=(card,))


def list_stops(state: State, facts: Facts, run: Run | None) -> Turn[State]:
    if run is None:
        return say(state, NoRound())
    lines = _planned(facts, run) if run.departed is None else _on_the_way(facts, run)
    return say(state, StopsListed(date=run.date, stops=lines))


def _planned(facts: Facts, run: Run) -> tuple[StopLine, ...]:
    """The doors as they will come, of all that has been ordered."""
    found = {stop.numbers: stop for stop in look.stops_of(facts, run)}
    doors = [look.visit_of(facts, stop) for stop in found.values()]
    ordered = route.ordered(doors, facts.village, look.start_of(facts, run))
    return tuple(
        StopLine(
            place=place,
            name=door.name,
            address=look.where(facts, door),
            numbers=door.numbers,
            due=found[door.numbers].due,
            bags=len(found[door.numbers].shops),
        )
        for place, door in enumerate(ordered, 1)
    )


def _on_the_way(facts: Facts, run: Run) -> tuple[StopLine, ...]:
    left = [v for v in run.visits if not v.done]
    expected = dict(zip([v.numbers for v in left], _arrivals(facts, run, left), strict=True))
    lines = []
    for place, door in enumerate(run.visits, 1):
        orders = look.on_van(facts, door.numbers)
        lines.append(
            StopLine(
                place=place,
                name=door.name,
                address=look.where(facts, door),
                numbers=door.numbers,
                due=order_price(orders, facts.village.settings.currency),
                bags=len({o.shop for o in orders}),
                done=door.done,
                expected=expected.get(door.numbers),
            )
        )
    return tuple(lines)


# --- on the way ----------------------------------------------------------------------------------


def report(state: State, result: Result, number: OrderNumber | None) -> Turn[State]:
    """Report a door, by an order's number or else the one that was shown last."""
    run = state.under_way
    if run is None:
        return _no_door(state, number)
    place = run.stop_of(number) if number is not None else _here(state, run)
    if place is None:
        return say(state, UnknownStop(number=number) if number is not None else NoRound())
    visit = run.visits[place]
    if visit.done:
        return say(state, AlreadyDone(name=visit.name, result=visit.results[0][1]))
    return Turn(state=state, commands=_deeds(visit.left, result))


def _no_door(state: State, number: OrderNumber | None) -> Turn[State]:
    if state.waiting is not None:
        return say(state, NotDeparted())
    for run in state.runs:
        place = run.stop_of(number) if number is not None else None
        if place is not None and run.visits[place].results:
            door = run.visits[place]
            return say(state, AlreadyDone(name=door.name, result=door.results[0][1]))
    return say(state, NoRound())


def _deeds(numbers: tuple[OrderNumber, ...], result: Result) -> tuple[Command, ...]:
    match result:
        case "delivered":
            return (DeliverOrder(numbers=numbers),)
        case "on_tab":
            return (DeliverOrder(numbers=numbers, payments=ON_TAB),)
        case "absent" | "refused_at_door":
            return tuple(ReportNotDelivered(number=n, reason=result) for n in numbers)
        case _:
            assert_never(result)


def _here(state: State, run: Run) -> int | None:
    """Return the door that was shown last, or the next one if that is done."""
    place = run.stop_of(state.at) if state.at is not None else None
    return place if place is not None and not run.visits[place].done else run.next_stop


def show_next(state: State, facts: Facts) -> Turn[State]:
    """Leave the door that is shown for later, and show the one after it."""
    run = state.under_way
    if run is None:
        return say(state, NotDeparted() if state.waiting else NoRound())
    here = _here(state, run)
    left = [i for i, visit in enumerate(run.visits) if not visit.done]
    following = [i for i in left if here is not None and i > here] or left
    return show(state, facts, run, following[0])


def show(state: State, facts: Facts, run: Run, place: int) -> Turn[State]:
    number = run.visits[place].numbers[0]
    card = Say(reply=look.stop_card(facts, run, place), card=f"order:{number}")
    return Turn(state=replace(state, at=number), says=(card,))


def way(state: State, facts: Facts, number: OrderNumber | None) -> Turn[State]:
    run = state.under_way
    place = None
    if run is not None:
        place = run.stop_of(number) if number is not None else _here(state, run)
    if run is None or place is None:
        return say(state, NotDeparted() if state.waiting else NoRound())
    door = run.visits[place]
    known = facts.village.place_by_slug.get(door.place) if door.place else None
    return say(
        state,
        WayShown(
            name=door.name,
            address=look.where(facts, door),
            lat=known.lat if known else None,
            lon=known.lon if known else None,
        ),
    )


# --- times ---------------------------------------------------------------------------------------


def late(state: State, facts: Facts, minutes: int | None) -> Turn[State]:
    """Tell everybody who still waits when the driver should come now."""
    run = state.under_way
    if run is None:
        return say(state, NotDeparted() if state.waiting else NoRound())
    left = [v for v in run.visits if not v.done]
    minutes = minutes or USUALLY_LATE
    posts = told_arrivals(facts, run, left, late=True, minutes=minutes)
    reply = LateTold(stops=len(left), minutes=minutes)
    return Turn(state=state, says=(Say(reply=reply),), commands=posts)


def told_arrivals(
    facts: Facts, run: Run, doors: list[Visit], *, late: bool = False, minutes: int = 0
) -> tuple[Post, ...]:
    """Return the news of when the driver comes, for each door."""
    posts = []
    for door, arrival in zip(doors, _arrivals(facts, run, doors, minutes), strict=True):
        earliest, latest = route.window(arrival, facts.now)
        event = ArrivalExpected(number=door.numbers[0], earliest=earliest, latest=latest, late=late)
        posts.append(Post(to=Party(kind=PartyKind.RESIDENT, slug=door.resident), event=event))
    return tuple(posts)


def _arrivals(facts: Facts, run: Run, doors: list[Visit], minutes: int = 0) -> tuple[datetime, ...]:
    """Return the times at the doors that are left, from where the driver is now."""
    done = [v for v in run.visits if v.done]
    here = done[-1].place if done else look.start_of(facts, run)
    setting_off = facts.now + timedelta(minutes=minutes)
    return route.arrivals(doors, facts.village, here, setting_off)

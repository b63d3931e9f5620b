"""A round as it goes: it departs, door after door is done, at the end the money is counted."""

from dataclasses import replace
from decimal import Decimal

from tournee.bot.conversation.driver import doing, look, route
from tournee.bot.conversation.driver.replies import Owed, Returned, RoundOver, ShopMoney
from tournee.bot.conversation.driver.state import Result, Run, State, Taking
from tournee.bot.conversation.model import Facts, Say, Turn
from tournee.catalog.quantity import Money
from tournee.orders.events import RoundDeparted
from tournee.orders.model import OrderNumber, OrderStatus
from tournee.orders.pricing import order_price


def departed(state: State, facts: Facts, event: RoundDeparted) -> Turn[State]:
    """Fix the order of the doors, tell each when to expect the driver, show the first."""
    known = next(
        (r for r in state.runs if (r.round, r.date) == (event.round, event.date)),
        Run(round=event.round, date=event.date),
    )
    doors = route.ordered(look.visits(facts, known), facts.village, look.start_of(facts, known))
    run = replace(known, departed=facts.now, visits=doors)
    others = tuple(r for r in state.runs if r.key != run.key)
    state = replace(state, runs=(run, *others))
    card = Say(reply=look.round_card(facts, run), card=f"round:{run.key}")
    posts = doing.told_arrivals(facts, run, list(doors))
    first = doing.show(state, facts, run, 0) if doors else _over(state, facts, run)
    return Turn(state=first.state, says=(card, *first.says), commands=posts)


def door_settled(state: State, facts: Facts, number: OrderNumber, result: Result) -> Turn[State]:
    """An order was handed over, or comes back: its door's card, then the next door's.

    Every shop's bag of a number is an event of its own; the first of them tells it all.
    """
    run = next((r for r in state.runs if r.stop_of(number) is not None), None)
    place = run.stop_of(number) if run is not None else None
    if run is None or place is None or number not in run.visits[place].left:
        return Turn(state=state)
    run = _noted(run, facts, place, number, result)
    state = doing.changed(state, run)
    if not run.visits[place].done:
        return Turn(state=state)
    settled = look.stop_card(facts, run, place, result)
    card = Say(reply=settled, card=f"order:{run.visits[place].numbers[0]}")
    following = _following(state, facts, run, place)
    return replace(following, says=(card, *following.says))


def _noted(run: Run, facts: Facts, place: int, number: OrderNumber, result: Result) -> Run:
    door = run.visits[place]
    done = replace(door, results=(*door.results, (number, result)))
    takings = tuple(
        Taking(
            number=number,
            shop=order.shop,
            name=door.name,
            amount=order_price((order,), facts.village.settings.currency).total,
            result=result,
        )
        for order in look.on_van(facts, (number,))
        if order.status is not OrderStatus.OUT_FOR_DELIVERY
    )
    visits = (*run.visits[:place], done, *run.visits[place + 1 :])
    return replace(run, visits=visits, takings=(*run.takings, *takings))


def _following(state: State, facts: Facts, run: Run, place: int) -> Turn[State]:
    """Show the door after this one, else the first that was left out, else the money.

    A door that was reported out of turn leaves the one that is shown as it is.
    """
    if run.over:
        return _over(state, facts, run)
    shown = run.stop_of(state.at) if state.at is not None else None
    if shown is not None and shown != place and not run.visits[shown].done:
        return Turn(state=state)
    later = [i for i, v in enumerate(run.visits) if i > place and not v.done]
    first = later[0] if later else run.next_stop
    return doing.show(state, facts, run, first) if first is not None else Turn(state=state)


def _over(state: State, facts: Facts, run: Run) -> Turn[State]:
    currency = facts.village.settings.currency
    nothing = Money(amount=Decimal("0.00"), currency=currency)
    cash = []
    for shop in facts.village.shops:
        paid = [t for t in run.takings if t.shop == shop.slug and t.result == "delivered"]
        if paid:
            total = sum((t.amount for t in paid), nothing)
            cash.append(ShopMoney(shop=shop, cash=total, bags=len(paid)))
    owed = tuple(
        Owed(name=t.name, shop=look.shop(facts, t.shop), amount=t.amount)
        for t in run.takings
        if t.result == "on_tab"
    )
    returned = tuple(
        Returned(number=t.number, name=t.name, shop=look.shop(facts, t.shop))
        for t in run.takings
        if t.result in {"absent", "refused_at_door"}
    )
    reply = RoundOver(date=run.date, cash=tuple(cash), owed=owed, returned=returned)
    return doing.say(replace(state, at=None), reply)

"""Standing orders as they come round: ordered in time, told with how to change them.

Each turn of one is told a day before its last moment, in waking hours: it is ordered then, and the
message that says so can be answered by a word. What would cost more than the yes covered, or comes
with another round, is asked about instead. `StandingOrder.last` says what was dealt with, so that a
turn that is told twice, late or after a restart orders once.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Final, Literal

from tournee.bot.conversation.commands import (
    Command,
    PlaceOrder,
    Schedule,
    Unschedule,
)
from tournee.bot.conversation.habit_events import StandingDue
from tournee.bot.conversation.model import Facts
from tournee.bot.conversation.quiet import woken
from tournee.bot.conversation.resident import collecting, look, people
from tournee.bot.conversation.resident import wants as algebra
from tournee.bot.conversation.resident.checks import checked
from tournee.bot.conversation.resident.outcome import Outcome
from tournee.bot.conversation.resident.replies.habits import (
    StandingMissed,
    StandingPlaced,
    StandingShown,
    StandingUnsure,
)
from tournee.bot.conversation.resident.state import State
from tournee.bot.conversation.round_commands import SaveStanding
from tournee.catalog.model import PersonSlug, Shop
from tournee.orders import rounds
from tournee.orders.model import Item, OrderNumber, RoundDate
from tournee.orders.standing import StandingOrder

NOBODY: Final = PersonSlug("")
BEFORE: Final = timedelta(days=1)
"""How long before its last moment a turn is told."""
FROM, TO = time(9), time(19, 30)
"""Waking hours, of the village's clock."""
AHEAD: Final = timedelta(days=10)
"""How long before a day its round is known."""


def alike(order: StandingOrder) -> tuple[object, ...]:
    """Return what standing orders have in common that are shown as one, but for the weekday."""
    return order.items, order.weeks, order.place, order.beneficiary, order.collect


def grouped(orders: Iterable[StandingOrder], facts: Facts) -> tuple[StandingShown, ...]:
    """Show standing orders, those of the same goods as one with several weekdays."""
    groups: dict[tuple[object, ...], list[StandingOrder]] = {}
    today = look.today(facts)
    for order in orders:
        paused = order.next_day(today) is None
        groups.setdefault((*alike(order), paused), []).append(order)
    found = (_shown(group, facts) for group in groups.values())
    return tuple(sorted(found, key=lambda shown: shown.days[0].weekday()))


def _shown(group: list[StandingOrder], facts: Facts) -> StandingShown:
    coming = [day for order in group if (day := order.next_day(look.today(facts))) is not None]
    return StandingShown(
        lines=look.shown(facts, group[0].items),
        days=tuple(sorted((o.since for o in group), key=lambda day: day.weekday())),
        weeks=group[0].weeks,
        next=min(coming, default=None),
        collect=group[0].collect,
    )


def shops_of(items: Iterable[Item], facts: Facts) -> tuple[Shop, ...]:
    """Return the shops that sell them."""
    known = facts.village.product_by_sku
    slugs = dict.fromkeys(known[item.sku].shop for item in items if item.sku in known)
    return tuple(look.shop(facts, slug) for slug in slugs)


# --- when ----------------------------------------------------------------------------------------


def schedule(order: StandingOrder, facts: Facts) -> tuple[Command, ...]:
    """Have the next turn told in time; none while it is paused without an end."""
    key = f"standing:{order.number}"
    day = order.next_day(look.today(facts))
    if day is None:
        return (Unschedule(key=key),)
    due = StandingDue(standing=order.number, day=day)
    return (Schedule(key=key, at=max(_turn_at(order, day, facts), facts.now), event=due),)


def _turn_at(order: StandingOrder, day: date, facts: Facts) -> datetime:
    if order.collect:
        return _shops_told_at(order, day, facts)
    run = _run_of(order, day, facts)
    if run is None:
        known = datetime.combine(day - AHEAD, FROM, tzinfo=facts.village.settings.zone)
        eve = datetime.combine(day - BEFORE, FROM, tzinfo=facts.village.settings.zone)
        return known if known > facts.now else eve
    needs = rounds.needs_of(order.items, facts.village)
    last = min(run.cutoff, run.departs - needs.lead)
    return woken(last - BEFORE, facts.village.settings, FROM, TO)


def _shops_told_at(order: StandingOrder, day: date, facts: Facts) -> datetime:
    """Return when what is collected is ordered: a day before the shops open, or need to know."""
    zone = facts.village.settings.zone
    opens = collecting.open_from(shops_of(order.items, facts), day, facts)
    opens = opens or datetime.combine(day, FROM, tzinfo=zone)
    last = opens - rounds.needs_of(order.items, facts.village).lead
    return woken(last - BEFORE, facts.village.settings, FROM, TO)


def _run_of(order: StandingOrder, day: date, facts: Facts) -> RoundDate | None:
    runs = (r for r in facts.rounds if r.date == day)
    return next((r for r in runs if order.place is None or order.place in r.places), None)


# --- a turn --------------------------------------------------------------------------------------


def due(state: State, event: StandingDue, facts: Facts) -> Outcome:
    """Order what is wanted for a day, or ask about it where the yes does not cover it."""
    order = next((o for o in facts.standing if o.number == event.standing), None)
    if order is None:
        return Outcome(state=state, commands=awake(facts), asks=False)
    if not order.comes_on(event.day) or _turn_at(order, event.day, facts) > facts.now:
        return Outcome(state=state, commands=awake(facts), asks=False)
    done = replace(order, last=event.day)
    after: tuple[Command, ...] = (
        SaveStanding(order=done, quietly=True),
        *schedule(done, facts),
    )
    if state.stopped:
        return Outcome(state=state, commands=after, asks=False)
    if event.day < look.today(facts):
        missed = (StandingMissed(day=event.day),)
        return Outcome(state=state, replies=missed, commands=after, asks=False)
    return _ordered(state, done, event.day, after, facts)


def _ordered(
    state: State, order: StandingOrder, day: date, after: tuple[Command, ...], facts: Facts
) -> Outcome:
    wants, notes = checked((), order.items, facts)
    items = algebra.settled(wants, facts.village.product_by_sku)
    run, comes = (None, _is_collected(order, items, day, facts))
    if not order.collect:
        offer = _offer(order, items, day, facts)
        run, comes = offer.round, offer.reason == "asked"
    why = _doubt(order, items, facts, comes=comes)
    if why is not None:
        unsure = StandingUnsure(day=day, why=why)
        asked = _ask_instead(state, order, items, unsure, facts)
        return replace(asked, replies=(*notes, *asked.replies), commands=(*asked.commands, *after))
    command = PlaceOrder(
        items=items,
        round=run.round if run else None,
        date=(run.date if run else day).isoformat(),
        place=order.place,
        beneficiary=order.beneficiary,
    )
    return Outcome(
        state=replace(state, pending="regular", trying=order.number),
        replies=notes,
        commands=(command, *after),
        asks=False,
    )


def _offer(order: StandingOrder, items: tuple[Item, ...], day: date, facts: Facts) -> rounds.Offer:
    needs = rounds.needs_of(items, facts.village)
    mine = {f"{o.round}:{o.date}" for o in facts.orders if o.is_open and o.date}
    return rounds.choose(facts.rounds, order.place, day, None, facts.now, mine=mine, needs=needs)


def _is_collected(order: StandingOrder, items: tuple[Item, ...], day: date, facts: Facts) -> bool:
    """Tell whether all shops are open on the day that it is to be collected."""
    opens = collecting.open_from(shops_of(items or order.items, facts), day, facts)
    return opens is not None and opens > facts.now


Doubt = Literal["dearer", "round", "goods"]


def _doubt(
    order: StandingOrder, items: tuple[Item, ...], facts: Facts, *, comes: bool
) -> Doubt | None:
    """Return why an order needs its own yes; `comes` is whether it can be had as usual."""
    if not items:
        return "goods"
    if look.total(facts, items).ceiling.amount > order.ceiling.amount:
        return "dearer"
    if not comes:
        return "round"
    return None if set(items) == set(order.items) else "goods"


def _ask_instead(
    state: State,
    order: StandingOrder,
    items: tuple[Item, ...],
    unsure: StandingUnsure,
    facts: Facts,
) -> Outcome:
    """Put it into the basket, so that the recap asks; a basket that is there goes first."""
    if state.wants or not items:
        called = people.call(facts, "too_late", ()) if not items else ()
        return Outcome(
            state=state, replies=(StandingMissed(day=unsure.day),), commands=called, asks=False
        )
    basket = replace(
        state,
        wants=items,
        day=unsure.day,
        place=order.place,
        beneficiary=order.beneficiary,
        collect=order.collect,
    )
    return Outcome(state=basket, replies=(unsure,))


def placed(state: State, number: OrderNumber, facts: Facts) -> Outcome:
    """The reminder: what was ordered, and how to change it."""
    orders = look.of_number(facts, number)
    reply = StandingPlaced(
        number=number,
        lines=look.shown_order(facts, number),
        total=look.due(facts, number),
        round=look.round_date(facts, orders[0]),
        cutoff=orders[0].cutoff,
        day=orders[0].date,
    )
    told = replace(state, regular=number, trying=None)
    return Outcome(state=told, replies=(reply,), asks=False)


def not_placed(state: State, facts: Facts) -> Outcome:
    """A service refused it: the recap asks, with what can be had."""
    order = next((o for o in facts.standing if o.number == state.trying), None)
    state = replace(state, trying=None)
    if order is None or order.last is None:
        return Outcome(state=state, asks=False)
    wants, _ = checked((), order.items, facts)
    items = algebra.settled(wants, facts.village.product_by_sku)
    return _ask_instead(state, order, items, StandingUnsure(day=order.last, why="goods"), facts)


def awake(facts: Facts) -> tuple[Command, ...]:
    """Start all turns again, for somebody who takes messages again."""
    return tuple(command for order in facts.standing for command in schedule(order, facts))

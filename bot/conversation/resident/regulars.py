"""Standing orders as they come round: ordered in time, shown, skipped, paused, ended.

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
    CancelOrder,
    Command,
    PlaceOrder,
    Schedule,
    Unschedule,
)
from tournee.bot.conversation.habit_events import StandingDue
from tournee.bot.conversation.model import Facts, Reply
from tournee.bot.conversation.quiet import woken
from tournee.bot.conversation.resident import days, look, people
from tournee.bot.conversation.resident import wants as algebra
from tournee.bot.conversation.resident.checks import checked
from tournee.bot.conversation.resident.cues import Habit, cues, is_only, tokens_of
from tournee.bot.conversation.resident.outcome import Outcome
from tournee.bot.conversation.resident.replies.habits import (
    StandingChanged,
    StandingMissed,
    StandingPlaced,
    StandingShown,
    StandingTold,
    StandingUnsure,
    WhichStanding,
)
from tournee.bot.conversation.resident.state import State
from tournee.bot.conversation.round_commands import EndStanding, SaveStanding
from tournee.catalog.model import PersonSlug
from tournee.nlu.model import Parse
from tournee.orders import rounds
from tournee.orders.model import Item, OrderNumber, RoundDate
from tournee.orders.standing import FOREVER, StandingOrder

NOBODY: Final = PersonSlug("")
BEFORE: Final = timedelta(days=1)
"""How long before its last moment a turn is told."""
FROM, TO = time(9), time(19, 30)
"""Waking hours, of the village's clock."""
AHEAD: Final = timedelta(days=10)
"""How long before a day its round is known."""


def shown(order: StandingOrder, facts: Facts) -> StandingShown:
    return StandingShown(
        lines=look.shown(facts, order.items),
        day=order.since,
        weeks=order.weeks,
        next=order.next_day(look.today(facts)),
    )


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
    run = _run_of(order, day, facts)
    if run is None:
        known = datetime.combine(day - AHEAD, FROM, tzinfo=facts.village.settings.zone)
        eve = datetime.combine(day - BEFORE, FROM, tzinfo=facts.village.settings.zone)
        return known if known > facts.now else eve
    needs = rounds.needs_of(order.items, facts.village)
    last = min(run.cutoff, run.departs - needs.lead)
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
    needs = rounds.needs_of(items, facts.village)
    mine = {f"{o.round}:{o.date}" for o in facts.orders if o.is_open and o.date}
    offer = rounds.choose(facts.rounds, order.place, day, None, facts.now, mine=mine, needs=needs)
    why = _doubt(order, items, offer, facts)
    if why is not None or offer.round is None:
        unsure = StandingUnsure(day=day, why=why or "round")
        asked = _ask_instead(state, order, items, unsure, facts)
        return replace(asked, replies=(*notes, *asked.replies), commands=(*asked.commands, *after))
    command = PlaceOrder(
        items=items,
        round=offer.round.round,
        date=offer.round.date.isoformat(),
        place=order.place,
        beneficiary=order.beneficiary,
    )
    return Outcome(
        state=replace(state, pending="regular", trying=order.number),
        replies=notes,
        commands=(command, *after),
        asks=False,
    )


Doubt = Literal["dearer", "round", "goods"]


def _doubt(
    order: StandingOrder, items: tuple[Item, ...], offer: rounds.Offer, facts: Facts
) -> Doubt | None:
    """Return why an order needs its own yes."""
    if not items:
        return "goods"
    if look.total(facts, items).ceiling.amount > order.ceiling.amount:
        return "dearer"
    if offer.reason != "asked":
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
        state, wants=items, day=unsure.day, place=order.place, beneficiary=order.beneficiary
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


# --- what a resident says of them ----------------------------------------------------------------


def heard(state: State, text: str, parse: Parse, facts: Facts) -> Outcome | None:
    """Show, skip, pause, resume or end standing orders; None where a message is of other things."""
    if is_only(text, Habit.LIST):
        told = StandingTold(orders=tuple(shown(o, facts) for o in facts.standing))
        return Outcome(state=state, replies=(told,), answered=True)
    found = {cue.habit for cue in cues(tokens_of(text))}
    if parse.lines or not (found or is_only(text, Habit.NOTHING)) or not facts.standing:
        return None
    day = parse.day or days.named(text, facts)
    named = tuple(o for o in facts.standing if day and o.falls_on(day))
    if is_only(text, Habit.NOTHING) and state.asked is None and not state.wants:
        return _nothing(state, facts, this_week=Habit.THIS_WEEK in found)
    if Habit.PAUSE in found and (day or Habit.REGULAR in found or is_only(text, Habit.PAUSE)):
        return _pause(state, day, facts)
    if Habit.RESUME in found and any(o.paused_until for o in facts.standing):
        return _resume(state, facts)
    if Habit.END in found and (Habit.REGULAR in found or (named and not _open_on(day, facts))):
        return _end(state, named or facts.standing)
    if Habit.NOT in found and named and day is not None:
        return _skip(state, ((named[0], day),), facts)
    return None


def _open_on(day: date | None, facts: Facts) -> bool:
    return any(o.is_open and o.date == day for o in facts.orders)


def _nothing(state: State, facts: Facts, *, this_week: bool) -> Outcome | None:
    """'rien', 'rien cette semaine': what was just ordered, else the next turns."""
    last = state.regular
    if last is not None and look.changeable(facts, last):
        orders = look.of_number(facts, last)
        waiting = replace(state, pending="cancel", regular=None)
        skipped = StandingChanged(
            what="skipped", day=orders[0].date or look.today(facts), cancelled=last
        )
        return Outcome(
            state=waiting, replies=(skipped,), commands=(CancelOrder(number=last),), asks=False
        )
    today = look.today(facts)
    turns = [(o, day) for o in facts.standing if (day := o.next_day(today)) is not None]
    if this_week:
        sunday = today + timedelta(days=6 - today.weekday())
        turns = [(o, day) for o, day in turns if day <= sunday] or turns
    turns.sort(key=lambda turn: turn[1])
    if not turns:
        return None
    return _skip(state, turns if this_week else turns[:1], facts)


def _skip(state: State, turns: Iterable[tuple[StandingOrder, date]], facts: Facts) -> Outcome:
    replies: list[Reply] = []
    commands: list[Command] = []
    for order, day in turns:
        number = _ordered_for(state, order, day, facts)
        changed = replace(order, skipped=(*_coming(order.skipped, facts), day))
        following = changed.next_day(look.today(facts))
        replies.append(StandingChanged(what="skipped", day=day, next=following, cancelled=number))
        commands += [SaveStanding(order=changed, quietly=True), *schedule(changed, facts)]
        if number is not None:
            state = replace(state, pending="cancel", regular=None)
            commands.append(CancelOrder(number=number))
    return Outcome(state=state, replies=tuple(replies), commands=tuple(commands), answered=True)


def _ordered_for(state: State, order: StandingOrder, day: date, facts: Facts) -> OrderNumber | None:
    """Return what a standing order has made for a day already, if it still can be changed."""
    number = state.regular
    if number is None or order.last != day or not look.changeable(facts, number):
        return None
    return number if look.of_number(facts, number)[0].date == day else None


def _coming(days: tuple[date, ...], facts: Facts) -> tuple[date, ...]:
    return tuple(day for day in days if day >= look.today(facts))


def _pause(state: State, until: date | None, facts: Facts) -> Outcome:
    """'jusqu'au 15 janvier' is away on that day, too."""
    back = FOREVER if until is None else until + timedelta(days=1)
    return _all_changed(
        state, "paused", [replace(o, paused_until=back) for o in facts.standing], facts
    )


def _resume(state: State, facts: Facts) -> Outcome:
    return _all_changed(
        state, "resumed", [replace(o, paused_until=None) for o in facts.standing], facts
    )


def _all_changed(
    state: State, what: Literal["paused", "resumed"], orders: list[StandingOrder], facts: Facts
) -> Outcome:
    today = look.today(facts)
    replies = tuple(StandingChanged(what=what, day=o.since, next=o.next_day(today)) for o in orders)
    commands = [
        command
        for order in orders
        for command in (SaveStanding(order=order, quietly=True), *schedule(order, facts))
    ]
    return Outcome(state=state, replies=replies, commands=tuple(commands), answered=True)


def _end(state: State, orders: tuple[StandingOrder, ...]) -> Outcome:
    if len(orders) > 1:
        which = WhichStanding(days=tuple(o.since for o in orders))
        return Outcome(state=state, replies=(which,), answered=True)
    ended = StandingChanged(what="ended", day=orders[0].since)
    commands: tuple[Command, ...] = (
        EndStanding(order=orders[0]),
        Unschedule(key=f"standing:{orders[0].number}"),
    )
    return Outcome(state=state, replies=(ended,), commands=commands, answered=True)


def awake(facts: Facts) -> tuple[Command, ...]:
    """Start all turns again, for somebody who takes messages again."""
    return tuple(command for order in facts.standing for command in schedule(order, facts))

"""What a resident says of their standing orders: show, skip, pause, resume, end, by day or all."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final, Literal

from tournee.bot.conversation.commands import CancelOrder, Command, Unschedule
from tournee.bot.conversation.model import Facts
from tournee.bot.conversation.resident import cadence, days, look, regulars
from tournee.bot.conversation.resident.cues import Habit, cues, is_only, tokens_of
from tournee.bot.conversation.resident.outcome import Outcome
from tournee.bot.conversation.resident.replies.habits import (
    StandingChanged,
    StandingTold,
    WhichStanding,
)
from tournee.bot.conversation.resident.state import State
from tournee.bot.conversation.round_commands import EndStanding, SaveStanding
from tournee.nlu.model import Parse
from tournee.orders.model import OrderNumber
from tournee.orders.standing import FOREVER, StandingOrder

_STEERS: Final = frozenset({Habit.END, Habit.PAUSE, Habit.RESUME})


def heard(state: State, text: str, parse: Parse, facts: Facts) -> Outcome | None:
    """Show, skip, pause, resume or end standing orders; None where a message is of other things."""
    if is_only(text, Habit.LIST):
        return _told(state, facts)
    found = {cue.habit for cue in cues(tokens_of(text))}
    if parse.lines or not (found or is_only(text, Habit.NOTHING)):
        return None
    if not facts.standing:
        return _told(state, facts) if found & _STEERS and Habit.REGULAR in found else None
    if is_only(text, Habit.NOTHING) and state.asked is None and not state.wants:
        return _nothing(state, found, facts)
    day = parse.day or days.named(text, facts)
    named = _of_weekdays(text, facts) or tuple(o for o in facts.standing if day and o.falls_on(day))
    if Habit.PAUSE in found and (day or Habit.REGULAR in found or is_only(text, Habit.PAUSE)):
        return _pause(state, text, day, facts)
    if Habit.RESUME in found and any(o.paused_until for o in facts.standing):
        return _resume(state, _of_weekdays(text, facts) or facts.standing, facts)
    if Habit.END in found and (Habit.REGULAR in found or (named and not _open_on(day, facts))):
        if not named and cadence.weekdays_in(text, facts):
            return _told(state, facts)
        return _end(state, named or facts.standing, every=Habit.ALL in found, facts=facts)
    turns = _turns_on(text, day, facts)
    if Habit.NOT in found and turns:
        return _skip(state, turns, facts)
    return None


def _told(state: State, facts: Facts) -> Outcome:
    told = StandingTold(orders=regulars.grouped(facts.standing, facts))
    return Outcome(state=state, replies=(told,), answered=True)


def _of_weekdays(text: str, facts: Facts) -> tuple[StandingOrder, ...]:
    """Return the standing orders of the weekdays that a message names."""
    numbers = {day.weekday() for day in cadence.weekdays_in(text, facts)}
    return tuple(o for o in facts.standing if o.weekday in numbers)


def _turns_on(text: str, day: date | None, facts: Facts) -> tuple[tuple[StandingOrder, date], ...]:
    """Return the standing orders that fall on the days that a message names, with the day."""
    wanted = cadence.weekdays_in(text, facts)
    if len(wanted) <= 1:
        wanted = (day,) if day else ()
    found = ((order, d) for d in wanted for order in facts.standing if order.falls_on(d))
    return tuple(found)


def _open_on(day: date | None, facts: Facts) -> bool:
    return any(o.is_open and o.date == day for o in facts.orders)


def _nothing(state: State, found: set[Habit], facts: Facts) -> Outcome | None:
    """'rien', 'rien cette semaine': what was just ordered, else the next turns."""
    last = state.regular
    later = Habit.NEXT_WEEK in found
    if last is not None and not later and look.changeable(facts, last):
        orders = look.of_number(facts, last)
        waiting = replace(state, pending="cancel", regular=None)
        day = orders[0].date or look.today(facts)
        skipped = StandingChanged(what="skipped", days=(day,), cancelled=last)
        return Outcome(
            state=waiting, replies=(skipped,), commands=(CancelOrder(number=last),), asks=False
        )
    today = look.today(facts)
    first = today + timedelta(days=7 - today.weekday()) if later else today
    turns = sorted(
        ((o, d) for o in facts.standing if (d := o.next_day(first)) is not None),
        key=lambda turn: turn[1],
    )
    if later or Habit.THIS_WEEK in found:
        sunday = first + timedelta(days=6 - first.weekday())
        turns = [turn for turn in turns if turn[1] <= sunday] or turns[:1]
    else:
        turns = turns[:1]
    return _skip(state, turns, facts) if turns else None


def _skip(state: State, turns: Sequence[tuple[StandingOrder, date]], facts: Facts) -> Outcome:
    commands: list[Command] = []
    today = look.today(facts)
    changed = {order.number: order for order in facts.standing}
    cancelled: OrderNumber | None = None
    skipped: list[date] = []
    for order, day in turns:
        cancelled = _ordered_for(state, order, day, facts) or cancelled
        before = changed[order.number]
        changed[order.number] = replace(before, skipped=(*_coming(before.skipped, facts), day))
        skipped.append(day)
    touched = [changed[number] for number in dict.fromkeys(o.number for o, _ in turns)]
    for order in touched:
        commands += [SaveStanding(order=order, quietly=True), *regulars.schedule(order, facts)]
    following = [d for o in touched if (d := o.next_day(today)) is not None]
    reply = StandingChanged(
        what="skipped",
        days=tuple(sorted(set(skipped))),
        next=min(following, default=None),
        cancelled=cancelled,
    )
    if cancelled is not None:
        state = replace(state, pending="cancel", regular=None)
        commands.append(CancelOrder(number=cancelled))
    return Outcome(state=state, replies=(reply,), commands=tuple(commands), answered=True)


def _ordered_for(state: State, order: StandingOrder, day: date, facts: Facts) -> OrderNumber | None:
    """Return what a standing order has made for a day already, if it still can be changed."""
    if order.last is None or order.last < day:
        return None
    made = (
        number
        for number in dict.fromkeys(o.number for o in facts.orders if o.date == day)
        if number == state.regular or look.items_of(facts, number) == order.items
    )
    return next((number for number in made if look.changeable(facts, number)), None)


def _coming(days: tuple[date, ...], facts: Facts) -> tuple[date, ...]:
    return tuple(day for day in days if day >= look.today(facts))


def _pause(state: State, text: str, day: date | None, facts: Facts) -> Outcome:
    """'jusqu'au 15 janvier' is away on that day, too; 'le mardi' is that one without an end."""
    named = _of_weekdays(text, facts)
    until = cadence.until(text, facts) or (None if named else day)
    back = FOREVER if until is None else until + timedelta(days=1)
    paused = [replace(o, paused_until=back) for o in named or facts.standing]
    return _all_changed(state, "paused", paused, facts)


def _resume(state: State, orders: Iterable[StandingOrder], facts: Facts) -> Outcome:
    return _all_changed(state, "resumed", [replace(o, paused_until=None) for o in orders], facts)


def _all_changed(
    state: State, what: Literal["paused", "resumed"], orders: list[StandingOrder], facts: Facts
) -> Outcome:
    today = look.today(facts)
    coming = [day for o in orders if (day := o.next_day(today)) is not None]
    told = StandingChanged(what=what, days=_weekdays(orders), next=min(coming, default=None))
    commands = [
        command
        for order in orders
        for command in (SaveStanding(order=order, quietly=True), *regulars.schedule(order, facts))
    ]
    return Outcome(state=state, replies=(told,), commands=tuple(commands), answered=True)


def _end(state: State, orders: tuple[StandingOrder, ...], *, every: bool, facts: Facts) -> Outcome:
    """Stop those that are named, or all; where several have different goods it is asked which."""
    if not every and len(orders) > 1 and len(regulars.grouped(orders, facts)) > 1:
        which = WhichStanding(days=_weekdays(orders))
        return Outcome(state=state, replies=(which,), answered=True)
    ended = StandingChanged(what="ended", days=_weekdays(orders))
    commands = [
        command
        for order in orders
        for command in (
            EndStanding(order=order),
            Unschedule(key=f"standing:{order.number}"),
        )
    ]
    return Outcome(state=state, replies=(ended,), commands=tuple(commands), answered=True)


def _weekdays(orders: Iterable[StandingOrder]) -> tuple[date, ...]:
    """Return a day of each weekday that they are for, Monday's first."""
    days = {order.weekday: order.since for order in orders}
    return tuple(days[number] for number in sorted(days))

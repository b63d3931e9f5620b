"""Standing orders as they are set up: said with a cadence, shown with what a yes covers, kept.

`regulars` deals with those that are there.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tournee.bot.conversation.commands import Command
from tournee.bot.conversation.model import Facts, Reply
from tournee.bot.conversation.resident import cadence as often
from tournee.bot.conversation.resident import collecting, look, regulars
from tournee.bot.conversation.resident import wants as algebra
from tournee.bot.conversation.resident.cues import Habit, has
from tournee.bot.conversation.resident.outcome import Outcome
from tournee.bot.conversation.resident.replies.habits import (
    OneAtATime,
    StandingAsked,
    StandingNoted,
    StandingShown,
)
from tournee.bot.conversation.resident.state import Cadence, State, emptied
from tournee.bot.conversation.round_commands import SaveStanding
from tournee.nlu.model import Intent, Parse
from tournee.nlu.words.tokens import fold
from tournee.orders import rounds
from tournee.orders.events import StandingSaved
from tournee.orders.model import Item, RoundDate
from tournee.orders.standing import WEEK, StandingOrder, ceiling_of

ELSEWHERE = frozenset({"closed", "full", "short_notice", "holiday", "cancelled", "shop_closed"})
"""Why a standing order begins a week later rather than on another weekday."""
_KNOWN_WEEKS = timedelta(days=14)
"""How far ahead rounds show on which weekdays they run."""

Heard = tuple[State, Parse, tuple[Reply, ...]]


def said(state: State, text: str, parse: Parse, facts: Facts) -> Heard:
    """Note that what a message asks for is to come again and again."""
    heard = often.read(text, facts)
    if heard is None:
        return _with_another_day(state, text, parse, facts), parse, ()
    goods = bool(parse.lines or parse.unresolved)
    if not goods and parse.intent.startswith("ask_"):
        return state, parse, ()
    beside = (OneAtATime(also=heard.also),) if heard.also and goods else ()
    parse = _without_another(text, parse, heard)
    kept = Cadence(weeks=heard.weeks, days=heard.days, each_round=heard.each_round)
    day = next(iter(heard.days), None)
    fresh = replace(state, cadence=kept, day=day)
    number = look.newest_changeable(facts)
    if state.wants or (goods and parse.intent is not Intent.REPEAT):
        edits = bool(state.wants) and parse.intent in {Intent.ADD, Intent.CHANGE}
        intent = parse.intent if edits else Intent.ORDER
        read = replace(parse, day=day, intent=intent if goods else Intent.SET_DELIVERY)
        return fresh, read, beside
    if number is not None:
        return _of_order(fresh, look.items_of(facts, number), parse, facts)
    if parse.intent is Intent.REPEAT:
        return fresh, replace(parse, day=day), beside
    return state, parse, ()


def _of_order(state: State, items: tuple[Item, ...], parse: Parse, facts: Facts) -> Heard:
    """Let what is ordered come again: from its own weekday on, unless others are named."""
    number = look.newest_changeable(facts)
    ordered = look.of_number(facts, number)[0].date if number is not None else None
    kept = state.cadence or Cadence(weeks=1)
    again = not kept.days or any(ordered and d.weekday() == ordered.weekday() for d in kept.days)
    kept = replace(kept, ordered=ordered if again else None)
    day = kept.ordered or state.day
    wanting = replace(state, wants=items, cadence=kept, day=day)
    return wanting, replace(parse, day=day, intent=Intent.SET_DELIVERY), ()


def _with_another_day(state: State, text: str, parse: Parse, facts: Facts) -> State:
    """'et le vendredi aussi', of a standing order in the making."""
    kept = state.cadence
    if kept is None or parse.lines or parse.unresolved or not has(text, Habit.ALSO):
        return state
    own = kept.days or ((state.day,) if state.day else ())
    days = tuple(sorted({*own, *often.weekdays_in(text, facts)}))
    return replace(state, cadence=replace(kept, days=days)) if days != own else state


def _without_another(text: str, parse: Parse, heard: often.Often) -> Parse:
    """Leave out the goods of the second standing order that a message asks for."""
    if heard.also is None:
        return parse
    folded = fold(text)
    places = [folded.find(fold(line.text)) for line in parse.lines if line.text]
    before = any(0 <= place < heard.start for place in places)
    cut = heard.end if before else heard.another
    lines = tuple(x for x in parse.lines if not x.text or folded.find(fold(x.text)) < cut)
    rest = tuple(m for m in parse.unresolved if not m.text or folded.find(fold(m.text)) < cut)
    return replace(parse, lines=lines, unresolved=rest)


# --- the recap -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Weekday:
    """One weekday of a standing order in the making."""

    since: date
    first: date
    """The first day that it is to be ordered for."""
    run: RoundDate | None
    """None where it is collected."""


def recap_of(state: State, cadence: Cadence, facts: Facts) -> StandingAsked | None:
    """Return what the yes would order from now on; None where no round comes."""
    turns, without = _weekdays(state, cadence, facts)
    if not turns:
        return None
    lines = look.shown(facts, algebra.settled(state.wants, facts.village.product_by_sku))
    total = look.total(facts, (line.item for line in lines))
    shops = dict.fromkeys(line.product.shop for line in lines) if state.collect else ()
    runs = [turn.run for turn in turns if turn.run is not None]
    hours = {(look.local(facts, r.departs).time(), look.local(facts, r.ends).time()) for r in runs}
    return StandingAsked(
        shown=StandingShown(
            lines=lines,
            days=tuple(sorted((turn.since for turn in turns), key=date.weekday)),
            weeks=cadence.weeks,
            next=min(turn.first for turn in turns),
            collect=state.collect,
        ),
        total=total,
        ceiling=ceiling_of(total.ceiling),
        round=runs[0] if len(hours) == 1 else None,
        place=None if state.collect else look.place(facts, look.place_of(facts, state)),
        shops=tuple(look.shop(facts, slug) for slug in shops),
        beneficiary=state.beneficiary.name if state.beneficiary else "",
        replaces=any(_same_day(t.since, cadence.weeks, facts) is not None for t in turns),
        without=without,
    )


def _weekdays(
    state: State, cadence: Cadence, facts: Facts
) -> tuple[tuple[_Weekday, ...], tuple[date, ...]]:
    """Return the weekdays on which it can come, and a day of each on which it can't."""
    found: dict[int, _Weekday] = {}
    without: list[date] = []
    instead: _Weekday | None = None
    for day in _wanted(state, cadence, facts):
        turn = _turn(state, cadence, day, facts)
        if turn is None:
            without += [day] if day else []
        elif day is None or turn.since.weekday() == day.weekday():
            found[turn.since.weekday()] = turn
        else:
            without.append(day)
            instead = instead or turn
    turns = tuple(sorted(found.values(), key=lambda turn: turn.since))
    return turns or ((instead,) if instead else ()), tuple(without)


def _wanted(state: State, cadence: Cadence, facts: Facts) -> tuple[date | None, ...]:
    """Return a day of each weekday that is meant; a day that was said since goes before them."""
    if cadence.each_round and state.day is None:
        return _of_rounds(state, facts)
    if cadence.days and (state.day is None or state.day in {*cadence.days, cadence.ordered}):
        return cadence.days
    return (state.day or cadence.ordered,)


def _of_rounds(state: State, facts: Facts) -> tuple[date, ...]:
    """Return the next day of each weekday on which a round comes."""
    place, end = look.place_of(facts, state), look.today(facts) + _KNOWN_WEEKS
    weekdays: dict[int, date] = {}
    for run in facts.rounds:
        if run.date < end and not run.cancelled and (place is None or place in run.places):
            weekdays.setdefault(run.date.weekday(), run.date)
    return tuple(weekdays.values())


def _turn(state: State, cadence: Cadence, day: date | None, facts: Facts) -> _Weekday | None:
    if state.collect:
        return _collected(state, cadence, day, facts)
    ordered = cadence.ordered
    if ordered is not None and (day is None or day.weekday() == ordered.weekday()):
        run = next((r for r in facts.rounds if r.date == ordered), None)
        first = ordered + WEEK * cadence.weeks
        return None if run is None else _Weekday(since=ordered, first=first, run=run)
    found = _first_run(state, day, facts)
    return None if found is None else _Weekday(since=found.date, first=found.date, run=found)


def _collected(state: State, cadence: Cadence, day: date | None, facts: Facts) -> _Weekday | None:
    """Return the next day of that weekday on which all shops of the basket are open."""
    items = algebra.settled(state.wants, facts.village.product_by_sku)
    shops = regulars.shops_of(items, facts)
    tomorrow = look.today(facts) + timedelta(days=1)
    days = [day, day + WEEK] if day else [tomorrow + timedelta(days=n) for n in range(WEEK.days)]
    open_day = next((d for d in days if collecting.open_from(shops, d, facts) is not None), None)
    if open_day is None:
        return None
    ordered = cadence.ordered == open_day
    first = open_day + WEEK * cadence.weeks if ordered else open_day
    return _Weekday(since=open_day, first=first, run=None)


def _first_run(state: State, day: date | None, facts: Facts) -> RoundDate | None:
    """Return the run of the day that is meant or, where that can't be had, of a week later."""
    items = algebra.settled(state.wants, facts.village.product_by_sku)
    needs = rounds.needs_of(items, facts.village)
    place, part = look.place_of(facts, state), state.period

    def offer(day: date | None) -> rounds.Offer:
        said_part = str(part) if part else None
        return rounds.choose(facts.rounds, place, day, said_part, facts.now, needs=needs)

    found = offer(day)
    if day is not None and found.reason in ELSEWHERE:
        later = offer(day + WEEK)
        return later.round if later.as_wished else found.round
    return found.round


def seal_of(recap: StandingAsked) -> str:
    goods = (
        f"{line.item.sku}{sorted(line.item.options)}{line.item.qty}/{line.item.count}"
        f"/{line.item.amount}"
        for line in recap.shown.lines
    )
    place = recap.place.slug if recap.place else ""
    days = ",".join(day.isoformat() for day in recap.shown.days)
    how = "collect" if recap.shown.collect else ""
    ends = f"{days}/{recap.shown.weeks}<={recap.ceiling.amount}"
    return "|".join([*goods, ends, place, recap.beneficiary, how])


def _same_day(day: date, weeks: int, facts: Facts) -> StandingOrder | None:
    """Return the standing order whose place a new one for that day takes."""
    alike = (o for o in facts.standing if o.weekday == day.weekday() and o.weeks == weeks)
    return next(alike, None)


def confirm(state: State, recap: StandingAsked, cadence: Cadence, facts: Facts) -> Outcome:
    """Keep what the recap showed, one standing order for each weekday; the first turn follows."""
    orders = (_order(state, recap, day, cadence, facts) for day in recap.shown.days)
    waiting = replace(state, asked=None, pending="standing")
    commands = tuple(SaveStanding(order=order) for order in orders)
    return Outcome(state=waiting, commands=commands, asks=False)


def _order(
    state: State, recap: StandingAsked, day: date, cadence: Cadence, facts: Facts
) -> StandingOrder:
    before = _same_day(day, cadence.weeks, facts)
    dealt_with = cadence.ordered if cadence.ordered == day else None
    return StandingOrder(
        resident=facts.me.slug if facts.me else regulars.NOBODY,
        number=before.number if before else 0,
        items=tuple(line.item for line in recap.shown.lines),
        since=day,
        weeks=cadence.weeks,
        ceiling=recap.ceiling,
        place=recap.place.slug if recap.place else None,
        beneficiary=state.beneficiary,
        last=dealt_with or (before.last if before else None),
        collect=recap.shown.collect,
    )


def saved(state: State, event: StandingSaved, facts: Facts) -> Outcome:
    """Say that it is kept, once for all its weekdays, and see to its next turn."""
    order = next((o for o in facts.standing if o.number == event.standing), None)
    if order is None:
        return Outcome(state=state, asks=False)
    commands: tuple[Command, ...] = regulars.schedule(order, facts)
    if state.pending != "standing":
        return Outcome(state=state, commands=commands, asks=False)
    alike = next(s for s in regulars.grouped(_with(order, facts), facts))
    reply: Reply = StandingNoted(shown=alike)
    return Outcome(state=emptied(state), replies=(reply,), commands=commands, asks=False)


def _with(order: StandingOrder, facts: Facts) -> Iterable[StandingOrder]:
    """Give an order and those of the same goods, which one yes may have set up."""
    return (o for o in facts.standing if regulars.alike(o) == regulars.alike(order))

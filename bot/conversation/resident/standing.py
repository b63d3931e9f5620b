"""Standing orders as they are set up: said with a cadence, shown with what a yes covers, kept.

`regulars` deals with those that are there.
"""

from dataclasses import replace
from datetime import date

from tournee.bot.conversation.commands import Command
from tournee.bot.conversation.model import Facts, Reply
from tournee.bot.conversation.resident import look, regulars
from tournee.bot.conversation.resident import wants as algebra
from tournee.bot.conversation.resident.cues import Found, Habit, cues, has, tokens_of
from tournee.bot.conversation.resident.outcome import Outcome
from tournee.bot.conversation.resident.replies.habits import (
    StandingAsked,
    StandingNoted,
    StandingShown,
)
from tournee.bot.conversation.resident.state import Cadence, State, emptied
from tournee.bot.conversation.round_commands import SaveStanding
from tournee.nlu import dates
from tournee.nlu.model import Intent, Parse
from tournee.nlu.text import Token
from tournee.orders import rounds
from tournee.orders.events import StandingSaved
from tournee.orders.model import RoundDate
from tournee.orders.standing import WEEK, StandingOrder, ceiling_of

_OF_EACH = frozenset({"de", "of"})
ELSEWHERE = frozenset({"closed", "full", "short_notice", "holiday", "cancelled", "shop_closed"})
"""Why a standing order begins a week later rather than on another weekday."""


def said(state: State, text: str, parse: Parse, facts: Facts) -> tuple[State, Parse]:
    """Note that what a message asks for is to come again and again."""
    tokens = tokens_of(text)
    weeks, place = _cadence(tokens, facts)
    if weeks is None:
        return state, parse
    day = _weekday(tokens, place, facts)
    goods = bool(parse.lines or parse.unresolved)
    again = parse.intent is Intent.REPEAT or not goods
    number = look.newest_changeable(facts)
    if state.wants or (goods and parse.intent is not Intent.REPEAT):
        kept = replace(state, cadence=Cadence(weeks=weeks), collect=False)
        intent = parse.intent if parse.intent in {Intent.ADD, Intent.CHANGE} else Intent.ORDER
        return kept, replace(parse, day=day, intent=intent if goods else Intent.SET_DELIVERY)
    if again and number is not None:
        orders = look.of_number(facts, number)
        ordered = orders[0].date
        items = look.items_of(facts, number)
        kept = replace(state, wants=items, cadence=Cadence(weeks=weeks, ordered=ordered))
        return kept, replace(parse, day=ordered, intent=Intent.SET_DELIVERY)
    if parse.intent is Intent.REPEAT:
        return replace(state, cadence=Cadence(weeks=weeks)), replace(parse, day=day)
    return state, parse


def other_day(state: State, text: str, facts: Facts) -> date | None:
    """Return a second weekday that was named beside the one that is kept."""
    if not has(text, Habit.EVERY, Habit.EVERY_OTHER):
        return None
    single = (_spans((token,), facts) for token in tokens_of(text))
    named = [span.day for spans in single for span in spans if span.day is not None]
    kept = state.day or next(iter(named), None)
    return next((d for d in named if kept and d.weekday() != kept.weekday()), None)


def _cadence(tokens: tuple[Token, ...], facts: Facts) -> tuple[int | None, Found | None]:
    """Return every how many weeks, with the words that say so where no weekday is among them."""
    found = cues(tokens)
    days = _spans(tokens, facts)
    for cue in found:
        match cue.habit:
            case Habit.OTHER_WEEK:
                return 2, cue
            case Habit.WEEKLY:
                return 1, cue
            case Habit.EVERY_OTHER if any(_meets(cue, span) for span in days):
                return 2, None
            case Habit.EVERY if any(_meets(cue, span) for span in days):
                if cue.start and tokens[cue.start - 1].norm in _OF_EACH:
                    continue  # 'une de chaque mardi': one of each
                return 1, None
    return None, None


def _meets(cue: Found, span: dates.DaySpan) -> bool:
    """Tell whether a cue stands beside a weekday, or is read as part of it."""
    within = span.start <= cue.start and cue.end < span.end
    return within or span.start == cue.end or span.end == cue.start


def _weekday(tokens: tuple[Token, ...], cadence: Found | None, facts: Facts) -> date | None:
    """Return the day that is named beside the cadence itself."""
    spans = _spans(tokens, facts)
    if cadence is not None:
        spans = tuple(s for s in spans if s.end <= cadence.start or s.start >= cadence.end)
    return next((s.day for s in spans), None)


def _spans(tokens: tuple[Token, ...], facts: Facts) -> tuple[dates.DaySpan, ...]:
    found = dates.spans(tokens, facts.now, facts.village.settings.zone)
    return tuple(s for s in found if s.day is not None and not s.weak)


# --- the recap -----------------------------------------------------------------------------------


def recap_of(state: State, cadence: Cadence, facts: Facts) -> StandingAsked | None:
    """Return what the yes would order from now on; None where no round comes."""
    run = _first_run(state, cadence, facts)
    if run is None:
        return None
    lines = look.shown(facts, algebra.settled(state.wants, facts.village.product_by_sku))
    total = look.total(facts, (line.item for line in lines))
    first = cadence.ordered + WEEK * cadence.weeks if cadence.ordered else run.date
    day = cadence.ordered or run.date
    return StandingAsked(
        shown=StandingShown(lines=lines, day=day, weeks=cadence.weeks, next=first),
        total=total,
        ceiling=ceiling_of(total.ceiling),
        round=run,
        place=look.place(facts, look.place_of(facts, state)),
        beneficiary=state.beneficiary.name if state.beneficiary else "",
        replaces=_same_day(day, cadence.weeks, facts) is not None,
    )


def _first_run(state: State, cadence: Cadence, facts: Facts) -> RoundDate | None:
    """Return the run of the day that is meant or, where that can't be had, of a week later."""
    if cadence.ordered is not None:
        kept = (r for r in facts.rounds if r.date == cadence.ordered)
        return next(kept, None)
    items = algebra.settled(state.wants, facts.village.product_by_sku)
    needs = rounds.needs_of(items, facts.village)
    place, part = look.place_of(facts, state), state.period

    def offer(day: date | None) -> rounds.Offer:
        said_part = str(part) if part else None
        return rounds.choose(facts.rounds, place, day, said_part, facts.now, needs=needs)

    found = offer(state.day)
    if state.day is not None and found.reason in ELSEWHERE:
        later = offer(state.day + WEEK)
        return later.round if later.as_wished else found.round
    return found.round


def seal_of(recap: StandingAsked) -> str:
    goods = (
        f"{line.item.sku}{sorted(line.item.options)}{line.item.qty}/{line.item.count}"
        f"/{line.item.amount}"
        for line in recap.shown.lines
    )
    place = recap.place.slug if recap.place else ""
    often = f"{recap.shown.day}/{recap.shown.weeks}<={recap.ceiling.amount}"
    return "|".join([*goods, often, place, recap.beneficiary])


def _same_day(day: date, weeks: int, facts: Facts) -> StandingOrder | None:
    """Return the standing order whose place a new one for that day takes."""
    alike = (o for o in facts.standing if o.weekday == day.weekday() and o.weeks == weeks)
    return next(alike, None)


def confirm(state: State, recap: StandingAsked, cadence: Cadence, facts: Facts) -> Outcome:
    """Keep what the recap showed; its first order follows by itself."""
    day = recap.shown.day
    before = _same_day(day, cadence.weeks, facts)
    order = StandingOrder(
        resident=facts.me.slug if facts.me else regulars.NOBODY,
        number=before.number if before else 0,
        items=tuple(line.item for line in recap.shown.lines),
        since=day,
        weeks=cadence.weeks,
        ceiling=recap.ceiling,
        place=recap.place.slug if recap.place else None,
        beneficiary=state.beneficiary,
        last=cadence.ordered or (before.last if before else None),
    )
    waiting = replace(state, asked=None, pending="standing")
    return Outcome(state=waiting, commands=(SaveStanding(order=order),), asks=False)


def saved(state: State, event: StandingSaved, facts: Facts) -> Outcome:
    """Say that it is kept, and see to its next turn."""
    order = next((o for o in facts.standing if o.number == event.standing), None)
    if order is None:
        return Outcome(state=state, asks=False)
    commands: tuple[Command, ...] = regulars.schedule(order, facts)
    if state.pending != "standing":
        return Outcome(state=state, commands=commands, asks=False)
    state = emptied(state)
    reply: Reply = StandingNoted(shown=regulars.shown(order, facts))
    return Outcome(state=state, replies=(reply,), commands=commands, asks=False)

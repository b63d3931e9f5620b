"""Goods of several days: '2 baguettes pour mardi et un poulet pour jeudi' are two orders.

One list is shown at a time. The goods of the other days wait as they were said; when the first list
is ordered, or nothing is left of it, the next one is asked about.
"""

from dataclasses import replace
from datetime import date

from tournee.bot.conversation.events import Said
from tournee.bot.conversation.model import Facts, Reply
from tournee.bot.conversation.resident import basket, instead
from tournee.bot.conversation.resident import wants as algebra
from tournee.bot.conversation.resident.outcome import Outcome
from tournee.bot.conversation.resident.replies import KeptForLater
from tournee.bot.conversation.resident.state import Later, State, emptied
from tournee.nlu.model import Intent, Parse

Parted = tuple[State, Parse, tuple[Reply, ...]]


def parted(state: State, said: Said, parse: Parse, facts: Facts) -> Parted:
    """Put what is wanted on another day than the rest aside, and say so."""
    days = tuple(dict.fromkeys(_days_of(parse)))
    notes: tuple[Reply, ...] = ()
    for day in days:
        part = _of(parse, day)
        state, told = _kept(state, said, replace(part, intent=Intent.ORDER), day, facts)
        notes = (*notes, *told)
    if not days:
        return state, parse, ()
    return state, _of(parse, None), (*notes, KeptForLater(days=days))


def heard(state: State, said: Said, parse: Parse, facts: Facts) -> Outcome | None:
    """Take goods for a day whose list waits, or shall; None where they are for this one."""
    day = parse.day
    if day is None or not state.wants or state.amending is not None or _days_of(parse):
        return None
    if not (parse.lines or parse.unresolved):
        return None
    waits = any(later.day == day for later in state.later)
    if not waits and (state.day in {None, day} or not _besides(state, said, parse)):
        return None
    kept, notes = _kept(state, said, parse, day, facts)
    return Outcome(state=kept, replies=(*notes, KeptForLater(days=(day,))))


def _besides(state: State, said: Said, parse: Parse) -> bool:
    """Tell whether goods of another day are more, and no correction of the day or of the goods."""
    if parse.intent not in {Intent.ORDER, Intent.ADD} or instead.puts_right(said.text):
        return False
    same = any(algebra.holds(state.wants, line.sku) for line in parse.lines)
    return basket.goes_on(said.text) or not same


def _days_of(parse: Parse) -> list[date]:
    """Return the other days than the message's own, once for each mention."""
    said = [line.day for line in parse.lines] + [mention.day for mention in parse.unresolved]
    return [day for day in said if day is not None]


def _of(parse: Parse, day: date | None) -> Parse:
    return replace(
        parse,
        lines=tuple(replace(line, day=None) for line in parse.lines if line.day == day),
        unresolved=tuple(replace(m, day=None) for m in parse.unresolved if m.day == day),
    )


def _kept(
    state: State, said: Said, parse: Parse, day: date, facts: Facts
) -> tuple[State, tuple[Reply, ...]]:
    """Apply goods to the list of a day that is not in hand."""
    held = next((later.wants for later in state.later if later.day == day), ())
    told = basket.apply(replace(emptied(state), wants=held, former=()), said, parse, facts)
    fresh = Later(day=day, wants=told.state.wants)
    known = [fresh if later.day == day else later for later in state.later]
    lists = known if fresh in known else [*known, fresh]
    return replace(state, later=tuple(each for each in lists if each.wants)), told.replies

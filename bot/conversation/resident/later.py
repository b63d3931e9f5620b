"""Several lists: goods of two days, or for two people, are two orders.

'2 baguettes pour mardi et un poulet pour jeudi', or 'pour M. Caron 2 pains' while Mme Blanc's bread
is in hand. One list is shown at a time. The others wait as they were said; when the first is
ordered, or nothing is left of it, the next one is asked about.
"""

from dataclasses import replace
from datetime import date

from tournee.bot.conversation.events import Said
from tournee.bot.conversation.model import Facts, Reply
from tournee.bot.conversation.resident import basket, instead, ordering
from tournee.bot.conversation.resident import wants as algebra
from tournee.bot.conversation.resident.cues import Habit, has
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
        part = replace(_of(parse, day), intent=Intent.ORDER)
        state, told = _kept(state, Later(wants=(), day=day), said, part, facts)
        notes = (*notes, *told)
    if not days:
        return state, parse, ()
    return state, _of(parse, None), (*notes, KeptForLater(days=days))


def heard(state: State, said: Said, parse: Parse, facts: Facts) -> Outcome | None:
    """Take goods for a list that is not in hand; None where they are for this one."""
    if not state.wants or state.amending is not None or _days_of(parse):
        return None
    if not (parse.lines or parse.unresolved) or parse.intent not in basket.ORDERLIKE:
        return None
    if (other := _for_another(state, said, parse, facts)) is not None:
        return other
    day = parse.day
    waits = any(each.day == day for each in state.later if not each.other)
    if day is None or not (waits or (state.day not in {None, day} and _more(state, said, parse))):
        return None
    kept, notes = _kept(state, Later(wants=(), day=day), said, parse, facts)
    return Outcome(state=kept, replies=(*notes, KeptForLater(days=(day,))))


def _for_another(state: State, said: Said, parse: Parse, facts: Facts) -> Outcome | None:
    """Take goods for somebody else than the list in hand is for."""
    own = state.beneficiary is not None and not parse.beneficiary and has(said.text, Habit.HERE)
    if not (own or parse.beneficiary) or not _more(state, said, parse):
        return None
    noted = ordering.note_delivery(replace(emptied(state), kin=state.kin), said, parse, facts)
    whom = noted.state.beneficiary
    if (whom, noted.state.whom) == (state.beneficiary, state.whom):
        return None
    if whom and state.beneficiary and whom.name in {"", state.beneficiary.name}:
        return None
    fresh = Later(
        wants=(),
        day=noted.state.day,
        other=True,
        place=noted.state.place,
        beneficiary=whom,
        whom=noted.state.whom,
    )
    kept, notes = _kept(replace(state, kin=noted.state.kin), fresh, said, parse, facts)
    names = (whom.name,) if whom and whom.name else ()
    return Outcome(state=kept, replies=(*notes, KeptForLater(names=names)))


def _more(state: State, said: Said, parse: Parse) -> bool:
    """Tell whether goods are more than those in hand, and put nothing of them right."""
    if parse.intent not in {Intent.ORDER, Intent.ADD} or instead.puts_right(said.text):
        return False
    if parse.beneficiary:
        return parse.intent is Intent.ORDER or state.beneficiary is not None
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
    state: State, fresh: Later, said: Said, parse: Parse, facts: Facts
) -> tuple[State, tuple[Reply, ...]]:
    """Apply goods to a list that is not in hand."""
    held = next((x for x in state.later if replace(x, wants=()) == fresh), fresh)
    told = basket.apply(replace(emptied(state), wants=held.wants, former=()), said, parse, facts)
    new = replace(held, wants=told.state.wants)
    known = tuple(new if x == held else x for x in state.later)
    lists = known if held in state.later else (*known, new)
    return replace(state, later=tuple(each for each in lists if each.wants)), told.replies

"""Where somebody's door is, and when they are at home: kept for the driver and the plan.

What is said of one day holds on that day only; `tournee.nlu.days.presence` reads the words.
"""

from dataclasses import replace
from typing import Final

from tournee.bot.conversation import positions
from tournee.bot.conversation.commands import UpdatePerson
from tournee.bot.conversation.events import Located, Said
from tournee.bot.conversation.model import Facts, Reply
from tournee.bot.conversation.resident import days, look
from tournee.bot.conversation.resident.outcome import Outcome
from tournee.bot.conversation.resident.replies.home import AtHomeNoted, DoorNoted, DoorTooFar
from tournee.bot.conversation.resident.state import State
from tournee.catalog.hours import Hours, Span
from tournee.nlu.days import presence
from tournee.nlu.model import Intent, Parse
from tournee.orders.model import RoundDate
from tournee.orders.planning.model import Point
from tournee.orders.planning.travel import line_km

NOT_HOME_KM: Final = 5.0
"""A position farther from somebody's place is not where they live."""


# --- when ----------------------------------------------------------------------------------------


def noted(
    state: State, said: Said, parse: Parse, facts: Facts
) -> tuple[Parse, tuple[AtHomeNoted, ...], tuple[UpdatePerson, ...]]:
    """Take in when somebody is at home; the rest of the message is read without it."""
    goods = bool(parse.lines or parse.unresolved)
    day = parse.day or days.named(said.text, facts)
    hours = presence.heard(said.text, goods=goods, one_day=day is not None)
    elsewhere = parse.beneficiary or state.beneficiary is not None
    if hours is None or facts.me is None or elsewhere:
        return parse, (), ()
    known = presence.with_day(facts.me.hours, hours, day)
    shown = day or look.today(facts)
    opened = presence.with_day(None, hours, None)
    spans = Hours.parse(opened, facts.village.settings.zone).spans(shown) if opened else ()
    missed = _missed(state, known, facts) if known else None
    reply = AtHomeNoted(spans=spans, day=day, missed=missed)
    return replace(parse, period=None), (reply,), (UpdatePerson(hours=known or ""),)


def is_all(parse: Parse) -> bool:
    """Tell whether a message with such words says nothing else."""
    if parse.lines or parse.unresolved or parse.place or parse.person:
        return False
    return parse.answer is None and parse.intent in {Intent.SET_DELIVERY, Intent.OTHER}


def _missed(state: State, hours: str, facts: Facts) -> RoundDate | None:
    """Return the round that comes next where nobody would be there."""
    ordered = (look.round_date(facts, o) for o in facts.orders if o.is_open)
    place = look.place_of(facts, state)
    coming = (r for r in facts.rounds if not r.cancelled and facts.now < r.cutoff)
    served = (r for r in coming if place is None or place in r.places)
    run = next((r for r in ordered if r is not None), None) or next(served, None)
    if run is None:
        return None
    spans = Hours.parse(hours, facts.village.settings.zone).spans(run.date)
    return None if any(_meets(span, run) for span in spans) else run


def _meets(span: Span, run: RoundDate) -> bool:
    return span.start < run.ends and span.end > run.departs


# --- where ---------------------------------------------------------------------------------------


def located(state: State, event: Located, facts: Facts) -> Outcome:
    """Keep a position as somebody's door, if it can be."""
    here = positions.located(Point(event.lat, event.lon), facts.village)
    reply, told = _door(here, state, facts)
    return Outcome(state=state, replies=(reply,), commands=told, answered=True)


def door_of(event: Located, facts: Facts) -> UpdatePerson | None:
    """Return a position as a door's; None where no round comes so far."""
    here = positions.located(Point(event.lat, event.lon), facts.village)
    return None if here.far else UpdatePerson(lat=event.lat, lon=event.lon)


def _door(
    here: positions.Located, state: State, facts: Facts
) -> tuple[Reply, tuple[UpdatePerson, ...]]:
    if here.far:
        return DoorTooFar(km=round(here.km)), ()
    own = look.place(facts, look.place_of(facts, state))
    if own is not None and own.lat is not None and own.lon is not None:
        km = line_km(here.point, Point(own.lat, own.lon))
        if km > NOT_HOME_KM:
            return DoorTooFar(km=round(km), place=own), ()
    return DoorNoted(), (UpdatePerson(lat=here.point.lat, lon=here.point.lon),)

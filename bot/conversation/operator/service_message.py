"""'/message vendredi Le camion a 30 min de retard': the operator's words to one round's customers.

It concerns an order, so it needs no consent to announcements; it goes to everyone who has an open
order on that round, never to somebody who wrote STOP.
"""

from collections import Counter as Tally
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from tournee.bot.conversation.events import Pressed
from tournee.bot.conversation.model import Facts, Reply, Say, Turn
from tournee.bot.conversation.operator import announce, finding, look, proposals
from tournee.bot.conversation.operator.announce import Readers, Settled
from tournee.bot.conversation.operator.proposals import Messaging, Proposal
from tournee.bot.conversation.townhall_commands import Announce
from tournee.bot.gsm7 import plain, segments
from tournee.catalog.model import Person, RoundSlug
from tournee.catalog.quantity import Money
from tournee.nlu.days import dates
from tournee.nlu.days.dates import DaySpan
from tournee.nlu.words import grammar
from tournee.nlu.words.tokens import tokenize
from tournee.orders.model import RoundDate

if TYPE_CHECKING:
    from tournee.bot.conversation.operator.state import State

MOST: Final = 3
"""Segments of such an SMS, with its heading."""
HEADING: Final = "x" * 40
"""As long as the heading may become: 'Tournée de dimanche 29 novembre :' and more."""
SHOWN: Final = 4
"""Rounds that are named where the day is missing."""
_DAY_AND_PART: Final = 2
"""Words of 'vendredi matin'."""
_MARKS: Final = " \n,.:;-–"
Run = tuple[RoundSlug, date]


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageAsked(Reply):
    """The preview: nothing has gone out."""

    day: date
    text: str
    readers: tuple[Readers, ...]
    price: Money
    """Of one segment."""
    unreached: tuple[str, ...]
    """Names of those with an order whom no message reaches."""
    settled: Settled = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageTooLong(Reply):
    """It would take more than `MOST` SMS segments: nothing is cut, nothing is sent."""

    segments: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageUnread(Reply):
    """Which round is meant, or what shall be said?"""

    day: date | None
    rounds: tuple[RoundDate, ...] = ()
    """What it may mean; empty where only the text is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NobodyOrdered(Reply):
    """The round has no open order, or none whose customer can be reached."""

    day: date
    unreached: tuple[str, ...] = ()


MessageReply = MessageAsked | MessageTooLong | MessageUnread | NobodyOrdered


def run(argument: str, state: "State", facts: Facts) -> Turn["State"]:
    """Read the round and the text, and show what would go to whom."""
    span, runs, text = _read(argument, facts)
    if span is None or len(runs) != 1:
        day = span.day if span else None
        shown = tuple(r for r in facts.rounds if (r.round, r.date) in runs)
        running = tuple(r for r in look.coming_rounds(facts) if not r.cancelled)
        coming = shown or running[:SHOWN]
        return _say(state, MessageUnread(day=day, rounds=coming))
    slug, day = runs[0]
    if len(text) < announce.SHORTEST:
        return _say(state, MessageUnread(day=day))
    if (count := segments(plain(HEADING + text))) > MOST:
        return _say(state, MessageTooLong(segments=count))
    what = Messaging(round=slug, date=day, text=text)
    reply = _asked(what, state.alerts.price, facts)
    if not reply.readers:
        return _say(state, NobodyOrdered(day=day, unreached=reply.unreached))
    by = facts.me.slug if facts.me else finding.everybody(facts)[0].slug
    state, proposal = proposals.add(state, by, facts.now, what)
    return Turn(state=state, says=(Say(reply=reply, card=proposal.card),))


def pressed(
    state: "State", facts: Facts, event: Pressed, proposal: Proposal, what: Messaging
) -> Turn["State"]:
    """Send it, or leave it."""
    sends = event.action == "apply"
    shown = _asked(what, state.alerts.price, facts, "sent" if sends else "dropped")
    send = Announce(text=what.text, round=what.round, day=what.date)
    says = (Say(reply=shown, card=proposal.card),)
    return Turn(state=state, says=says, commands=(send,) if sends else ())


def _asked(what: Messaging, price: Decimal, facts: Facts, settled: Settled = "") -> MessageAsked:
    """Count who would read it, as `announcing` will send it."""
    people = _customers(what, facts)
    by_way = [(p, announce.address(p, facts)) for p in people]
    tally = Tally(
        (channel, announce.locale_of(p, facts)) for p, channel in by_way if channel is not None
    )
    return MessageAsked(
        day=what.date,
        text=what.text,
        readers=tuple(
            Readers(channel=channel, locale=locale, people=count)
            for (channel, locale), count in sorted(tally.items())
        ),
        price=Money(amount=price, currency=facts.village.settings.currency),
        unreached=tuple(p.name or p.slug for p, channel in by_way if channel is None),
        settled=settled,
    )


def _customers(what: Messaging, facts: Facts) -> tuple[Person, ...]:
    """Everybody who has an open order on the round, each once."""
    run = (what.round, what.date)
    mine = {o.resident for o in facts.orders if o.is_open and (o.round, o.date) == run}
    return tuple(p for p in finding.everybody(facts) if p.slug in mine)


# --- reading -------------------------------------------------------------------------------------


def _read(argument: str, facts: Facts) -> tuple[DaySpan | None, tuple[Run, ...], str]:
    """Return the day that stands first, the rounds of it, and what stands after it."""
    tokens = tokenize(argument)
    names = {t.norm for r in facts.village.rounds for t in tokenize(r.name)}
    begin = next(
        (i for i, t in enumerate(tokens) if t.norm not in names and not grammar.is_small(t.norm)),
        0,
    )
    spans = dates.spans(tokens, facts.now, facts.village.settings.zone)
    first = [s for s in spans if s.start <= begin and s.day and s.hour is None]
    wide = sorted(first, key=lambda s: s.end, reverse=True)
    plainly = [s for s in wide if s.period is None]
    meant = (*plainly[:1], *(s for s in wide if s.period is not None))
    for span in (_today(s, facts) for s in meant):
        runs = _runs(span, facts)
        if len(runs) == 1:
            return span, runs, argument[tokens[span.end - 1].end :].lstrip(_MARKS).rstrip()
    best = next((_today(s, facts) for s in (*plainly, *wide)), None)
    return best, _runs(best, facts) if best else (), ""


def _today(span: DaySpan, facts: Facts) -> DaySpan:
    """'Friday', said on a Friday whose round still has orders, is today and not in a week."""
    today = facts.now.astimezone(facts.village.settings.zone).date()
    bare = span.end - span.start <= (1 if span.period is None else _DAY_AND_PART)
    if not bare or span.day != today + timedelta(days=7):
        return span
    waits = any(o.is_open and o.date == today for o in facts.orders)
    return replace(span, day=today) if waits else span


def _runs(span: DaySpan, facts: Facts) -> tuple[Run, ...]:
    """Return the rounds of a day that are not called off, or that still have orders."""
    planned = {
        (r.round, r.date): None
        for r in facts.rounds
        if r.date == span.day and not r.cancelled and span.period in (None, r.part)
    }
    known = {(r.round, r.date) for r in facts.rounds}
    late = {
        (o.round, o.date): None
        for o in facts.orders
        if o.is_open and o.round and o.date == span.day and (o.round, o.date) not in known
    }
    return tuple((slug, day) for slug, day in planned | late if slug and day)


def _say(state: "State", reply: MessageReply) -> Turn["State"]:
    return Turn(state=state, says=(Say(reply=reply),))

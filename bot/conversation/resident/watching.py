"""A neighbour's eye, for those who ask for it: somebody is told when something is not as usual.

Two things count: nobody at the door after a message that did not arrive, and a usual order that
stops coming. Nothing is kept for it but the consent, and one word ends it.
"""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from statistics import median
from typing import Final, Literal

from tournee.bot.conversation.commands import Command, Post, Schedule, Unschedule
from tournee.bot.conversation.events import Due, HelpWanted
from tournee.bot.conversation.habit_events import LookInOn
from tournee.bot.conversation.model import Facts, Reply
from tournee.bot.conversation.party import OPERATORS, Party, PartyKind
from tournee.bot.conversation.quiet import waking
from tournee.bot.conversation.resident import look
from tournee.bot.conversation.resident.cues import Habit, has
from tournee.bot.conversation.resident.outcome import Outcome
from tournee.bot.conversation.resident.replies.habits import LookIn, WatchAsked, WatchSet
from tournee.bot.conversation.resident.state import AskWatch, State, Watch
from tournee.catalog.model import Person, Role
from tournee.nlu.words.tokens import fold
from tournee.orders.events import OrderNotDelivered
from tournee.orders.model import OrderStatus

UNREACHED_FOR: Final = timedelta(days=2)
"""How long a message that failed counts."""
LEAST_DAYS: Final = 10
"""Nobody is asked after sooner, however often they order."""
LEAST_ORDERS: Final = 3
"""Days with an order from which on there is a habit."""
KEY: Final = "eye"


def heard(state: State, text: str, facts: Facts) -> Outcome | None:
    """'veillez sur moi', 'ne veillez plus'; None where a message is of something else."""
    if has(text, Habit.UNWATCH):
        reply = WatchSet(on=False, who=_who(state.watch, facts))
        ended = replace(state, watch=None)
        return Outcome(
            state=ended, replies=(reply,), commands=(Unschedule(key=KEY),), answered=True
        )
    if not has(text, Habit.WATCH):
        return None
    relative = _relative(text, facts)
    ask = AskWatch(relative=relative.slug if relative else None)
    others = tuple(a for a in state.asides if not isinstance(a, AskWatch))
    return Outcome(state=replace(state, asides=(ask, *others)))


def _relative(text: str, facts: Facts) -> Person | None:
    """Return the resident of the village whom a message names."""
    said = fold(text)
    me = facts.me.slug if facts.me else None
    for person in facts.village.people:
        other = person.role is Role.RESIDENT and person.slug != me
        if other and person.name and fold(person.name) in said:
            return person
    return None


def question(ask: AskWatch, facts: Facts) -> Reply:
    relative = _person(ask.relative, facts)
    who = relative.name if relative else look.operator_name(facts)
    return WatchAsked(who=who, relative=relative is not None)


def answered(state: State, ask: AskWatch, facts: Facts, *, yes: bool) -> Outcome:
    """Take the answer; `state` is without the question."""
    if not yes:
        return Outcome(state=state, replies=(WatchSet(on=False, who=""),))
    relative = _person(ask.relative, facts)
    watch = Watch(since=facts.now, relative=relative.slug if relative else None)
    watched = replace(state, watch=watch)
    reply = WatchSet(on=True, who=_who(watch, facts))
    return Outcome(state=watched, replies=(reply,), commands=expect(watched, facts))


def _person(slug: str | None, facts: Facts) -> Person | None:
    return next((p for p in facts.village.people if p.slug == slug), None)


def _who(watch: Watch | None, facts: Facts) -> str:
    relative = _person(watch.relative, facts) if watch else None
    return relative.name if relative else look.operator_name(facts)


# --- what is not as usual ------------------------------------------------------------------------


def expect(state: State, facts: Facts) -> tuple[Command, ...]:
    """Have it noticed when the next order is long overdue."""
    days = _order_days(facts)
    if state.watch is None or len(days) < LEAST_ORDERS:
        return ()
    gaps = [(later - earlier).days for earlier, later in pairwise(days)]
    patience = max(LEAST_DAYS, round(2 * median(gaps)) + 2)
    zone = facts.village.settings.zone
    due_on = facts.now.astimezone(zone) + timedelta(days=patience)
    at = waking(due_on, facts.village.settings)
    return (Schedule(key=KEY, at=at, event=Due(what=KEY)),)


def _order_days(facts: Facts) -> tuple[date, ...]:
    zone = facts.village.settings.zone
    came = (o for o in facts.orders if o.status is not OrderStatus.CANCELLED)
    return tuple(sorted({o.placed_at.astimezone(zone).date() for o in came}))


def overdue(state: State, facts: Facts) -> Outcome:
    """Nothing was ordered for much longer than usual."""
    days = _order_days(facts)
    away = any(o.paused_until for o in facts.standing)
    if state.watch is None or not days or away:
        return Outcome(state=state, asks=False)
    return Outcome(
        state=state, commands=_call(state.watch, "no_order", days[-1], facts), asks=False
    )


def unreached(state: State, facts: Facts) -> Outcome:
    """Remember that a message did not arrive."""
    return Outcome(state=replace(state, unreached_at=facts.now), asks=False)


def absent(state: State, event: OrderNotDelivered, facts: Facts) -> tuple[Command, ...]:
    """Nobody at the door: it counts where a message had failed just before."""
    failed = state.unreached_at
    if state.watch is None or event.reason != "absent" or failed is None:
        return ()
    if facts.now - failed > UNREACHED_FOR:
        return ()
    return _call(state.watch, "absent", look.today(facts), facts)


def _call(
    watch: Watch, why: Literal["absent", "no_order"], since: date, facts: Facts
) -> tuple[Command, ...]:
    """Tell the relative, else the operators."""
    if facts.me is None:
        return ()
    relative = _person(watch.relative, facts)
    if relative is None:
        wanted = HelpWanted(resident=facts.me.slug, why=why)
        return (Post(to=OPERATORS, event=wanted),)
    party = Party(kind=PartyKind.RESIDENT, slug=relative.slug)
    phone = facts.me.phone or facts.me.whatsapp or ""
    told = LookInOn(resident=facts.me.slug, name=facts.me.name, phone=phone, why=why, since=since)
    return (Post(to=party, event=told),)


def look_in(state: State, event: LookInOn) -> Outcome:
    reply = LookIn(name=event.name, phone=event.phone, why=event.why, since=event.since)
    return Outcome(state=state, replies=(reply,), asks=False)

"""When a driver needs others: somebody to worry about, a bag that is missing, a round too long."""

from dataclasses import replace
from datetime import date
from typing import Literal

from tournee.bot.conversation.commands import Command, Post
from tournee.bot.conversation.driver import look, planning, times
from tournee.bot.conversation.driver.doing import at, changed, none_here, say
from tournee.bot.conversation.driver.replies import (
    NoRound,
)
from tournee.bot.conversation.driver.state import Promised, Run, State, Visit
from tournee.bot.conversation.driver.team_replies import (
    BagMissed,
    HelpCalled,
    NobodyToShare,
    RoundShared,
    ShopsLate,
    Stopped,
    StopsReceived,
    TakenOver,
    TakeOverOffered,
)
from tournee.bot.conversation.driver.typed import Typed
from tournee.bot.conversation.driver_events import (
    DriverAlert,
    Promise,
    StopsAsked,
    StopsGiven,
    StopsOffered,
)
from tournee.bot.conversation.model import Facts, Say, Turn
from tournee.bot.conversation.party import OPERATORS, Party, PartyKind
from tournee.catalog.model import PersonSlug, Role, RoundSlug
from tournee.orders.model import OrderNumber, OrderStatus

LONGEST = 300
"""Characters of a driver's words that operators get."""


def operator(facts: Facts) -> str:
    return next((p.name for p in facts.village.people if p.role is Role.OPERATOR), "")


def worried(state: State, facts: Facts, typed: Typed, text: str) -> Turn[State]:
    """Let the operators know at once whom the driver worries about."""
    visit = _visit(state, typed.door)
    reply = HelpCalled(operator=operator(facts), about=visit.name if visit else "")
    alert = _alert(facts, "worried", text, visit)
    return replace(say(state, reply), commands=(alert,))


def bag_missing(state: State, facts: Facts, typed: Typed, text: str) -> Turn[State]:
    """Let the operators know of a bag that was not at its shop."""
    visit = _visit(state, typed.door) if typed.door is not None else None
    alert = _alert(facts, "missing", text, visit, ", ".join(s.name for s in typed.shops))
    return replace(say(state, BagMissed(operator=operator(facts))), commands=(alert,))


def not_ready(state: State, facts: Facts, typed: Typed, text: str) -> Turn[State]:
    """Let the operators know that a shop keeps the driver waiting, and say how to call it."""
    run = state.waiting or state.under_way
    left = (
        [p.shop for p in look.pickups(facts, run) if p.shop.slug not in run.collected]
        if run
        else []
    )
    shops = typed.shops or tuple(left if len(left) == 1 else ())
    alert = _alert(facts, "waits", text, about=", ".join(s.name for s in shops))
    reply = ShopsLate(operator=operator(facts), shops=shops)
    return replace(say(state, reply), commands=(alert,))


def two_trips(facts: Facts, run: Run) -> Post | None:
    """Let the operators know that the driver comes back to load; None where all fits.

    Of several drivers who have the whole round, the first tells it.
    """
    first = next((p for p in facts.village.people if p.role is Role.DRIVER), None)
    told_by_another = run.share is None and first is not None and first != facts.me
    if not run.later or told_by_another:
        return None
    event = DriverAlert(
        what="two_trips",
        name=facts.me.name if facts.me else "",
        doors=look.named(facts, run, run.later),
        day=run.date,
        ends=run.ends,
    )
    return Post(to=OPERATORS, event=event)


def _visit(state: State, number: OrderNumber | None) -> Visit | None:
    """Return the door that is named, else the one that is shown."""
    for run in state.runs:
        place = run.stop_of(number) if number is not None else at(state, run)
        if place is not None:
            return run.visits[place]
    return None


def _alert(
    facts: Facts,
    what: Literal["worried", "missing", "waits"],
    text: str,
    visit: Visit | None = None,
    about: str = "",
) -> Post:
    event = DriverAlert(
        what=what,
        name=facts.me.name if facts.me else "",
        phone=(facts.me.phone or "") if facts.me else "",
        resident=visit.resident if visit else None,
        about=_described(facts, visit) if visit else about,
        text=text[:LONGEST],
        numbers=visit.numbers if visit else (),
    )
    return Post(to=OPERATORS, event=event)


def _described(facts: Facts, visit: Visit) -> str:
    parts = (visit.name, look.where(facts, visit), visit.phone)
    return ", ".join(part for part in parts if part)


# --- a driver stops ------------------------------------------------------------------------------


def stopping(state: State, facts: Facts, text: str) -> Turn[State]:
    """The operators hear who still waits; other drivers are asked to go on."""
    run = state.under_way or state.waiting
    if run is None:
        return say(state, NoRound())
    left = times.left(run) if run.departed else planning.doors_of(facts, run)
    others = planning.drivers(facts)[1:]
    alert = DriverAlert(
        what="stopped",
        name=facts.me.name if facts.me else "",
        phone=(facts.me.phone or "") if facts.me else "",
        text=text[:LONGEST],
        numbers=tuple(n for v in left for n in v.numbers),
        doors=tuple(_described(facts, v) for v in left),
    )
    offer = StopsOffered(
        round=run.round,
        date=run.date,
        by=facts.me.slug if facts.me else PersonSlug(""),
        name=alert.name,
        stops=len(left),
    )
    asked: list[Command] = [Post(to=party(p.slug), event=offer) for p in others if left]
    reply = Stopped(
        operator=operator(facts),
        stops=len(left),
        asked=tuple(p.name for p in others if left),
    )
    return replace(say(state, reply), commands=(Post(to=OPERATORS, event=alert), *asked))


def party(slug: PersonSlug) -> Party:
    return Party(kind=PartyKind.DRIVER, slug=slug)


def offered(state: State, event: StopsOffered) -> Turn[State]:
    card = f"offer:{event.round}:{event.date.isoformat()}:{event.by}"
    reply = TakeOverOffered(name=event.name, stops=event.stops)
    return Turn(state=state, says=(Say(reply=reply, card=card),))


def take_over(state: State, facts: Facts, card: str | None) -> Turn[State]:
    """Ask the driver who stopped for the doors that are left."""
    match (card or "").split(":"):
        case ["offer", slug, day, by] if facts.me is not None:
            event = StopsAsked(
                round=RoundSlug(slug),
                date=date.fromisoformat(day),
                by=facts.me.slug,
                name=facts.me.name,
            )
            return Turn(state=state, commands=(Post(to=party(PersonSlug(by)), event=event),))
    return say(state, NoRound())


def asked(state: State, facts: Facts, event: StopsAsked) -> Turn[State]:
    """Give what is left to the first who asks."""
    run = state.of(event.round, event.date)
    left: tuple[Visit, ...] = ()
    if run is not None:
        left = times.left(run) if run.departed else planning.doors_of(facts, run)
    given = StopsGiven(
        round=event.round,
        date=event.date,
        by=facts.me.slug if facts.me else PersonSlug(""),
        name=facts.me.name if facts.me else "",
        phone=(facts.me.phone or "") if facts.me else "",
        numbers=tuple(n for v in left for n in v.numbers),
        under_way=run is not None and run.departed is not None,
        promises=tuple(
            Promise(number=v.numbers[0], earliest=v.promised.earliest, latest=v.promised.latest)
            for v in left
            if v.promised is not None
        ),
    )
    post = Post(to=party(event.by), event=given)
    if run is None or not left:
        return Turn(state=state, commands=(post,))
    alert = DriverAlert(what="taken", name=given.name, about=event.name, numbers=given.numbers)
    turn = say(_without(state, run, event.name), TakenOver(name=event.name, stops=len(left)))
    return replace(turn, commands=(post, Post(to=OPERATORS, event=alert)))


def _without(state: State, run: Run, taker: str) -> State:
    """Return the state after the doors that were left have gone to another driver."""
    if run.departed is None:
        runs = tuple(r for r in state.runs if r.key != run.key)
        return replace(state, runs=runs)
    visits = tuple(v if v.done else replace(v, given_to=taker) for v in run.visits)
    return replace(changed(state, replace(run, visits=visits)), at=None)


def given(state: State, facts: Facts, event: StopsGiven) -> Turn[State]:
    """Take doors over from another driver: under way at once, else with the round's own card."""
    if not event.numbers:
        return say(state, StopsReceived(name=event.name, stops=0))
    known = state.of(event.round, event.date) or Run(round=event.round, date=event.date)
    mine = known.share if known.share is not None else ()
    share = tuple(dict.fromkeys((*mine, *event.numbers)))
    if not event.under_way:
        return _shared(state, facts, event, replace(known, share=share))
    new = tuple(n for n in event.numbers if known.stop_of(n) is None)
    doors = _taken(facts, replace(known, share=new), event)
    run = replace(
        known,
        share=share,
        departed=known.departed or facts.now,
        visits=(*known.visits, *doors),
    )
    state = _with(state, run)
    news = say(state, StopsReceived(name=event.name, stops=len(doors), phone=event.phone))
    plan = planning.wanted(state, facts, run, "departed")
    return replace(news, commands=(plan,))


def _taken(facts: Facts, run: Run, event: StopsGiven) -> tuple[Visit, ...]:
    promised = {
        p.number: Promised(at=p.earliest, earliest=p.earliest, latest=p.latest)
        for p in event.promises
    }
    return tuple(
        replace(v, promised=next((promised[n] for n in v.numbers if n in promised), None))
        for v in look.visits(facts, run)
    )


def _with(state: State, run: Run) -> State:
    others = tuple(r for r in state.runs if r.key != run.key)
    runs = sorted((*others, run), key=lambda r: (r.date, r.round))
    return replace(state, runs=tuple(runs))


# --- two drivers ---------------------------------------------------------------------------------


def share(state: State, facts: Facts) -> Turn[State]:
    """Have a round that has not left planned for all drivers of the village."""
    run = state.waiting
    if run is None:
        return none_here(state) if state.under_way is None else say(state, NobodyToShare())
    if len(planning.drivers(facts)) < 2:  # noqa: PLR2004
        return say(state, NobodyToShare())
    return Turn(state=state, commands=(planning.wanted(state, facts, run, "shared"),))


def _shared(state: State, facts: Facts, event: StopsGiven, run: Run) -> Turn[State]:
    """Hear of one's part; the card comes with its plan."""
    run = replace(run, share=event.numbers, others=(event.name,), order=event.numbers)
    state = _with(state, run)
    doors = len(planning.doors_of(facts, run))
    news = say(state, RoundShared(name=event.name, date=event.date, stops=doors))
    return replace(news, commands=(planning.wanted(state, facts, run, "again"),))


def has_left(facts: Facts, run: Run) -> bool:
    """Whether another driver's departure has already sent this run's bags off."""
    orders = look.orders_of(facts, run)
    return any(o.status is OrderStatus.OUT_FOR_DELIVERY for o in orders)

"""A round as it goes: planned, departed, door after door done, at the end the money counted."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from tournee.bot.conversation.commands import DepartRound, Post
from tournee.bot.conversation.driver import doing, look, ordering, planning, times, trouble
from tournee.bot.conversation.driver.doing import changed, say
from tournee.bot.conversation.driver.replies import (
    AlreadyGone,
    NoRound,
    Owed,
    Returned,
    RoundOver,
    ShopMoney,
)
from tournee.bot.conversation.driver.state import Ask, AskNeighbour, Run, State, Taking, Visit
from tournee.bot.conversation.driver.team_replies import (
    RoundTaken,
)
from tournee.bot.conversation.driver_events import RoutePlanned, RunTaken, StopsGiven
from tournee.bot.conversation.model import Facts, Say, Turn
from tournee.catalog.model import PersonSlug, ShopSlug
from tournee.catalog.quantity import Money
from tournee.orders.events import (
    OrderDelivered,
    OrderNotDelivered,
    PaymentCorrected,
    RoundClosed,
    RoundDeparted,
)

# --- before the round ----------------------------------------------------------------------------


def closed(state: State, facts: Facts, event: RoundClosed) -> Turn[State]:
    """The round's cut-off has passed: its way is planned, then its card is shown."""
    run = Run(round=event.round, date=event.date)
    if not look.round_card(facts, run).stops:
        return Turn(state=state)
    kept = tuple(r for r in state.runs if not r.over and r.key != run.key)
    runs = tuple(sorted((*kept, run), key=lambda r: (r.date, r.round)))
    plan = planning.wanted(state, facts, run, "closed")
    return Turn(state=replace(state, runs=runs), commands=(plan,))


def depart(state: State, facts: Facts, run: Run | None) -> Turn[State]:
    if run is None:
        return say(state, NoRound())
    if run.departed is not None:
        return say(state, AlreadyGone())
    if run.share is not None and trouble.has_left(facts, run):
        return _set_off(state, facts, run)
    command = DepartRound(round=run.round, date=run.date.isoformat())
    return Turn(state=state, commands=(command,))


def collected(
    state: State, facts: Facts, run: Run | None, shops: Iterable[ShopSlug]
) -> Turn[State]:
    """Tick shops' bags off, or on again."""
    if run is None:
        return say(state, NoRound())
    ticked = run.collected
    for slug in shops:
        if slug not in facts.village.shop_by_slug:
            return say(state, NoRound())
        ticked = tuple(s for s in ticked if s != slug) if slug in ticked else (*ticked, slug)
    run = replace(run, collected=ticked)
    card = Say(reply=look.round_card(facts, run), card=f"round:{run.key}")
    return Turn(state=changed(state, run), says=(card,))


def taken(state: State, event: RunTaken) -> Turn[State]:
    """Another driver has left with a round: it is theirs, unless they share it."""
    run = state.of(event.round, event.date)
    if run is None or run.share is not None or run.departed is not None:
        return Turn(state=state)
    runs = tuple(r for r in state.runs if r.key != run.key)
    return say(replace(state, runs=runs), RoundTaken(name=event.name, date=event.date))


# --- a plan has come -----------------------------------------------------------------------------


def planned(state: State, facts: Facts, event: RoutePlanned) -> Turn[State]:
    known = state.of(event.round, event.date)
    if known is None:
        return Turn(state=state)
    if event.why == "shared" and known.departed is None:
        return _split(state, facts, known, event)
    run = planning.planned(known, facts, event)
    state = changed(state, run)
    if run.departed is not None and event.why == "departed":
        return _first_stop(state, facts, run)
    if run.departed is not None:
        turn = ordering.list_stops(state, facts, run, changed=True)
        state, posts = times.corrected(turn.state, facts, run)
        return replace(turn, state=state, commands=posts)
    if event.why == "again" and run.share is None:
        return ordering.list_stops(state, facts, run, changed=True)
    card = Say(reply=look.round_card(facts, run), card=f"round:{run.key}")
    alert = trouble.two_trips(facts, run) if event.why == "closed" else None
    return Turn(state=state, says=(card,), commands=(alert,) if alert else ())


def _split(state: State, facts: Facts, run: Run, event: RoutePlanned) -> Turn[State]:
    """Take this driver's part of a shared round, and give the others theirs."""
    me = facts.me.slug if facts.me else PersonSlug("")
    doors = {v.key: v.numbers for v in planning.doors_of(facts, run)}
    shares = {
        route.vehicle: tuple(n for key in route.keys for n in doors.get(key, ()))
        for route in event.plan.routes
    }
    names = {p.slug: p.name for p in planning.drivers(facts)}
    others = tuple(n for slug, n in names.items() if slug != me and shares.get(slug))
    run = replace(run, share=shares.get(me, ()), others=others, order=shares.get(me, ()))
    state = changed(state, run)
    posts = tuple(
        Post(
            to=trouble.party(slug),
            event=StopsGiven(
                round=run.round,
                date=run.date,
                by=me,
                name=names[me],
                numbers=share,
                under_way=False,
            ),
        )
        for slug, share in ((PersonSlug(s), share) for s, share in shares.items())
        if slug != me and share
    )
    return Turn(state=state, commands=(*posts, planning.wanted(state, facts, run, "closed")))


# --- under way -----------------------------------------------------------------------------------


def departed(state: State, facts: Facts, event: RoundDeparted) -> Turn[State]:
    """Fix the order of the doors; the other drivers hear that this round is taken."""
    run = state.of(event.round, event.date) or Run(round=event.round, date=event.date)
    turn = _set_off(state, facts, run)
    gone = RunTaken(round=event.round, date=event.date, name=facts.me.name if facts.me else "")
    posts = tuple(Post(to=trouble.party(p.slug), event=gone) for p in planning.drivers(facts)[1:])
    return replace(turn, commands=(*turn.commands, *posts))


def _set_off(state: State, facts: Facts, known: Run) -> Turn[State]:
    """Take what is on the van; a run that was never planned is planned first."""
    doors = planning.reordered(look.visits(facts, known), known.order)
    run = replace(known, departed=facts.now, visits=doors)
    others = tuple(r for r in state.runs if r.key != run.key)
    state = replace(state, runs=(run, *others), here=None)
    card = Say(reply=look.round_card(facts, run), card=f"round:{run.key}")
    if doors and not known.order:
        plan = planning.wanted(state, facts, run, "departed")
        return Turn(state=state, says=(card,), commands=(plan,))
    turn = _first_stop(state, facts, run)
    return replace(turn, says=(card, *turn.says))


def _first_stop(state: State, facts: Facts, run: Run) -> Turn[State]:
    """Tell each door when to expect the driver, and show the one that is next."""
    state, posts = times.told(state, facts, run)
    run = state.of(run.round, run.date) or run
    first = run.next_stop
    shown = run.stop_of(state.at) if state.at is not None else None
    if shown is not None and not run.visits[shown].done:
        return Turn(state=state, commands=posts)
    turn = doing.show(state, facts, run, first) if first is not None else _over(state, facts, run)
    return replace(turn, commands=posts)


def door_settled(
    state: State, facts: Facts, event: OrderDelivered | OrderNotDelivered
) -> Turn[State]:
    """A bag was handed over, or comes back: with the last of a door, its card, then the next."""
    run = next((r for r in state.runs if r.stop_of(event.number) is not None), None)
    place = run.stop_of(event.number) if run is not None else None
    if run is None or place is None:
        return Turn(state=state)
    before = run.visits[place]
    after = _settled(before, event)
    run = replace(run, visits=(*run.visits[:place], after, *run.visits[place + 1 :]))
    state = changed(state, run)
    if after == before or not after.done or _half_left(after):
        return Turn(state=state)
    closed = after.numbers[0] if after.result == "absent" else None
    state = replace(state, closed=closed)
    card = Say(reply=look.stop_card(facts, run, place), card=f"order:{after.numbers[0]}")
    if before.done:
        return Turn(state=state, says=(card,))
    state = replace(state, here=None, asks=_still_asked(state, after))
    state, posts = times.corrected(state, facts, run)
    run = state.of(run.round, run.date) or run
    following = _following(state, facts, run, place)
    return replace(following, says=(card, *following.says), commands=posts)


def _still_asked(state: State, done: Visit) -> tuple[Ask, ...]:
    """Let go of who keeps another door's bags: by now words about a neighbour mean a new door."""
    return tuple(
        a for a in state.asks if not isinstance(a, AskNeighbour) or a.number in done.numbers
    )


def _half_left(visit: Visit) -> bool:
    """Tell whether a neighbour has some bags and the others' turn is about to come."""
    return {"left", "absent"} <= {t.result for t in visit.settled}


def _settled(visit: Visit, event: OrderDelivered | OrderNotDelivered) -> Visit:
    """Note what came of a bag; what was left with a neighbour after all replaces what was noted."""
    if not any((b.number, b.shop) == (event.number, event.shop) for b in visit.bags):
        return visit
    known = next(
        (t for t in visit.settled if (t.number, t.shop) == (event.number, event.shop)), None
    )
    taking = _taking(event)
    if known is not None and taking.result != "left":
        return visit
    others = tuple(t for t in visit.settled if t != known)
    return replace(visit, settled=(*others, taking))


def _taking(event: OrderDelivered | OrderNotDelivered) -> Taking:
    if isinstance(event, OrderNotDelivered):
        return Taking(
            number=event.number,
            shop=event.shop,
            result="absent" if event.reason == "absent" else "refused_at_door",
        )
    return Taking(
        number=event.number,
        shop=event.shop,
        result="left" if event.left_with else "delivered" if event.paid else "on_tab",
        cash=event.cash,
        cheque=event.cheque,
        on_tab=event.owed if event.on_tab and event.on_tab.minor > 0 else event.on_tab,
    )


def corrected(state: State, facts: Facts, event: PaymentCorrected) -> Turn[State] | None:
    """Show a door's card again, now that how it paid was put right; None for any other door."""
    run = next((r for r in state.runs if r.stop_of(event.number) is not None), None)
    place = run.stop_of(event.number) if run is not None else None
    if run is None or place is None:
        return None
    visit = run.visits[place]
    settled = tuple(
        replace(t, cash=event.cash, cheque=event.cheque, on_tab=event.on_tab)
        if (t.number, t.shop) == (event.number, event.shop)
        else t
        for t in visit.settled
    )
    after = replace(visit, settled=settled)
    run = replace(run, visits=(*run.visits[:place], after, *run.visits[place + 1 :]))
    card = Say(reply=look.stop_card(facts, run, place), card=f"order:{after.numbers[0]}")
    return Turn(state=changed(state, run), says=(card,))


def _following(state: State, facts: Facts, run: Run, place: int) -> Turn[State]:
    """Show the door after this one, else the first that was left out, else the money.

    A door that was reported out of turn leaves the one that is shown as it is.
    """
    if run.over:
        return _over(state, facts, run)
    shown = run.stop_of(state.at) if state.at is not None else None
    if shown is not None and shown != place and not run.visits[shown].done:
        return Turn(state=state)
    later = [i for i, v in enumerate(run.visits) if i > place and not v.done]
    first = later[0] if later else run.next_stop
    return doing.show(state, facts, run, first) if first is not None else Turn(state=state)


def _over(state: State, facts: Facts, run: Run) -> Turn[State]:
    currency = facts.village.settings.currency
    nothing = Money(amount=Decimal("0.00"), currency=currency)
    takings = [(v, t) for v in run.visits for t in v.settled]
    cash = []
    for shop in facts.village.shops:
        paid = [t for _, t in takings if t.shop == shop.slug and (t.cash or t.cheque)]
        if paid:
            cash.append(
                ShopMoney(
                    shop=shop,
                    cash=sum((t.cash for t in paid if t.cash), nothing),
                    cheques=sum((t.cheque for t in paid if t.cheque), nothing),
                    bags=len(paid),
                )
            )
    reply = RoundOver(
        date=run.date,
        cash=tuple(cash),
        owed=tuple(
            Owed(name=v.name, shop=look.shop(facts, t.shop), amount=t.on_tab)
            for v, t in takings
            if t.on_tab and t.on_tab.minor > 0
        ),
        returned=tuple(
            Returned(number=t.number, name=v.name, shop=look.shop(facts, t.shop))
            for v, t in takings
            if t.result in {"absent", "refused_at_door"}
        ),
    )
    return say(replace(state, at=None, asks=()), reply)

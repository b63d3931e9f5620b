"""From a basket to an order: the binding yes, and what may be done to an order afterwards."""

import re
from dataclasses import replace
from decimal import Decimal

from tournee.bot.conversation.commands import MoveOrder, PlaceOrder, Post, UpdatePerson
from tournee.bot.conversation.events import HelpWanted, Rejected, Said
from tournee.bot.conversation.model import Facts, Reply
from tournee.bot.conversation.party import OPERATORS
from tournee.bot.conversation.resident import (
    collecting,
    look,
    no_room,
    questions,
    regulars,
    standing,
    waiting,
    whom,
)
from tournee.bot.conversation.resident import wants as algebra
from tournee.bot.conversation.resident.cues import Habit, has
from tournee.bot.conversation.resident.days import wished_too_late
from tournee.bot.conversation.resident.outcome import Outcome
from tournee.bot.conversation.resident.replies import (
    Acknowledged,
    ChangeAwaited,
    DayPast,
    DeliveryNoted,
    Failed,
    FewLeft,
    NoRound,
    PassedOn,
    RecapShown,
    RoundsTold,
    ShopsShut,
    SoldOut,
    TooLate,
)
from tournee.bot.conversation.resident.state import (
    Aside,
    AskConfirm,
    AskMove,
    State,
    emptied,
)
from tournee.bot.conversation.resident.streets import address_in
from tournee.catalog.model import Sku
from tournee.nlu.model import Parse
from tournee.orders import rounds
from tournee.orders.model import Item, OrderNumber

_NUMBER = re.compile(r"\d+")
_GONE = frozenset({"out_of_stock", "not_available", "unknown_product"})
_ROUND = frozenset(
    {"round_closed", "round_full", "round_cancelled", "not_served", "unknown_round", "short_notice"}
)


def confirm(state: State, asked: AskConfirm, facts: Facts) -> Outcome:
    """Order what the recap showed; if anything of it has changed since, show a new one."""
    if state.cadence is not None and (often := standing.recap_of(state, state.cadence, facts)):
        if standing.seal_of(often) != asked.seal:
            return Outcome(state=state)
        return standing.confirm(state, often, state.cadence, facts)
    if state.collect:
        return _confirm_collecting(state, asked, facts)
    recap = questions.recap_of(state, facts)
    if isinstance(recap, NoRound):
        return Outcome(state=state)
    seal = questions.seal_of(recap)
    if seal != asked.seal:
        return _recap_again(state, recap)
    full = _full_run(state, recap, facts)
    return Outcome(
        state=replace(state, asked=None, pending="place", full=full),
        commands=(place_order(recap, state),),
        asks=False,
    )


def _confirm_collecting(state: State, asked: AskConfirm, facts: Facts) -> Outcome:
    recap = collecting.recap_of(state, facts)
    seal = collecting.seal_of(recap)
    if seal != asked.seal:
        fresh = replace(state, asked=AskConfirm(seal=seal))
        return Outcome(state=fresh, question=(replace(recap, changed=True),), asks=False)
    return Outcome(
        state=replace(state, asked=None, pending="place"),
        commands=(collecting.place_order(recap, state, facts),),
        asks=False,
    )


def _full_run(state: State, recap: RecapShown, facts: Facts) -> str | None:
    """Return the run that was wished for where it had no stop, or room, left."""
    if recap.why != "full" or state.day is None:
        return None
    place = look.place_of(facts, state)
    crates = rounds.needs_of((line.item for line in recap.lines), facts.village).crates
    that_day = (r for r in facts.rounds if r.date == state.day)
    full = (r for r in that_day if r.full or not rounds.has_room(r, crates))
    return next((r.key for r in full if place is None or place in r.places), None)


def _recap_again(state: State, recap: RecapShown) -> Outcome:
    fresh = replace(state, asked=AskConfirm(seal=questions.seal_of(recap)))
    return Outcome(state=fresh, question=(replace(recap, changed=True),), asks=False)


def place_order(recap: RecapShown, state: State) -> PlaceOrder:
    return PlaceOrder(
        items=tuple(line.item for line in recap.lines),
        round=recap.round.round,
        date=recap.round.date.isoformat(),
        place=recap.place.slug if recap.place else None,
        beneficiary=state.beneficiary,
    )


def declined(state: State, facts: Facts) -> Outcome:
    """A no to the recap takes nothing back: it asks what should be different."""
    items = algebra.settled(state.wants, facts.village.product_by_sku)
    reply = ChangeAwaited(total=look.total(facts, items))
    return Outcome(state=state, question=(reply,), asks=False)


def rejected(state: State, event: Rejected, facts: Facts) -> Outcome:
    """A command was refused: say why, and go on from what still stands."""
    was, state = state.pending, replace(state, pending=None)
    if was == "regular":
        return regulars.not_placed(state, facts)
    if was == "stop":
        return waiting.refused(state, event.number or _first_open(facts))
    if was in {"amend", "cancel", "move"} and event.code in {"round_closed", "wrong_state"}:
        number = event.number or state.amending
        return too_late(emptied(state), facts, number) if number else Outcome(state=state)
    if was == "amend" and event.code == "short_notice" and state.amending:
        return _not_in_time(state, state.amending, facts)
    if was == "amend" and event.code == "round_full" and state.amending:
        return no_room.refused(state, state.amending, facts)
    if event.code == "out_of_stock" and event.sku is not None and event.limit:
        return _fewer(state, event.sku, event.limit, facts)
    if event.code in _GONE and event.sku is not None:
        wants = tuple(w for w in state.wants if not (isinstance(w, Item) and w.sku == event.sku))
        return Outcome(state=replace(state, wants=wants), replies=_sold_out(event.sku, facts))
    if event.code in _ROUND and was == "place":
        recap = questions.recap_of(state, facts)
        return Outcome(state=state) if isinstance(recap, NoRound) else _recap_again(state, recap)
    if was is None and event.code == "wrong_state":
        return Outcome(state=state, replies=(Acknowledged(),))
    stuck = emptied(state) if state.amending else state
    return Outcome(state=stuck, replies=(Failed(),), asks=False)


def _not_in_time(state: State, number: OrderNumber, facts: Facts) -> Outcome:
    """The order stays as it was: a shop of what is new can't have it ready for its round."""
    run = look.round_date(facts, look.of_number(facts, number)[0])
    items = algebra.settled(state.wants, facts.village.product_by_sku)
    needs = rounds.needs_of(items, facts.village)
    closed = needs.closed_for(run, facts.now) if run else ()
    if run is None or not closed:
        return too_late(emptied(state), facts, number)
    shops = tuple(look.shop(facts, slug) for slug in closed)
    reply = ShopsShut(shops=shops, day=run.date, number=number)
    return Outcome(state=emptied(state), replies=(reply,))


def _first_open(facts: Facts) -> OrderNumber | None:
    return next(iter(look.open_numbers(facts)), None)


def _fewer(state: State, sku: Sku, left: Decimal, facts: Facts) -> Outcome:
    """Others were faster: let the basket hold what is left, and ask again."""
    wants = tuple(
        replace(w, qty=left, count=None, amount=None) if isinstance(w, Item) and w.sku == sku else w
        for w in state.wants
    )
    notes = tuple(FewLeft(product=p, left=left) for p in look.products(facts, (sku,)))
    return Outcome(state=replace(state, wants=wants), replies=notes)


def _sold_out(sku: Sku, facts: Facts) -> tuple[SoldOut, ...]:
    return tuple(SoldOut(product=p) for p in look.products(facts, (sku,)))


def too_late(state: State, facts: Facts, number: OrderNumber) -> Outcome:
    """Say that an order can no longer be changed, with the next round and a person as ways out."""
    offer = rounds.choose(facts.rounds, look.place_of(facts, state), None, None, facts.now)
    reply = TooLate(
        number=number,
        cutoff=look.passed_cutoff(facts, number),
        next=offer.round,
        person=look.operator_name(facts),
    )
    return Outcome(state=state, replies=(reply,))


# --- which, where and when ------------------------------------------------------------------------


def named_order(said: Said, facts: Facts) -> OrderNumber | None:
    """Return the open order whose number the message says, or whose message it replies to."""
    numbers = look.open_numbers(facts)
    if said.about in numbers:
        return said.about
    spoken = {int(found) for found in _NUMBER.findall(said.text[:200])}
    return next((number for number in numbers if number in spoken), None)


def note_delivery(state: State, said: Said, parse: Parse, facts: Facts) -> Outcome:
    """Keep what a message says of day, place, name and for whom."""
    replies: tuple[DayPast, ...] = ()
    if parse.day is None and (past := wished_too_late(said.text, parse, facts)):
        replies = (DayPast(day=past),)
    elif parse.day is not None or parse.period is not None:
        day = parse.day if parse.day is not None else state.day
        state = replace(state, day=day, period=parse.period)
    if parse.beneficiary:
        return Outcome(state=whom.meant(state, parse, facts), replies=replies)
    return replace(_who_and_where(state, said, parse, facts), replies=replies)


def met(state: State, said: Said, parse: Parse, facts: Facts) -> Outcome:
    """Keep who somebody new is, and where they live, where that stands beside a question."""
    if parse.beneficiary or not parse.person or look.name_of(facts, state):
        return Outcome(state=state)
    return _who_and_where(state, said, parse, facts)


def _who_and_where(state: State, said: Said, parse: Parse, facts: Facts) -> Outcome:
    told = UpdatePerson()
    me = facts.me
    if parse.person and not (me and me.name) and not state.name:
        name = look.proper(parse.person)
        state, told = replace(state, name=name), replace(told, name=name)
    if parse.place is not None and state.beneficiary is not None:
        state = whom.placed(state, parse.place)
    elif parse.place is not None:
        state = replace(state, place=parse.place)
        if not (me and me.place) and not collecting.is_point(parse.place, facts):
            told = replace(told, place=parse.place)
    if me is not None and not me.address and (address := address_in(said.text)):
        told = replace(told, address=address)
    commands = (told,) if told != UpdatePerson() else ()
    return Outcome(state=state, commands=commands)


def set_delivery(state: State, said: Said, parse: Parse, facts: Facts) -> Outcome | None:
    """A wish for day, hours, place or how: for the basket, or for the order that can be moved.

    Returns None where the words are more likely an answer that was not understood.
    """
    noted = note_delivery(state, said, parse, facts)
    told = parse.day or parse.period or parse.place or parse.person or noted.state.whom
    if not told and not isinstance(state.asked, AskConfirm | None):
        return None
    if not told:
        return _pass_note(noted, said, facts)
    if state.wants and state.amending is None and isinstance(state.asked, AskConfirm):
        return noted
    number = named_order(said, facts) or look.newest_changeable(facts)
    number = None if state.wants and state.amending is None else number
    if number is not None and parse.hosted and not parse.day:
        return _pass_note(Outcome(state=state), said, facts)
    if number is not None and (parse.day or parse.period) and not noted.replies:
        if _stays_away(number, said.text, parse, facts):
            return _pass_note(noted, said, facts)
        return _move(state, number, parse, facts)
    if number is not None and parse.place:
        return _pass_note(Outcome(state=state), said, facts)
    other = noted.state.beneficiary
    place = other.place if other else look.place_of(facts, noted.state)
    reply = DeliveryNoted(
        day=noted.state.day,
        period=noted.state.period,
        place=look.place(facts, place),
        asks=not state.wants,
        beneficiary=other.name if other else "",
    )
    silent = noted.replies or (noted.state.whom and state.wants)
    return noted if silent else replace(noted, replies=(reply,))


def _stays_away(number: OrderNumber, text: str, parse: Parse, facts: Facts) -> bool:
    """Tell whether somebody will not be there on the order's own day: a person has to know."""
    own = look.of_number(facts, number)[0].date
    return parse.day == own and has(text, Habit.NOT)


def not_then(state: State, parse: Parse, facts: Facts) -> Outcome:
    """'pas mardi', while a basket is open: it goes with the next round of another day."""
    place = look.place_of(facts, state)
    others = (r for r in facts.rounds if r.date != parse.day and not (r.cancelled or r.full))
    there = (r for r in others if facts.now < r.cutoff and (place is None or place in r.places))
    run = next(there, None)
    return Outcome(state=replace(state, day=run.date if run else None, period=None))


def _move(state: State, number: OrderNumber, parse: Parse, facts: Facts) -> Outcome:
    state = replace(state, asides=tuple(a for a in state.asides if not _moves(a, number)))
    if not look.changeable(facts, number):
        return too_late(state, facts, number)
    order = look.of_number(facts, number)[0]
    part = str(parse.period) if parse.period else None
    wish = parse.day or order.date
    needs = rounds.needs_of(look.items_of(facts, number), facts.village)
    offer = rounds.choose(facts.rounds, order.place, wish, part, facts.now, needs=needs)
    if offer.round is None:
        return too_late(state, facts, number)
    if (offer.round.round, offer.round.date) == (order.round, order.date):
        stays = _shut(offer, facts, number) or _as_it_is(offer, number, parse, facts)
        return Outcome(state=state, replies=stays)
    if not offer.as_wished:
        ask = AskMove(number=number, round=offer.round.round, date=offer.round.date)
        why = _shut(offer, facts)
        return Outcome(state=replace(state, asides=(ask, *state.asides)), replies=why)
    command = MoveOrder(number=number, round=offer.round.round, date=offer.round.date.isoformat())
    return Outcome(state=replace(state, pending="move"), commands=(command,), asks=False)


def _moves(aside: Aside, number: OrderNumber) -> bool:
    return isinstance(aside, AskMove) and aside.number == number


def _as_it_is(
    offer: rounds.Offer, number: OrderNumber, parse: Parse, facts: Facts
) -> tuple[Reply, ...]:
    """Say that an order keeps its round; where another was wished for, which ones there are."""
    noted = Acknowledged(order=number)
    if offer.as_wished or offer.round is None:
        return (noted,)
    coming = (offer.round, *offer.alternatives)[: rounds.ALTERNATIVES]
    order = look.of_number(facts, number)[0]
    asked = parse.day if parse.day and all(r.date != parse.day for r in coming) else None
    return (RoundsTold(rounds=coming, place=look.place(facts, order.place), asked=asked), noted)


def _shut(
    offer: rounds.Offer, facts: Facts, stays: OrderNumber | None = None
) -> tuple[ShopsShut, ...]:
    """Say which shops keep an offer from being as it was wished."""
    if offer.reason != "shop_closed" or offer.missed is None:
        return ()
    shops = tuple(look.shop(facts, slug) for slug in offer.closed)
    return (ShopsShut(shops=shops, day=offer.missed, number=stays),)


def _pass_note(noted: Outcome, said: Said, facts: Facts) -> Outcome:
    """How to deliver ('laissez devant la porte') is for people: they hear it in its own words."""
    if facts.me is None:
        return noted
    news = HelpWanted(resident=facts.me.slug, why="asked", texts=(said.text,))
    reply = PassedOn(person=look.operator_name(facts), sorry=False)
    return replace(
        noted,
        replies=(*noted.replies, reply),
        commands=(*noted.commands, Post(to=OPERATORS, event=news)),
        answered=True,
    )

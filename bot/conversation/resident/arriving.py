"""The round as a resident lives it: the evening before, under way, at the door, or not at all."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Final

from tournee.bot.conversation.commands import Command, Post, Schedule
from tournee.bot.conversation.events import ArrivalExpected, Due, HelpWanted
from tournee.bot.conversation.model import Facts, Reply
from tournee.bot.conversation.party import OPERATORS, Party, PartyKind
from tournee.bot.conversation.quiet import woken
from tournee.bot.conversation.resident import collecting, look, money, watching
from tournee.bot.conversation.resident.outcome import Outcome
from tournee.bot.conversation.resident.replies import (
    Delivered,
    NotDelivered,
    OnTheWay,
    RoundGone,
    Tomorrow,
)
from tournee.bot.conversation.resident.state import (
    Aside,
    AskMove,
    State,
    Told,
)
from tournee.orders import rounds
from tournee.orders.events import (
    OrderDelivered,
    OrderNotDelivered,
    RoundCancelled,
)
from tournee.orders.model import Order, OrderNumber, OrderStatus

SAME_MOMENT: Final = timedelta(minutes=1)
MORNING: Final = time(9)
REMINDER: Final = time(19)
"""The evening before a round, in the village's time."""


def remind(order: Order, facts: Facts) -> tuple[Command, ...]:
    """Have the evening before the round announced, if it is still to come."""
    if order.date is None or order.round is None:
        return ()
    zone = facts.village.settings.zone
    eve = datetime.combine(order.date - timedelta(days=1), REMINDER, tzinfo=zone)
    evening = woken(eve, facts.village.settings, MORNING, REMINDER)
    if evening <= facts.now + timedelta(hours=1):
        return ()
    due = Due(what="reminder", number=order.number)
    return (Schedule(key=f"reminder:{order.number}", at=evening, event=due),)


def first_time(state: State, what: str, number: OrderNumber, facts: Facts) -> State | None:
    """Mark something as told; None if it just was, for another shop's part."""
    told = state.told
    if (
        told is not None
        and (told.what, told.number) == (what, number)
        and facts.now - told.at < SAME_MOMENT
    ):
        return None
    return replace(state, told=Told(what=what, number=number, at=facts.now))


def at_the_door(state: State, event: OrderDelivered | OrderNotDelivered, facts: Facts) -> Outcome:
    orders = look.of_number(facts, event.number)
    if orders and all(o.round is None for o in orders):
        return Outcome(state=state, asks=False)  # they stand in the shop
    told = first_time(state, str(event.kind), event.number, facts)
    if told is None or _sent_back(event, facts):
        return Outcome(state=told or state, asks=False)
    reply: Reply
    match event:
        case OrderDelivered():
            left = collecting.left_at_point(event.number, facts)
            reply = left or _delivered(event, facts)
        case OrderNotDelivered():
            reply = NotDelivered(
                number=event.number, reason=event.reason, person=look.operator_name(facts)
            )
    posts = _for_whom(event, facts) if isinstance(event, OrderDelivered) else ()
    if isinstance(event, OrderNotDelivered):
        posts = watching.absent(state, event, facts) or _call_back(facts)
    return Outcome(state=told, replies=(reply,), commands=posts, asks=False)


def _call_back(facts: Facts) -> tuple[Command, ...]:
    """Let the operators know whom the resident is told that they will hear from."""
    if facts.me is None:
        return ()
    wanted = HelpWanted(resident=facts.me.slug, why="not_delivered")
    return (Post(to=OPERATORS, event=wanted),)


def _sent_back(event: OrderDelivered | OrderNotDelivered, facts: Facts) -> bool:
    """Whether they took some bags at their door and refused others: what they took is told."""
    if isinstance(event, OrderDelivered) or event.reason != "refused_at_door":
        return False
    handed_over = {OrderStatus.DELIVERED, OrderStatus.SETTLED}
    return any(o.status in handed_over for o in look.of_number(facts, event.number))


def _delivered(event: OrderDelivered, facts: Facts) -> Delivered:
    known = money.received(facts)
    total = look.due(facts, event.number)
    if known is None:
        return Delivered(
            number=event.number, total=total, paid=event.paid, left_with=event.left_with
        )
    received, owed = known
    return Delivered(
        number=event.number,
        total=total,
        paid=not owed,
        received=received,
        owed=owed,
        left_with=event.left_with,
    )


def _for_whom(event: OrderDelivered, facts: Facts) -> tuple[Command, ...]:
    """Let the one whom it was ordered for know, too, if there is a way to reach them."""
    if facts.me is None or facts.me.slug != event.resident:
        return ()
    orders = look.of_number(facts, event.number)
    whom = next((o.beneficiary.person for o in orders if o.beneficiary), None)
    person = next((p for p in facts.village.people if p.slug == whom), None)
    if person is None or not (person.phone or person.whatsapp or person.telegram):
        return ()
    return (Post(to=Party(kind=PartyKind.RESIDENT, slug=person.slug), event=event),)


def round_gone(state: State, event: RoundCancelled, facts: Facts) -> Outcome:
    """Say it of each order on the round, and offer the next one."""
    mine = [o for o in facts.orders if o.is_open and (o.round, o.date) == (event.round, event.date)]
    coming = tuple(r for r in facts.rounds if r.key != f"{event.round}:{event.date}")
    replies: list[Reply] = []
    asides: list[Aside] = []
    for number, order in {o.number: o for o in mine}.items():
        after = tuple(r for r in coming if r.date >= event.date)
        needs = rounds.needs_of(look.items_of(facts, number), facts.village)
        new = rounds.choose(after or coming, order.place, None, None, facts.now, needs=needs).round
        replies.append(RoundGone(number=number, day=event.date, reason=event.reason, next=new))
        if new is not None:
            asides.append(AskMove(number=number, round=new.round, date=new.date))
    busy = bool(state.asides)
    waiting = replace(state, asides=(*state.asides, *asides))
    return Outcome(state=waiting, replies=tuple(replies), asks=bool(asides) and not busy)


def arrival(state: State, event: ArrivalExpected, facts: Facts) -> Outcome:
    numbers = look.same_door(facts, event.number)
    reply = OnTheWay(
        number=event.number,
        beside=tuple(n for n in numbers if n != event.number),
        earliest=event.earliest,
        latest=event.latest,
        late=event.late,
        sooner=event.sooner,
        total=look.due_at_door(facts, numbers),
    )
    return Outcome(state=state, replies=(reply,), asks=False)


def due(state: State, event: Due, facts: Facts) -> Outcome:
    """The evening before: when to be at home, and the cash to prepare, once for a door."""
    number = event.number
    orders = look.of_number(facts, number) if number is not None else ()
    live = [o for o in orders if o.is_open and o.date is not None]
    if event.what != "reminder" or number is None or not live or not state.reminders:
        return Outcome(state=state, asks=False)
    day = live[0].date
    tomorrow = look.today(facts) + timedelta(days=1)
    run = look.round_date(facts, live[0])
    if day != tomorrow or (run is not None and run.cancelled):
        return Outcome(state=state, asks=False)
    numbers = look.same_door(facts, number)
    if numbers[0] != number:
        return Outcome(state=state, asks=False)  # told with the first of them
    reply = Tomorrow(
        number=number,
        beside=numbers[1:],
        day=day,
        round=run,
        total=look.due_at_door(facts, numbers),
    )
    return Outcome(state=state, replies=(reply,), asks=False)

"""One event for the operators' chat, and what follows."""

from dataclasses import replace
from typing import Final

from tournee.bot.conversation.catalogue_events import (
    CatalogueEdited,
    CatalogueUnchanged,
    EditRefused,
    HistoryRead,
    HoursClash,
    PhraseMissed,
)
from tournee.bot.conversation.driver_events import DriverAlert
from tournee.bot.conversation.events import (
    Dropped,
    Due,
    Event,
    HelpWanted,
    LinkChanged,
    Pressed,
    Rejected,
    Said,
    ShopSilent,
)
from tournee.bot.conversation.model import Facts, Turn
from tournee.bot.conversation.operator import (
    alerts,
    announce,
    cash,
    commands,
    counter,
    founding,
    look,
    people,
    people_news,
    proposals,
    questions,
    rounds,
    shelves,
    threads,
    walk,
)
from tournee.bot.conversation.operator.replies import (
    DriverAlerted,
    HelpGiven,
    LinkShown,
    Refused,
    RoundCalledOff,
    ShopHasNoGroup,
    ShopIsSilent,
)
from tournee.bot.conversation.operator.state import State
from tournee.bot.conversation.operator.threads import say
from tournee.bot.conversation.townhall_events import (
    AnnouncementMoved,
    ConsentNoted,
    HelpSettled,
    InvitedByMessage,
    PeopleJoined,
    PeopleParted,
    PersonAdded,
    PersonChanged,
    PersonErased,
    ShopUnlinked,
    Unfit,
    VillageChanged,
    VillageFaulty,
)
from tournee.orders.events import (
    EnvelopeReceived,
    OrderLeftBehind,
    RoundAdded,
    RoundCancelled,
    RoundMoved,
)

MOST_UNLINKED: Final = 200
"""Orders of shops without a group that are remembered as told."""


def step(state: State, event: Event, facts: Facts) -> Turn[State]:
    served = counter.concerned(state, event, facts)
    if served is not None:
        return counter.heard(state, facts, served, event)
    return alerts.held_back(state, facts, event) or _heard(state, event, facts)


def _heard(state: State, event: Event, facts: Facts) -> Turn[State]:
    """Hear what operators do themselves, and what has become of it; news of others are the rest."""
    match event:
        case Said():
            return _said(state, facts, event)
        case Dropped():
            return shelves.dropped(state, facts, event)
        case Pressed():
            return _pressed(state, facts, event)
        case VillageChanged() | VillageFaulty() | PersonAdded() | Unfit() if (
            turn := founding.outcome(state, facts, event)
        ):
            return turn
        case (
            PersonChanged()
            | PersonAdded()
            | PeopleJoined()
            | PeopleParted()
            | PersonErased()
            | ConsentNoted()
            | HelpSettled()
            | Unfit()
            | InvitedByMessage()
        ):
            return people_news.heard(state, facts, event)
        case (
            CatalogueEdited() | CatalogueUnchanged() | EditRefused() | HistoryRead() | HoursClash()
        ):
            return shelves.heard(state, facts, event)
        case PhraseMissed():
            return shelves.phrase_missed(state, event)
        case LinkChanged():
            return say(state, LinkShown(change=event))
        case Rejected(code=code):
            return say(state, Refused(code=code))
        case _:
            return _news(state, event, facts)


def _pressed(state: State, facts: Facts, event: Pressed) -> Turn[State]:
    match event:
        case Pressed(action="take_over"):
            return threads.take_over(state, facts, event)
        case Pressed(action="hand_back"):
            return threads.hand_back(state, facts, event)
        case Pressed(action="skip" | "later") if walk.of_operator(state, facts):
            return founding.pressed(state, facts, event) or Turn(state=state)
        case Pressed(action="stop"):
            return announce.stop(state, event)
        case Pressed(card=alerts.CARD):
            return alerts.pressed(state, facts, event)
        case Pressed(card=card) if proposals.is_card(card):
            return people_news.pressed(state, facts, event)
        case _:
            return shelves.pressed(state, facts, event)


def _news(state: State, event: Event, facts: Facts) -> Turn[State]:
    match event:
        case AnnouncementMoved():
            return announce.moved(state, event, facts)
        case Due():
            return _due(state, facts, event)
        case ShopUnlinked():
            return _unlinked(state, facts, event)
        case HelpWanted():
            return threads.wanted(state, facts, event)
        case DriverAlert():
            return say(state, DriverAlerted(alert=event))
        case ShopSilent() | OrderLeftBehind():
            return _shop_silent(state, facts, event)
        case RoundCancelled():
            return _round_cancelled(state, facts, event)
        case RoundMoved() | RoundAdded():
            return rounds.heard(state, event, facts)
        case EnvelopeReceived():
            told = cash.received(facts, event)
            return say(state, told) if told else Turn(state=state)
        case _:
            return Turn(state=state)


def _said(state: State, facts: Facts, said: Said) -> Turn[State]:
    """A command, words for a resident, or talk among operators, which is left alone."""
    if commands.is_command(said.text):
        return commands.run(said, state, facts)
    goods = said.parse is not None and (said.parse.lines or said.parse.unresolved)
    if goods and (argument := commands.spoken_for(said.text)):
        return people.about("order_for", argument, state, facts, said)
    walked = founding.answer(state, facts, said)
    if walked is not None:
        return walked
    answered = shelves.answer(state, facts, said)
    if answered is not None:
        return answered
    passed_on = threads.written(state, facts, said)
    if passed_on is not None:
        return passed_on
    if commands.is_help(said.text):
        return say(state, HelpGiven(commands=tuple(c.key for c in commands.COMMANDS)))
    if (command := commands.spoken(said.text)) is not None:
        return commands.run(replace(said, text=command), state, facts)
    if commands.adds_worker(said.text):
        return say(state, HelpGiven(commands=("add_person", "role")))
    if (offered := rounds.meant(said.text, facts)) is not None:
        return say(state, offered)
    heard = questions.said(said, state, facts) or shelves.sentence(state, facts, said)
    return heard or people.told(said.text, state, facts) or Turn(state=state)


def _due(state: State, facts: Facts, event: Due) -> Turn[State]:
    """A time has come: a thread waits, an announcement goes on, the morning's summary."""
    if event.what == alerts.SUMMARY:
        told = say(state, look.day(state, facts, morning=True))
        return replace(told, commands=alerts.summary(state.alerts, facts))
    turn = threads.due(state, facts, event) or announce.due(state, event)
    return turn or Turn(state=state)


def _unlinked(state: State, facts: Facts, event: ShopUnlinked) -> Turn[State]:
    """An order that its shop cannot see: told once."""
    key = f"{event.shop}:{event.number}"
    shop = facts.village.shop_by_slug.get(event.shop)
    order = next(
        (o for o in facts.orders if o.number == event.number and o.shop == event.shop), None
    )
    if shop is None or order is None or not order.is_open or key in state.unlinked:
        return Turn(state=state)
    reply = ShopHasNoGroup(
        shop=shop,
        number=order.number,
        who=look.customer(facts, order),
        date=order.date,
        lines=order.live_lines,
        shut_out=event.shut_out,
    )
    return say(replace(state, unlinked=(*state.unlinked, key)[-MOST_UNLINKED:]), reply)


def _shop_silent(state: State, facts: Facts, event: ShopSilent | OrderLeftBehind) -> Turn[State]:
    shop = facts.village.shop_by_slug.get(event.shop)
    order = next(
        (o for o in facts.orders if o.number == event.number and o.shop == event.shop), None
    )
    if shop is None or order is None:
        return Turn(state=state)
    who = look.customer(facts, order)
    left = isinstance(event, OrderLeftBehind)
    reply = ShopIsSilent(shop=shop, number=event.number, who=who, date=order.date, left=left)
    return say(state, reply)


def _round_cancelled(state: State, facts: Facts, event: RoundCancelled) -> Turn[State]:
    orders = [
        o for o in facts.orders if o.is_open and (o.round, o.date) == (event.round, event.date)
    ]
    reply = RoundCalledOff(
        date=event.date,
        reason=event.reason,
        orders=len({o.number for o in orders}),
        residents=len({o.resident for o in orders}),
    )
    return say(state, reply)

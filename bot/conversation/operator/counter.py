"""An operator orders in a resident's stead, as over a counter: '/pour Mme Durand 2 baguettes'.

The resident's own conversation is played with the operator's words, on a state of its own: it asks
what it would ask them, shows the same recap, and one tap orders. What it wants done is done on
their behalf; they are told afterwards.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Final

from tournee.bot.conversation import resident
from tournee.bot.conversation.commands import (
    AmendOrder,
    CancelOrder,
    Command,
    MoveOrder,
    OnBehalf,
    PlaceOrder,
    UpdatePerson,
)
from tournee.bot.conversation.events import Event, Pressed, Rejected, Said
from tournee.bot.conversation.model import Facts, Reply, Say, Turn
from tournee.bot.conversation.resident.state import State as CustomerState
from tournee.catalog.model import Person, PersonSlug
from tournee.orders.events import OrderPlaced
from tournee.orders.model import OrderNumber

if TYPE_CHECKING:
    from tournee.bot.conversation.operator.state import State

OPEN_FOR: Final = timedelta(minutes=30)
"""After that an operator's words are no longer taken for the customer's."""
MOST: Final = 10
_PREFIX: Final = "counter:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    number: int
    resident: PersonSlug
    by: PersonSlug
    """The operator who orders."""
    at: datetime
    """When something was last said here."""
    customer: CustomerState

    @property
    def prefix(self) -> str:
        return f"{_PREFIX}{self.number}:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened(Reply):
    """What does the customer need?"""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AtCounter(Reply):
    """What the resident's conversation says, to the operator who orders for them."""

    name: str
    parts: tuple[Reply, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderedFor(Reply):
    name: str
    number: OrderNumber
    told: bool
    """Whether there is a way to let the resident know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterRefused(Reply):
    """Nobody orders for this person here."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterClosed(Reply):
    name: str


CounterReply = Opened | AtCounter | OrderedFor | CounterRefused | CounterClosed


# --- whose counter -------------------------------------------------------------------------------


def of_card(state: "State", card: str | None) -> Counter | None:
    return next((c for c in state.counters if (card or "").startswith(c.prefix)), None)


def of_operator(state: "State", facts: Facts) -> Counter | None:
    """Return the counter at which the operator who speaks is busy."""
    if facts.me is None:
        return None
    mine = [c for c in state.counters if c.by == facts.me.slug and facts.now - c.at <= OPEN_FOR]
    return mine[-1] if mine else None


def waiting(state: "State", facts: Facts) -> Counter | None:
    """Return the counter that waits for the outcome of what it wanted done."""
    found = of_operator(state, facts)
    return found if found is not None and found.customer.pending is not None else None


def concerned(state: "State", event: Event, facts: Facts) -> Counter | None:
    """Return the counter that an event is for."""
    match event:
        case Said(card=None, text=text) if not text.lstrip().startswith("/"):
            return of_operator(state, facts)
        case Pressed(card=card):
            return of_card(state, card)
        case OrderPlaced(resident=slug):
            found = waiting(state, facts)
            return found if found is not None and found.resident == slug else None
        case Rejected():
            return waiting(state, facts)
    return None


def left(state: "State", facts: Facts) -> "State":
    """Close the counter of the operator who speaks: they have turned to somebody else."""
    found = of_operator(state, facts)
    return _without(state, found) if found is not None else state


# --- what happens there --------------------------------------------------------------------------


def opened(state: "State", facts: Facts, person: Person, said: Said) -> Turn["State"]:
    """Open a counter for a person, with the first words of what they need."""
    if facts.me is None or facts.customer is None or person.barred:
        reply = CounterRefused(name=person.name or person.slug)
        return Turn(state=state, says=(Say(reply=reply),))
    counter = Counter(
        number=state.served + 1,
        resident=person.slug,
        by=facts.me.slug,
        at=facts.now,
        customer=CustomerState(introduced=True),
    )
    others = tuple(c for c in state.counters if c.by != facts.me.slug)
    state = replace(state, counters=(*others, counter)[-MOST:], served=counter.number)
    if not said.text.strip():
        return Turn(state=state, says=(Say(reply=Opened(name=_name(person))),))
    return heard(state, facts, counter, said)


def heard(state: "State", facts: Facts, counter: Counter, event: Event) -> Turn["State"]:
    """Let the customer's conversation hear what the operator says or taps, or what came of it."""
    theirs = facts.customer
    if theirs is None or theirs.me is None:
        return Turn(state=_without(state, counter))
    name = _name(theirs.me)
    if isinstance(event, OrderPlaced):
        told = bool(theirs.me.phone or theirs.me.whatsapp or theirs.me.telegram)
        reply = OrderedFor(name=name, number=event.number, told=told)
        return Turn(state=_without(state, counter), says=(Say(reply=reply),))
    if isinstance(event, Pressed):
        event = replace(event, card=(event.card or "").removeprefix(counter.prefix))
    turn = resident.step(counter.customer, event, theirs)
    counter = replace(counter, customer=turn.state, at=facts.now)
    commands = tuple(c for c in (_behalf(counter, c) for c in turn.commands) if c is not None)
    says = tuple(_spoken(counter, name, turn.says))
    if _is_done(turn.state):
        return Turn(state=_without(state, counter), says=says, commands=commands)
    others = tuple(c for c in state.counters if c.number != counter.number)
    return Turn(state=replace(state, counters=(*others, counter)), says=says, commands=commands)


def _spoken(counter: Counter, name: str, says: tuple[Say, ...]) -> Iterator[Say]:
    """Put what is said on one card into one message, under one heading."""
    for card, group in groupby(says, key=lambda say: say.card):
        parts = tuple(say.reply for say in group)
        shown = f"{counter.prefix}{card}" if card else None
        yield Say(reply=AtCounter(name=name, parts=parts), card=shown)


def _behalf(counter: Counter, command: Command) -> OnBehalf | None:
    """Keep what concerns orders and the person's entry; the rest is the resident's own to do."""
    match command:
        case PlaceOrder() | AmendOrder() | MoveOrder() | CancelOrder():
            return OnBehalf(resident=counter.resident, command=command)
        case UpdatePerson(name=name, place=place, address=address) if name or place or address:
            told = UpdatePerson(name=name, place=place, address=address)
            return OnBehalf(resident=counter.resident, command=told)
    return None


def _is_done(customer: CustomerState) -> bool:
    return not (customer.wants or customer.asked or customer.asides or customer.pending)


def _without(state: "State", counter: Counter) -> "State":
    left = tuple(c for c in state.counters if c.number != counter.number)
    return replace(state, counters=left)


def _name(person: Person) -> str:
    return person.name or person.phone or person.slug

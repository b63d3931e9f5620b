"""What the village itself does when a time has come: rounds close, free stops are offered.

Each is news to the village under a key of its own, so that it happens once however often it is
asked for.
"""

from datetime import datetime

from tournee.bot import eventcodec
from tournee.bot.conversation.events import Due, Event
from tournee.bot.conversation.party import VILLAGE
from tournee.bot.conversation.quiet import waking
from tournee.bot.deeds import tab_notices
from tournee.bot.storage import News
from tournee.bot.workspace import Workspace
from tournee.catalog.model import Role, RoundSlug
from tournee.orders.errors import UnknownRoundError
from tournee.orders.events import (
    DepositReturned,
    DomainEvent,
    OrderAmended,
    OrderCancelled,
    OrderDelivered,
    OrderPlaced,
    OrderRefused,
    PaymentCorrected,
    RoundClosed,
    RoundMoved,
    TabAged,
    TabPaid,
)
from tournee.orders.model import Actor, Day
from tournee.orders.services import Work, close_round, queueing

SYSTEM = Actor(role=Role.OPERATOR, name="tournee")
"""On whose behalf the village acts."""
STOP_FREED = "stop_freed"


def follow(workspace: Workspace, event: DomainEvent, now: datetime) -> None:
    """Have the village act later on what has just happened."""
    match event:
        case OrderPlaced():
            _close_in_time(workspace, event)
        case RoundMoved():
            run = workspace.ports.rounds.run(event.round, event.to)
            _post(
                workspace,
                f"round-closed/{event.round}/{event.to}",
                RoundClosed(round=event.round, date=event.to),
                run.cutoff,
            )
        case OrderDelivered() | TabPaid() | DepositReturned() | PaymentCorrected():
            tab_notices.watch(workspace, event.resident, event.shop, now)
        case OrderCancelled() | OrderRefused():
            order = workspace.order(event.number, event.shop)
            if order.round is not None and order.date is not None:
                _offer(workspace, order.round, order.date, now)
        case OrderAmended(moved=True, left=left) if left:
            slug, _, day = left.partition(":")
            _offer(workspace, RoundSlug(slug), Day.fromisoformat(day), now)


def act(workspace: Workspace, event: Event, now: datetime) -> tuple[DomainEvent, ...]:
    """Do what is the village's own to do; returns what others are to hear of it."""
    work = Work(ports=workspace.ports, actor=SYSTEM, now=now)
    match event:
        case RoundClosed():
            return close_round(work, event.round, event.date)
        case TabAged():
            return tab_notices.due(workspace, event, now)
        case Due(what=what, round=str(key)) if what == STOP_FREED:
            slug, _, day = key.partition(":")
            return _offer_stop(workspace, work, RoundSlug(slug), Day.fromisoformat(day))
    return ()


def _close_in_time(workspace: Workspace, event: OrderPlaced) -> None:
    """Let a round that has its first order close at its cut-off."""
    order = workspace.order(event.number, event.shop)
    if order.round is None or order.date is None or order.cutoff is None:
        return
    closed = RoundClosed(round=order.round, date=order.date)
    _post(workspace, f"round-closed/{order.round}/{order.date}", closed, order.cutoff)


def _offer(workspace: Workspace, slug: RoundSlug, day: Day, at: datetime) -> None:
    """Look for somebody to offer a stop to, where anybody waits; nobody is asked at night."""
    if workspace.ports.waiting.of(slug, day):
        due = Due(what=STOP_FREED, round=f"{slug}:{day}")
        _post(workspace, f"stop-freed/{slug}/{day}", due, waking(at, workspace.village.settings))


def _offer_stop(
    workspace: Workspace, work: Work, slug: RoundSlug, day: Day
) -> tuple[DomainEvent, ...]:
    """Offer a free stop, and see to it again when whoever is asked has had time to answer."""
    try:
        freed = queueing.offer_stop(work, slug, day)
    except UnknownRoundError:
        return ()
    kept = [w.held_until for w in workspace.ports.waiting.of(slug, day) if w.held_until]
    if kept:
        _offer(workspace, slug, day, min(kept))
    return freed


def _post(workspace: Workspace, key: str, event: Event, at: datetime) -> None:
    workspace.mailbox.post(
        News(
            village=workspace.slug,
            key=key,
            party=VILLAGE,
            event=eventcodec.dump(event),
            due_at=at,
        )
    )

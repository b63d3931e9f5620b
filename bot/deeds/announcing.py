"""Announcements, one reader after the other, until they are stopped.

They go to every resident who agreed to them, or, about one round, to all who have ordered for it.
Each is news for one person, due a moment after the one before: so it is told in a transaction of
its own, waits its turn in the channel's limits, and can be taken back while it has not gone out.
Nothing goes out in the village's quiet hours, unless a round leaves before they end.
"""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from datetime import date, datetime, timedelta
from typing import Final

from tournee.bot import eventcodec
from tournee.bot.conversation import hours
from tournee.bot.conversation.events import Event, Rejected
from tournee.bot.conversation.party import Party, PartyKind
from tournee.bot.conversation.townhall_commands import (
    Announce,
    LookAtAnnouncement,
    StopAnnouncement,
)
from tournee.bot.conversation.townhall_events import Announced, AnnouncementMoved
from tournee.bot.storage import News
from tournee.bot.storage.registry import cause, news_key
from tournee.bot.workspace import Workspace
from tournee.catalog.model import Person, PersonSlug, Role, RoundSlug
from tournee.orders.audit import AuditEntry
from tournee.orders.model import Actor

PACE: Final = timedelta(seconds=2)
"""Between two people: slow enough to stop, fast enough for a village in an hour."""
READERS: Final = frozenset({Role.RESIDENT, Role.SHOPKEEPER})


def carry_out(
    command: Announce | StopAnnouncement | LookAtAnnouncement,
    workspace: Workspace,
    actor: Actor,
    now: datetime,
) -> tuple[Event, ...]:
    match command:
        case Announce():
            number = _begin(command, workspace, actor, now)
        case StopAnnouncement(number=number):
            workspace.announcements.stop(number, now)
            _note(workspace, actor, now, "announcement_stopped", number)
        case LookAtAnnouncement(number=number):
            pass
    found = workspace.announcements.of(number)
    return (AnnouncementMoved(announcement=found) if found else Rejected(code="unknown"),)


def _begin(command: Announce, workspace: Workspace, actor: Actor, now: datetime) -> int:
    round_of = (command.round, command.day) if command.round and command.day else None
    readers = _customers(workspace, *round_of) if round_of else _agreed(workspace)
    key = f"{command.round}:{command.day}" if round_of else None
    number = workspace.announcements.add(command.text, actor.name, now, len(readers), key)
    start = hours.awake(now, workspace.village)
    if round_of and not _still_waits(workspace, round_of, now, start):
        start = now
    for place, slug in enumerate(readers):
        party = Party(kind=PartyKind.RESIDENT, slug=slug)
        event = Announced(number=number, text=command.text, round_of=command.day)
        news = News(
            village=workspace.slug,
            key=news_key(number, slug),
            party=party,
            event=eventcodec.dump(event),
            due_at=start + place * PACE,
            cause=cause(number),
        )
        workspace.mailbox.post(news)
    _note(workspace, actor, now, "announced", number)
    return number


def _still_waits(
    workspace: Workspace, round_of: tuple[RoundSlug, date], now: datetime, until: datetime
) -> bool:
    """Whether a round leaves after a moment: what is said of it can wait until then."""
    runs = workspace.orders.upcoming(now)
    return any((r.round, r.date) == round_of and r.departs > until for r in runs)


def _agreed(workspace: Workspace) -> tuple[PersonSlug, ...]:
    """Those who agreed to announcements, whom a message can reach."""
    agreed = {c.person for c in workspace.registry.consents() if c.given}
    return tuple(p.slug for p in _reached(workspace, agreed) if p.role in READERS)


def _customers(workspace: Workspace, slug: RoundSlug, day: date) -> tuple[PersonSlug, ...]:
    """Those who have an open order on a round, whom a message can reach."""
    orders = workspace.ports.orders.of_round(slug, day)
    return tuple(p.slug for p in _reached(workspace, {o.resident for o in orders if o.is_open}))


def _reached(workspace: Workspace, wanted: AbstractSet[PersonSlug]) -> Iterator[Person]:
    """People who can be written to, and have not stopped messages."""
    stopped = {r.person for r in workspace.registry.reached() if r.blocked}
    for person in workspace.people.everybody():
        if person.slug in wanted - stopped and (person.phone or person.whatsapp or person.telegram):
            yield person


def _note(workspace: Workspace, actor: Actor, now: datetime, what: str, number: int) -> None:
    entry = AuditEntry(at=now, actor=actor, what=what, why=f"announcement {number}")
    workspace.ports.audit.record(entry)

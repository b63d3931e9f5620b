"""Announcements: to every resident who agreed to them, one after the other, until they are stopped.

Each is news for one person, due a moment after the one before: so it is told in a transaction of
its own, waits its turn in the channel's limits, and can be taken back while it has not gone out.
Nothing goes out in the village's quiet hours.
"""

from datetime import datetime, timedelta
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
from tournee.catalog.model import PersonSlug, Role
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
        case Announce(text=text):
            number = _begin(text, workspace, actor, now)
        case StopAnnouncement(number=number):
            workspace.announcements.stop(number, now)
            _note(workspace, actor, now, "announcement_stopped", number)
        case LookAtAnnouncement(number=number):
            pass
    found = workspace.announcements.of(number)
    return (AnnouncementMoved(announcement=found) if found else Rejected(code="unknown"),)


def _begin(text: str, workspace: Workspace, actor: Actor, now: datetime) -> int:
    readers = _readers(workspace)
    number = workspace.announcements.add(text, actor.name, now, len(readers))
    start = hours.awake(now, workspace.village)
    for place, slug in enumerate(readers):
        party = Party(kind=PartyKind.RESIDENT, slug=slug)
        event = Announced(number=number, text=text)
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


def _readers(workspace: Workspace) -> tuple[PersonSlug, ...]:
    """Those who agreed, whom a message can reach."""
    agreed = {c.person for c in workspace.registry.consents() if c.given}
    stopped = {r.person for r in workspace.registry.reached() if r.blocked}
    return tuple(
        person.slug
        for person in workspace.people.everybody()
        if person.slug in agreed - stopped
        and person.role in READERS
        and (person.phone or person.whatsapp or person.telegram)
    )


def _note(workspace: Workspace, actor: Actor, now: datetime, what: str, number: int) -> None:
    entry = AuditEntry(at=now, actor=actor, what=what, why=f"announcement {number}")
    workspace.ports.audit.record(entry)

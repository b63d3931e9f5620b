"""Makes one person of two so that it can be taken back within a day, and takes it back."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError

from tournee.bot.conversation import resident
from tournee.bot.conversation.catalogue_events import EditRefused
from tournee.bot.conversation.events import Event
from tournee.bot.conversation.party import Party, PartyKind
from tournee.bot.conversation.townhall_events import PeopleParted
from tournee.bot.deeds.joining import Joined, join
from tournee.bot.roles import role_of
from tournee.bot.storage import Conversation
from tournee.bot.storage.parting import Join
from tournee.bot.workspace import Workspace
from tournee.catalog.model import Channel, Person, PersonSlug
from tournee.orders.audit import AuditEntry
from tournee.orders.model import Actor


def remembered(
    workspace: Workspace, gone: Person, kept: Person, actor: Actor, now: datetime
) -> Joined:
    """Join two people, and remember who they were."""
    pair = (gone.slug, kept.slug)
    before = workspace.parting.held(pair) | {"states": _states(workspace, pair)}
    joined = join(workspace, gone, kept, now)
    after = workspace.parting.held(pair) | {"states": _states(workspace, (kept.slug,))}
    by = actor.person or actor.name
    workspace.parting.keep(joined.number, pair, by, now, before=before, after=after)
    return joined


def part(workspace: Workspace, number: int, actor: Actor, now: datetime) -> Event | None:
    """Take a merge back, or say why not; None where the edit of that number was no merge."""
    found = next((j for j in workspace.parting.lately(now) if j.number == number), None)
    if found is None:
        return None
    left, right = (workspace.conversations.lock(_party(slug)) for slug in (found.gone, found.kept))
    workspace.catalogue.hold(workspace.slug)
    if (why := workspace.parting.refusal(found)) is not None:
        return EditRefused(code=why, undo=number)
    try:
        with workspace.savepoint():
            workspace.parting.part(found, actor.person or actor.name, now)
    except IntegrityError:
        return EditRefused(code="join_changed", undo=number)
    _part_conversations(workspace, found, left, right)
    workspace.reload()
    named = f"{found.kept} > {found.gone}"
    workspace.ports.audit.record(AuditEntry(at=now, actor=actor, what="people_parted", why=named))
    return PeopleParted(gone=found.gone, kept=found.kept, number=number, by=actor.name)


def _part_conversations(
    workspace: Workspace, found: Join, left: Conversation, right: Conversation
) -> None:
    """Give each their own back; a basket that was gone on with stays with the one who was kept."""
    untouched = right.state == found.left
    state = found.states[found.gone]["state"]
    if state is not None and not untouched:
        role = role_of(PartyKind.RESIDENT)
        state = role.dump(resident.emptied(role.load(state)))
    left = replace(left, state=state, before=None, **_reach(found, found.gone))
    if untouched:
        right = replace(right, state=found.states[found.kept]["state"], before=None)
    if right.address == left.address:
        right = replace(right, **_reach(found, found.kept))
    workspace.conversations.save(left)
    workspace.conversations.save(right)


def _states(workspace: Workspace, slugs: tuple[PersonSlug, ...]) -> dict[str, dict[str, Any]]:
    """Return what each conversation remembers, and where it goes."""
    found = {slug: workspace.conversations.lock(_party(slug)) for slug in slugs}
    return {
        slug: {"state": c.state, "channel": c.channel, "address": c.address}
        for slug, c in found.items()
    }


def _reach(found: Join, slug: PersonSlug) -> Mapping[str, Any]:
    told = found.states[slug]
    channel = Channel(told["channel"]) if told["channel"] else None
    return {"channel": channel, "address": told["address"]}


def _party(slug: PersonSlug) -> Party:
    return Party(kind=PartyKind.RESIDENT, slug=slug)

"""Makes one person of two: an entry that stood for somebody, and the one who they really are.

All that was the first one's is the second one's afterwards: accounts and numbers, basket, orders
under way and past, what is owed, what was taught, links and consents. The first entry is no more.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from tournee.bot.conversation import resident
from tournee.bot.conversation.party import Party, PartyKind
from tournee.bot.roles import role_of
from tournee.bot.workspace import Workspace
from tournee.catalog.model import Channel, Person, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """What became of two entries that were one person."""

    person: Person
    """The one who is left, as they are now."""
    orders: int
    """How many went over."""
    number: int
    """Of the edit that stands for it in the history."""


def join(workspace: Workspace, gone: Person, kept: Person, now: datetime) -> Joined:
    """Let `kept` be all that `gone` was."""
    merging = workspace.merging
    orders = merging.move_orders(gone.slug, kept.slug)
    merging.move_accounts(gone.slug, kept.slug)
    merging.move_history(gone.slug, kept.slug)
    workspace.taught.hand_over(gone.slug, kept.slug)
    workspace.registry.hand_over(gone.slug, kept.slug)
    workspace.hand_over_habits(gone.slug, kept.slug)
    _join_conversations(workspace, _party(gone), _party(kept))
    merging.move_addresses(gone.slug, kept.slug)
    number = merging.remove_entry(gone.slug, now)
    merging.remove_conversation(gone.slug)
    person = _with_entry(workspace, gone, kept)
    return Joined(person=person, orders=orders, number=number)


def _with_entry(workspace: Workspace, gone: Person, kept: Person) -> Person:
    """Fill what the one who is left lacks; what both have is theirs."""
    own = kept if kept.role is not Role.RESIDENT else gone
    kept = replace(
        kept,
        role=own.role,
        shop=own.shop,
        name=kept.name or gone.name,
        place=kept.place or gone.place,
        address=kept.address or gone.address,
        locale=kept.locale or gone.locale,
        note=kept.note or gone.note,
        hours=kept.hours or gone.hours,
        lat=gone.lat if kept.lat is None and gone.place == kept.place else kept.lat,
        lon=gone.lon if kept.lon is None and gone.place == kept.place else kept.lon,
        barred=kept.barred or gone.barred,
    )
    workspace.people.save(kept)
    addresses = (
        (Channel.SMS, gone.phone),
        (Channel.WHATSAPP, gone.whatsapp),
        (Channel.TELEGRAM, str(gone.telegram) if gone.telegram else None),
    )
    for channel, address in addresses:
        if address is not None:
            kept = workspace.people.give_address(kept, channel, address)
    return kept


def _party(person: Person) -> Party:
    return Party(kind=PartyKind.RESIDENT, slug=person.slug)


def _join_conversations(workspace: Workspace, gone: Party, kept: Party) -> None:
    role = role_of(PartyKind.RESIDENT)
    left, right = (workspace.conversations.lock(party) for party in (gone, kept))
    if left.state is not None:
        joined = resident.joined(role.load(right.state), role.load(left.state))
        workspace.conversations.save(replace(right, state=role.dump(joined), before=None))
        workspace.conversations.save(replace(left, state=None, before=None))
    workspace.mailbox.hand_over(workspace.slug, gone, kept)

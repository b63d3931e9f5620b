"""Makes one person of two: one that a channel's account stood for, and the one they really are.

The account, the basket, the orders under way and what was taught go over. What is settled stays
where it was booked: the ledger is never rewritten.
"""

from dataclasses import replace

from tournee.bot.conversation import resident
from tournee.bot.conversation.party import Channel, Party, PartyKind
from tournee.bot.roles import role_of
from tournee.bot.workspace import Workspace
from tournee.catalog.model import Person


def join(
    workspace: Workspace, gone: Person, kept: Person, channel: Channel, address: str
) -> Person:
    """Let `address`, which stood for `gone`, be `kept`'s with all that `gone` had begun."""
    workspace.people.save(replace(gone, telegram=None))
    kept = replace(
        kept,
        name=kept.name or gone.name,
        place=kept.place or gone.place,
        address=kept.address or gone.address,
        locale=kept.locale or gone.locale,
    )
    workspace.people.save(kept)
    kept = workspace.people.add_address(kept, channel, address)
    workspace.orders.hand_over(gone.slug, kept.slug)
    workspace.taught.hand_over(gone.slug, kept.slug)
    _join_conversations(workspace, _party(gone), _party(kept))
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

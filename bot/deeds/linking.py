"""Links groups and people with a channel: one-time codes, groups that come, move and go, contacts.

An operator makes a code; whoever has it may use it once. A code for a group makes its members the
shop's people; a code for a person, or a contact that the channel vouches for, makes two addresses
one person with one basket.
"""

from dataclasses import replace
from datetime import datetime
from typing import Final, assert_never

from tournee.bot.conversation.events import LinkChanged
from tournee.bot.conversation.party import OPERATORS, Party, PartyKind
from tournee.bot.deeds.joining import join
from tournee.bot.deeds.landlines import is_landline
from tournee.bot.messages import ContactShared, Inbound, RoomLeft, RoomMoved, Started
from tournee.bot.render import notices
from tournee.bot.storage import party_of_key
from tournee.bot.workspace import Workspace
from tournee.catalog.model import Channel, Person, PersonSlug, Role
from tournee.orders.model import Actor

PERSON: Final = "person"
MAY_JOIN_BY_CONTACT: Final = frozenset({Role.RESIDENT, Role.SHOPKEEPER})
"""Operators and drivers need a code: a number that changed hands must not carry their powers."""
LinkContent = Started | ContactShared | RoomMoved | RoomLeft


# --- what an operator asks for -------------------------------------------------------------------


def invited(workspace: Workspace, subject: str, actor: Actor, now: datetime) -> LinkChanged:
    """Make a code for `shop:SLUG`, `operators` or `person:SLUG`."""
    if not _is_known(workspace, subject):
        return LinkChanged(what="unknown", subject=subject)
    by = actor.person or actor.name
    code, figures = workspace.invitations.invite(subject, by, now), ""
    if subject.startswith(PERSON):
        figures = workspace.invitations.invite_by_figures(subject, by, now)
    return LinkChanged(what="invited", subject=subject, code=code, figures=figures, by=actor.name)


def unbound(workspace: Workspace, subject: str, actor: Actor) -> LinkChanged:
    """Let a shop's or the operators' group go."""
    known = _is_known(workspace, subject)
    group = None if subject.startswith(PERSON) or not known else party_of_key(subject)
    if group is not None and workspace.chats.unbind_all(group):
        return LinkChanged(what="unbound", subject=subject, by=actor.name)
    return LinkChanged(what="apart" if known else "unknown", subject=subject)


def _is_known(workspace: Workspace, subject: str) -> bool:
    match subject.split(":", 1):
        case ["shop", slug]:
            return slug in workspace.village.shop_by_slug
        case ["person", slug]:
            return workspace.people.known(slug) is not None
    return subject == OPERATORS.key


# --- what the channel says -----------------------------------------------------------------------


def follow(
    workspace: Workspace, message: Inbound, content: LinkContent
) -> tuple[Party, str] | None:
    """Link or unlink; returns who is to be told, and what; None where nobody is.

    A code that is unknown, used or too old, or meant for a group and used alone, links nothing.
    """
    match content:
        case RoomMoved(to=to):
            if message.room is not None:
                workspace.chats.move(message.channel, message.room.chat, to)
            return None
        case RoomLeft():
            _left(workspace, message)
            return None
        case ContactShared(phone=phone):
            return _contact(workspace, message, phone)
        case Started(code=code):
            return _started(workspace, message, code)
        case _:
            assert_never(content)


def _left(workspace: Workspace, message: Inbound) -> None:
    if message.room is None:
        return
    for party in workspace.chats.leave(message.channel, message.room.chat):
        _tell_operators(workspace, message, LinkChanged(what="unbound", subject=party.key))


def _started(workspace: Workspace, message: Inbound, code: str) -> tuple[Party, str] | None:
    subject = workspace.invitations.invited(code, message.at)
    kind, _, slug = (subject or "").partition(":")
    if message.room is not None and subject and kind != PERSON:
        workspace.invitations.use_up(code)
        return _bind(workspace, message, party_of_key(subject))
    if message.room is None and kind == PERSON:
        told = somebody_elses(workspace, message, PersonSlug(slug))
        if told is not None:
            return told
        workspace.invitations.use_up(code)
        return join_by_code(workspace, message, PersonSlug(slug))
    if message.room is not None:
        return None
    sender = workspace.people.sender(message)
    party = Party(kind=PartyKind.RESIDENT, slug=sender.slug)
    return party, notices.code_useless(workspace.voice(party, sender, message.channel))


def _bind(workspace: Workspace, message: Inbound, party: Party) -> tuple[Party, str] | None:
    if message.room is None:
        return None
    by = message.sender_name or message.sender
    workspace.chats.bind(message.channel, message.room, party, message.sender, message.at)
    workspace.chats.hurry(party, message.at)
    _tell_operators(workspace, message, LinkChanged(what="bound", subject=party.key, by=by))
    shop = workspace.village.shop_by_slug.get(party.slug)
    voice = workspace.voice(party, None, message.channel)
    return party, notices.group_linked(shop.name if shop else None, voice)


def somebody_elses(
    workspace: Workspace, message: Inbound, slug: PersonSlug
) -> tuple[Party, str] | None:
    """Refuse a code to whoever has a role and is not the one it is for; it stays good.

    An operator who tries out a resident's link must not become that resident, nor a driver an
    operator: who is both is made one by an operator, who takes one role away first.
    """
    found = workspace.people.find(message.channel, message.sender)
    meant = workspace.people.known(slug)
    if found is None or meant is None or found.role is Role.RESIDENT or found.slug == slug:
        return None
    voice = workspace.voice(_private(found), found, message.channel)
    return _private(found), notices.code_of_another(found.name, meant.name, voice)


def join_by_code(
    workspace: Workspace, message: Inbound, slug: PersonSlug
) -> tuple[Party, str] | None:
    """Let the sender be a person; None where there is no such person any more."""
    kept = workspace.people.known(slug)
    if kept is None:
        return None
    kept = _join(workspace, message, kept)
    voice = workspace.voice(_private(kept), kept, message.channel)
    if kept.role is Role.OPERATOR:
        return _private(kept), notices.operator_linked(kept.name, voice)
    return _private(kept), notices.person_linked(kept.name, voice)


def _contact(workspace: Workspace, message: Inbound, phone: str) -> tuple[Party, str] | None:
    """A number that nobody has is noted; another's conversation and this one become one."""
    sender = workspace.people.sender(message)
    owner = workspace.people.find(Channel.SMS, phone)
    if owner is None and sender.phone is None:
        sender = replace(sender, phone=phone)
        workspace.people.save(sender)
    elif owner is not None and owner.slug != sender.slug:
        if not {owner.role, sender.role} <= MAY_JOIN_BY_CONTACT:
            voice = workspace.voice(_private(sender), sender, message.channel)
            return _private(sender), notices.code_needed(voice)
        sender = _join(workspace, message, owner)
    voice = workspace.voice(_private(sender), sender, message.channel)
    told = notices.landline_linked if is_landline(phone) else notices.phone_linked
    return _private(sender), told(phone, voice)


def _join(workspace: Workspace, message: Inbound, kept: Person) -> Person:
    found = workspace.people.find(message.channel, message.sender)
    if found is None:
        return workspace.people.add_address(kept, message.channel, message.sender)
    if found.slug == kept.slug:
        return kept
    return join(workspace, found, kept, message.at).person


def _private(person: Person) -> Party:
    match person.role:
        case Role.OPERATOR:
            return OPERATORS
        case Role.DRIVER:
            return Party(kind=PartyKind.DRIVER, slug=person.slug)
        case Role.RESIDENT | Role.SHOPKEEPER:
            return Party(kind=PartyKind.RESIDENT, slug=person.slug)


def _tell_operators(workspace: Workspace, message: Inbound, event: LinkChanged) -> None:
    key = f"link/{message.channel}/{message.message_id}/{event.subject}"
    workspace.tell(OPERATORS, event, key, message.at)
